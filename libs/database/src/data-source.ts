import type { Logger } from '#platform';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { Socket } from 'node:net';
import pg from 'pg';
import { AbstractLogger, type LogLevel, type LogMessage } from 'typeorm';
import { sessionLimits } from './session-limits.js';

/** bigint columns are counts and points far below 2^53 here; dates stay the strings PostgreSQL writes. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (value: string) => value);

export interface RuntimeConnection {
  readonly url: string;
  readonly pool: number;
  readonly logger: Logger;
  readonly applicationName: string;
  /** How long one waits for a connection, in milliseconds; as `sessionLimits` says when not given. */
  readonly waitMs?: number;
  /** How long the server may work on a statement, in milliseconds; that of `sessionLimits` when not given. */
  readonly statementMs?: number;
}

/**
 * `plan_cache_mode`: a filter that is not given must fall out of the plan, so named statements too are planned for
 * their values. `*_collapse_limit`: keys of two columns under row-level security make the planner weigh so many
 * orders of seven joined tables that it took 65 ms for a list of 25 rows; in the order in which we write them it
 * takes 2 ms. `jit`: where the server has a compiler, it spent seven seconds on a desk's queue that is read in a
 * tenth of one.
 */
const STARTUP_OPTIONS = [
  '-c role=intreccio_app',
  '-c plan_cache_mode=force_custom_plan',
  '-c join_collapse_limit=4',
  '-c from_collapse_limit=4',
  '-c jit=off',
].join(' ');

/**
 * Options of the runtime's data source; the entities come from the rooms' own modules. Every connection steps down
 * to the role `intreccio_app` when it opens, so a query outside a unit of work meets row-level security without a
 * tenant and sees no rows.
 */
export function runtimeOptions(options: RuntimeConnection): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    autoLoadEntities: true,
    retryAttempts: 3,
    retryDelay: 1_000,
    url: options.url,
    logger: new RedactingLogger(options.logger),
    poolSize: options.pool,
    applicationName: options.applicationName,
    extra: {
      Client: RuntimeClient,
      options: STARTUP_OPTIONS,
      ...sessionLimits(options.statementMs, options.waitMs),
      // A new connection is the dearest thing a request can wait for: those of a burst are kept for the next one.
      idleTimeoutMillis: 300_000,
    },
    // A server that stops in order says so to every connection (57P01): worth a line, not a warning.
    poolErrorHandler: (error: Error & { code?: string }) =>
      options.logger[error.code === '57P01' ? 'info' : 'warn'](
        { err: error.message },
        'a database connection was lost',
      ),
  };
}

/** TypeORM's own loggers print parameters, which are personal data: this one prints the statement alone. */
class RedactingLogger extends AbstractLogger {
  constructor(private readonly logger: Logger) {
    super(['error', 'warn']);
  }

  override logQueryError(error: string | Error, query: string): void {
    const code = error instanceof Error ? (error as { code?: string }).code : undefined;
    this.logger.debug({ code, query: query.slice(0, 300) }, 'a query failed');
  }

  protected writeLog(
    level: LogLevel,
    message: LogMessage | string | number | (LogMessage | string | number)[],
  ): void {
    for (const entry of this.prepareLogMessages(message, { highlightSql: false })) {
      this.logger.debug({ level, type: entry.type }, String(entry.message).slice(0, 300));
    }
  }
}

/**
 * A connection between two owners has no listener for its loss, and Node ends a process for that; this one always has.
 * It names the statements it is given, so that PostgreSQL reads and rewrites (row-level security) each text once.
 */
class RuntimeClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    const plain = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((...given: unknown[]) => {
      const answer = plain(...named(given));
      if (answer instanceof Promise) answer.catch((error: Error) => this.hangUpOn(error));
      return answer;
    }) as pg.Client['query'];
  }

  /** What was asked of a silent server would stand before everything that is asked next: the connection is given up. */
  private hangUpOn(error: Error): void {
    if (error.message !== SILENT) return;
    (this as unknown as { connection: { stream: Socket } }).connection.stream.destroy(error);
  }
}

/** How the driver says that the time for an answer is over. */
const SILENT = 'Query read timeout';

/** Texts that get a name; a connection keeps each it has met. What comes later goes without. */
const MOST_NAMED = 300;
const names = new Map<string, string>();

function named(given: unknown[]): unknown[] {
  const [text, values] = given;
  if (typeof text !== 'string' || !Array.isArray(values) || given.length > 2) return given;
  let name = names.get(text);
  if (!name && names.size < MOST_NAMED) names.set(text, (name = `s${names.size}`));
  return name ? [{ name, text, values }] : given;
}
