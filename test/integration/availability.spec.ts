import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  freeTimeOf,
  HelperProfileEntity,
  HelpersService,
  liveOffers,
  OfferEntity,
  OffersService,
  type LiveOffer,
  type OfferFacts,
} from '#availability';
import type { MemberActor } from '#database';
import { instantAt, newId } from '#platform';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

const FIRST = { limit: 25, after: undefined };
let world: TestWorld;
let people: CommunityPeople;
let helpers: HelpersService;
let offers: OffersService;

beforeAll(async () => {
  world = await openWorld([HelperProfileEntity, OfferEntity]);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  helpers = new HelpersService(world.uow);
  offers = new OffersService(world.uow);
}, 120_000);

afterAll(() => world?.close());

const LIMITS = {
  weeklyMinutes: 240,
  breakMinutes: 15,
  asksPerDay: null,
  asksPerWeek: null,
  pausedUntil: null,
};

function giving(wishes: Partial<OfferFacts> = {}): OfferFacts {
  return {
    regime: 'volunteer',
    categoryIds: [people.facts.categories.homework],
    subjects: ['maths'],
    languages: ['it'],
    ageBands: ['6-10'],
    mobility: [],
    maxTravelMinutes: 20,
    municipalityIds: [],
    seats: {},
    weeklyMinutes: null,
    ...wishes,
  };
}

async function newHelper(): Promise<MemberActor> {
  const { actor } = await people.member(['helper']);
  await helpers.putProfile(actor, actor.memberId, 0, { ...LIMITS, zoneId: people.facts.zones.centre });
  return actor;
}

async function changesOf(memberId: string): Promise<number> {
  const [row] = await world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ count: number }>(
      `SELECT count(*)::integer AS count FROM outbox WHERE topic = 'availability.changed' AND payload ->> 'subjectId' = $1`,
      [memberId],
    ),
  );
  return row!.count;
}

describe('limits and hours', () => {
  test('a profile is made once, then changed by its version', async () => {
    const { actor } = await people.member(['helper']);
    const facts = { ...LIMITS, zoneId: people.facts.zones.centre };
    await expect(helpers.putWeeklyHours(actor, actor.memberId, 1, [])).rejects.toMatchObject({
      code: 'no-helper-profile',
    });
    expect(await helpers.putProfile(actor, actor.memberId, 0, facts)).toMatchObject({ version: 1 });
    await expect(helpers.putProfile(actor, actor.memberId, 0, facts)).rejects.toMatchObject({
      code: 'stale-version',
    });
    expect(
      await helpers.putProfile(actor, actor.memberId, 1, { ...facts, pausedUntil: '2026-10-20' }),
    ).toMatchObject({ version: 2, pausedUntil: '2026-10-20' });
    await expect(
      helpers.putProfile(actor, actor.memberId, 2, { ...facts, zoneId: newId() }),
    ).rejects.toMatchObject({ code: 'offer-names-unknown' });
    expect(await changesOf(actor.memberId)).toBe(2);
  });

  test('weekly hours are replaced whole and move the profile’s version', async () => {
    const actor = await newHelper();
    const hours = [
      { weekday: 2, startMinute: 960, endMinute: 1_080 },
      { weekday: 5, startMinute: 1_320, endMinute: 1_560 },
    ];
    const set = await helpers.putWeeklyHours(actor, actor.memberId, 1, hours);
    expect(set).toEqual({ hours, version: 2 });
    await expect(helpers.putWeeklyHours(actor, actor.memberId, 1, [])).rejects.toMatchObject({
      code: 'stale-version',
    });
    await expect(
      helpers.putWeeklyHours(actor, actor.memberId, 2, [{ weekday: 1, startMinute: 600, endMinute: 600 }]),
    ).rejects.toMatchObject({ code: 'hours-wrong' });
    expect((await helpers.readWeeklyHours(actor, actor.memberId)).hours).toEqual(hours);
  });

  test('free time follows hours, exceptions and pause, over the change of the clocks', async () => {
    const actor = await newHelper();
    const id = actor.memberId;
    await helpers.putWeeklyHours(actor, id, 1, [{ weekday: 2, startMinute: 960, endMinute: 1_080 }]);
    const free = async () =>
      (await helpers.freeTime(actor, id, '2026-10-20', '2026-10-31')).map(({ startsAt }) =>
        startsAt.toISOString(),
      );
    expect(await free()).toEqual(['2026-10-20T14:00:00.000Z', '2026-10-27T15:00:00.000Z']);
    const away = await helpers.addException(actor, id, {
      kind: 'away',
      firstDay: '2026-10-19',
      lastDay: '2026-10-21',
      startMinute: null,
      endMinute: null,
    });
    await helpers.addException(actor, id, {
      kind: 'extra',
      firstDay: '2026-10-30',
      lastDay: '2026-10-30',
      startMinute: 600,
      endMinute: 660,
    });
    expect(await free()).toEqual(['2026-10-27T15:00:00.000Z', '2026-10-30T09:00:00.000Z']);
    await helpers.removeException(actor, away.id);
    expect(await free()).toHaveLength(3);
    await helpers.putProfile(actor, id, 2, {
      ...LIMITS,
      zoneId: people.facts.zones.centre,
      pausedUntil: '2026-10-28',
    });
    expect(await free()).toEqual(['2026-10-30T09:00:00.000Z']);
    await expect(helpers.freeTime(actor, id, '2026-10-01', '2026-12-02')).rejects.toMatchObject({
      code: 'free-time-too-long',
    });
  });

  test('many helpers are read at once; who has no profile is never free', async () => {
    const [one, two] = [await newHelper(), await newHelper()];
    await helpers.putWeeklyHours(one, one.memberId, 1, [{ weekday: 1, startMinute: 0, endMinute: 1_440 }]);
    const free = await world.uow.run(people.facts.system, (tx) =>
      freeTimeOf(
        tx,
        [one.memberId, two.memberId, newId()],
        instantAt('Europe/Rome', '2026-10-05', 0),
        instantAt('Europe/Rome', '2026-10-19', 0),
        'Europe/Rome',
      ),
    );
    expect([...free.values()].map((intervals) => intervals.length)).toEqual([2, 0, 0]);
  });

  test('what the desk changes for a helper is on record, what a helper changes is not', async () => {
    const actor = await newHelper();
    const recordedOf = () =>
      world.uow.run(people.facts.system, (tx) =>
        tx.sql<{ actor: string }>(
          `SELECT actor_member_id AS actor FROM audit_record WHERE action = 'availability.edit' AND $1 = ANY (subject_ids)`,
          [actor.memberId],
        ),
      );
    expect(await recordedOf()).toEqual([]);
    const paused = { ...LIMITS, zoneId: people.facts.zones.centre, pausedUntil: people.day(14) };
    const desk = await people.coordinator();
    await helpers.putProfile(desk, actor.memberId, 1, paused);
    expect(await recordedOf()).toEqual([{ actor: desk.memberId }]);
  });

  test('only the helper and their coordinators see or change them', async () => {
    const actor = await newHelper();
    const stranger = await newHelper();
    const elsewhere = await buildCommunity(world.uow, world.codec, world.clock);
    for (const other of [stranger, await elsewhere.coordinator()]) {
      await expect(helpers.readProfile(other, actor.memberId)).rejects.toMatchObject({ code: 'not-found' });
      await expect(helpers.putWeeklyHours(other, actor.memberId, 1, [])).rejects.toMatchObject({
        code: 'not-found',
      });
    }
    const coordinator = await people.coordinator();
    await expect(helpers.putWeeklyHours(coordinator, actor.memberId, 1, [])).resolves.toMatchObject({
      version: 2,
    });
    const family = await people.family();
    await expect(helpers.readProfile(coordinator, family.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('offers', () => {
  test('an offer is made, tightened, withdrawn, and announced each time', async () => {
    const actor = await newHelper();
    const offer = await offers.createOffer(actor, actor.memberId, giving());
    const edited = await offers.editOffer(actor, offer.id, 1, { weeklyMinutes: 120 });
    expect(edited).toMatchObject({ weeklyMinutes: 120, version: 2, subjects: ['maths'] });
    await expect(offers.editOffer(actor, offer.id, 1, { weeklyMinutes: 60 })).rejects.toMatchObject({
      code: 'stale-version',
    });
    expect(await offers.withdrawOffer(actor, offer.id)).toMatchObject({ state: 'withdrawn' });
    await expect(offers.editOffer(actor, offer.id, 3, {})).rejects.toMatchObject({ code: 'offer-withdrawn' });
    expect(await changesOf(actor.memberId)).toBe(4);
  });

  test.each<[string, string, () => Partial<OfferFacts>]>([
    ['more weekly minutes than the helper gives', 'offer-loosens-limits', () => ({ weeklyMinutes: 241 })],
    ['an unknown category', 'offer-names-unknown', () => ({ categoryIds: [newId()] })],
    ['an unknown municipality', 'offer-names-unknown', () => ({ municipalityIds: [newId()] })],
    ['driving without a seat', 'seats-missing', () => ({ categoryIds: [people.facts.categories.transport] })],
  ])('%s is refused with %s', async (_, code, wishes) => {
    const actor = await newHelper();
    await expect(offers.createOffer(actor, actor.memberId, giving(wishes()))).rejects.toMatchObject({ code });
  });

  test('a helper lists their own, a coordinator everybody’s and enters one for a helper', async () => {
    const [actor, other] = [await newHelper(), await newHelper()];
    const coordinator = await people.coordinator();
    const own = await offers.createOffer(
      coordinator,
      actor.memberId,
      giving({ categoryIds: [people.facts.categories.transport], seats: { child: 1, adult: 3 } }),
    );
    const foreign = await offers.createOffer(other, other.memberId, giving());
    expect((await offers.listOffers(actor, {}, FIRST)).items.map(({ id }) => id)).toEqual([own.id]);
    await expect(offers.readOffer(actor, foreign.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await offers.listOffers(coordinator, { memberId: other.memberId }, FIRST)).items).toHaveLength(1);
  });

  test('live offers come page by page with the tighter of the limits, without suspended members', async () => {
    const community = await buildCommunity(world.uow, world.codec, world.clock);
    const built = [
      await community.helper({ weeklyMinutes: 300 }),
      await community.helper(),
      await community.helper(),
    ];
    const pages: LiveOffer[][] = [];
    await world.uow.run(community.facts.system, async (tx) => {
      await tx.sql(`UPDATE member SET state = 'suspended' WHERE id = $1`, [built[1]!.memberId]);
      await tx.sql(`UPDATE offer SET weekly_minutes = 90 WHERE id = $1`, [built[2]!.offerId]);
      for await (const page of liveOffers(tx, null, 1)) pages.push(page);
    });
    expect(
      pages.map((page) =>
        page.map(({ id, offerWeeklyMinutes, memberWeeklyMinutes }) => [
          id,
          offerWeeklyMinutes,
          memberWeeklyMinutes,
        ]),
      ),
    ).toEqual([[[built[0]!.offerId, 300, 300]], [[built[2]!.offerId, 90, 1_200]]]);
  });
});
