import type { MemberActor } from '#database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpScene, minutesAfter, said, type Body } from '../builders/http.scene.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BY_PHONE } from '../builders/visits.scene.js';
import { until, type TestInstallation } from '../support/test-installation.js';

/**
 * As in odd-orders.spec.ts, for series and for what is promised while the world around it changes: nothing stays held
 * that nobody will pay or give back, and no state is left that nobody can leave.
 */
const scene = new HttpScene();
const { call, post, ask, approved, confirmed, fiveWeeks, settled, statesOf } = scene;

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

beforeAll(async () => {
  installation = await scene.open();
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ people, family, helper, desk } = await scene.begin());
});
afterEach(scene.expectSound);

describe('a series', () => {
  test('withdrawn in the middle of a visit lets that visit end, be counted and paid; the rest is given back', async () => {
    const { requestId, seats } = await confirmed({}, fiveWeeks());
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
    const { requestId, assignmentId } = await confirmed({}, fiveWeeks());
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
    const { requestId } = await confirmed({}, fiveWeeks());
    const edit = async (body: Body) => {
      const { version } = await call(family.actor, 'get', `/v1/requests/${requestId}`);
      return said(call(family.actor, 'patch', `/v1/requests/${requestId}`, body, version));
    };
    const schedule = { ...fiveWeeks(), startTime: '16:00', endTime: '18:00' };
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
    const { requestId, seats } = await confirmed({}, fiveWeeks());
    const { items } = await call(family.actor, 'get', `/v1/requests/${requestId}/visits`);
    const at = `/v1/visits/${items[0]!.id}`;
    expect(await said(post(helper.actor, `${at}/cancel`, { reason: 'x' }))).toBe('not-your-role');
    expect(await said(post(family.actor, `${at}/cancel`, { reason: 'x' }))).toBe(200);
    expect(await said(post(family.actor, `${at}/cancel`, { reason: 'x' }))).toBe('visit-not-planned');
    expect(await said(post(family.actor, `${at}/plan-again`))).toBe('visit-not-offered');
    await settled();
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 1));
    expect(await said(post(helper.actor, `/v1/seats/${seats[0]!.id}/arrived`))).toBe(
      'transition-not-allowed',
    );
    expect((await statesOf('seat'))[0]).toBe('released');
  });
});

describe('what changes around it', () => {
  test('a suspended helper: no yes, no arrival; back again, the visit goes on', async () => {
    const { assignmentId } = await approved();
    const { seats } = await confirmed({}, { firstDay: people.day(4) });
    await post(desk, `/v1/members/${helper.memberId}/suspend`, { reason: 'x' });
    await settled();
    expect(await said(post(desk, `/v1/assignments/${assignmentId}/accept`, BY_PHONE))).toBe(
      'helper-not-active',
    );
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
