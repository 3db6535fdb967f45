import { createLogger } from '#platform';
import { expect } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../apps/api/src/create-api.js';
import type { Prng } from '../../apps/cli/src/district/random.js';
import { until } from '../support/test-installation.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import type { FaultPlace } from './fault-place.js';
import { aPost, expectOneWhole, insist } from './post-of-a-request.js';
import { faultScenarios } from './scenario.js';

/** An API of this process that reaches PostgreSQL over the wire. */
async function apiOver(place: FaultPlace, wire: TcpProxy): Promise<NestFastifyApplication> {
  const { config, clock } = place.installation;
  const api = await createApi({
    config: { ...config, databaseUrl: wire.through(config.databaseUrl) },
    clock,
    logger: createLogger('api', process.env['TEST_LOG'] ?? 'silent'),
  });
  await api.listen(0, '127.0.0.1');
  return api;
}

/** Posts over the wire while something happens to it, then has each of them answered. */
async function postsWhile(
  place: FaultPlace,
  random: Prng,
  trouble: (wire: TcpProxy) => Promise<void>,
): Promise<(number | undefined)[]> {
  const wire = await startTcpProxy(place.installation.config.databaseUrl);
  const api = await apiOver(place, wire);
  const base = await api.getUrl();
  const posts = [];
  for (let left = 8; left > 0; left -= 1) posts.push(await aPost(place, random));
  const sent = posts.map((post) => post.send(base));
  await trouble(wire);
  const answers = await Promise.all(sent);
  wire.wire('good');
  // The same process goes on with new connections.
  for (const post of posts)
    expect([undefined, 'answer-lost']).toContain((await insist(place, post, base)).code);
  for (const post of posts) await expectOneWhole(place, post);
  await api.close();
  await wire.close();
  return answers.map((answer) => answer?.status);
}

const aMoment = (random: Prng, most: number) =>
  new Promise((resume) => setTimeout(resume, random.below(most)));

/** A worker whose way to a server is the wire; `approvedCase`s while something happens to it. */
async function workOver(
  place: FaultPlace,
  server: 'databaseUrl' | 'redisUrl',
  trouble: (wire: TcpProxy) => Promise<void>,
): Promise<void> {
  const url = place.installation.config[server]!;
  const wire = await startTcpProxy(url);
  await place.startWorker({}, { [server]: wire.through(url) });
  await trouble(wire);
  await place.approvedCase();
  await until('the end', async () => (await place.waiting()).length === 0, 60_000);
  await place.stopWorkers();
  await wire.close();
}

faultScenarios('wires that are slow or cut', [
  {
    name: 'the wire between API and PostgreSQL is slow: every post is answered',
    async steps(place, random) {
      const statuses = await postsWhile(place, random, async (wire) => wire.wire('slow'));
      expect(statuses).toEqual(statuses.map(() => 201));
    },
  },
  {
    name: 'the wire between API and PostgreSQL is cut in the middle of posts, again and again',
    async steps(place, random) {
      const statuses = await postsWhile(place, random, async (wire) => {
        wire.wire('slow');
        for (let round = 0; round < 3; round += 1) {
          await aMoment(random, 300);
          wire.cut();
        }
      });
      for (const status of statuses) expect([201, 409, 503]).toContain(status);
    },
  },
  {
    name: 'PostgreSQL refuses every connection for a while: told to come again, readiness says so',
    async steps(place, random) {
      const statuses = await postsWhile(place, random, async (wire) => {
        wire.wire('refusing');
        wire.cut();
      });
      for (const status of statuses) expect([201, 409, 503]).toContain(status);
    },
  },
  {
    name: 'the wire between worker and PostgreSQL is cut again and again',
    steps: (place, random) =>
      workOver(place, 'databaseUrl', async (wire) => {
        for (let round = 0; round < 4; round += 1) {
          await place.approvedCase();
          await aMoment(random, 120);
          wire.cut();
        }
      }),
    doubledMessages: 4,
  },
  {
    name: 'the wire between worker and Redis is cut, then silent, then good again',
    async steps(place, random) {
      if (!place.redisUrl) return workOver(place, 'databaseUrl', async (wire) => void wire.cut());
      await workOver(place, 'redisUrl', async (wire) => {
        for (const next of ['good', 'refusing', 'silent'] as const) {
          wire.wire(next);
          wire.cut();
          await place.approvedCase();
          await aMoment(random, 300);
        }
        wire.wire('good');
        wire.cut();
      });
    },
    doubledMessages: 2,
  },
]);
