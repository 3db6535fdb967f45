import type { MemberActor } from '#database';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildCase } from '../builders/case.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let desk: MemberActor;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow } = installation;
  desk = await people.coordinator();
  const startsAt = new Date(START.getTime() + 30 * 3_600_000);
  await buildCase(uow, people, { family: await people.family(), helper: await people.helper(), startsAt });
}, 120_000);
afterAll(() => installation?.close());

test('the queue’s address holds its filters: several kinds separated by commas, or said again', async () => {
  const client = await installation.as(desk);
  const kinds = async (query: string) => {
    const { body } = await client.get(`/v1/queue?${query}`).expect(200);
    return (body as { items: { kind: string }[] }).items.map(({ kind }) => kind).sort();
  };
  expect(await kinds('kind=new,hours-to-confirm')).toEqual(['hours-to-confirm', 'new']);
  expect(await kinds('kind=new&kind=hours-to-confirm')).toEqual(['hours-to-confirm', 'new']);
  expect(await kinds('kind=new')).toEqual(['new']);
  expect(await kinds('limit=50')).toContain('at-risk');
  await client.get('/v1/queue?kind=everything').expect(400);
});

test('the queue’s counters stand beside it', async () => {
  const { body } = await (await installation.as(desk)).get('/v1/queue/counts').expect(200);
  expect(body).toMatchObject({
    counts: [
      { kind: 'new', waiting: 1 },
      { kind: 'no-candidate', waiting: 0 },
      { kind: 'waiting-reply' },
      { kind: 'at-risk' },
      { kind: 'replacement' },
      { kind: 'hours-to-confirm' },
      { kind: 'dispute' },
      { kind: 'call-back' },
      { kind: 'credential' },
      { kind: 'incident' },
      { kind: 'join-request' },
      { kind: 'identity-link' },
      { kind: 'dead-letter' },
    ],
  });
});

test('the figures come for a period, and for sharing', async () => {
  const client = await installation.as(desk);
  const { body } = await client.get('/v1/statistics?from=2026-10-05&to=2026-10-11').expect(200);
  expect(body).toMatchObject({
    from: '2026-10-05',
    shared: false,
    unmetNeed: [{ weekday: 2, hour: 16, visits: 1 }],
  });
  const { body: shared } = await client
    .get('/v1/statistics?from=2026-10-05&to=2026-10-11&shared=true')
    .expect(200);
  expect(shared).toMatchObject({
    shared: true,
    unmetNeed: [{ weekday: 2, hour: 16, visits: null, withheld: true }],
  });
  await client.get('/v1/statistics?shared=perhaps').expect(400);
});
