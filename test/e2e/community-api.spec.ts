import { UnitOfWork, type MemberActor } from '#database';
import { IdentityCodec, SessionService } from '#members';
import { createLogger, MovableClock, newId, readConfig } from '#platform';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../apps/api/src/create-api.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let app: NestFastifyApplication;
let people: CommunityPeople;
let family: BuiltFamily;
const cookies = new Map<string, string>();

beforeAll(async () => {
  database = await testDatabase();
  const clock = new MovableClock();
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
  family = await people.family();
  const identities = {
    family: family.actor,
    helper: (await people.helper()).actor,
    coordinator: await people.coordinator(),
    administrator: await people.administrator(),
    auditor: await people.auditor(),
  };
  for (const [name, actor] of Object.entries(identities)) await signIn(name, actor);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

async function signIn(name: string, actor: MemberActor): Promise<void> {
  const { token } = await app
    .get(SessionService)
    .open(actor.personId, { way: 'demonstration', communityId: actor.communityId });
  cookies.set(name, `intreccio-session=${token}`);
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, never>;
  readonly etag: string | undefined;
}

async function ask(
  who: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(new URL(url, await app.getUrl()), {
    method,
    headers: {
      cookie: cookies.get(who) ?? '',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as Answer['body']) : {},
    etag: response.headers.get('etag') ?? undefined,
  };
}

const codeOf = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  return `${status} ${String(body['code'])}`;
};

test('the life cycles are open to anyone; the community to who is signed in', async () => {
  const { status, body } = await ask('nobody', 'GET', '/v1/life-cycles');
  expect(status).toBe(200);
  const names = (body as unknown as { name: string }[]).map(({ name }) => name);
  expect(names).toContain('member');
  expect(await codeOf(ask('nobody', 'GET', '/v1/community'))).toBe('401 sign-in-first');
  expect((await ask('auditor', 'GET', '/v1/community')).body).toMatchObject({ id: people.id });
});

test('the documentation names the pages, the life cycles and the error codes of these routes', async () => {
  const { status, body } = await ask('nobody', 'GET', '/docs-json');
  expect(status).toBe(200);
  const text = JSON.stringify(body);
  for (const part of [
    'MemberPageDto',
    'HouseholdPageDto',
    'x-life-cycle',
    'member-exists',
    'names-too-much',
  ]) {
    expect(text).toContain(part);
  }
  const { paths } = body as unknown as { paths: Record<string, unknown> };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/v1/members/{id}/roles',
      '/v1/dependants/{id}/care-card',
      '/v1/history/{subjectId}',
    ]),
  );
});

test('an edit needs the ETag of the read, and answers with the next', async () => {
  const { etag } = await ask('administrator', 'GET', '/v1/community');
  const change = { deskPhone: '+39 0382 111111' };
  expect(await codeOf(ask('administrator', 'PATCH', '/v1/community', change))).toBe('428 if-match-missing');
  const edited = await ask('administrator', 'PATCH', '/v1/community', change, { 'if-match': etag! });
  expect(edited).toMatchObject({ status: 200, etag: '"v2"' });
  expect(await codeOf(ask('administrator', 'PATCH', '/v1/community', change, { 'if-match': etag! }))).toBe(
    '412 stale-version',
  );
  expect(await codeOf(ask('coordinator', 'PATCH', '/v1/community', change, { 'if-match': etag! }))).toBe(
    '403 not-your-role',
  );
});

describe('every list', () => {
  test.each([
    ['administrator', '/v1/organisations'],
    ['administrator', '/v1/municipalities'],
    ['administrator', '/v1/categories'],
    ['administrator', '/v1/credential-types'],
    ['administrator', '/v1/closures'],
    ['administrator', '/v1/members'],
    ['administrator', '/v1/households'],
    ['administrator', '/v1/audit-records'],
    ['family', '/v1/me/audit-records'],
    ['family', '/v1/collection-authorisations'],
  ])('for %s, %s, answers a page and refuses a forged cursor', async (who, url) => {
    const { status, body } = await ask(who, 'GET', `${url}?limit=2`);
    expect(status).toBe(200);
    expect(Array.isArray(body['items'])).toBe(true);
    expect(await codeOf(ask(who, 'GET', `${url}?cursor=abc`))).toBe('400 invalid-input');
    expect(await codeOf(ask(who, 'GET', `${url}?limit=101`))).toBe('400 invalid-input');
    expect(await codeOf(ask(who, 'GET', `${url}?surprise=1`))).toBe('400 invalid-input');
  });
});

test('the desk enters a family: member, household, dependant; other families and helpers find nothing', async () => {
  const member = await ask('coordinator', 'POST', '/v1/members', {
    givenName: 'Nives',
    familyName: 'Conti',
    email: 'nives@example.org',
    phone: '0382 399111',
    language: 'it',
    roles: ['family'],
  });
  expect(member).toMatchObject({ status: 201, body: { phone: '+39 0382 399111', state: 'active' } });
  const household = await ask('coordinator', 'POST', '/v1/households', {
    zoneId: people.facts.zones.station,
    address: 'Viale della Stazione 4',
    guardianIds: [member.body['id']],
  });
  expect(household.status).toBe(201);
  const withChild = await ask('coordinator', 'POST', `/v1/households/${household.body['id']}/dependants`, {
    nickname: 'Bea',
    ageBand: '3-5',
    schoolLevel: 'kindergarten',
    seatType: 'child',
  });
  expect(withChild.body['dependants']).toMatchObject([{ nickname: 'Bea', ageBand: '3-5' }]);
  expect(
    (await ask('coordinator', 'POST', '/v1/members', { ...sara, email: 'nives@example.org' })).body,
  ).toMatchObject({ code: 'member-exists' });
  expect(await codeOf(ask('family', 'GET', `/v1/households/${household.body['id']}`))).toBe('404 not-found');
  expect(await codeOf(ask('helper', 'GET', `/v1/households/${household.body['id']}`))).toBe(
    '403 not-your-role',
  );
});

const sara = { givenName: 'Sara', familyName: 'Bianchi', language: 'it', roles: ['family'] };

test('roles are an administrator’s to give; suspension ends the session at once', async () => {
  const { actor } = await people.member(['helper']);
  await signIn('soon-suspended', actor);
  const url = `/v1/members/${actor.memberId}`;
  expect(await codeOf(ask('coordinator', 'PUT', `${url}/roles`, { roles: ['helper'] }))).toBe(
    '403 not-your-role',
  );
  const set = await ask(
    'administrator',
    'PUT',
    `${url}/roles`,
    { roles: ['helper', 'family'] },
    { 'if-match': '"v1"' },
  );
  expect(set.body['roles']).toEqual(['family', 'helper']);
  expect((await ask('soon-suspended', 'GET', '/v1/me')).status).toBe(200);
  expect((await ask('coordinator', 'POST', `${url}/suspend`, { reason: 'Da chiarire' })).status).toBe(200);
  expect((await ask('soon-suspended', 'GET', '/v1/me')).status).toBe(401);
  expect(await codeOf(ask('coordinator', 'POST', `${url}/suspend`, { reason: 'Ancora' }))).toBe(
    '409 transition-not-allowed',
  );
  const history = await ask('auditor', 'GET', `/v1/history/${actor.memberId}`);
  expect(history.body['items']).toMatchObject([
    { machine: 'member', name: 'suspend', reason: 'Da chiarire' },
  ]);
});

test('a block is put and taken back; a check recorded and withdrawn; a card written and read', async () => {
  const helper = await people.helper();
  expect((await ask('family', 'PUT', `/v1/blocks/${helper.memberId}`)).status).toBe(204);
  expect((await ask('family', 'DELETE', `/v1/blocks/${helper.memberId}`)).status).toBe(204);
  const recorded = await ask('coordinator', 'POST', `/v1/members/${helper.memberId}/credentials`, {
    credentialTypeId: people.facts.credentialTypes.training,
    country: 'IT',
    issuedOn: people.day(-5),
    checkedOn: people.day(0),
    outcome: 'passed',
  });
  expect(recorded).toMatchObject({ status: 201, body: { state: 'valid' } });
  const withdrawn = await ask('coordinator', 'POST', `/v1/credentials/${recorded.body['id']}/withdraw`);
  expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
  const url = `/v1/dependants/${family.dependantIds[0]}/care-card`;
  expect(await codeOf(ask('family', 'GET', url))).toBe('404 not-found');
  const card = {
    emergencyName: 'Nonna',
    emergencyPhone: '+39 333 0000000',
    instructions: 'Arachidi',
    consent: true,
  };
  expect((await ask('family', 'PUT', url, card, { 'if-match': '"v0"' })).etag).toBe('"v1"');
  expect((await ask('family', 'GET', url)).body).toMatchObject({ instructions: 'Arachidi' });
  expect(await codeOf(ask('coordinator', 'PUT', url, card, { 'if-match': '"v1"' }))).toBe(
    '422 guardian-not-asked',
  );
});

test('policies, requirements, roads and holidays go through', async () => {
  const policy = { key: 'autoApproveNext', value: true, validFrom: people.day(0) };
  expect((await ask('administrator', 'POST', '/v1/policies', policy)).body).toEqual(policy);
  expect(await codeOf(ask('administrator', 'POST', '/v1/policies', { ...policy, value: 'yes' }))).toBe(
    '400 invalid-input',
  );
  expect(
    await codeOf(ask('administrator', 'POST', '/v1/policies', { ...policy, validFrom: people.day(-1) })),
  ).toBe('422 policy-in-the-past');
  const requirements = [
    { credentialTypeId: people.facts.credentialTypes.training, validFrom: people.day(0) },
  ];
  const set = await ask(
    'administrator',
    'PUT',
    `/v1/categories/${people.facts.categories.transport}/requirements`,
    { requirements },
    { 'if-match': '"v1"' },
  );
  expect(set.body['requirements']).toMatchObject([{ municipalityId: null }]);
  const { centre, station } = people.facts.zones;
  const pairs = [{ fromZoneId: centre, toZoneId: station, minutes: 9, kilometres: 2.5 }];
  expect((await ask('administrator', 'PUT', '/v1/road-minutes', { pairs })).body).toEqual({ written: 1 });
  expect((await ask('coordinator', 'POST', '/v1/closures/holidays', { year: 2027 })).status).toBe(200);
  expect((await ask('auditor', 'POST', '/v1/audit-records/verify')).body).toMatchObject({ intact: true });
});

describe('bad input is a problem with a code, never a failure of ours', () => {
  const id = newId();
  test.each([
    ['POST', '/v1/members', { ...sara, givenName: null }],
    ['POST', '/v1/members', { ...sara, givenName: 'Sara\r\nBcc: x' }],
    ['POST', '/v1/members', { ...sara, givenName: '   ' }],
    ['POST', '/v1/members', { ...sara, email: null }],
    ['POST', '/v1/members', { ...sara, email: 'a@b.it, c@d.it' }],
    ['POST', '/v1/members', { ...sara, phone: '12' }],
    ['POST', '/v1/members', { ...sara, roles: ['administrator'] }],
    ['POST', '/v1/members', { ...sara, registeredOn: '2026-02-30' }],
    ['POST', '/v1/members', { ...sara, unknown: 1 }],
    ['POST', '/v1/organisations', { name: 'x'.repeat(201), kind: 'other' }],
    ['POST', '/v1/municipalities', { name: 'X', patronDay: 'sometime' }],
    ['POST', `/v1/municipalities/${id}/zones`, { name: 'Z', lat: 91, lng: 0 }],
    ['PUT', '/v1/road-minutes', { pairs: [] }],
    ['PUT', '/v1/road-minutes', { pairs: [{ fromZoneId: id, toZoneId: id, minutes: 1.5, kilometres: 1 }] }],
    ['POST', '/v1/closures', { kind: 'school', firstDay: '2026-12-24', lastDay: '2026-12-23', name: 'X' }],
    ['POST', '/v1/closures/holidays', { year: 1999 }],
    ['POST', '/v1/policies', { key: '__proto__', value: 1, validFrom: '2026-12-01' }],
    ['POST', '/v1/policies', { key: 'constructor', value: 1, validFrom: '2026-12-01' }],
    ['POST', '/v1/households', { zoneId: 'x', address: 'Via', guardianIds: [id] }],
    ['GET', '/v1/members/not-an-id', undefined],
  ] as const)('%s %s %j', async (method, url, body) => {
    expect(await codeOf(ask('administrator', method, url, body))).toBe('400 invalid-input');
  });

  test.each([
    ['GET', `/v1/members/${id}`],
    ['GET', `/v1/households/${id}`],
    ['GET', `/v1/members/${id}/credentials`],
    ['GET', `/v1/dependants/${id}/care-card`],
    ['POST', `/v1/dependants/${id}/archive`],
    ['POST', `/v1/credentials/${id}/withdraw`],
    ['POST', `/v1/collection-authorisations/${id}/revoke`],
    ['DELETE', `/v1/closures/${id}`],
  ] as const)('%s %s of nobody is 404', async (method, url) => {
    expect(await codeOf(ask('administrator', method, url))).toBe('404 not-found');
  });
});
