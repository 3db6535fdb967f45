import type { MemberActor } from '#database';
import { addDays } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

/**
 * The life of requests over HTTP in orders nobody planned: whatever is refused is refused with a code, nothing
 * stays held that nobody will pay or give back, and no state is left that nobody can leave.
 */

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(() => installation.close());
beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
  family = await people.family({ givenName: 'Sara' });
  helper = await people.helper({ regime: 'timebank' });
  desk = await people.coordinator();
});

/** What the answers read here say, of all routes together: the step that asked knows which of it is there. */
interface Answer {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly assignmentId: string;
  readonly helperId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly occurrence: string;
  readonly topic: string;
  readonly items: readonly Answer[];
  readonly seats: readonly Answer[];
  /** An error's code, else the state, else the status. */
  readonly said: unknown;
}
type Body = Readonly<Record<string, unknown>>;
type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

async function call(
  who: MemberActor,
  method: Method,
  path: string,
  body?: unknown,
  version?: number,
): Promise<Answer> {
  const agent = await installation.as(who);
  const request = agent[method](path);
  if (version !== undefined) void request.set('if-match', `"v${version}"`);
  const { status, body: answer } = await (body === undefined ? request : request.send(body as object));
  expect(status).toBeLessThan(500);
  return { ...answer, said: answer.code ?? answer.state ?? status };
}

const said = async (work: Promise<Answer>): Promise<unknown> => (await work).said;
const post = (who: MemberActor, path: string, body: unknown = {}, version?: number) =>
  call(who, 'post', path, body, version);

const ask = (more: Body = {}, schedule: Body = {}) =>
  post(family.actor, '/v1/requests', {
    householdId: family.householdId,
    categoryId: people.facts.categories.babysitting,
    dependantIds: family.dependantIds,
    regimes: ['timebank'],
    open: true,
    schedule: {
      frequency: 'once',
      firstDay: people.day(2),
      startTime: '16:00',
      endTime: '18:00',
      ...schedule,
    },
    ...more,
  });

const FIVE_WEEKS = () => ({ frequency: 'weekly', firstDay: people.day(2), untilDay: people.day(30) });

/** The open proposal of this helper, made by matching or by the desk, whoever was first. */
async function proposalOf(requestId: string, who = helper): Promise<Pick<Answer, 'id' | 'version'>> {
  const made = await post(desk, '/v1/proposals', { requestId, helperId: who.memberId });
  if (made.said !== 'already-proposed') return { id: made.id, version: 1 };
  const { items } = await call(desk, 'get', `/v1/proposals?requestId=${requestId}`);
  return items.find((it) => it.helperId === who.memberId)!;
}

async function approved(more: Body = {}, schedule: Body = {}) {
  const { id: requestId } = await ask(more, schedule);
  const { id, version } = await proposalOf(requestId);
  const { assignmentId } = await post(desk, `/v1/proposals/${id}/approve`, {}, version);
  return { requestId, assignmentId };
}

async function confirmed(more: Body = {}, schedule: Body = {}) {
  const made = await approved(more, schedule);
  await post(helper.actor, `/v1/assignments/${made.assignmentId}/accept`);
  await post(family.actor, `/v1/assignments/${made.assignmentId}/guardian-yes`);
  const { seats, state } = await call(helper.actor, 'get', `/v1/assignments/${made.assignmentId}`);
  expect(state).toBe('confirmed');
  return { ...made, seats };
}

const minutesAfter = (instant: string, minutes: number) =>
  new Date(new Date(instant).getTime() + minutes * 60_000);

/** Lets the reactions to what happened end. */
const settled = () =>
  until('the reactions', () =>
    installation.uow.run(people.facts.system, async (tx) => {
      const rows = await tx.sql(
        `SELECT FROM outbox WHERE community_id = $1 AND done_at IS NULL AND topic <> 'assignment.approved'
           AND (published_at IS NOT NULL OR next_at <= clock_timestamp() + interval '1 minute') LIMIT 1`,
        [people.id],
      );
      return rows.length === 0;
    }),
  );

const statesOf = async (table: 'seat' | 'visit' | 'hold' | 'assignment' | 'request') => {
  const order = { seat: 'starts_at', visit: 'starts_at', hold: 'id', assignment: 'id', request: 'id' }[table];
  const rows = await installation.uow.run(people.facts.system, (tx) =>
    tx.sql<{ state: string }>(`SELECT state FROM ${table} WHERE community_id = $1 ORDER BY ${order}`, [
      people.id,
    ]),
  );
  return rows.map(({ state }) => state);
};

afterEach(async () => {
  await settled();
  const wrong = await installation.uow.run(people.facts.system, (tx) =>
    tx.sql(
      `SELECT 'the ledger does not sum to zero' AS what FROM account WHERE community_id = $1 HAVING sum(balance_minutes) <> 0
       UNION ALL SELECT 'an account holds what no hold says' FROM account a WHERE a.community_id = $1 AND a.held_minutes <>
         coalesce((SELECT sum(minutes) FROM hold h WHERE h.community_id = $1 AND h.account_id = a.id AND h.state = 'held'), 0)
       UNION ALL SELECT 'held for a seat that is ' || s.state FROM hold h
         JOIN seat s ON s.community_id = h.community_id AND s.id = h.seat_id
         WHERE h.community_id = $1 AND h.state = 'held' AND s.state NOT IN ('scheduled', 'reconfirmed', 'arrived', 'done', 'disputed')
       UNION ALL SELECT 'a coming seat of an assignment that is ' || a.state FROM seat s
         JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
         WHERE s.community_id = $1 AND s.state IN ('scheduled', 'reconfirmed') AND s.starts_at > $2
           AND a.state NOT IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed')`,
      [people.id, installation.clock.now()],
    ),
  );
  expect(wrong).toEqual([]);
});

describe('answers', () => {
  test('given five times at once count once; what comes after is refused by its state', async () => {
    const { assignmentId } = await approved();
    const at = `/v1/assignments/${assignmentId}`;
    expect(await said(post(family.actor, `${at}/guardian-yes`))).toBe('transition-not-allowed');
    const accepts = await Promise.all([1, 2, 3, 4, 5].map(() => said(post(helper.actor, `${at}/accept`))));
    expect(accepts.sort()).toEqual(['awaiting-guardian', ...Array(4).fill('transition-not-allowed')]);
    expect(await said(post(helper.actor, `${at}/decline`))).toBe('transition-not-allowed');
    const other = await people.family();
    expect(await said(post(other.actor, `${at}/guardian-yes`))).toBe('not-found');
    expect(await said(post(helper.actor, `${at}/guardian-yes`))).toBe('not-your-role');
    const guardian = await Promise.all(
      ['yes', 'no'].map((answer) => said(post(family.actor, `${at}/guardian-${answer}`))),
    );
    expect(guardian).toContain('transition-not-allowed');
  });

  test('of rivals for one place: one approval, and each other is told why', async () => {
    const { id: requestId } = await ask();
    const second = await people.helper({ regime: 'timebank' });
    const [one, two] = [await proposalOf(requestId), await proposalOf(requestId, second)];
    const outcomes = await Promise.all(
      [one, two, one, two].map((it) => said(post(desk, `/v1/proposals/${it.id}/approve`, {}, it.version))),
    );
    expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
    const refused = ['proposal-not-open', 'stale-version', 'nothing-to-cover', 'visit-already-covered'];
    expect(refused).toEqual(
      expect.arrayContaining(outcomes.filter((outcome) => outcome !== 200) as string[]),
    );
    expect(await statesOf('seat')).toEqual(['scheduled']);
  });

  test('a helper who is proposed already is not proposed twice, and the desk hears so', async () => {
    const { id: requestId } = await ask();
    await settled();
    const again = () => said(post(desk, '/v1/proposals', { requestId, helperId: helper.memberId }));
    expect([await again(), await again()]).toContain('already-proposed');
  });
});

describe('a visit', () => {
  test('is not done, missed or declared before its time, nor cancelled after', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    expect(await said(post(helper.actor, `${at}/done`))).toBe('too-early');
    expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes: 60 }))).toBe('too-early');
    expect(await said(post(family.actor, `${at}/no-show`, { absent: 'helper' }))).toBe('too-early');
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 30));
    expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes: 60 }))).toBe('too-early');
    expect(await said(post(helper.actor, `${at}/handed-over`))).toBe('transition-not-allowed');
    expect(await said(post(helper.actor, `${at}/done`))).toBe('done');
    for (const [step, body] of [
      ['done', {}],
      ['arrived', {}],
      ['cancel', { reason: 'no' }],
      ['no-show', { absent: 'helper' }],
    ] as const) {
      expect([
        step,
        await said(post(step === 'no-show' ? family.actor : helper.actor, `${at}/${step}`, body)),
      ]).toEqual([step, 'transition-not-allowed']);
    }
  });

  test('has hours that one side declares and the other confirms; reversed, they are declared anew', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.endsAt, 5));
    for (const minutes of [-1, 1.5, 2_881, '60', null])
      expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes }))).toBe('invalid-input');
    const { id } = await post(helper.actor, `${at}/declare-hours`, { minutes: 600 });
    const entry = `/v1/time-entries/${id}`;
    expect(await said(post(helper.actor, `${entry}/confirm`))).toBe('own-record');
    expect(await said(post(desk, `${entry}/settle`, { minutes: 100, reason: 'x' }))).toBe(
      'transition-not-allowed',
    );
    expect(await said(post(family.actor, `${entry}/confirm`, { minutes: 120 }))).toBe('disputed');
    expect(await said(post(helper.actor, `${entry}/dispute`, { reason: 'x' }))).toBe('own-record');
    expect(await said(post(desk, `${at}/reverse`, { reason: 'x' }))).toBe('transition-not-allowed');
    expect(await said(post(desk, `${entry}/settle`, { minutes: 700, reason: 'x' }))).toBe('settled');
    expect(await said(post(desk, `${at}/reverse`, { reason: 'x' }))).toBe('reversed');
    expect(await said(post(desk, `${at}/reverse`, { reason: 'x' }))).toBe('transition-not-allowed');
    const anew = await post(family.actor, `${at}/declare-hours`, { minutes: 130 });
    expect(await said(post(family.actor, `/v1/time-entries/${anew.id}/confirm`))).toBe('own-record');
    expect(await said(post(helper.actor, `/v1/time-entries/${anew.id}/confirm`))).toBe('confirmed');
    expect(await statesOf('seat')).toEqual(['credited']);
  });

  test('cancelled late is not arrived at, reconfirmed, declared or contested', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, -60));
    expect(await said(post(helper.actor, `${at}/cancel`, { reason: 'febbre' }))).toBe('cancelled-late');
    for (const [step, body] of [
      ['arrived', {}],
      ['reconfirm', {}],
      ['contest', { minutes: 60, reason: 'x' }],
    ] as const) {
      expect([step, await said(post(helper.actor, `${at}/${step}`, body))]).toEqual([
        step,
        'transition-not-allowed',
      ]);
    }
    installation.clock.moveTo(minutesAfter(seats[0]!.endsAt, 5));
    expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes: 60 }))).toBe(
      'transition-not-allowed',
    );
    expect(await statesOf('hold')).toEqual(['released']);
  });

  test('missed by one is not missed by the other too; contested and upheld it ends', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 30));
    expect(await said(post(helper.actor, `${at}/no-show`, { absent: 'helper' }))).toBe('own-record');
    expect(await said(post(helper.actor, `${at}/no-show`, { absent: 'family' }))).toBe('no-show');
    expect(await said(post(family.actor, `${at}/no-show`, { absent: 'helper' }))).toBe(
      'transition-not-allowed',
    );
    const contest = { minutes: 60, reason: 'c’ero' };
    expect(await said(post(helper.actor, `${at}/contest`, contest))).toBe('forbidden');
    expect(await said(post(family.actor, `${at}/contest`, contest))).toBe('disputed');
    const uphold = { absent: 'family', reason: 'x' };
    expect(await said(post(desk, `${at}/uphold-no-show`, uphold))).toBe('no-show');
    expect(await said(post(desk, `${at}/uphold-no-show`, uphold))).toBe('transition-not-allowed');
  });
});

describe('a series', () => {
  test('withdrawn in the middle of a visit lets that visit end, be counted and paid; the rest is given back', async () => {
    const { requestId, seats } = await confirmed({}, FIVE_WEEKS());
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 1));
    expect(await said(post(helper.actor, `${at}/arrived`))).toBe('arrived');
    expect(await said(post(family.actor, `/v1/requests/${requestId}/withdraw`))).toBe('withdrawn');
    expect(await said(post(family.actor, `/v1/requests/${requestId}/withdraw`))).toBe(
      'transition-not-allowed',
    );
    await settled();
    installation.clock.moveTo(minutesAfter(seats[0]!.endsAt, 5));
    const { id } = await post(helper.actor, `${at}/declare-hours`, { minutes: 120 });
    expect(await said(post(family.actor, `/v1/time-entries/${id}/confirm`))).toBe('confirmed');
    expect(await statesOf('seat')).toEqual(['credited', 'released', 'released', 'released', 'released']);
  });

  test('given up keeps the visits somebody comes to; when they come no more, nothing is left planned', async () => {
    const { requestId, assignmentId } = await confirmed({}, FIVE_WEEKS());
    expect(await said(post(desk, `/v1/requests/${requestId}/unmet`, { reason: 'x' }))).toBe('unmet');
    await settled();
    expect(new Set(await statesOf('visit'))).toEqual(new Set(['planned']));
    expect(await said(post(family.actor, `/v1/assignments/${assignmentId}/cancel`, { reason: 'x' }))).toBe(
      'cancelled',
    );
    await installation.worker!.runDuties();
    await until('the visits', async () => new Set(await statesOf('visit')).has('cancelled'));
    expect(new Set(await statesOf('visit'))).toEqual(new Set(['cancelled']));
  });

  test('with helpers is not changed under their feet, but grows, and takes a note', async () => {
    const { requestId } = await confirmed({}, FIVE_WEEKS());
    const edit = async (body: Body) => {
      const { version } = await call(family.actor, 'get', `/v1/requests/${requestId}`);
      return said(call(family.actor, 'patch', `/v1/requests/${requestId}`, body, version));
    };
    const schedule = { ...FIVE_WEEKS(), startTime: '16:00', endTime: '18:00' };
    for (const [body, answer] of [
      [{ schedule: { ...schedule, startTime: '17:00', endTime: '19:00' } }, 'visits-assigned'],
      [{ schedule: { ...schedule, untilDay: people.day(9) } }, 'visits-assigned'],
      [{ schedule: { ...schedule, untilDay: people.day(44) } }, 'open'],
      [{ note: 'Secondo piano' }, 'open'],
      [{ seatsNeeded: 2 }, 'open'],
      [{ seatsNeeded: 1 }, 'open'],
      [{ regimes: ['volunteer'] }, 'visits-assigned'],
      [{ dependantIds: [] }, 'facts-missing'],
      [{ categoryId: people.facts.categories.homework, subjects: ['maths'] }, 'category-fixed'],
      [{ zoneId: people.facts.zones.beyondRiver, address: 'Via Nuova 1' }, 'visits-assigned'],
      [{ preferredHelperId: family.memberId }, 'unknown-reference'],
      [{ schedule: null }, 'invalid-input'],
      [{ schedule: { ...schedule, endTime: '16:05' } }, 'times-wrong'],
    ] as const) {
      expect([body, await edit(body)]).toEqual([body, answer]);
    }
  });

  test('loses one visit to its family, and that one does not come back by itself', async () => {
    const { requestId, seats } = await confirmed({}, FIVE_WEEKS());
    const { items } = await call(family.actor, 'get', `/v1/requests/${requestId}/visits`);
    const at = `/v1/visits/${items[0]!.id}`;
    expect(await said(post(helper.actor, `${at}/cancel`, { reason: 'x' }))).toBe('not-your-role');
    expect(await said(post(family.actor, `${at}/cancel`, { reason: 'x' }))).toBe(200);
    expect(await said(post(family.actor, `${at}/cancel`, { reason: 'x' }))).toBe('visit-not-planned');
    expect(await said(post(family.actor, `${at}/plan-again`))).toBe('visit-not-offered');
    await settled();
    expect(await said(post(helper.actor, `/v1/seats/${seats[0]!.id}/arrived`))).not.toBe('arrived');
    expect((await statesOf('seat'))[0]).toBe('released');
  });
});

describe('what changes around it', () => {
  test('a suspended helper: no yes, no arrival; back again, the visit goes on', async () => {
    const { assignmentId } = await approved();
    const { seats } = await confirmed({}, { firstDay: people.day(4) });
    await post(desk, `/v1/members/${helper.memberId}/suspend`, { reason: 'x' });
    await settled();
    expect(await said(post(desk, `/v1/assignments/${assignmentId}/accept`))).toBe('helper-not-active');
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 1));
    const at = `/v1/seats/${seats[0]!.id}`;
    expect(await said(post(family.actor, `${at}/arrived`))).toBe('helper-not-active');
    expect(await said(post(family.actor, `${at}/cancel`, { reason: 'x' }))).toBe('visit-begun');
    await post(desk, `/v1/members/${helper.memberId}/reinstate`, { reason: 'x' });
    expect(await said(post(family.actor, `${at}/arrived`))).toBe('arrived');
  });

  test('an offer withdrawn and hours emptied touch what is promised in nothing, and end what is not', async () => {
    const { assignmentId } = await approved();
    const { version } = await call(helper.actor, 'get', `/v1/offers/${helper.offerId}`);
    await post(helper.actor, `/v1/offers/${helper.offerId}/withdraw`, {}, version);
    await call(helper.actor, 'put', `/v1/helpers/${helper.memberId}/weekly-hours`, { hours: [] }, 1);
    expect(await said(post(helper.actor, `/v1/assignments/${assignmentId}/accept`))).toBe(
      'awaiting-guardian',
    );
    expect(await said(post(family.actor, `/v1/assignments/${assignmentId}/guardian-yes`))).toBe('confirmed');
    const { id: requestId } = await ask({}, { firstDay: people.day(6) });
    expect(await said(post(desk, '/v1/proposals', { requestId, helperId: helper.memberId }))).toBe(
      'no-offer',
    );
  });

  test('a household that moves takes its visits along, and whoever comes is told; an address of its own stays', async () => {
    const { zones } = people.facts;
    await confirmed();
    await ask({}, { firstDay: people.day(6) });
    await ask({ zoneId: zones.station, address: 'Via della Nonna 2' }, { firstDay: people.day(7) });
    const { version } = await call(family.actor, 'get', `/v1/households/${family.householdId}`);
    const move = { zoneId: zones.beyondRiver, address: 'Via Nuova 9' };
    await call(family.actor, 'patch', `/v1/households/${family.householdId}`, move, version);
    await settled();
    const places = await installation.uow.run(people.facts.system, (tx) =>
      tx.sql<{ zone: string; visit: string; seat: string | null }>(
        `SELECT r.zone_id AS zone, v.from_zone_id AS visit, s.from_zone_id AS seat FROM request r
         JOIN visit v ON v.community_id = r.community_id AND v.request_id = r.id
         LEFT JOIN seat s ON s.community_id = v.community_id AND s.visit_id = v.id WHERE r.community_id = $1 ORDER BY v.starts_at`,
        [people.id],
      ),
    );
    const { beyondRiver, station } = zones;
    expect(places).toEqual([
      { zone: beyondRiver, visit: beyondRiver, seat: beyondRiver },
      { zone: beyondRiver, visit: beyondRiver, seat: null },
      { zone: station, visit: station, seat: null },
    ]);
    const inbox = async (who: MemberActor) =>
      (await call(who, 'get', '/v1/me/notifications')).items.map((it) => it.topic);
    expect(await inbox(helper.actor)).toContain('household-moved');
    expect(await inbox(desk)).toContain('household-moved');
    expect(await inbox(family.actor)).not.toContain('household-moved');
  });

  test('a question holds matching, and its answer lets it go on; days that pass end what is left', async () => {
    const { id } = await ask();
    const at = `/v1/requests/${id}`;
    expect(await said(post(desk, `${at}/ask-info`, { question: 'Che classe?' }))).toBe('needs-info');
    expect(await said(post(desk, `${at}/ask-info`, { question: 'Che classe?' }))).toBe(
      'transition-not-allowed',
    );
    expect(await said(post(desk, '/v1/proposals', { requestId: id, helperId: helper.memberId }))).toBe(
      'nothing-to-cover',
    );
    expect(await said(post(family.actor, `${at}/answer-info`, { answer: 'La terza' }))).toBe('open');
    expect(await said(post(family.actor, `${at}/answer-info`, { answer: 'La terza' }))).toBe(
      'transition-not-allowed',
    );
    expect(await said(post(family.actor, `${at}/repeat`, { firstDay: people.day(-20) }))).toBe('in-the-past');
    expect(await said(post(family.actor, `${at}/repeat`, { firstDay: people.day(9) }))).toBe('draft');
    installation.clock.moveTo(new Date(START.getTime() + 40 * 86_400_000));
    await installation.worker!.runDuties();
    await until('the end of both', async () => new Set(await statesOf('request')).size === 1);
    expect(await statesOf('request')).toEqual(['expired', 'expired']);
  });
});

describe('the weeks in which the clocks change', () => {
  const CASES = [
    ['a gap in the morning moves forward', '2027-03-28', '02:15', '02:45', false, '01:15', '01:45'],
    [
      'a gap from its start to its end keeps its length',
      '2027-03-28',
      '02:00',
      '03:00',
      false,
      '01:00',
      '02:00',
    ],
    ['a short night is an hour shorter', '2027-03-27', '22:00', '04:00', true, '21:00', '02:00'],
    ['an hour that happens twice is its first', '2026-10-25', '02:15', '02:45', false, '00:15', '00:45'],
    ['a long night is an hour longer', '2026-10-24', '22:00', '04:00', true, '20:00', '03:00'],
  ] as const;

  test.each(CASES)('%s', async (_, firstDay, startTime, endTime, endsNextDay, from, to) => {
    installation.clock.moveTo(new Date(firstDay > '2027' ? '2027-03-15T10:00:00Z' : '2026-10-12T10:00:00Z'));
    const day = { startTime, endTime, endsNextDay };
    const weekly = { frequency: 'weekly', firstDay: addDays(firstDay, -7), untilDay: addDays(firstDay, 7) };
    for (const schedule of [{ frequency: 'once', firstDay }, weekly]) {
      const { id } = await ask({}, { ...day, ...schedule });
      const { items } = await call(desk, 'get', `/v1/requests/${id}/visits`);
      const visit = items.find((it) => it.occurrence === firstDay)!;
      expect([visit.startsAt.slice(11, 16), visit.endsAt.slice(11, 16)]).toEqual([from, to]);
      expect(items).toHaveLength(schedule.frequency === 'once' ? 1 : 3);
    }
  });
});
