import { MatchingService } from '#matching';
import { expect } from '@jest/globals';
import { buildRequest } from '../builders/request.builder.js';
import { until } from '../support/test-installation.js';
import type { FaultPlace } from './fault-place.js';
import { faultScenarios } from './scenario.js';

interface Asked {
  readonly planned: string;
  readonly asked: string;
}

/** Two helpers, a request that is planned and one whose event waits; the worker that answers it. */
async function anEventToAnswer(place: FaultPlace): Promise<Asked> {
  const { people, uow, api } = place.installation;
  const categoryId = people.facts.categories.babysitting;
  const family = await people.family();
  await people.helper({ categoryIds: [categoryId] });
  await people.helper({ categoryIds: [categoryId] });
  const planned = await buildRequest(uow, people, { family, categoryId });
  await api.get(MatchingService).run(people.id, 'manual');
  const asked = await buildRequest(uow, people, { family, categoryId });
  return { planned, asked };
}

const announce = (place: FaultPlace, asked: string) =>
  place.installation.uow.run(place.installation.people.facts.system, (tx) =>
    tx.announce('request.opened', { subjectId: asked }),
  );

async function proposed(place: FaultPlace, { planned, asked }: Asked): Promise<string[]> {
  const rows = await place.sql<{ id: string }>(
    `SELECT request_id AS id FROM proposal WHERE state = 'proposed' AND request_id = ANY ($1) ORDER BY request_id`,
    [[planned, asked]],
  );
  return rows.map(({ id }) => id);
}

/** The dead run is given fifteen seconds without a sign of life: they are over at once here. */
const silenceTheDead = (place: FaultPlace) =>
  place.sql(`UPDATE matching_run SET beat_at = beat_at - interval '20 seconds' WHERE state = 'running'`);

faultScenarios('a worker that dies while it answers an event', [
  {
    name: 'killed while it writes the plan, it leaves the event to the next one, which answers it once',
    // A worker that is killed may have a mail on its way, whatever else it does.
    doubledMessages: 1,
    async steps(place) {
      const both = await anEventToAnswer(place);
      const before = await place.sql<{ id: string }>('SELECT id FROM matching_run');
      const child = await place.spawnWorker();
      const release = await place.hold('unmatched_visit');
      await announce(place, both.asked);
      await until('the plan to be written', () => place.someoneWaitsFor('unmatched_visit'), 60_000);
      await child.kill();
      await release();
      expect(await proposed(place, both)).toEqual([both.planned]);
      await silenceTheDead(place);
      await place.startWorker();
      await until('the answer', async () => (await proposed(place, both)).length === 2, 60_000);
      const runs = await place.sql<{ state: string; failure: string | null }>(
        'SELECT state, failure FROM matching_run WHERE id <> ALL ($1) ORDER BY id',
        [before.map(({ id }) => id)],
      );
      expect(runs).toEqual([
        { state: 'failed', failure: 'lost' },
        { state: 'done', failure: null },
      ]);
    },
  },
  {
    name: 'killed at any statement at all, it leaves no half of a plan',
    doubledMessages: 1,
    async steps(place, random) {
      const both = await anEventToAnswer(place);
      const child = await place.spawnWorker({
        at: '.',
        connection: 'intreccio-worker',
        nth: 4 + random.below(60),
        when: random.pick(['before', 'after'] as const),
        effect: 'kill',
      });
      await announce(place, both.asked);
      const answered = until('the answer', async () => (await proposed(place, both)).length === 2, 30_000);
      await Promise.race([child.gone, answered.catch(() => undefined)]);
      await child.kill();
      await silenceTheDead(place);
      await place.startWorker();
      await until('the answer', async () => (await proposed(place, both)).length === 2, 60_000);
    },
  },
]);
