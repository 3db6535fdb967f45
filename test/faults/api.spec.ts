import { expect } from '@jest/globals';
import type { Prng } from '../../apps/cli/src/district/random.js';
import { send, type Answer } from '../support/http-client.js';
import { until } from '../support/test-installation.js';
import type { FaultPlace } from './fault-place.js';
import { aPost, expectOneWhole, insist } from './post-of-a-request.js';
import { faultScenarios } from './scenario.js';
import { plantSqlFault, type SqlFault } from './sql-faults.js';

const OF_THE_API = { at: '.', connection: 'intreccio-api' };
/** Statements of one post of a request: resolving the session, taking the key, the work, keeping the answer. */
const MOST_STATEMENTS = 30;

/** The API dies at the fault, in the middle of a post; the client sends it again to another one. */
async function dieDuring(place: FaultPlace, random: Prng, fault: SqlFault): Promise<Answer> {
  const api = await place.spawnApi();
  const post = await aPost(place, random);
  await api.plant(fault);
  const first = await post.send(api.base);
  await api.kill();
  const answer = await insist(place, post);
  if (first) expect(answer.text).toBe(first.text);
  await expectOneWhole(place, post);
  return answer;
}

faultScenarios('an API that dies or is refused', [
  {
    name: 'killed before the commit of a post, which is then done by another',
    async steps(place, random) {
      const answer = await dieDuring(place, random, { at: 'INSERT INTO visit ', effect: 'kill' });
      expect(answer.status).toBe(201);
    },
  },
  {
    name: 'killed after the commit of a post, before its answer: nobody does it again',
    async steps(place, random) {
      const answer = await dieDuring(place, random, {
        at: 'UPDATE idempotency_key SET status',
        effect: 'kill',
      });
      expect(answer).toMatchObject({ status: 409, code: 'answer-lost' });
    },
  },
  {
    name: 'killed at any statement of a post at all',
    async steps(place, random) {
      const when = random.pick(['before', 'after'] as const);
      await dieDuring(place, random, {
        ...OF_THE_API,
        nth: 1 + random.below(MOST_STATEMENTS),
        when,
        effect: 'kill',
      });
    },
  },
  ...(
    [
      ['the disk is full (53100)', '53100'],
      ['the server has no connection left (53300)', '53300'],
      ['the server is told to stop (57P01)', '57P01'],
      ['a lock is not given in time (55P03)', '55P03'],
    ] as const
  ).map(([what, state]) => ({
    name: `${what} at any statement of a post: told to come again, nothing half-written`,
    async steps(place: FaultPlace, random: Prng) {
      const post = await aPost(place, random);
      const base = await place.installation.api.getUrl();
      const remove = plantSqlFault({ ...OF_THE_API, nth: 1 + random.below(MOST_STATEMENTS), effect: state });
      const first = await post.send(base);
      const struck = remove();
      // What is struck after the work does not take the answer back.
      expect([201, 503]).toContain(first!.status);
      if (first!.status === 503) expect([struck, first!.headers.get('retry-after')]).toEqual([1, '5']);
      expect((await insist(place, post)).status).toBe(201);
      await expectOneWhole(place, post);
    },
  })),
  {
    name: 'a transaction that cannot be serialised is done again, until it can',
    async steps(place, random) {
      const post = await aPost(place, random);
      const state = random.pick(['40001', '40P01']);
      const times = 1 + random.below(3);
      const remove = plantSqlFault({ at: 'INSERT INTO visit ', times, effect: state });
      const answer = await post.send(await place.installation.api.getUrl());
      expect([remove(), answer!.status]).toEqual([times, 201]);
      await expectOneWhole(place, post);
    },
  },
  {
    name: 'a transaction that can never be serialised ends with "come again"',
    async steps(place, random) {
      const post = await aPost(place, random);
      const remove = plantSqlFault({ at: 'INSERT INTO visit ', times: 100, effect: '40001' });
      const answer = await post.send(await place.installation.api.getUrl());
      expect([remove(), answer!.status, answer!.code]).toEqual([4, 503, 'unavailable']);
      expect((await insist(place, post)).status).toBe(201);
      await expectOneWhole(place, post);
    },
  },
  {
    name: 'twenty equal posts while the database hangs up on everybody',
    async steps(place, random) {
      const post = await aPost(place, random);
      const base = await place.installation.api.getUrl();
      const posts = Array.from({ length: 20 }, () => post.send(base));
      for (let round = 0; round < 3; round += 1) {
        await new Promise((resume) => setTimeout(resume, random.below(60)));
        await place.hangUp();
      }
      const answers = await Promise.all(posts);
      for (const answer of answers) expect([201, 409, 503]).toContain(answer!.status);
      await insist(place, post);
      await expectOneWhole(place, post);
    },
  },
  {
    name: 'every connection of the pool waits: others are told to come again, the process lives',
    async steps(place, random) {
      const release = await place.hold('request');
      const posts = await Promise.all(Array.from({ length: 12 }, () => aPost(place, random)));
      const base = await place.installation.api.getUrl();
      const sent = posts.map((post) => post.send(base));
      const alive = await send(base, { method: 'GET', path: '/livez' });
      expect(alive.status).toBe(200);
      const answers = await Promise.all(sent);
      for (const answer of answers) expect(answer).toMatchObject({ status: 503, code: 'unavailable' });
      await release();
      for (const post of posts) expect((await insist(place, post)).status).toBe(201);
      for (const post of posts) await expectOneWhole(place, post);
    },
  },
  {
    name: 'an API that is asked to stop answers what it has begun',
    async steps(place, random) {
      const api = await place.spawnApi();
      const posts = await Promise.all(Array.from({ length: 6 }, () => aPost(place, random)));
      const release = await place.hold('request');
      const sent = posts.map((post) => post.send(api.base));
      await until('all of them to wait', () => place.someoneWaitsFor('request', 6));
      api.signal('SIGTERM');
      await new Promise((resume) => setTimeout(resume, random.below(200)));
      await release();
      const answers = await Promise.all(sent);
      expect(answers.map((answer) => answer?.status)).toEqual(posts.map(() => 201));
      expect(await api.gone).toBe(0);
      for (const post of posts) await expectOneWhole(place, post);
    },
  },
]);
