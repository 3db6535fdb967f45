import { createLogger } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { createApi } from '../../apps/api/src/create-api.js';
import { listRoutes } from '../../apps/api/src/http/route-policies.js';
import { tokenOf } from '../support/http-client.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const ACCOUNT = 4;
const ADDRESS = 7;
const ALL = 16;
const READS = { account: 6, address: 9, all: 20 };

let parts: TestInstallation;
let second: NestFastifyApplication;

beforeAll(async () => {
  const environment = { CHANGES_PER_MINUTE: `${ACCOUNT},${ADDRESS},${ALL}`, TRUST_PROXY: 'true' };
  Object.assign(environment, { READS_PER_MINUTE: Object.values(READS).join() });
  parts = await openInstallation({ worker: false, environment });
  const { config, clock } = parts;
  second = await createApi({ config, clock, logger: createLogger('api', 'silent') });
  await second.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await second?.close();
  await parts?.close();
});
/** Nobody is counted for what an earlier test did. */
beforeEach(() => parts.clock.advanceMinutes(1));

/** Changes nothing: whatever comes of it, it counts. */
const change = (client: TestAgent, from: string) =>
  client
    .put('/v1/me/community')
    .set('x-forwarded-for', from)
    .send({ communityId: '0199a1b2-0000-7000-8000-00000000dead' });
const statuses = async (count: number, act: (n: number) => Promise<{ status: number }>) => {
  const seen = [];
  for (let n = 1; n <= count; n += 1) seen.push((await act(n)).status);
  return seen;
};
const family = async () => parts.as((await parts.people.family()).actor);

describe('changes within a minute', () => {
  test('by one account are limited, wherever it comes from; the next minute it goes on', async () => {
    const mine = await family();
    const from = (n: number) => `192.0.2.${n}`;
    expect(await statuses(ACCOUNT + 1, (n) => change(mine, from(n)))).toEqual([404, 404, 404, 404, 429]);
    const { body, headers } = await change(mine, from(9)).expect(429);
    expect(body).toMatchObject({ code: 'too-many-changes' });
    expect(headers['retry-after']).toBe('5');
    await mine.get('/v1/me').expect(200);
    await change(await family(), from(9)).expect(404);
    parts.clock.advanceMinutes(1);
    await change(mine, from(1)).expect(404);
  });

  test('from one address are limited, whoever it is and whether they are signed in', async () => {
    const [one, other, third] = [await family(), await family(), await family()];
    await statuses(3, () => change(one, '192.0.2.1'));
    await statuses(3, () => change(other, '192.0.2.1'));
    const anyone = () =>
      parts
        .anonymous()
        .post('/v1/sign-in/confirm')
        .set('x-forwarded-for', '192.0.2.1')
        .send({ code: '00000000' });
    expect((await anyone()).status).toBe(401);
    expect((await anyone()).status).toBe(429);
    await change(third, '192.0.2.1').expect(429);
    await change(third, '192.0.2.2').expect(404);
  });

  test('from one network of IPv6 count as from one address', async () => {
    const people = [await family(), await family()];
    const act = (n: number) => change(people[n % 2]!, `2001:db8:0:1::${n}`);
    expect((await statuses(ADDRESS + 1, act)).slice(-2)).toEqual([404, 429]);
    await change(await family(), '2001:db8:0:2::1').expect(404);
  });

  test('are counted under the address that our proxy saw, not under what the client claims', async () => {
    const people = [await family(), await family()];
    const act = (n: number) => change(people[n % 2]!, `198.51.100.${n}, 192.0.2.1`);
    expect((await statuses(ADDRESS + 1, act)).slice(-2)).toEqual([404, 429]);
  });

  test('of all together are limited', async () => {
    const people = [await family(), await family(), await family(), await family(), await family()];
    const act = (n: number) => change(people[n % 5]!, `192.0.2.${n}`);
    expect((await statuses(ALL + 1, act)).slice(-2)).toEqual([404, 429]);
  });

  test('are counted together by all processes', async () => {
    const actor = (await parts.people.family()).actor;
    const here = await parts.as(actor);
    const there = request.agent(second.getHttpServer());
    there.set('cookie', `intreccio-session=${await tokenOf(parts, actor)}`);
    expect(await statuses(ACCOUNT + 1, (n) => change(n % 2 ? here : there, `192.0.2.${n}`))).toEqual([
      404, 404, 404, 404, 429,
    ]);
  });

  test('are limited on every route that changes anything', async () => {
    const writes = listRoutes(parts.api).filter(({ method }) => !['GET', 'HEAD'].includes(method));
    expect(writes.length).toBeGreaterThan(80);
    const open = [];
    for (const { method, path } of writes) {
      const mine = await family();
      await statuses(ACCOUNT, (n) => change(mine, `192.0.2.${n}`));
      const at = path.replace(/:\w+/g, '0199a1b2-0000-7000-8000-00000000dead');
      const verb = method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete';
      const { status } = await mine[verb](at).set('x-forwarded-for', '192.0.2.9').send({});
      // Refused before it is counted: not for a family.
      if (![429, 403].includes(status)) open.push(`${method} ${path}: ${status}`);
      parts.clock.advanceMinutes(1);
    }
    expect(open).toEqual([]);
  }, 120_000);
});

describe('reads within a minute', () => {
  const read = (client: TestAgent, from: string) => client.get('/v1/me').set('x-forwarded-for', from);

  test('by one account are limited, wherever it reads from, by all processes together; the next minute it goes on', async () => {
    const actor = (await parts.people.family()).actor;
    const here = await parts.as(actor);
    const there = request.agent(second.getHttpServer());
    there.set('cookie', `intreccio-session=${await tokenOf(parts, actor)}`);
    const act = (n: number) => read(n % 2 ? here : there, `192.0.2.${n}`);
    expect((await statuses(READS.account + 1, act)).slice(-2)).toEqual([200, 429]);
    const { body } = await read(here, '192.0.2.9').expect(429);
    expect(body).toMatchObject({ code: 'too-many-reads' });
    // What is read is not counted among what is changed.
    await change(here, '192.0.2.9').expect(404);
    parts.clock.advanceMinutes(1);
    await read(here, '192.0.2.1').expect(200);
  });

  test('from one address are limited, signed in or not', async () => {
    const [one, other] = [await family(), await family()];
    await statuses(READS.account, () => read(one, '192.0.2.1'));
    const anyone = () => parts.anonymous().get('/v1/sign-in/providers').set('x-forwarded-for', '192.0.2.1');
    expect(await statuses(3, (n) => (n % 2 ? anyone() : read(other, '192.0.2.1')))).toEqual([200, 200, 200]);
    expect((await anyone()).status).toBe(429);
    await read(await family(), '192.0.2.1').expect(429);
    await read(await family(), '192.0.2.2').expect(200);
  });

  test('of all together are limited; whether the process lives is answered all the same', async () => {
    const people = [await family(), await family(), await family(), await family()];
    const act = (n: number) => read(people[n % 4]!, `192.0.2.${n}`);
    expect((await statuses(READS.all + 1, act)).slice(-2)).toEqual([200, 429]);
    await parts.anonymous().get('/livez').expect(200);
    await parts.anonymous().get('/readyz').expect(200);
  });

  test('are limited on every route that is read', async () => {
    const reads = listRoutes(parts.api).filter(
      ({ method, path }) => method === 'GET' && !/livez|readyz|events$/.test(path),
    );
    expect(reads.length).toBeGreaterThan(80);
    const open = [];
    for (const { path } of reads) {
      const mine = await family();
      await statuses(READS.account, (n) => read(mine, `192.0.2.${n}`));
      const at = path.replace(/:\w+/g, '0199a1b2-0000-7000-8000-00000000dead');
      const { status } = await mine.get(at).set('x-forwarded-for', '192.0.2.9');
      // Refused before it is counted: not for a family.
      if (![429, 403].includes(status)) open.push(`${path}: ${status}`);
      parts.clock.advanceMinutes(1);
    }
    expect(open).toEqual([]);
  }, 120_000);
});
