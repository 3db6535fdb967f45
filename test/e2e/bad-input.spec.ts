import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { IdentityCodec } from '#members';
import { newId } from '#platform';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { buildEveryRecord, type EveryRecord } from '../builders/records.builder.js';
import { START } from '../builders/test-world.js';
import { badBodies, badHeaders, badIds, badQueries, type BadInput } from '../support/bad-inputs.js';
import { fingerprint } from '../support/fingerprint.js';
import { inParallel, send, tokenOf, type Answer } from '../support/http-client.js';
import {
  bodySchemaOf,
  exampleBody,
  operationsOf,
  readDocument,
  withIds,
  type ApiDocument,
  type Operation,
} from '../support/openapi-reading.js';
import { openInstallation, TEST_KEY, type TestInstallation } from '../support/test-installation.js';

const SEED = Number(process.env['TEST_SEED'] ?? 20_261_005);
/** All of them take a minute; many where others have the processor. */
const LONGEST_MS = 1_200_000;
/** Reads are recorded and sessions and limits count: these tables may change under a refused request. */
const COUNTERS = ['audit_record', 'sign_in_session'];

let installation: TestInstallation;
let owner: Client;
let base: string;
let document: ApiDocument;
let operations: Operation[];
let home: EveryRecord;
let foreign: EveryRecord;
let people: CommunityPeople;
let token: string;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { api, uow, clock, url } = installation;
  people = installation.people;
  base = await api.getUrl();
  owner = new Client({ connectionString: url });
  owner.on('error', () => undefined);
  await owner.connect();
  document = readDocument(api);
  operations = operationsOf(document);
  const visitAt = new Date(START.getTime() + 50 * 3_600_000);
  home = await buildEveryRecord(uow, owner, people, visitAt);
  const abroad = await buildCommunity(uow, new IdentityCodec(TEST_KEY), clock);
  foreign = await buildEveryRecord(uow, owner, abroad, visitAt);
  const everyRole = await people.member(['family', 'helper', 'coordinator', 'administrator', 'auditor']);
  token = await tokenOf(installation, everyRole.actor);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await installation?.close();
});

/** The collection in front of the id: /v1/me/sessions/{id} is of `me/sessions`. */
const kindOf = ({ path }: Operation) => /^\/v1\/([^{]+)\/\{/.exec(path)?.[1];

function addressOf(operation: Operation, id: string | undefined): string {
  const kind = kindOf(operation);
  return kind ? operation.path.replace(/\{\w+\}/, id ?? home.ids[kind]!) : operation.path;
}

function sendBad({ operation, body, id, query, contentType, headers }: BadInput): Promise<Answer> {
  const schema = bodySchemaOf(document, operation);
  const good = schema && withIds(exampleBody(document, schema, 'all'), home.named);
  return send(base, {
    method: operation.method,
    path: `${addressOf(operation, id)}${query ? `?${query}` : ''}`,
    token,
    headers: {
      ...(operation.parameters.some(({ name }) => name === 'If-Match') ? { 'if-match': '"v1"' } : {}),
      ...(contentType ? { 'content-type': contentType } : {}),
      ...headers,
    },
    body: body ?? good,
  });
}

/** A repeatable order: another TEST_SEED takes another one. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const list = [...items];
  let state = seed;
  for (let i = list.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

const label = ({ operation, what }: BadInput) => `${operation.method} ${operation.path} ${what}`;

async function faultsOf(cases: readonly BadInput[]): Promise<string[]> {
  const faults: string[] = [];
  await inParallel(shuffled(cases, SEED), 6, async (it) => {
    const { status, code } = await sendBad(it);
    if (status >= 500) faults.push(`${label(it)}: ${status} ${code}`);
    else if (status >= 400 && !code) faults.push(`${label(it)}: ${status} without a code`);
    else if (it.wrong && status < 400) faults.push(`${label(it)}: accepted with ${status}`);
  });
  return faults.sort();
}

function allCases(): BadInput[] {
  return operations.flatMap((operation) => {
    const kind = kindOf(operation);
    const ids = kind ? badIds(operation, foreign.ids[kind]!, newId()) : [];
    return [
      ...badBodies(document, operation, home.named),
      ...ids,
      ...badQueries(operation),
      ...badHeaders(operation),
    ];
  });
}

test(
  'wrong inputs, a sample of the thousands made from the schemas: each refused with a code, nothing written',
  async () => {
    expect(allCases().length).toBeGreaterThan(5_000);
    const before = await fingerprint(owner, people.id, COUNTERS);
    expect(await faultsOf(allCases().filter((it) => it.wrong))).toEqual([]);
    expect(await fingerprint(owner, people.id, COUNTERS)).toEqual(before);
  },
  LONGEST_MS,
);

test('a body of 10 MB is refused before it is read', async () => {
  const answer = await send(base, {
    method: 'POST',
    path: '/v1/requests',
    token,
    body: `{"note": "${'x'.repeat(10 * 1_048_576)}"}`,
  });
  expect(answer).toMatchObject({ status: 413, code: 'too-large' });
});

test('the wrong times, the past, a rule without end, a stale version: each has its code and leaves nothing', async () => {
  const asking = (schedule: Record<string, unknown>) => ({
    householdId: home.family.householdId,
    categoryId: people.facts.categories.errands,
    schedule: {
      frequency: 'once',
      firstDay: people.day(3),
      startTime: '16:00',
      endTime: '18:00',
      ...schedule,
    },
    regimes: ['volunteer'],
    open: true,
  });
  const family = await tokenOf(installation, home.family.actor);
  const post = async (schedule: Record<string, unknown>) => {
    const { status, code } = await send(base, {
      method: 'POST',
      path: '/v1/requests',
      token: family,
      body: asking(schedule),
    });
    return `${status} ${code}`;
  };
  const daily = { frequency: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7] };
  const before = await fingerprint(owner, people.id, COUNTERS);
  expect(await post({ startTime: '18:00', endTime: '16:00' })).toBe('422 times-wrong');
  expect(await post({ startTime: '16:00', endTime: '16:00' })).toBe('422 times-wrong');
  expect(await post({ firstDay: people.day(-1) })).toBe('422 in-the-past');
  expect(await post({ firstDay: '2026-02-30' })).toBe('400 invalid-input');
  expect(await post({ firstDay: people.day(401) })).toBe('422 too-far-ahead');
  expect(await post({ ...daily, firstDay: people.day(401), untilDay: people.day(410) })).toBe(
    '422 too-far-ahead',
  );
  expect(await post({ ...daily, untilDay: people.day(10_000) })).toBe('422 too-many-occurrences');
  const edit = async (etag?: string) => {
    const { status, code } = await send(base, {
      method: 'PATCH',
      path: `/v1/requests/${home.ids['requests']}`,
      token: family,
      headers: etag ? { 'if-match': etag } : {},
      body: { urgency: 'soon' },
    });
    return `${status} ${code}`;
  };
  expect(await edit()).toBe('428 if-match-missing');
  expect(await edit('"v9"')).toBe('412 stale-version');
  expect(await edit('v1')).toBe('400 invalid-input');
  expect(await fingerprint(owner, people.id, COUNTERS)).toEqual(before);
});

test('the same POST twice is one record; the same key for another body is refused', async () => {
  const family = await tokenOf(installation, home.family.actor);
  const post = (note: string) =>
    send(base, {
      method: 'POST',
      path: '/v1/requests',
      token: family,
      headers: { 'idempotency-key': 'twice-2026-10-05' },
      body: {
        householdId: home.family.householdId,
        categoryId: people.facts.categories.errands,
        schedule: { frequency: 'once', firstDay: people.day(3), startTime: '16:00', endTime: '18:00' },
        regimes: ['volunteer'],
        note,
      },
    });
  const first = await post('Una volta');
  const again = await post('Una volta');
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(JSON.parse(again.text)).toEqual(JSON.parse(first.text));
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await post('Un’altra')).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  const { rows } = await owner.query(
    "SELECT 1 FROM request WHERE community_id = $1 AND household_id = $2 AND state = 'draft'",
    [people.id, home.family.householdId],
  );
  expect(rows).toHaveLength(1);
});

test('strange methods and addresses are answered, and none of them gets past the gate', async () => {
  const { hostname, port } = new URL(base);
  const ask = (method: string, path: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = request({ hostname, port, method, path }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      asked.on('error', reject);
      asked.end();
    });
  const addresses = [
    '//v1/me',
    '/v1//me',
    '/v1/me/',
    '/V1/ME',
    '/v1/%2e%2e/v1/me',
    '/%2e/v1/me',
    '/v1/me%00',
    '/v1/me%2f',
    '/v1/m%65',
    '/v1/me;a=1',
    '/v1/me?%',
    '/v1/me#x',
    '/v1/%ff',
    '/../../etc/passwd',
    `/v1/${'a'.repeat(5_000)}`,
    '/*',
  ];
  for (const path of addresses) expect([path, await ask('GET', path)]).toEqual([path, expect.any(Number)]);
  for (const path of addresses) expect([400, 401, 404, 414, 431]).toContain(await ask('GET', path));
  for (const method of ['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PUT', 'PATCH', 'DELETE']) {
    expect([method, [400, 401, 404, 405].includes(await ask(method, '/v1/me'))]).toEqual([method, true]);
  }
});

test('a body that never comes holds nobody else up', async () => {
  const { hostname, port } = new URL(base);
  const slow = request({
    hostname,
    port,
    method: 'POST',
    path: '/v1/requests',
    headers: { 'content-type': 'application/json', 'content-length': '1000' },
  });
  slow.on('error', () => undefined);
  slow.write('{"note": "');
  expect((await send(base, { method: 'GET', path: '/v1/me', token })).status).toBe(200);
  expect(installation.api.getHttpServer().requestTimeout).toBeLessThanOrEqual(30_000);
  slow.destroy();
});

// Last: some of these are accepted and change the records.
test(
  'odd inputs that may mean something never meet a failure',
  async () => {
    expect(await faultsOf(allCases().filter((it) => !it.wrong))).toEqual([]);
  },
  LONGEST_MS,
);
