import type { MemberActor } from '#database';
import { openAccount } from '#ledger';
import { newId } from '#platform';
import { StatisticsService, type Statistics, type StatisticsQuery } from '#reporting';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildRequest } from '../builders/approval.builder.js';
import { buildCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

const HOUR = 3_600_000;
const at = (hours: number) => new Date(START.getTime() + hours * HOUR);
const WEEK: StatisticsQuery = { from: '2026-10-05', to: '2026-10-11' };

let world: TestWorld;
let people: CommunityPeople;
let statistics: StatisticsService;
let desk: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  statistics = new StatisticsService(world.uow);
  desk = await people.coordinator();
  family = await people.family();
  helper = await people.helper();
  // Tuesday 6 October, 16:00 to 17:30 in Rome.
  await buildCase(world.uow, people, { family, helper, startsAt: at(30) });
  await set(`UPDATE request SET opened_at = $2 WHERE community_id = $1`, [START]);
  await set(`UPDATE municipality SET population = 1000 WHERE community_id = $1 AND name = 'Città'`);
}, 120_000);
afterAll(() => world?.close());

const set = (text: string, parameters: unknown[] = []) =>
  world.uow.run(people.facts.system, (tx) => tx.sql(text, [people.id, ...parameters]));
const read = (query: StatisticsQuery = WEEK, actor = desk): Promise<Statistics> =>
  statistics.read(actor, query);
const confirmed = () =>
  set(`UPDATE assignment SET state = 'confirmed', accepted_at = $2 WHERE community_id = $1`, [at(6)]);
const asked = (state: string) =>
  set(`UPDATE assignment SET state = $2, accepted_at = NULL WHERE community_id = $1`, [state]);

describe('unmet need', () => {
  test('counts a visit in its local weekday and hour until all its helpers are confirmed', async () => {
    expect((await read()).unmetNeed).toEqual([
      { weekday: 2, hour: 16, visits: 1, seats: 1, people: 1, withheld: false },
    ]);
    await confirmed();
    expect((await read()).unmetNeed).toEqual([]);
    await set(`UPDATE visit SET seats_needed = 3 WHERE community_id = $1`);
    expect((await read()).unmetNeed).toMatchObject([{ visits: 1, seats: 2 }]);
    await set(`UPDATE visit SET seats_needed = 1 WHERE community_id = $1`);
    await asked('awaiting-acceptance');
  });

  test('leaves out cancelled visits, and those before and after the period', async () => {
    const unmet = async (query: StatisticsQuery) => (await read(query)).unmetNeed.length;
    expect(await unmet({ from: '2026-10-06', to: '2026-10-06' })).toBe(1);
    expect(await unmet({ from: '2026-10-05', to: '2026-10-05' })).toBe(0);
    expect(await unmet({ from: '2026-10-07', to: '2026-10-07' })).toBe(0);
    await set(`UPDATE visit SET state = 'cancelled' WHERE community_id = $1`);
    expect(await unmet(WEEK)).toBe(0);
    await set(`UPDATE visit SET state = 'planned' WHERE community_id = $1`);
  });
});

test('a municipality shows what was asked and covered, and the households for a thousand inhabitants', async () => {
  const { municipalities } = await read();
  expect(municipalities).toEqual([
    {
      municipalityId: people.facts.municipalities.city,
      name: 'Città',
      population: 1000,
      requests: 1,
      visits: 1,
      coveredVisits: 0,
      people: 1,
      householdsPerThousand: 1,
      withheld: false,
    },
    expect.objectContaining({ name: 'Paese', requests: 0, people: 0, householdsPerThousand: null }),
  ]);
  await confirmed();
  expect((await read()).municipalities[0]).toMatchObject({ visits: 1, coveredVisits: 1 });
  await asked('awaiting-acceptance');
});

describe('the way from a request to confirmed hours', () => {
  const way = async () => {
    const { stages, losses } = (await read()).funnel;
    return {
      reached: stages.filter(({ requests }) => requests === 1).map(({ stage }) => stage),
      losses: losses.map(({ stage, cause }) => `${stage}: ${cause}`),
    };
  };
  const seatIs = (state: string) => set(`UPDATE seat SET state = $2 WHERE community_id = $1`, [state]);

  test('names the stage each request reached and what stopped it', async () => {
    expect(await way()).toEqual({
      reached: ['asked', 'proposed', 'approved'],
      losses: ['approved: awaiting-acceptance'],
    });
    await asked('declined');
    expect((await way()).losses).toEqual(['approved: declined']);
    await confirmed();
    expect(await way()).toEqual({
      reached: ['asked', 'proposed', 'approved', 'confirmed'],
      losses: ['confirmed: scheduled'],
    });
    await seatIs('no-show');
    expect((await way()).losses).toEqual(['confirmed: no-show']);
    await seatIs('disputed');
    expect((await way()).losses).toEqual(['served: disputed']);
    await seatIs('counted');
    expect(await way()).toEqual({
      reached: ['asked', 'proposed', 'approved', 'confirmed', 'served', 'hours-confirmed'],
      losses: [],
    });
    await seatIs('scheduled');
  });

  test('names a request that ended before anybody was found by its own end', async () => {
    const other = await buildRequest(world.uow, people, { family, starts: [at(100)] });
    await set(`UPDATE request SET opened_at = $2, state = 'unmet' WHERE community_id = $1 AND id = $3`, [
      at(1),
      other.requestId,
    ]);
    expect((await way()).losses).toContain('asked: unmet');
    await set(`UPDATE request SET opened_at = NULL WHERE community_id = $1 AND id = $2`, [other.requestId]);
    expect((await way()).losses).not.toContain('asked: unmet');
    await set(`UPDATE visit SET state = 'cancelled' WHERE community_id = $1 AND request_id = $2`, [
      other.requestId,
    ]);
  });
});

test('time to match runs from the opening until all who were asked said yes', async () => {
  await confirmed();
  const [line] = (await read()).timeToMatch;
  expect(line).toMatchObject({
    categoryCode: 'homework',
    requests: 1,
    p25Hours: 6,
    medianHours: 6,
    p90Hours: 6,
  });
  await set(`UPDATE assignment SET guardian_answered_at = $2 WHERE community_id = $1`, [at(8.5)]);
  const { timeToMatch, counters } = await read();
  expect(timeToMatch[0]).toMatchObject({ medianHours: 8.5 });
  expect(counters).toMatchObject({ medianHoursToMatch: 8.5, matchedHouseholds: 1 });
  await set(`UPDATE assignment SET state = 'refused' WHERE community_id = $1`);
  expect((await read()).timeToMatch).toEqual([]);
  expect((await read()).counters).toMatchObject({ medianHoursToMatch: null, matchedHouseholds: 0 });
});

test('hours count once they are confirmed, in the week of the visit, and no more once they are reversed', async () => {
  expect((await read()).weeks).toEqual([]);
  await set(`UPDATE time_entry SET state = 'confirmed' WHERE community_id = $1`);
  const { weeks, counters } = await read();
  expect(weeks).toEqual([
    { monday: '2026-10-05', visits: 1, volunteerMinutes: 90, timebankMinutes: 0, people: 1, withheld: false },
  ]);
  expect(counters).toMatchObject({ confirmedMinutes: 90, confirmedHelpers: 1 });
  await set(`UPDATE seat SET state = 'reversed' WHERE community_id = $1`);
  expect((await read()).weeks).toEqual([]);
  await set(`UPDATE seat SET state = 'counted' WHERE community_id = $1`);
});

test('a helper tires at 80 % of four weeks’ limits, or at three asks unanswered', async () => {
  const tired = async () => (await read()).counters.fatigueRisk;
  world.clock.moveTo(at(48));
  const limit = (weekly: number) =>
    set(`UPDATE helper_profile SET weekly_minutes = $2 WHERE community_id = $1`, [weekly]);
  // 90 minutes were given: 80 % of 4 times 28 is 89.6, of 4 times 29 is 92.8.
  await limit(28);
  expect(await tired()).toBe(1);
  await limit(29);
  expect(await tired()).toBe(0);
  await set(`UPDATE helper_profile SET unanswered_asks = 3 WHERE community_id = $1`);
  expect(await tired()).toBe(1);
  world.clock.moveTo(START);
});

describe('balances', () => {
  test('stand in steps of five hours, with who reached a limit', async () => {
    const { id } = await world.uow.run(people.facts.system, (tx) => openAccount(tx, family.memberId));
    const before = (await read()).balances;
    expect(before).toMatchObject({ cells: [{ fromMinutes: 0, accounts: 1 }], atFloor: 0, atCeiling: 0 });
    await set(
      `UPDATE account SET floor_minutes = 120, ceiling_minutes = 119 WHERE community_id = $1 AND id = $2`,
      [id],
    );
    expect((await read()).balances).toMatchObject({ atFloor: 1, atCeiling: 1 });
    await set(
      `UPDATE account SET floor_minutes = 119, ceiling_minutes = 120 WHERE community_id = $1 AND id = $2`,
      [id],
    );
    expect((await read()).balances).toMatchObject({ atFloor: 0, atCeiling: 0 });
  });
});

describe('what is shared', () => {
  test('withholds what speaks of fewer than five people, counters and pictures alike', async () => {
    await confirmed();
    const shared = await read({ ...WEEK, shared: true });
    expect(shared.weeks).toEqual([
      {
        monday: '2026-10-05',
        visits: null,
        volunteerMinutes: null,
        timebankMinutes: null,
        people: null,
        withheld: true,
      },
    ]);
    expect(shared.timeToMatch).toMatchObject([
      { categoryCode: 'homework', medianHours: null, withheld: true },
    ]);
    expect(shared.funnel.stages[0]).toMatchObject({ stage: 'asked', requests: null });
    expect(shared.municipalities.map(({ requests }) => requests)).toEqual([null, 0]);
    expect(shared.counters).toMatchObject({
      medianHoursToMatch: null,
      confirmedMinutes: null,
      confirmedHelpers: null,
    });
    expect(shared.balances.cells).toMatchObject([{ accounts: null }]);
    const own = await read();
    expect(own.counters).toMatchObject({ confirmedMinutes: 90 });
  });
});

describe('whose figures', () => {
  test('a desk counts the households it reaches; administrators and auditors count all', async () => {
    const other = newId();
    await set(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', now())`,
      [other],
    );
    const theirs = (await people.member(['coordinator'], { organisationId: other })).actor;
    const asks = async (actor: MemberActor) => (await read(WEEK, actor)).funnel.stages[0]!.requests;
    expect(await asks(theirs)).toBe(1);
    await set(`UPDATE household SET organisation_id = $2 WHERE community_id = $1`, [
      people.facts.organisationId,
    ]);
    expect(await asks(theirs)).toBe(0);
    expect((await read(WEEK, theirs)).weeks).toEqual([]);
    expect(await asks(await people.administrator())).toBe(1);
    expect(await asks(await people.auditor())).toBe(1);
  });

  test('a period has its days in order and is at most 400 days long', async () => {
    const fault = { code: 'period-wrong' };
    await expect(read({ from: '2026-10-11', to: '2026-10-10' })).rejects.toMatchObject(fault);
    await expect(read({ from: '2025-09-06', to: '2026-10-10' })).resolves.toBeDefined();
    await expect(read({ from: '2025-09-05', to: '2026-10-10' })).rejects.toMatchObject(fault);
    expect(await read({})).toMatchObject({ from: '2026-07-14', to: '2026-10-05' });
  });
});

test('an hour in a session is one hour, however many households it serves', async () => {
  const club = await buildCommunity(world.uow, world.codec, world.clock);
  const sql = (text: string, parameters: unknown[] = []) =>
    world.uow.run(club.facts.system, (tx) => tx.sql(text, [club.id, ...parameters]));
  const guide = await club.helper();
  const [one] = [
    await buildCase(world.uow, club, { family: await club.family(), helper: guide, startsAt: at(30) }),
    await buildCase(world.uow, club, { family: await club.family(), helper: guide, startsAt: at(34) }),
  ];
  await sql(`UPDATE time_entry SET state = 'confirmed' WHERE community_id = $1`);
  const own = async () => statistics.read(await club.coordinator(), WEEK);
  expect((await own()).weeks).toMatchObject([{ visits: 2, volunteerMinutes: 180, people: 1 }]);
  await sql(`UPDATE seat SET session_id = $2 WHERE community_id = $1`, [one.visitId]);
  const { weeks, counters } = await own();
  expect(weeks).toMatchObject([{ visits: 2, volunteerMinutes: 90, people: 1 }]);
  expect(counters).toMatchObject({ confirmedMinutes: 90, confirmedHelpers: 1 });
});
