import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestCasesService, RequestsService, NewRequest, ScheduleInput } from '#requests';
import { newId } from '#platform';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { FIRST_PAGE, RequestScene, TUESDAYS } from '../builders/requests.scene.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new RequestScene();
const { asking, visitRows, eventsOf } = scene;

let world: TestWorld;
let people: CommunityPeople;
let requests: RequestsService;
let cases: RequestCasesService;

beforeAll(async () => {
  ({ world, people, requests, cases } = await scene.open());
}, 120_000);
afterAll(() => scene.close());

describe('asking', () => {
  test('an opened weekly request has its visits at once, over the change of the clocks, and is announced', async () => {
    const family = await people.family();
    const request = await requests.createRequest(
      family.actor,
      asking(family, { note: 'Campanello a sinistra' }),
    );
    expect(request).toMatchObject({
      state: 'open',
      version: 2,
      note: 'Campanello a sinistra',
      coverage: { visits: 5, covered: 0 },
    });
    expect(
      (await visitRows(request.id)).map(({ startsAt, minutes }) => [startsAt.toISOString(), minutes]),
    ).toEqual([
      ['2026-10-06T14:00:00.000Z', 120],
      ['2026-10-13T14:00:00.000Z', 120],
      ['2026-10-20T14:00:00.000Z', 120],
      ['2026-10-27T15:00:00.000Z', 120],
      ['2026-11-03T15:00:00.000Z', 120],
    ]);
    expect(await eventsOf(request.id)).toEqual(['request.opened']);
    expect(request.ownerId).toBe((await people.coordinator()).memberId);
  });

  test('closed days are left out for the categories that say so', async () => {
    const family = await people.family();
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO closure (community_id, id, kind, first_day, last_day, name) VALUES ($1, $2, 'school', '2026-12-08', '2026-12-09', 'Ponte')`,
        [tx.communityId, newId()],
      ),
    );
    const december = { ...TUESDAYS, firstDay: '2026-12-01', untilDay: '2026-12-15' };
    const homework = await requests.createRequest(family.actor, asking(family, { schedule: december }));
    expect((await visitRows(homework.id)).map(({ occurrence }) => occurrence)).toEqual([
      '2026-12-01',
      '2026-12-15',
    ]);
    const sitting = await requests.createRequest(
      family.actor,
      asking(family, { schedule: december, categoryId: people.facts.categories.babysitting }),
    );
    expect(await visitRows(sitting.id)).toHaveLength(3);
  });

  test('a return journey is two visits of one day with the zones swapped', async () => {
    const family = await people.family();
    const { centre, station } = people.facts.zones;
    const request = await requests.createRequest(
      family.actor,
      asking(family, {
        categoryId: people.facts.categories.transport,
        dropOff: { zoneId: station, address: 'Scuola Prova' },
        schedule: {
          frequency: 'once',
          firstDay: '2026-10-07',
          startTime: '07:30',
          endTime: '08:00',
          returnLeg: { startTime: '16:00', endTime: '16:30' },
        },
      }),
    );
    expect(
      (await visitRows(request.id)).map(({ leg, fromZoneId, toZoneId }) => [leg, fromZoneId, toZoneId]),
    ).toEqual([
      [0, centre, station],
      [1, station, centre],
    ]);
  });

  const once = (parts: Partial<ScheduleInput>): ScheduleInput => ({
    frequency: 'once',
    firstDay: '2026-10-07',
    startTime: '16:00',
    endTime: '18:00',
    ...parts,
  });
  test.each<[string, string, Partial<NewRequest>]>([
    ['an end before the start', 'times-wrong', { schedule: once({ endTime: '15:00' }) }],
    ['a day that is past', 'in-the-past', { schedule: once({ firstDay: '2026-10-04' }) }],
    [
      'an hour of today that is past',
      'in-the-past',
      { schedule: once({ firstDay: '2026-10-05', startTime: '09:00', endTime: '09:59' }) },
    ],
    ['a day 401 days ahead', 'too-far-ahead', { schedule: once({ firstDay: '2027-11-10' }) }],
    [
      'a first week 401 days ahead',
      'too-far-ahead',
      { schedule: { ...TUESDAYS, firstDay: '2027-11-10', untilDay: '2027-12-10' } },
    ],
    ['an until before the first day', 'times-wrong', { schedule: { ...TUESDAYS, untilDay: '2026-10-05' } }],
    ['a duration longer than its window', 'times-wrong', { schedule: once({ durationMinutes: 121 }) }],
    [
      'ten thousand occurrences',
      'too-many-occurrences',
      { schedule: { ...TUESDAYS, weekdays: [1, 2, 3, 4, 5, 6, 7], untilDay: '2054-02-20' } },
    ],
    ['no subject for homework', 'facts-missing', { subjects: [] }],
    ['no dependant for homework', 'facts-missing', { dependantIds: [] }],
    ['a dependant of nobody here', 'unknown-reference', { dependantIds: [newId()] }],
    ['an unknown category', 'unknown-reference', { categoryId: newId() }],
    ['an unknown helper', 'unknown-reference', { preferredHelperId: newId() }],
    ['an unknown zone', 'unknown-reference', { zoneId: newId(), address: 'Via Altrove 1' }],
    ['a note of 301 characters', 'facts-missing', { note: 'x'.repeat(301) }],
    ['a payer who is no guardian', 'payer-not-guardian', { regimes: ['timebank'], payerMemberId: newId() }],
  ])('%s is refused with %s and nothing is written', async (_, code, wishes) => {
    const family = await people.family();
    await expect(requests.createRequest(family.actor, asking(family, wishes))).rejects.toMatchObject({
      code,
    });
    expect((await cases.listRequests(family.actor, {}, FIRST_PAGE)).items).toEqual([]);
  });

  test('the asking guardian pays; the account of another guardian waits for that guardian', async () => {
    const family = await people.family();
    const other = await people.member(['family']);
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)`,
        [tx.communityId, family.householdId, other.actor.memberId, tx.now],
      ),
    );
    const own = await requests.createRequest(family.actor, asking(family, { regimes: ['timebank'] }));
    expect(own.payerMemberId).toBe(family.memberId);
    const others = asking(family, { regimes: ['timebank'], payerMemberId: other.actor.memberId });
    await expect(requests.createRequest(family.actor, others)).rejects.toMatchObject({
      code: 'payer-consent-missing',
    });
    const agreed = await requests.editRequest(other.actor, own.id, own.version, {
      payerMemberId: other.actor.memberId,
    });
    expect(agreed.payerMemberId).toBe(other.actor.memberId);
    for (const more of [
      { seatsNeeded: 2 },
      { schedule: { ...TUESDAYS, untilDay: '2026-11-10' } },
      { schedule: { ...TUESDAYS, weekdays: [3] } },
      { schedule: { ...TUESDAYS, endTime: '18:30' } },
    ]) {
      await expect(requests.editRequest(family.actor, own.id, agreed.version, more)).rejects.toMatchObject({
        code: 'payer-consent-missing',
      });
    }
    const fewer = await requests.editRequest(family.actor, own.id, agreed.version, {
      schedule: { ...TUESDAYS, untilDay: '2026-10-27' },
      urgency: 'soon',
    });
    const byPayer = await requests.editRequest(other.actor, own.id, fewer.version, { schedule: TUESDAYS });
    const byDesk = await requests.editRequest(await people.coordinator(), own.id, byPayer.version, {
      seatsNeeded: 2,
    });
    expect(byDesk).toMatchObject({ seatsNeeded: 2, payerMemberId: other.actor.memberId });
  });

  test('a coordinator asks for a guardian and owns the case', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    await expect(requests.createRequest(coordinator, asking(family))).rejects.toMatchObject({
      code: 'on-behalf-missing',
    });
    for (const half of [
      {},
      { spokenLanguage: 'ar' },
      { noticeRead: true },
      { spokenLanguage: 'ar', noticeRead: false },
    ]) {
      await expect(
        requests.createRequest(coordinator, asking(family, { onBehalfOf: family.memberId, ...half })),
      ).rejects.toMatchObject({ code: 'on-behalf-incomplete' });
    }
    const request = await requests.createRequest(
      coordinator,
      asking(family, { onBehalfOf: family.memberId, spokenLanguage: 'ar', noticeRead: true }),
    );
    expect(request).toMatchObject({
      askedBy: coordinator.memberId,
      onBehalfOf: family.memberId,
      channel: 'phone',
      spokenLanguage: 'ar',
      noticeReadAt: expect.any(Date),
      ownerId: coordinator.memberId,
    });
    expect(await cases.readRequest(family.actor, request.id)).toMatchObject({ spokenLanguage: 'ar' });
    for (const word of [
      { noticeRead: true },
      { spokenLanguage: 'ar' },
      { channel: 'phone' as const },
      { onBehalfOf: coordinator.memberId },
    ]) {
      await expect(requests.createRequest(family.actor, asking(family, word))).rejects.toMatchObject({
        code: 'on-behalf-needless',
      });
    }
    const own = { channel: 'web' as const, onBehalfOf: family.memberId };
    expect(await requests.createRequest(family.actor, asking(family, own))).toMatchObject({
      channel: 'web',
      onBehalfOf: null,
    });
  });

  test('another household and another community find nothing', async () => {
    const [family, stranger] = [await people.family(), await people.family()];
    const elsewhere = await buildCommunity(world.uow, world.codec, world.clock);
    const request = await requests.createRequest(family.actor, asking(family));
    for (const actor of [stranger.actor, await elsewhere.coordinator()]) {
      await expect(cases.readRequest(actor, request.id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(requests.withdrawRequest(actor, request.id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(requests.createRequest(actor, asking(family))).rejects.toMatchObject({
        code: 'not-found',
      });
    }
  });

  test('again like last time: a draft of the same length', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const again = await requests.repeatRequest(family.actor, request.id, '2026-11-10');
    expect(again).toMatchObject({
      state: 'draft',
      firstDay: '2026-11-10',
      untilDay: '2026-12-08',
      coverage: { visits: 0 },
    });
    await expect(requests.openRequest(family.actor, again.id)).resolves.toMatchObject({ state: 'open' });
  });

  test('again by the desk: as it was heard of then, with the notice that was read', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const heard = { channel: 'desk', spokenLanguage: 'ar' } as const;
    const first = await requests.createRequest(
      coordinator,
      asking(family, { onBehalfOf: family.memberId, noticeRead: true, ...heard }),
    );
    world.clock.advanceMinutes(1_440);
    expect(await requests.repeatRequest(coordinator, first.id, '2026-11-10')).toMatchObject({
      onBehalfOf: family.memberId,
      noticeReadAt: first.noticeReadAt,
      ...heard,
    });
    const own = await requests.createRequest(family.actor, asking(family));
    expect(await requests.repeatRequest(coordinator, own.id, '2026-11-10')).toMatchObject({
      onBehalfOf: family.memberId,
      channel: 'phone',
      spokenLanguage: null,
      noticeReadAt: null,
    });
  });
});
