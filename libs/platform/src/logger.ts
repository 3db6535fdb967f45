import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

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

export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: { paths: REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[cut]' },
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
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
