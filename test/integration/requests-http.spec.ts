import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SessionService } from '#members';
import { newId, readConfig } from '#platform';
import { RequestEntity } from '#requests';
import type { MemberActor } from '#database';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../apps/api/src/create-api.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let api: NestFastifyApplication;
let address: string;

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: world.url,
    DATABASE_POOL: '4',
    SMTP_URL: 'smtp://127.0.0.1:1',
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  api = await createApi({ config, clock: world.clock });
  await api.listen(0, '127.0.0.1');
  address = await api.getUrl();
}, 120_000);

afterAll(async () => {
  await api?.close();
  await world?.close();
});

async function cookieOf(actor: MemberActor): Promise<string> {
  const { token } = await api
    .get(SessionService)
    .open(actor.personId, { way: 'demonstration', communityId: actor.communityId });
  return `intreccio-session=${token}`;
}

async function send(
  cookie: string,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${address}${url}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    etag: answer.headers.get('etag'),
    body: text ? JSON.parse(text) : undefined,
  };
}

const SCHEDULE = {
  frequency: 'weekly',
  firstDay: '2026-10-06',
  untilDay: '2026-10-27',
  startTime: '16:00',
  endTime: '18:00',
};

function asking(family: BuiltFamily, wishes: Record<string, unknown> = {}) {
  return {
    householdId: family.householdId,
    categoryId: people.facts.categories.homework,
    dependantIds: family.dependantIds,
    schedule: SCHEDULE,
    subjects: ['maths'],
    regimes: ['volunteer'],
    ...wishes,
  };
}

test('a family asks, opens, edits by version, looks at its agenda, cancels and withdraws', async () => {
  const family = await people.family();
  const cookie = await cookieOf(family.actor);
  const draft = await send(cookie, 'POST', '/v1/requests', asking(family, { note: 'Secondo piano' }), {
    'idempotency-key': 'request-once-1',
  });
  expect(draft).toMatchObject({
    status: 201,
    etag: '"v1"',
    body: { state: 'draft', note: 'Secondo piano', seatsNeeded: 1 },
  });
  const path = `/v1/requests/${draft.body.id}`;
  const opened = await send(cookie, 'POST', `${path}/open`);
  expect(opened).toMatchObject({ status: 200, body: { state: 'open', coverage: { visits: 4, covered: 0 } } });
  expect(await send(cookie, 'PATCH', path, { urgency: 'soon' })).toMatchObject({ status: 428 });
  expect(await send(cookie, 'PATCH', path, { urgency: 'soon' }, { 'if-match': '"v1"' })).toMatchObject({
    status: 412,
  });
  const edited = await send(
    cookie,
    'PATCH',
    path,
    { urgency: 'soon', note: null },
    { 'if-match': opened.etag as string },
  );
  expect(edited).toMatchObject({ status: 200, body: { urgency: 'soon', note: null, subjects: ['maths'] } });
  const agenda = await send(cookie, 'GET', '/v1/visits?from=2026-10-05&to=2026-10-31&limit=3');
  expect(agenda.body.items).toHaveLength(3);
  expect(
    (
      await send(
        cookie,
        'GET',
        `/v1/visits?from=2026-10-05&to=2026-10-31&limit=3&cursor=${agenda.body.nextCursor}`,
      )
    ).body.items,
  ).toHaveLength(1);
  const cancelled = await send(cookie, 'POST', `/v1/visits/${agenda.body.items[1].id}/cancel`, {
    following: true,
    reason: 'Partiamo',
  });
  expect(cancelled.body.visitIds).toHaveLength(3);
  expect(await send(cookie, 'GET', `${path}/visits`)).toMatchObject({ status: 200 });
  expect(await send(cookie, 'POST', `${path}/withdraw`)).toMatchObject({
    status: 200,
    body: { state: 'withdrawn' },
  });
  expect(await send(cookie, 'POST', `${path}/repeat`, { firstDay: '2026-11-03' })).toMatchObject({
    status: 201,
    body: { state: 'draft' },
  });
  expect((await send(cookie, 'GET', '/v1/requests?limit=10')).body.items).toHaveLength(2);
});

test.each<[number, string, Record<string, unknown>]>([
  [400, 'invalid-input', { surprise: 1 }],
  [400, 'invalid-input', { schedule: null }],
  [400, 'invalid-input', { schedule: { ...SCHEDULE, startTime: '25:00' } }],
  [400, 'invalid-input', { schedule: { ...SCHEDULE, firstDay: '2026-02-30' } }],
  [400, 'invalid-input', { regimes: [] }],
  [400, 'invalid-input', { subjects: [7] }],
  [400, 'invalid-input', { dependantIds: ['no-id'] }],
  [400, 'invalid-input', { note: 'x'.repeat(301) }],
  [422, 'times-wrong', { schedule: { ...SCHEDULE, endTime: '15:00' } }],
  [422, 'in-the-past', { schedule: { ...SCHEDULE, firstDay: '2026-10-01' } }],
  [
    422,
    'too-many-occurrences',
    { schedule: { ...SCHEDULE, weekdays: [1, 2, 3, 4, 5, 6, 7], untilDay: '2054-02-20' } },
  ],
  [404, 'not-found', { householdId: newId() }],
])('bad input is %i %s: %j', async (status, code, wishes) => {
  const family = await people.family();
  expect(
    await send(await cookieOf(family.actor), 'POST', '/v1/requests', asking(family, wishes)),
  ).toMatchObject({ status, body: { code } });
});

test('what is missing is said to be missing, once for each field', async () => {
  const family = await people.family();
  const { body } = await send(await cookieOf(family.actor), 'POST', '/v1/requests', { note: 7 });
  expect(body.errors.map(({ message }: { message: string }) => message)).toEqual(
    expect.arrayContaining(['householdId is missing', 'schedule is missing', 'regimes is missing']),
  );
  const fields = body.errors.map(({ field }: { field: string }) => field);
  expect(fields.filter((field: string) => field === 'regimes')).toHaveLength(1);
  expect(JSON.stringify(body)).not.toMatch(/note is missing/);
});

test('the desk asks back, notes, takes the case, joins visits and gives up', async () => {
  const families = [await people.family(), await people.family()];
  const cookie = await cookieOf(await people.coordinator());
  const made = [];
  for (const family of families) {
    made.push(
      await send(
        cookie,
        'POST',
        '/v1/requests',
        asking(family, {
          onBehalfOf: family.memberId,
          channel: 'phone',
          spokenLanguage: 'it',
          noticeRead: true,
          open: true,
        }),
      ),
    );
  }
  expect(made[0]).toMatchObject({ status: 201, body: { state: 'open', channel: 'phone' } });
  const [path, other] = made.map(({ body }) => `/v1/requests/${body.id}`);
  expect(await send(cookie, 'POST', `${path}/ask-info`, { question: 'Che classe?' })).toMatchObject({
    status: 200,
    body: { state: 'needs-info' },
  });
  const answer = { answer: 'La terza' };
  const refused = { status: 422, body: { code: 'channel-missing' } };
  expect(await send(cookie, 'POST', `${path}/answer-info`, answer)).toMatchObject(refused);
  const heard = { ...answer, channel: 'phone', spokenLanguage: 'ar' };
  expect(await send(cookie, 'POST', `${path}/answer-info`, heard)).toMatchObject({
    status: 200,
    body: { state: 'open' },
  });
  expect(await send(cookie, 'POST', `${path}/notes`, { text: 'Richiamare' })).toMatchObject({ status: 201 });
  expect((await send(cookie, 'GET', `${path}/notes`)).body.items).toHaveLength(3);
  const { body, etag } = await send(cookie, 'GET', path!);
  expect(
    await send(
      cookie,
      'PUT',
      `${path}/case`,
      { ownerId: body.ownerId, callBackOn: '2026-10-09' },
      { 'if-match': etag as string },
    ),
  ).toMatchObject({ status: 200, body: { callBackOn: '2026-10-09' } });
  const first = async (of: string) => (await send(cookie, 'GET', `${of}/visits`)).body.items[0].id;
  const session = {
    title: 'Compiti insieme',
    zoneId: people.facts.zones.centre,
    visitIds: [await first(path!), await first(other!)],
    capacity: 6,
  };
  expect(await send(cookie, 'POST', '/v1/sessions', session)).toMatchObject({
    status: 201,
    body: { capacity: 6 },
  });
  expect(await send(cookie, 'POST', `${path}/unmet`, { reason: 'Nessuno' })).toMatchObject({
    status: 200,
    body: { state: 'unmet' },
  });
});

test('a helper sets limits, hours, exceptions and offers', async () => {
  const { actor } = await people.member(['helper']);
  const cookie = await cookieOf(actor);
  const path = `/v1/helpers/${actor.memberId}`;
  const limits = { zoneId: people.facts.zones.centre, weeklyMinutes: 240, breakMinutes: 15 };
  expect(await send(cookie, 'PUT', `${path}/profile`, limits, { 'if-match': '"v0"' })).toMatchObject({
    status: 200,
    etag: '"v1"',
  });
  const hours = { hours: [{ weekday: 5, startTime: '22:00', endTime: '02:00', endsNextDay: true }] };
  expect(await send(cookie, 'PUT', `${path}/weekly-hours`, hours, { 'if-match': '"v1"' })).toMatchObject({
    status: 200,
    body: { ...hours, version: 2 },
  });
  const away = await send(cookie, 'POST', `${path}/exceptions`, { kind: 'away', firstDay: '2026-10-16' });
  expect(away).toMatchObject({ status: 201, body: { lastDay: '2026-10-16' } });
  expect((await send(cookie, 'GET', `${path}/exceptions`)).body.items).toHaveLength(1);
  const free = async () =>
    (await send(cookie, 'GET', `${path}/free-time?from=2026-10-05&to=2026-10-18`)).body.intervals;
  expect(await free()).toEqual([
    { startsAt: '2026-10-09T20:00:00.000Z', endsAt: '2026-10-10T00:00:00.000Z' },
    { startsAt: '2026-10-16T22:00:00.000Z', endsAt: '2026-10-17T00:00:00.000Z' },
  ]);
  expect(await send(cookie, 'DELETE', `/v1/exceptions/${away.body.id}`)).toMatchObject({ status: 204 });
  const offer = {
    regime: 'volunteer',
    categoryIds: [people.facts.categories.transport],
    languages: ['it'],
    maxTravelMinutes: 20,
  };
  expect(await send(cookie, 'POST', '/v1/offers', offer)).toMatchObject({
    status: 422,
    body: { code: 'seats-missing' },
  });
  const made = await send(cookie, 'POST', '/v1/offers', { ...offer, seats: { child: 1, adult: 3 } });
  expect(made).toMatchObject({ status: 201, body: { seats: { child: 1, adult: 3 }, state: 'live' } });
  const edit = await send(
    cookie,
    'PATCH',
    `/v1/offers/${made.body.id}`,
    { maxTravelMinutes: 30 },
    { 'if-match': '"v1"' },
  );
  expect(edit).toMatchObject({
    status: 200,
    body: { maxTravelMinutes: 30, languages: ['it'], seats: { child: 1, adult: 3 } },
  });
  expect(await send(cookie, 'POST', `/v1/offers/${made.body.id}/withdraw`)).toMatchObject({
    status: 200,
    body: { state: 'withdrawn' },
  });
  expect((await send(cookie, 'GET', '/v1/offers?state=withdrawn')).body.items).toHaveLength(1);
  expect(await send(cookie, 'GET', '/v1/requests')).toMatchObject({ status: 403 });
});
