import { SystemClock, type Clock, type Logger } from '#platform';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { runtimeOptions } from './data-source.js';
import { REACTIONS } from './reactions.js';
import { WHOLE_COMMUNITY_STATEMENT_MS } from './session-limits.js';
import { UnitOfWork } from './unit-of-work.js';

/** A unit of work without Nest around it, for the operator's commands and for threads; close it at the end. */
export async function openUnitOfWork(
  url: string,
  applicationName: string,
  logger: Logger,
  clock: Clock = new SystemClock(),
): Promise<{ uow: UnitOfWork; close(): Promise<void> }> {
  const options = runtimeOptions({
    url,
    pool: 2,
    logger,
    applicationName,
    statementMs: WHOLE_COMMUNITY_STATEMENT_MS,
  });
  const dataSource = await new DataSource({ ...options, entities: [] } as DataSourceOptions).initialize();
  return { uow: new UnitOfWork(dataSource, clock, REACTIONS), close: () => dataSource.destroy() };
}
