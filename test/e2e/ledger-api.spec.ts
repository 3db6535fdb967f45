import { UnitOfWork, type MemberActor } from '#database';
import { IdentityCodec, SessionService } from '#members';
import { createLogger, MovableClock, newId, readConfig } from '#platform';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../apps/api/src/create-api.js';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

const FIRST = new Date('2026-10-12T14:00:00Z');
let database: TestDatabase;
let app: NestFastifyApplication;
let clock: MovableClock;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

beforeAll(async () => {
  database = await testDatabase();
  clock = new MovableClock();
  clock.moveTo(START);
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    SMTP_URL: 'smtp://127.0.0.1:1',
    LOG_LEVEL: 'silent',
  });
  app = await createApi({ config, clock, logger: createLogger('api', 'silent') });
  await app.listen(0, '127.0.0.1');
  people = await buildCommunity(app.get(UnitOfWork), app.get(IdentityCodec), clock);
  [family, helper, desk] = [
    await people.family(),
    await people.helper({ regime: 'timebank' }),
    await people.coordinator(),
  ];
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

async function ask(actor: MemberActor, method: 'GET' | 'POST', url: string, body?: unknown, key?: string) {
  const { token } = await app
    .get(SessionService)
    .open(actor.personId, { way: 'demonstration', communityId: actor.communityId });
  const response = await fetch(new URL(`/v1/${url}`, await app.getUrl()), {
    method,
    headers: {
      cookie: `intreccio-session=${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

test('a visit goes from approval to credit over HTTP, and its credit is taken back', async () => {
  const asked = await buildRequest(app.get(UnitOfWork), people, {
    family,
    starts: [FIRST],
    dependantIds: family.dependantIds,
  });
  const { assignmentId, seatIds } = await approve(app.get(UnitOfWork), people, { family, helper, asked });
  const assignment = `assignments/${assignmentId}`;
  const seat = `seats/${seatIds[0]}`;
  expect(await ask(helper.actor, 'POST', `${assignment}/accept`)).toMatchObject({
    status: 200,
    body: { state: 'awaiting-guardian' },
  });
  expect(await ask(family.actor, 'POST', `${assignment}/guardian-yes`, { version: 1 })).toMatchObject({
    status: 412,
  });
  expect(await ask(family.actor, 'POST', `${assignment}/guardian-yes`, {})).toMatchObject({
    body: { state: 'confirmed' },
  });
  expect(await ask(helper.actor, 'GET', assignment)).toMatchObject({
    body: { contact: { handOverPerson: {} }, helper: null },
  });
  expect(await ask(helper.actor, 'POST', `${seat}/arrived`, {})).toMatchObject({
    status: 422,
    body: { code: 'too-early' },
  });
  clock.moveTo(endOf(FIRST, 61));
  const declared = await ask(helper.actor, 'POST', `${seat}/declare-hours`, { minutes: 60 });
  expect(declared).toMatchObject({ status: 201, body: { state: 'declared' } });
  expect(await ask(family.actor, 'GET', 'time-entries')).toMatchObject({
    body: { items: [{ id: declared.body['id'] }] },
  });
  const confirm = `time-entries/${declared.body['id']}/confirm`;
  const taps = await Promise.all([
    ask(family.actor, 'POST', confirm),
    ask(family.actor, 'POST', confirm, {}),
  ]);
  expect(taps.map(({ status }) => status)).toEqual([200, 200]);
  expect(await ask(helper.actor, 'GET', 'me/account')).toMatchObject({ body: { balanceMinutes: 180 } });
  expect(await ask(desk, 'GET', 'seats?state=credited')).toMatchObject({
    body: { items: [{ id: seatIds[0] }] },
  });
  expect(await ask(desk, 'POST', `${seat}/reverse`, { reason: 'Wrong day' })).toMatchObject({
    body: { state: 'reversed' },
  });
  expect(await ask(helper.actor, 'GET', 'me/statement?limit=1')).toMatchObject({
    body: { items: [{ kind: 'reversal', balanceAfterMinutes: 120, reason: 'Wrong day' }] },
  });
});

test('posts to the ledger need a key, and the same key answers the same', async () => {
  const gift = { minutes: 10, reason: 'For others' };
  expect(await ask(family.actor, 'POST', 'donations', gift)).toMatchObject({
    status: 400,
    body: { code: 'idempotency-key-missing' },
  });
  const first = await ask(family.actor, 'POST', 'donations', gift, 'gift-2026-1');
  expect(await ask(family.actor, 'POST', 'donations', gift, 'gift-2026-1')).toEqual(first);
  expect(await ask(family.actor, 'POST', 'donations', { ...gift, minutes: 11 }, 'gift-2026-1')).toMatchObject(
    {
      status: 422,
      body: { code: 'idempotency-key-reused' },
    },
  );
  expect(await ask(family.actor, 'GET', 'pool')).toMatchObject({
    body: { kind: 'pool', balanceMinutes: 10 },
  });
  expect(
    await ask(
      desk,
      'POST',
      'adjustments',
      { memberId: family.memberId, minutes: 10, reason: 'Back' },
      'back-2026-1',
    ),
  ).toMatchObject({
    status: 200,
  });
});

test('a swap is recorded by one, confirmed by the other', async () => {
  const swap = {
    mySide: 'gave',
    otherMemberId: family.memberId,
    categoryId: people.facts.categories.errands,
    minutes: 30,
    happenedOn: '2026-10-05',
  };
  const { status, body } = await ask(helper.actor, 'POST', 'exchanges', swap);
  expect([status, body['state']]).toEqual([201, 'recorded']);
  expect(await ask(helper.actor, 'POST', `exchanges/${body['id']}/confirm`)).toMatchObject({ status: 403 });
  expect(await ask(family.actor, 'POST', `exchanges/${body['id']}/confirm`)).toMatchObject({
    body: { state: 'confirmed' },
  });
});

test('bad input is a problem with a code, never a 500', async () => {
  const cases: [string, unknown, number][] = [
    ['donations', { minutes: 1.5, reason: 'x' }, 400],
    ['donations', { minutes: 1, reason: '', extra: true }, 400],
    ['adjustments', { minutes: 0, reason: 'x' }, 400],
    [`seats/${newId()}/declare-hours`, { minutes: -1 }, 400],
    [`seats/${newId()}/declare-hours`, { minutes: 60 }, 404],
    ['seats/not-an-id/arrived', {}, 400],
    [`assignments/${newId()}/accept`, { version: 'x' }, 400],
    [`time-entries/${newId()}/settle`, { minutes: 60, reason: 'x' }, 404],
    [`transfers/${newId()}/reverse`, { reason: 'x' }, 404],
    [
      'exchanges',
      { mySide: 'gave', otherMemberId: newId(), categoryId: newId(), minutes: 1, happenedOn: '2026-02-30' },
      400,
    ],
  ];
  for (const [url, body, status] of cases) {
    const answer = await ask(desk, 'POST', url, body, `bad-input-${newId()}`);
    expect([url, answer.status, typeof answer.body['code']]).toEqual([url, status, 'string']);
  }
  expect((await ask(family.actor, 'GET', 'accounts')).status).toBe(403);
  expect((await ask(desk, 'GET', 'accounts?cursor=zzz')).status).toBe(400);
  expect((await ask(desk, 'GET', 'seats?from=nonsense')).status).toBe(400);
});

test('a statement comes as a file of comma-separated values, a formula in it as text', async () => {
  const giver = (await people.member(['helper'])).actor;
  await ask(giver, 'POST', 'donations', { minutes: 5, reason: '=HYPERLINK("http://x")' }, 'csv-gift-1');
  const { token } = await app
    .get(SessionService)
    .open(giver.personId, { way: 'demonstration', communityId: giver.communityId });
  const response = await fetch(new URL('/v1/me/statement.csv', await app.getUrl()), {
    headers: { cookie: `intreccio-session=${token}` },
  });
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="statement.csv"');
  const [header, newest, oldest] = (await response.text()).split('\r\n');
  expect(header).toBe('day,time,kind,reason,minutes,balance_minutes,transfer_id');
  expect(newest).toContain(`,donation,"'=HYPERLINK(""http://x"")",-5,115,`);
  expect(oldest).toContain(',opening,"Opening balance",120,120,');
});

test('hours are given to one receiver: a member or a shared account', async () => {
  const both = { toMemberId: helper.memberId, toAccountId: helper.memberId, minutes: 5, reason: 'x' };
  expect(await ask(family.actor, 'POST', 'donations', both, 'two-receivers-1')).toMatchObject({
    status: 400,
  });
});
