import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { LogShipper } from './log-shipper.js';

export type { Logger } from 'pino';

/** Keys that may carry personal data are cut wherever they appear; code logs ids only, this is the second wall. */
const REDACTED = [
  'email',
  'phone',
  'givenName',
  'familyName',
  'address',
  'nickname',
  'note',
  'code',
  'token',
  'cookie',
  'authorization',
  'parameters',
];

/** One line to each other machine, whoever logs in this process. */
const shippers = new Map<string, LogShipper>();

function shipperTo(url: string): LogShipper {
  const known = shippers.get(url) ?? new LogShipper(new URL(url));
  shippers.set(url, known);
  return known;
}

/** Before a process ends: what is still on its way to another machine gets a moment. */
export async function endLogs(within_ms = 1_000): Promise<void> {
  await Promise.all([...shippers.values()].map((shipper) => shipper.end(within_ms)));
  shippers.clear();
}

/** @param logUrl another machine that gets every line too */
export function createLogger(name: string, level: string, logUrl?: string): Logger {
  const options = {
    name,
    level,
    redact: { paths: REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[cut]' },
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (!logUrl) return pino(options);
  const streams = [pino.destination(1), shipperTo(logUrl)];
  return pino(options, pino.multistream(streams.map((stream) => ({ level: 'trace' as const, stream }))));
}

/** Lets Nest write through pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(
      { context: rest.at(-1) },
      message instanceof Error ? (message.stack ?? message.message) : String(message),
    );
  }
  warn(message: unknown, ...rest: unknown[]): void {
    // API and worker in one process have a container each, so that their data sources never meet.
    if (rest.at(-1) === 'DataSourceNameRegistry') return;
    this.logger.warn({ context: rest.at(-1) }, String(message));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ context: rest.at(-1) }, String(message));
  }
}
