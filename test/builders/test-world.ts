import { REACTIONS, runtimeOptions, UnitOfWork } from '#database';
import { IdentityCodec } from '#members';
import { createLogger, MovableClock } from '#platform';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { testDatabase } from '../support/test-database.js';

/** A clock that people's phones go by too, unless a test says that they keep the real time. */
export class TestClock extends MovableClock {
  phonesFollow = true;

  override machineNow(): Date {
    return this.phonesFollow ? this.now() : super.machineNow();
  }
}

/** What a service needs, on a database of the test file's own. */
export interface TestWorld {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly uow: UnitOfWork;
  readonly codec: IdentityCodec;
  /** Stands at Monday 5 October 2026, 10:00 in Rome, and runs on from there. */
  readonly clock: TestClock;
  close(): Promise<void>;
}

export const START = new Date('2026-10-05T08:00:00Z');

/** For a connection: tests share a machine, and what they wait for each other says nothing of the service. */
export const WAIT_MS = 5_000;

/** Opens a fresh database with a unit of work; close it in `afterAll`. */
export async function openWorld(entities: readonly (new () => object)[] = []): Promise<TestWorld> {
  const database = await testDatabase();
  const clock = new TestClock();
  clock.moveTo(START);
  const logger = createLogger('test', 'silent');
  const options = runtimeOptions({
    url: database.url,
    pool: 8,
    waitMs: WAIT_MS,
    logger,
    applicationName: 'intreccio-test',
  });
  const dataSource = new DataSource({ ...options, entities: [...entities] } as DataSourceOptions);
  await dataSource.initialize();
  return {
    url: database.url,
    dataSource,
    uow: new UnitOfWork(dataSource, clock, REACTIONS),
    codec: new IdentityCodec(Buffer.alloc(32, 7)),
    clock,
    async close() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
