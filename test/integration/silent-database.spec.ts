import { REACTIONS, runtimeOptions, systemActor, UnitOfWork } from '#database';
import { createLogger, newId } from '#platform';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { openWorld, type TestWorld } from '../builders/test-world.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

let world: TestWorld;
let wire: TcpProxy;
let dataSource: DataSource;
let uow: UnitOfWork;

beforeAll(async () => {
  world = await openWorld();
  wire = await startTcpProxy(world.url);
  const logger = createLogger('test', 'silent');
  const options = runtimeOptions({
    url: wire.through(world.url),
    pool: 2,
    logger,
    applicationName: 'intreccio-silent',
    statementMs: 200,
  });
  dataSource = await new DataSource({ ...options, entities: [] } as DataSourceOptions).initialize();
  uow = new UnitOfWork(dataSource, world.clock, REACTIONS);
});

afterAll(async () => {
  await dataSource?.destroy();
  await wire?.close();
  await world?.close();
});

const ask = () => uow.run(systemActor(newId()), (tx) => tx.sql<{ one: number }>('SELECT 1 AS one'));

it('a server that falls silent in the middle of transactions is given up, and its connections are not used again', async () => {
  expect(await ask()).toEqual([{ one: 1 }]);
  wire.wire('silent');
  // More than the pool holds: some wait for a connection that does not come free in time.
  const asked = await Promise.allSettled([ask(), ask(), ask()]);
  for (const answer of asked)
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  wire.wire('good');
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]]);
}, 60_000);
