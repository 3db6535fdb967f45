import { once } from 'node:events';
import { MatchingService } from '#matching';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildRequest } from '../builders/request.builder.js';
import { until } from '../support/test-installation.js';
import { FaultPlace } from './fault-place.js';

const REDIS_URL = process.env['INTRECCIO_TEST_REDIS_URL'];
const BACKENDS = [
  { name: 'PostgreSQL', redisUrl: undefined },
  ...(REDIS_URL ? [{ name: 'Redis', redisUrl: REDIS_URL }] : []),
];

let place: FaultPlace;

describe.each(BACKENDS)('a worker that dies while it answers an event, queue on $name', ({ redisUrl }) => {
  beforeAll(async () => {
    place = await FaultPlace.open(redisUrl);
  });
  afterAll(() => place.close());

  it('leaves the event to the next one, which answers it once', async () => {
    const { people, uow, api } = place.installation;
    const categoryId = people.facts.categories.babysitting;
    const family = await people.family();
    await people.helper({ categoryIds: [categoryId] });
    await people.helper({ categoryIds: [categoryId] });
    const planned = await buildRequest(uow, people, { family, categoryId });
    await api.get(MatchingService).run(people.id, 'manual');
    const asked = await buildRequest(uow, people, { family, categoryId });
    const child = await place.spawnWorker();
    const release = await place.hold('unmatched_visit');
    await uow.run(people.facts.system, (tx) => tx.announce('request.opened', { subjectId: asked }));
    await until('the plan to be written', () => place.someoneWaitsFor('unmatched_visit'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await release();
    expect(await proposals()).toEqual([planned]);
    await place.startWorker();
    await until('the answer', async () => (await proposals()).length === 2, 60_000);
    await until('an empty outbox', async () => (await place.waiting()).length === 0, 60_000);
    expect(await proposals()).toEqual([planned, asked].sort());
    const runs = await place.sql<{ state: string; scope: string; failure: string | null }>(
      'SELECT state, scope, failure FROM matching_run ORDER BY id',
    );
    expect(runs).toEqual([
      { state: 'done', scope: 'full', failure: null },
      { state: 'failed', scope: 'full', failure: 'lost' },
      { state: 'done', scope: 'incremental', failure: null },
    ]);
    // The lost run is given fifteen seconds, and the queue its own time to miss the worker.
  }, 180_000);

  async function proposals(): Promise<string[]> {
    const rows = await place.sql<{ id: string }>(
      `SELECT request_id AS id FROM proposal WHERE state = 'proposed' ORDER BY request_id`,
    );
    return rows.map(({ id }) => id);
  }
});
