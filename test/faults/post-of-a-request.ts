import { expect } from '@jest/globals';
import type { Prng } from '../../apps/cli/src/district/random.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { send, tokenOf, type Answer } from '../support/http-client.js';
import type { FaultPlace } from './fault-place.js';

/** What a client posts, and posts again. */
export interface Post {
  readonly family: BuiltFamily;
  /** Sends the post, always with the same key. `undefined` when the connection broke. */
  send(base: string): Promise<Answer | undefined>;
}

/** A family's request with two visits a week for two weeks, and the key it is posted with. */
export async function aPost(place: FaultPlace, random: Prng): Promise<Post> {
  const { people } = place.installation;
  const family = await people.family();
  const token = await tokenOf(place.installation, family.actor);
  const sent = {
    method: 'POST',
    path: '/v1/requests',
    token,
    headers: { 'idempotency-key': `fault-${random.word()}-${family.memberId}` },
    body: {
      householdId: family.householdId,
      categoryId: people.facts.categories.babysitting,
      dependantIds: family.dependantIds,
      schedule: {
        frequency: 'weekly',
        firstDay: people.day(3),
        untilDay: people.day(16),
        weekdays: [2, 4],
        startTime: '17:00',
        endTime: '19:00',
      },
      regimes: ['volunteer'],
      open: true,
    },
  };
  return { family, send: (base) => send(base, sent).catch(() => undefined) };
}

const isFinal = (answer: Answer | undefined) =>
  answer !== undefined && answer.status < 500 && answer.code !== 'still-in-progress';

/**
 * Sends it until there is an answer, as a client that will not take no answer; the abandoned key is free after a
 * minute.
 */
export async function insist(place: FaultPlace, post: Post, at?: string): Promise<Answer> {
  const base = at ?? (await place.installation.api.getUrl());
  for (let turn = 0; turn < 6; turn += 1) {
    const answer = await post.send(base);
    if (isFinal(answer)) return answer!;
    place.installation.clock.advanceMinutes(2);
  }
  throw new Error('The post was never answered.');
}

/** One request, with all it consists of, whatever the client was told on the way. */
export async function expectOneWhole(place: FaultPlace, { family }: Post): Promise<void> {
  const rows = await place.sql(
    `SELECT r.state, (SELECT count(*)::int FROM visit v WHERE v.community_id = r.community_id AND v.request_id = r.id) AS visits,
       (SELECT count(*)::int FROM request_dependant d WHERE d.community_id = r.community_id AND d.request_id = r.id) AS dependants,
       (SELECT count(*)::int FROM outbox o WHERE o.community_id = r.community_id AND o.topic = 'request.opened'
          AND o.payload ->> 'subjectId' = r.id::text) AS events
     FROM request r WHERE r.household_id = $1`,
    [family.householdId],
  );
  expect(rows).toEqual([{ state: 'open', visits: 4, dependants: 1, events: 2 }]);
}
