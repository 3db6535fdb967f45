import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { IdentityCodec } from '#members';
import { addDays, instantAt, localDay } from '#platform';
import { seedDistrict, type DistrictSizes, type DistrictSummary } from '../../apps/cli/src/district/index.js';
import { loadKeys } from '../../apps/cli/src/keys/load-keys.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

const NOW = new Date('2026-12-03T14:20:00Z');
const clock = { now: () => NOW };
const secretKey = randomBytes(32);
const SIZES: DistrictSizes = { households: 120, helpers: 104, requests: 300 };

let database: TestDatabase;
let client: Client;
let summary: DistrictSummary;

const seedInto = (url: string, sizes = SIZES, key = secretKey): Promise<DistrictSummary> =>
  seedDistrict({ databaseUrl: url, secretKey: key, clock, seed: 7, sizes });

async function rows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
  return (await client.query<Row>(sql, parameters)).rows;
}

async function one(sql: string): Promise<number> {
  return Number(Object.values((await rows<Record<string, unknown>>(sql))[0]!)[0]);
}

beforeAll(async () => {
  database = await testDatabase();
  summary = await seedInto(database.url);
  client = new Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
}, 120_000);

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('the district has the people, helpers and requests that were asked for', () => {
  const { counts } = summary;
  expect(summary.created).toBe(true);
  expect(counts).toMatchObject({
    households: 120,
    volunteers: 60,
    timebankMembers: 44,
    coordinators: 3,
    requests: 300,
  });
  expect(counts.guardians + counts.dependants).toBeGreaterThan(400);
  expect(counts.visits).toBeGreaterThan(600);
  expect(counts.poolMinutes).toBe(1_200);
});

test('a second seeding, with other sizes, finds the district and adds nothing', async () => {
  const before = await one('SELECT count(*) FROM member');
  const again = await seedInto(database.url, { ...SIZES, households: 200 });
  expect(again).toEqual({ ...summary, created: false });
  expect(await one('SELECT count(*) FROM member')).toBe(before);
});

test('another secret key is refused in a sentence that says what to do', async () => {
  await expect(seedInto(database.url, SIZES, randomBytes(32))).rejects.toThrow(/SECRET_KEY/);
});

test('the same seed and day make the same ids in another database', async () => {
  const other = await testDatabase();
  try {
    const twin = await seedInto(other.url);
    expect(twin.demo).toEqual(summary.demo);
    const twinClient = new Client({ connectionString: other.url });
    await twinClient.connect();
    const everyId = `SELECT md5(string_agg(id::text, ',' ORDER BY id)) AS ids FROM
      (SELECT id FROM visit UNION ALL SELECT id FROM member UNION ALL SELECT id FROM offer UNION ALL SELECT id FROM credential) AS all_ids`;
    const { rows: twinRows } = await twinClient.query(everyId);
    await twinClient.end();
    expect(twinRows).toEqual(await rows(everyId));
  } finally {
    await other.drop();
  }
}, 60_000);

test('a seeding that fails leaves nothing behind', async () => {
  const other = await testDatabase();
  try {
    const broken = { ...SIZES, requests: 40 };
    const failing = seedDistrict({
      databaseUrl: other.url,
      secretKey,
      clock,
      seed: 1,
      sizes: broken,
      onProgress: ({ stage }) => {
        if (stage === 'history') throw new Error('the power went out');
      },
    });
    await expect(failing).rejects.toThrow('The demo district was not seeded: the power went out');
    expect((await seedInto(other.url, broken)).created).toBe(true);
  } finally {
    await other.drop();
  }
}, 60_000);

test('every row stands in the community of the district', async () => {
  const tables = await rows<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id'
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of tables) {
    expect([
      name,
      await one(`SELECT count(*) FROM ${name} WHERE community_id <> '${summary.communityId}'`),
    ]).toEqual([name, 0]);
  }
});

test('every pair of zones has road minutes, both ways', async () => {
  const zones = await one('SELECT count(*) FROM zone');
  expect(await one('SELECT count(*) FROM road_minutes')).toBe(zones * zones);
});

test('every visit begins in the four weeks from tomorrow on, and homework never on a closed day', async () => {
  const today = localDay('Europe/Rome', NOW);
  const first = instantAt('Europe/Rome', addDays(today, 1), 0);
  const last = instantAt('Europe/Rome', addDays(today, 29), 0);
  const [times] = await rows<{ first: Date; last: Date }>(
    `SELECT min(starts_at) AS first, max(starts_at) AS last FROM visit WHERE state = 'planned'`,
  );
  expect(times!.first >= first).toBe(true);
  expect(times!.last < last).toBe(true);
  expect(
    await one(
      `SELECT count(*) FROM visit v JOIN request r ON r.id = v.request_id
       JOIN category g ON g.id = r.category_id AND g.skips_closures JOIN zone z ON z.id = r.zone_id
       JOIN closure c ON v.occurrence BETWEEN c.first_day AND c.last_day
         AND (c.municipality_id IS NULL OR c.municipality_id = z.municipality_id)`,
    ),
  ).toBe(0);
  expect(
    await one(
      'SELECT count(*) FROM request r WHERE NOT EXISTS (SELECT FROM visit v WHERE v.request_id = r.id)',
    ),
  ).toBe(0);
});

test('the requests are of every kind that the weeks of a district know', async () => {
  const atLeast: Readonly<Record<string, number>> = {
    "SELECT count(*) FROM request WHERE frequency = 'weekly' AND subjects <> '{}'": 60,
    'SELECT count(*) FROM request WHERE end_minute > 1440': 3,
    'SELECT count(*) FROM request WHERE return_start_minute IS NOT NULL': 10,
    'SELECT count(*) FROM request WHERE seats_needed = 2': 3,
    'SELECT count(*) FROM request WHERE duration_minutes < end_minute - start_minute': 10,
    "SELECT count(*) FROM request WHERE regimes = '{timebank}' AND payer_member_id IS NOT NULL": 10,
    "SELECT count(*) FROM request WHERE regimes = '{volunteer}'": 30,
    'SELECT count(*) FROM request WHERE cardinality(regimes) = 2': 30,
    "SELECT count(*) FROM request WHERE languages <> '{}'": 2,
    'SELECT count(*) FROM collection_authorisation': 10,
    'SELECT count(*) FROM member_block': 3,
    "SELECT count(*) FROM availability_exception WHERE kind = 'away'": 10,
    "SELECT count(*) FROM availability_exception WHERE kind = 'extra'": 5,
    "SELECT count(*) FROM seat WHERE regime = 'volunteer' AND state = 'counted'": 10,
    "SELECT count(*) FROM seat WHERE regime = 'timebank' AND state = 'credited'": 5,
    'SELECT count(*) FROM member_role a JOIN member_role b USING (community_id, member_id) WHERE a.role < b.role': 5,
  };
  for (const [sql, least] of Object.entries(atLeast)) {
    expect([sql, (await one(sql)) >= least]).toEqual([sql, true]);
  }
});

test('credentials are valid, expiring within 60 and 30 days, expired and missing', async () => {
  const today = localDay('Europe/Rome', NOW);
  const between = (from: number, to: number): Promise<number> =>
    one(
      `SELECT count(*) FROM credential WHERE valid_until BETWEEN '${addDays(today, from)}' AND '${addDays(today, to)}'`,
    );
  expect(await between(61, 4_000)).toBeGreaterThan(60);
  expect(await between(31, 60)).toBeGreaterThanOrEqual(2);
  expect(await between(0, 30)).toBeGreaterThanOrEqual(2);
  expect(await between(-4_000, -1)).toBeGreaterThanOrEqual(2);
  const missing = await one(
    `SELECT count(*) FROM offer o JOIN category c ON c.id = ANY (o.category_ids) AND c.code IN ('babysitting', 'homework-help')
     WHERE (SELECT count(*) FROM credential x WHERE x.member_id = o.member_id) < 2`,
  );
  expect(missing).toBeGreaterThanOrEqual(2);
  expect(
    await one(`SELECT count(*) FROM credential WHERE issued_on > '${today}' OR checked_on > '${today}'`),
  ).toBe(0);
});

test('the ledger sums to zero and every balance is what its entries say', async () => {
  expect(await one('SELECT sum(balance_minutes) FROM account')).toBe(0);
  expect(
    await one(
      `SELECT count(*) FROM account a
       WHERE balance_minutes <> coalesce((SELECT sum(minutes) FROM entry e WHERE e.account_id = a.id), 0)`,
    ),
  ).toBe(0);
});

test('the demo people sign in by their addresses, and their names open with the key', async () => {
  const codec = new IdentityCodec(secretKey);
  await loadKeys(client, summary.communityId);
  for (const person of Object.values(summary.demo)) {
    const [found] = await rows<{ id: string; name: Buffer }>(
      `SELECT p.id, i.given_name_sealed AS name FROM person p JOIN member m ON m.person_id = p.id
       JOIN member_identity i ON i.member_id = m.id WHERE p.email_index = $1 AND m.id = $2`,
      [codec.index('person', person.email), person.memberId],
    );
    expect(found!.id).toBe(person.personId);
    const name = codec.open(summary.communityId, 'member_identity.given_name', person.memberId, found!.name);
    expect(name).toBe(person.givenName);
    expect(person.email).toMatch(/@example\.org$/);
  }
});

test('the demo family waits for help that both demo helpers can give, as strangers', async () => {
  const { family, helper, timebankHelper } = summary.demo;
  const [request] = await rows<{ id: string }>(
    `SELECT r.id FROM request r JOIN category c ON c.id = r.category_id AND c.code = 'babysitting'
     WHERE r.asked_by = $1 AND r.state = 'open' AND r.payer_member_id = $1 AND cardinality(r.regimes) = 2`,
    [family.memberId],
  );
  const able = await rows<{ memberId: string }>(
    `SELECT o.member_id AS "memberId" FROM request r
     JOIN offer o ON r.category_id = ANY (o.category_ids) AND o.regime = ANY (r.regimes)
     JOIN helper_profile p ON p.member_id = o.member_id AND p.zone_id = r.zone_id
     WHERE r.id = $1 AND o.member_id = ANY ($2::uuid[]) AND NOT EXISTS (
       SELECT FROM category_requirement q WHERE q.category_id = r.category_id AND NOT EXISTS (
         SELECT FROM credential k WHERE k.member_id = o.member_id AND k.credential_type_id = q.credential_type_id
           AND k.valid_until > r.until_day))
     ORDER BY o.regime DESC`,
    [request!.id, [helper.memberId, timebankHelper.memberId]],
  );
  expect(able.map(({ memberId }) => memberId)).toEqual([helper.memberId, timebankHelper.memberId]);
  expect(
    await one(
      `SELECT count(*) FROM assignment WHERE helper_id IN ('${helper.memberId}', '${timebankHelper.memberId}')`,
    ),
  ).toBe(0);
});
