import { openUnitOfWork, REACTIONS, runtimeOptions, systemActor, UnitOfWork } from '#database';
import { createLogger, newId } from '#platform';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { openWorld, type TestWorld } from '../builders/test-world.js';

const LIMITS = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
  current_setting('idle_in_transaction_session_timeout') AS idle, current_user AS role`;

let world: TestWorld;
let dataSource: DataSource;
let uow: UnitOfWork;
const logger = createLogger('test', 'silent');

beforeAll(async () => {
  world = await openWorld();
  const options = runtimeOptions({ url: world.url, pool: 1, logger, applicationName: 'intreccio-limits' });
  dataSource = await new DataSource({ ...options, entities: [] } as DataSourceOptions).initialize();
  uow = new UnitOfWork(dataSource, world.clock, REACTIONS);
});

afterAll(async () => {
  await dataSource?.destroy();
  await world?.close();
});

const limitsOf = async (of: UnitOfWork) =>
  (await of.run(systemActor(newId()), (tx) => tx.sql<Record<string, string>>(LIMITS)))[0];

it('no session of API and worker works on a statement for longer than 5 s, waits 2 s for a lock or leaves a transaction for 10 s', async () => {
  expect(await limitsOf(uow)).toEqual({
    statement: '5s',
    lock: '2s',
    idle: '10s',
    role: 'intreccio_app',
  });
});

it('the planner and the commands have longer for a statement, and for nothing else', async () => {
  const opened = await openUnitOfWork(world.url, 'intreccio-limits', logger, world.clock);
  try {
    expect(await limitsOf(opened.uow)).toMatchObject({ statement: '15s', lock: '2s', idle: '10s' });
  } finally {
    await opened.close();
  }
});

it('one waits for a connection of the pool as long as is set', async () => {
  const busyFor = async (waitMs: number) => {
    const options = runtimeOptions({
      url: world.url,
      pool: 1,
      waitMs,
      logger,
      applicationName: 'intreccio-limits',
    });
    const source = await new DataSource({ ...options, entities: [] } as DataSourceOptions).initialize();
    const one = new UnitOfWork(source, world.clock, REACTIONS);
    const [, second] = await Promise.allSettled(
      ['1.5', '0'].map((seconds) =>
        one.run(systemActor(newId()), (tx) => tx.sql('SELECT pg_sleep($1::float8)', [seconds])),
      ),
    );
    await source.destroy();
    return second!.status;
  };
  expect(await busyFor(500)).toBe('rejected');
  expect(await busyFor(10_000)).toBe('fulfilled');
}, 30_000);

it('whoever gets no connection of the pool, or waits for a lock without end, is told to come again', async () => {
  const key = 7_361_099;
  const lock = (of: UnitOfWork) =>
    of.run(systemActor(newId()), (tx) => tx.sql('SELECT pg_advisory_xact_lock($1)', [key]));
  const holder = new Client({ connectionString: world.url });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock($1)', [key]);
  const [first, second] = await Promise.allSettled([lock(uow), lock(uow)]);
  await holder.end();
  for (const refused of [first, second])
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  expect(await lock(uow)).toHaveLength(1);
}, 30_000);
