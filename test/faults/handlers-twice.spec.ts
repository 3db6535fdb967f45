import { REACTIONS, type EventTopic } from '#database';
import { addMinutes } from '#platform';
import { expect } from '@jest/globals';
import { buildEveryRecord, type EveryRecord } from '../builders/records.builder.js';
import { fingerprint } from '../support/fingerprint.js';
import { until } from '../support/test-installation.js';
import type { FaultPlace } from './fault-place.js';
import { hurry } from './invariants.js';
import { faultScenarios } from './scenario.js';

/** The record an event of each kind is about, by the path of its kind; the rest is about the community. */
const SUBJECTS: Readonly<Record<string, string>> = {
  request: 'requests',
  visit: 'visits',
  availability: 'helpers',
  'credential.changed': 'helpers',
  'credential.expiring': 'credentials',
  'credential.expired': 'credentials',
  member: 'members',
  matching: 'matching-runs',
  proposal: 'proposals',
  assignment: 'assignments',
  seat: 'seats',
  replacement: 'replacement-asks',
  'time-entry': 'time-entries',
  exchange: 'exchanges',
  mail: 'members',
  helper: 'helpers',
  'sign-in': 'members',
  'second-factor': 'members',
};

/** What runs and counters write about themselves, and what was read: no effect on anybody. */
const NO_EFFECTS = [
  'outbox',
  'matching_run',
  'visit_price',
  'audit_record',
  'sign_in_session',
  'idempotency_key',
];

function subjectOf(topic: EventTopic, { ids }: EveryRecord, place: FaultPlace): string {
  const kind = SUBJECTS[topic] ?? SUBJECTS[topic.split('.')[0]!];
  return (kind && ids[kind]) ?? place.installation.people.id;
}

/** Every event there is, once, about records that exist. */
async function announceAll(place: FaultPlace, records: EveryRecord): Promise<number> {
  const { uow, people } = place.installation;
  const topics = Object.keys(REACTIONS) as EventTopic[];
  await uow.run(people.facts.system, async (tx) => {
    for (const topic of topics) {
      const values = { requestId: records.ids['requests']!, otherId: records.helper.memberId };
      await tx.announce(topic, { subjectId: subjectOf(topic, records, place), values });
    }
  });
  return topics.flatMap((topic) => REACTIONS[topic]).length;
}

async function effects(place: FaultPlace): Promise<Record<string, string>> {
  const client = await place.connect();
  try {
    return await fingerprint(client, place.installation.people.id, NO_EFFECTS);
  } finally {
    await client.end();
  }
}

async function idle({ workersHere }: FaultPlace): Promise<boolean> {
  const counts = await Promise.all(workersHere.map(({ backend }) => backend.queue('notifications').counts()));
  return counts.every((each) => Object.values(each).every((count) => count === 0));
}

async function allDone(place: FaultPlace): Promise<void> {
  const done = async () => {
    await hurry(place);
    // Messages leave by a job of their own: one on its way is still written to.
    return (await place.waiting()).length === 0 && (await idle(place));
  };
  await until('every event to be done', done, 60_000).catch(() => undefined);
  expect(await place.waiting()).toEqual([]);
}

faultScenarios('every handler runs twice', [
  {
    name: 'every event there is, and then as if no acknowledgement had arrived',
    alone: true,
    async steps(place, random) {
      const { uow, people, clock } = place.installation;
      const client = await place.connect();
      const startsAt = addMinutes(clock.now(), 60 * (48 + random.below(24)));
      const records = await buildEveryRecord(uow, client, people, startsAt);
      await client.query('DELETE FROM outbox WHERE dead_at IS NOT NULL');
      await client.end();
      await place.startWorker();
      await allDone(place);
      const handlers = await announceAll(place, records);
      await allDone(place);
      const [handled] = await place.sql<{ count: number }>('SELECT count(*)::int AS count FROM outbox');
      expect(handled!.count).toBeGreaterThanOrEqual(handlers);
      const once = await effects(place);
      await place.sql('UPDATE outbox SET done_at = NULL, published_at = NULL, next_at = clock_timestamp()');
      await allDone(place);
      expect(await effects(place)).toEqual(once);
    },
  },
]);
