import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { IdentityCodec } from '#members';
import { MatchingService } from '#matching';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople, HelperWishes } from '../builders/people.builder.js';
import { buildRequest, type RequestWishes } from '../builders/request.builder.js';
import { openInstallation, TEST_KEY, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let people: CommunityPeople;
let desk: TestAgent;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
}, 120_000);

afterAll(() => installation.close());

beforeEach(async () => {
  people = await buildCommunity(installation.uow, new IdentityCodec(TEST_KEY), installation.clock);
  desk = await installation.as(await people.coordinator());
});

const sitter = (wishes: HelperWishes = {}) =>
  people.helper({ categoryIds: [people.facts.categories.babysitting], ...wishes });

const ask = async (wishes: Partial<RequestWishes> = {}) =>
  buildRequest(installation.uow, people, {
    family: wishes.family ?? (await people.family()),
    categoryId: people.facts.categories.babysitting,
    ...wishes,
  });

const run = () => installation.api.get(MatchingService).run(people.id, 'manual');

const more = (wishes: object = {}) => ({
  count: 1,
  categoryIds: [people.facts.categories.babysitting],
  zoneId: people.facts.zones.centre,
  hours: [{ weekday: 2, startMinute: 840, endMinute: 1_140 }],
  ...wishes,
});

const whatIf = (body: object, status = 200, agent = desk) =>
  agent.post('/v1/what-if').send(body).expect(status);

/** All that a plan could have written. */
const written = () =>
  installation.uow.run(people.facts.system, async (tx) => {
    const tables = [
      'proposal',
      'proposal_visit',
      'matching_run',
      'unmatched_visit',
      'recruiting_need',
      'outbox',
    ];
    const rows = tables.map(
      (table) =>
        `SELECT '${table}' AS name, count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS content FROM ${table} t`,
    );
    return tx.sql(rows.join(' UNION ALL '));
  });

it('shows what new helpers would give, side by side, and writes nothing', async () => {
  const helper = await sitter();
  const requests = [await ask(), await ask(), await ask()];
  await run();
  const before = await written();
  const { body } = await whatIf({ helpers: [more({ count: 2 })] });
  expect(body).toMatchObject({
    current: { seats: 1, families: 1, visitsUnmatched: 2, helpers: 1, status: 'optimal', gap: 0 },
    supposed: { seats: 3, families: 3, visitsUnmatched: 0, helpers: 3, spreadMinutes: 0, mostMinutes: 120 },
  });
  expect(body.supposed.objective).toBeGreaterThan(body.current.objective + 19_000);
  expect(body.supposed.travelMinutes).toBe(15);
  expect(body.changedRequests).toBe(body.changes.length);
  for (const change of body.changes) expect(requests).toContain(change.requestId);
  const served = body.changes.flatMap((change: { helpersAfter: string[] }) => change.helpersAfter);
  expect(served).toEqual(expect.arrayContaining(['new-1', 'new-2']));
  expect([...served, helper.memberId]).toContain(helper.memberId);
  expect(await written()).toEqual(before);
});

it('counts a helper who is free at another hour as no help', async () => {
  await ask();
  const other = more({ hours: [{ weekday: 2, startMinute: 840, endMinute: 1_084 }] });
  const { body } = await whatIf({ helpers: [other] });
  expect(body).toMatchObject({ supposed: { seats: 0 }, changedRequests: 0, changes: [] });
  const { body: exact } = await whatIf({
    helpers: [more({ hours: [{ weekday: 2, startMinute: 955, endMinute: 1_085 }] })],
  });
  expect(exact.supposed.seats).toBe(1);
});

it('shows who would be chosen under other weights', async () => {
  const near = await sitter();
  const asked = await sitter({ zoneId: people.facts.zones.station });
  const requestId = await ask();
  await installation.uow.run(people.facts.system, (tx) =>
    tx.sql('UPDATE request SET preferred_helper_id = $3 WHERE community_id = $1 AND id = $2', [
      people.id,
      requestId,
      asked.memberId,
    ]),
  );
  const { body } = await whatIf({ weights: { preference: 0 } });
  expect(body).toMatchObject({
    weights: { preference: 0, travel: 200 },
    changes: [{ requestId, helpersBefore: [asked.memberId], helpersAfter: [near.memberId] }],
  });
  const { body: same } = await whatIf({});
  expect(same).toMatchObject({ changedRequests: 0, changes: [] });
  expect(same.supposed).toEqual(same.current);
});

it('runs one at a time in a community, and again afterwards', async () => {
  await sitter();
  for (let count = 0; count < 4; count += 1) await ask();
  const answers = await Promise.all(Array.from({ length: 4 }, () => desk.post('/v1/what-if').send({})));
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses).toContain(409);
  expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'what-if-busy' });
  await whatIf({});
});

it.each([
  [
    'a zone of nobody',
    () => ({ helpers: [more({ zoneId: people.facts.categories.errands })] }),
    'helpers.0.zoneId',
  ],
  [
    'a category of nobody',
    () => ({ helpers: [more({ categoryIds: [people.facts.zones.centre] })] }),
    'categoryIds',
  ],
  [
    'hours that end before they start',
    () => ({ helpers: [more({ hours: [{ weekday: 2, startMinute: 600, endMinute: 600 }] })] }),
    'hours',
  ],
  ['a weight that outweighs serving', () => ({ weights: { serve: 10 } }), 'serve'],
  ['a weight that is null', () => ({ weights: { travel: null } }), 'travel'],
  ['twenty-one helpers of a kind', () => ({ helpers: [more({ count: 21 })] }), 'count'],
  ['an unknown field', () => ({ helper: [] }), 'helper'],
])('refuses %s and names the field', async (_, body, field) => {
  const answer = await whatIf(body(), 400);
  expect(JSON.stringify(answer.body)).toContain(field);
});

it('is for the desk alone', async () => {
  for (const actor of [await people.auditor(), (await people.family()).actor, (await sitter()).actor])
    await whatIf({}, 403, await installation.as(actor));
});

it('sees nothing of another community', async () => {
  await ask();
  const other = await buildCommunity(installation.uow, new IdentityCodec(TEST_KEY), installation.clock);
  const stranger = await installation.as(await other.administrator());
  const { body } = await whatIf({}, 200, stranger);
  expect(body).toMatchObject({ current: { seats: 0, visitsUnmatched: 0 }, changes: [] });
});
