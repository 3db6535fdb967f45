import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  closeFinishedRequests,
  expireRequests,
  passVisits,
  RequestCasesService,
  RequestEntity,
  RequestsService,
  RequestStepsService,
  SessionsService,
  VisitsService,
  type NewRequest,
  type ScheduleInput,
} from '#requests';
import { addMinutes, newId } from '#platform';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let requests: RequestsService;
let steps: RequestStepsService;
let cases: RequestCasesService;
let visits: VisitsService;
let sessions: SessionsService;
const FIRST = { limit: 25, after: undefined };

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  requests = new RequestsService(world.uow, world.codec);
  steps = new RequestStepsService(world.uow, world.codec);
  cases = new RequestCasesService(world.uow, world.codec);
  visits = new VisitsService(world.uow);
  sessions = new SessionsService(world.uow);
  await people.coordinator();
}, 120_000);

afterAll(() => world?.close());

/** Tuesdays from 6 October to 3 November 2026, 16 to 18: five visits, the clock changes on 25 October. */
const TUESDAYS: ScheduleInput = {
  frequency: 'weekly',
  firstDay: '2026-10-06',
  untilDay: '2026-11-03',
  weekdays: [2],
  startTime: '16:00',
  endTime: '18:00',
};

function asking(family: BuiltFamily, wishes: Partial<NewRequest> = {}): NewRequest {
  return {
    householdId: family.householdId,
    categoryId: people.facts.categories.homework,
    dependantIds: family.dependantIds,
    schedule: TUESDAYS,
    subjects: ['maths'],
    languages: ['it'],
    mobility: [],
    seatsNeeded: 1,
    urgency: 'normal',
    regimes: ['volunteer'],
    open: true,
    ...wishes,
  };
}

async function visitRows(requestId: string) {
  const { items } = await cases.listVisits(await people.coordinator(), requestId, {
    limit: 100,
    after: undefined,
  });
  return items;
}

async function eventsOf(subjectId: string): Promise<string[]> {
  const rows = await world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ topic: string }>(
      `SELECT DISTINCT topic FROM outbox WHERE payload ->> 'subjectId' = $1 ORDER BY topic`,
      [subjectId],
    ),
  );
  return rows.map(({ topic }) => topic);
}

/** A helper with a confirmed seat at a visit, written as the room of assignments writes it. */
async function giveSeat(requestId: string, visitId: string): Promise<void> {
  const helper = await people.helper();
  const coordinator = await people.coordinator();
  const [proposalId, assignmentId] = [newId(), newId()];
  await world.uow.run(people.facts.system, async (tx) => {
    await tx.sql(
      `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, regime, state, score, weights_version, explanation, expires_at, created_at)
       VALUES ($1, $2, $3, $4, $5, 'volunteer', 'approved', 1, 1, '{}', $6, $6)`,
      [tx.communityId, proposalId, requestId, helper.memberId, helper.offerId, tx.now],
    );
    await tx.sql(
      `INSERT INTO assignment (community_id, id, proposal_id, request_id, household_id, helper_id, regime, state, approved_by, approved_at, answer_by, guardian_needed, created_at)
       SELECT $1, $2, $3, r.id, r.household_id, $4, 'volunteer', 'confirmed', $5, $6, $6, false, $6 FROM request r WHERE r.id = $7`,
      [tx.communityId, assignmentId, proposalId, helper.memberId, coordinator.memberId, tx.now, requestId],
    );
    await tx.sql(
      `INSERT INTO seat (community_id, id, assignment_id, visit_id, session_id, member_id, seat_number, state, active, starts_at, ends_at, during, charged_minutes, from_zone_id, to_zone_id, regime, created_at)
       SELECT $1, $2, $3, v.id, v.id, $4, 1, 'scheduled', true, v.starts_at, v.ends_at, tstzrange(v.starts_at, v.ends_at), 120, v.from_zone_id, v.to_zone_id, 'volunteer', $5
       FROM visit v WHERE v.id = $6`,
      [tx.communityId, newId(), assignmentId, helper.memberId, tx.now, visitId],
    );
  });
}

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
    expect((await cases.listRequests(family.actor, {}, FIRST)).items).toEqual([]);
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
});

describe('editing', () => {
  test('a stale version is refused', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    await expect(
      requests.editRequest(family.actor, request.id, request.version - 1, { urgency: 'soon' }),
    ).rejects.toMatchObject({ code: 'stale-version' });
  });

  test('a new schedule moves the visits nobody is assigned to, drops what it no longer has, and brings it back', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const before = await visitRows(request.id);
    const later = await requests.editRequest(family.actor, request.id, request.version, {
      schedule: {
        ...TUESDAYS,
        weekdays: [2, 4],
        untilDay: '2026-10-16',
        startTime: '17:00',
        endTime: '19:00',
      },
    });
    const planned = (await visitRows(request.id)).filter(({ state }) => state === 'planned');
    expect(planned.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-10-06T15:00:00.000Z',
      '2026-10-08T15:00:00.000Z',
      '2026-10-13T15:00:00.000Z',
      '2026-10-15T15:00:00.000Z',
    ]);
    expect(planned[0]!.id).toBe(before[0]!.id);
    expect(await eventsOf(request.id)).toEqual(['request.changed', 'request.opened']);
    const back = await requests.editRequest(family.actor, request.id, later.version, { schedule: TUESDAYS });
    expect(back.coverage.visits).toBe(5);
  });

  test('a visit somebody is coming to forbids the whole change; other facts may change', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const [first] = await visitRows(request.id);
    await giveSeat(request.id, first!.id);
    const moved = { ...TUESDAYS, startTime: '15:00' };
    await expect(
      requests.editRequest(family.actor, request.id, request.version, { schedule: moved }),
    ).rejects.toMatchObject({
      code: 'visits-assigned',
      facts: { visitIds: [first!.id], visits: 1 },
    });
    const longer = await requests.editRequest(family.actor, request.id, request.version, {
      schedule: { ...TUESDAYS, untilDay: '2026-11-10' },
      urgency: 'soon',
    });
    expect(longer).toMatchObject({ urgency: 'soon', coverage: { visits: 6, covered: 1 } });
  });

  test('what helpers were chosen by stays while one of them is coming', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family, { languages: ['it', 'de'] }));
    const [first] = await visitRows(request.id);
    await giveSeat(request.id, first!.id);
    for (const change of [
      { mobility: ['wheelchair'] },
      { languages: ['ar'] },
      { subjects: ['physics'] },
      { regimes: ['timebank'] as const },
      { school: 'Scuola Pascoli' },
      { zoneId: people.facts.zones.station, address: 'Via Po 2' },
      { dropOff: { zoneId: people.facts.zones.station, address: 'Via Po 2' } },
    ]) {
      await expect(
        requests.editRequest(family.actor, request.id, request.version, change),
      ).rejects.toMatchObject({ code: 'visits-assigned', facts: { visitIds: [first!.id] } });
    }
    const same = await requests.editRequest(family.actor, request.id, request.version, {
      languages: ['de', 'it'],
      note: 'Citofono rotto',
    });
    expect(same.note).toBe('Citofono rotto');
  });
});

describe('visits', () => {
  test('one is cancelled, or it and all that follow; what a person cancelled stays cancelled', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const rows = await visitRows(request.id);
    expect(await visits.cancelVisit(family.actor, rows[1]!.id, { reason: 'Malati' })).toEqual([rows[1]!.id]);
    expect(await eventsOf(rows[1]!.id)).toEqual(['visit.cancelled']);
    await expect(visits.cancelVisit(family.actor, rows[1]!.id, {})).rejects.toMatchObject({
      code: 'visit-not-planned',
    });
    expect(await visits.cancelVisit(family.actor, rows[2]!.id, { following: true })).toHaveLength(3);
    const { version } = await cases.readRequest(family.actor, request.id);
    const edited = await requests.editRequest(family.actor, request.id, version, { seatsNeeded: 2 });
    expect(edited.coverage.visits).toBe(1);
  });

  test('one that has begun is not cancelled any more, and a withdrawal leaves it', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const [first, second] = await visitRows(request.id);
    const before = world.clock.now();
    world.clock.moveTo(addMinutes(first!.startsAt, 30));
    try {
      await expect(visits.cancelVisit(family.actor, first!.id, { following: true })).rejects.toMatchObject({
        code: 'visit-not-planned',
      });
      await requests.withdrawRequest(family.actor, request.id);
      const states = new Map((await visitRows(request.id)).map(({ id, state }) => [id, state]));
      expect([states.get(first!.id), states.get(second!.id)]).toEqual(['planned', 'cancelled']);
    } finally {
      world.clock.moveTo(before);
    }
  });

  test('the agenda is each side’s own, in order, page by page', async () => {
    const community = await buildCommunity(world.uow, world.codec, world.clock);
    const [family, stranger] = [await community.family(), await community.family()];
    const wishes = { categoryId: community.facts.categories.homework };
    await requests.createRequest(family.actor, asking(family, wishes));
    await requests.createRequest(stranger.actor, asking(stranger, wishes));
    const range = { from: '2026-10-05', to: '2026-11-30' };
    expect((await visits.listAgenda(family.actor, range, FIRST)).items).toHaveLength(5);
    const coordinator = await community.coordinator();
    const seen: string[] = [];
    for (let cursor: string | undefined, page = 0; page < 10; page += 1) {
      const { items, nextCursor } = await visits.listAgenda(coordinator, range, { limit: 4, after: cursor });
      seen.push(...items.map(({ startsAt, id }) => `${startsAt.toISOString()} ${id}`));
      if (!nextCursor) break;
      cursor = items.at(-1)!.id;
    }
    expect(seen).toHaveLength(10);
    expect(seen).toEqual([...new Set(seen)].sort());
    const helper = await community.helper();
    expect((await visits.listAgenda(helper.actor, range, FIRST)).items).toEqual([]);
    await expect(
      visits.listAgenda(helper.actor, { ...range, side: 'coordinator' }, FIRST),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      visits.listAgenda(coordinator, { from: '2026-10-01', to: '2026-12-02' }, FIRST),
    ).rejects.toMatchObject({ code: 'range-too-long' });
  });

  test('a session joins visits of several households at one time, up to its places', async () => {
    const coordinator = await people.coordinator();
    const families = [await people.family(), await people.family()];
    const own = await Promise.all(
      families.map((family) => requests.createRequest(family.actor, asking(family))),
    );
    const rows = await Promise.all(own.map(({ id }) => visitRows(id)));
    const input = {
      title: 'Compiti insieme',
      zoneId: people.facts.zones.centre,
      visitIds: rows.map(([visit]) => visit!.id),
      capacity: 2,
    };
    await expect(sessions.createSession(coordinator, { ...input, capacity: 1 })).rejects.toMatchObject({
      code: 'session-too-small',
    });
    const mixed = [rows[0]![0]!.id, rows[1]![1]!.id];
    await expect(sessions.createSession(coordinator, { ...input, visitIds: mixed })).rejects.toMatchObject({
      code: 'session-times-differ',
    });
    const session = await sessions.createSession(coordinator, input);
    expect((await visitRows(own[0]!.id))[0]!.sessionId).toBe(session.id);
    await expect(sessions.createSession(coordinator, input)).rejects.toMatchObject({
      code: 'visit-in-session',
    });
  });
});

describe('the case', () => {
  test('asking back pauses, shows the family the question, and an answer goes on', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const request = await requests.createRequest(family.actor, asking(family));
    await expect(steps.askInfo(family.actor, request.id, 'Perché?')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await steps.askInfo(coordinator, request.id, 'Quale classe?');
    expect(await cases.readRequest(family.actor, request.id)).toMatchObject({
      state: 'needs-info',
      question: 'Quale classe?',
    });
    expect(await steps.answerInfo(family.actor, request.id, 'La terza')).toMatchObject({
      state: 'open',
      question: null,
    });
    expect((await cases.listNotes(coordinator, request.id, FIRST)).items.map(({ text }) => text)).toEqual([
      'Quale classe?',
      'La terza',
    ]);
    await expect(cases.listNotes(family.actor, request.id, FIRST)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('withdrawing cancels the coming visits and says so once', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    expect(await requests.withdrawRequest(family.actor, request.id, 'Risolto')).toMatchObject({
      state: 'withdrawn',
      coverage: { visits: 0 },
    });
    expect(await eventsOf(request.id)).toEqual(['request.opened', 'request.withdrawn']);
    await expect(requests.withdrawRequest(family.actor, request.id)).rejects.toMatchObject({
      code: 'transition-not-allowed',
    });
  });

  test('giving up keeps the visits that somebody comes to', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const [first] = await visitRows(request.id);
    await giveSeat(request.id, first!.id);
    expect(
      await steps.giveUpRequest(await people.coordinator(), request.id, 'Nessuno in zona'),
    ).toMatchObject({ state: 'unmet', coverage: { visits: 1, covered: 1 } });
  });

  test('owner, cover and call-back day are set by the desk, and only coordinators own cases', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const request = await requests.createRequest(family.actor, asking(family));
    const administrator = await people.administrator();
    const set = await cases.setCase(coordinator, request.id, request.version, {
      ownerId: coordinator.memberId,
      coverId: administrator.memberId,
      callBackOn: '2026-10-09',
    });
    expect(set).toMatchObject({
      coverId: administrator.memberId,
      callBackOn: '2026-10-09',
      version: request.version + 1,
    });
    await expect(
      cases.setCase(coordinator, request.id, set.version, { ownerId: family.memberId }),
    ).rejects.toMatchObject({ code: 'unknown-reference' });
  });

  test('every list page and every read leaves one audit record that names the household', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family, { open: false }));
    const coordinator = await people.coordinator();
    await cases.listRequests(coordinator, { householdId: family.householdId }, FIRST);
    await cases.readRequest(coordinator, request.id);
    const rows = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ action: string }>(
        `SELECT action FROM audit_record WHERE actor_member_id = $1 AND subject_ids @> ARRAY[$2::uuid] ORDER BY id`,
        [coordinator.memberId, family.householdId],
      ),
    );
    expect(rows.map(({ action }) => action)).toEqual(['request.list', 'request.read']);
  });

  test('a coordinator who does not own the case reads no exact address', async () => {
    const family = await people.family();
    const wishes = { zoneId: people.facts.zones.station, address: 'Via Segreta 9' };
    const request = await requests.createRequest(family.actor, asking(family, wishes));
    expect((await cases.readRequest(family.actor, request.id)).address).toBe('Via Segreta 9');
    const administrator = await people.administrator();
    expect((await cases.readRequest(administrator, request.id)).address).toBeNull();
  });
});

describe('upkeep, with the clock moved on', () => {
  test('what is over becomes past; served requests close, the others expire, forgotten drafts too; twice changes nothing', async () => {
    const community = await buildCommunity(world.uow, world.codec, world.clock);
    await community.coordinator();
    const mine = people;
    people = community;
    try {
      const family = await people.family();
      const served = await requests.createRequest(family.actor, asking(family));
      const unserved = await requests.createRequest(family.actor, asking(family));
      const draft = await requests.createRequest(family.actor, asking(family, { open: false }));
      const running = await requests.createRequest(
        family.actor,
        asking(family, { schedule: { ...TUESDAYS, untilDay: '2026-12-01' } }),
      );
      await giveSeat(served.id, (await visitRows(served.id))[0]!.id);
      world.clock.moveTo(new Date('2026-11-04T08:00:00Z'));
      const system = people.facts.system;
      expect(await world.uow.run(system, (tx) => passVisits(tx, 4))).toBe(4);
      expect(await world.uow.run(system, (tx) => passVisits(tx, 100))).toBe(11);
      expect(await world.uow.run(system, (tx) => closeFinishedRequests(tx, 100))).toBe(1);
      expect(await world.uow.run(system, (tx) => expireRequests(tx, 1))).toBe(1);
      expect(await world.uow.run(system, (tx) => expireRequests(tx, 100))).toBe(1);
      expect(await world.uow.run(system, (tx) => expireRequests(tx, 100))).toBe(0);
      const ended = await Promise.all(
        [served, unserved, draft].map(({ id }) => cases.readRequest(family.actor, id)),
      );
      expect(ended.map(({ state }) => state)).toEqual(['closed', 'expired', 'expired']);
      expect(await cases.readRequest(family.actor, running.id)).toMatchObject({ state: 'open' });
      const later = await requests.editRequest(family.actor, running.id, running.version, {
        urgency: 'urgent',
      });
      expect(later.coverage.visits).toBe(9);
    } finally {
      world.clock.moveTo(START);
      people = mine;
    }
  });
});
