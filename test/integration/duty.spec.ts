import { AssignmentsService, presumeDone, SeatsService, watchArrivals } from '#assignments';
import { OrganisationService } from '#communities';
import type { MemberActor, Tx } from '#database';
import { DutyService } from '#members';
import { NotifyService } from '#notifications';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let duty: DutyService;
let desk: MemberActor;
const notify = new NotifyService();

/** Wednesday at 16:00 in Rome. */
const VISIT = new Date('2026-10-07T14:00:00Z');
const hours = (count: number) => new Date(VISIT.getTime() + count * 3_600_000);
const system = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const shift = (coordinator: MemberActor, from = hours(-6), to = hours(6), organisationId?: string) =>
  duty.createShift(desk, { coordinatorId: coordinator.memberId, startsAt: from, endsAt: to, organisationId });
const coordinator = async (organisationId?: string) =>
  (await people.member(['coordinator'], { organisationId })).actor;

beforeAll(async () => {
  world = await openWorld();
  duty = new DutyService(world.uow);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  desk = await people.coordinator();
});

/** A child's confirmed visit; answers its seat and its people. */
async function visit(organisationId?: string) {
  const [family, helper] = [await people.family({ organisationId }), await people.helper()];
  const asked = await buildRequest(world.uow, people, {
    family,
    starts: [VISIT],
    dependantIds: family.dependantIds,
  });
  const { assignmentId, seatIds } = await approve(world.uow, people, {
    helper,
    family,
    asked,
    regime: 'volunteer',
  });
  const assignments = new AssignmentsService(world.uow);
  await assignments.accept(helper.actor, assignmentId);
  await assignments.guardianYes(family.actor, assignmentId);
  return { family, helper, assignmentId, seatId: seatIds[0]! };
}

const watch = () => system((tx) => watchArrivals(tx, 10));
const at = async (minutes: number) => {
  world.clock.moveTo(endOf(VISIT, minutes));
  return watch();
};
/** Who was alerted by an event of this topic, once it is reacted to. */
const alerted = (seatId: string, topic: 'seat-late' | 'seat-late-desk', missing = 'arrived') =>
  system(async (tx) => {
    const outboxId = newId();
    await notify.react(tx, `notifications.${topic}`, { outboxId, subjectId: seatId, values: { missing } });
    const rows = await tx.sql<{ id: string }>(
      'SELECT member_id AS id FROM notification WHERE community_id = $1 AND event_key = $2',
      [tx.communityId, outboxId],
    );
    return rows.map(({ id }) => id).sort();
  });
const topicsOf = (seatId: string) =>
  system(async (tx) =>
    (
      await tx.sql<{ topic: string; missing: string }>(
        `SELECT DISTINCT topic, payload -> 'values' ->> 'missing' AS missing FROM outbox
         WHERE community_id = $1 AND topic LIKE 'seat.late%' AND payload ->> 'subjectId' = $2 ORDER BY topic, missing`,
        [people.id, seatId],
      )
    ).map(({ topic, missing }) => `${topic} ${missing}`),
  );

describe('a missing word', () => {
  test('alerts family and helper after ten minutes and the desk after ten more, each once', async () => {
    const { seatId } = await visit();
    expect([await at(9), await at(10), await at(19)]).toEqual([0, 1, 0]);
    expect(await topicsOf(seatId)).toEqual(['seat.late arrived']);
    expect([await at(21), await at(40)]).toEqual([1, 0]);
    expect(await topicsOf(seatId)).toEqual(['seat.late arrived', 'seat.late-desk arrived']);
  });

  test('said after the first alert keeps the desk out of it', async () => {
    const { seatId, helper } = await visit();
    await at(10);
    await new SeatsService(world.uow).arrived(helper.actor, seatId);
    expect(await at(30)).toBe(0);
    expect([await at(70), await at(79), await at(81)]).toEqual([1, 0, 1]);
    expect(await topicsOf(seatId)).toEqual([
      'seat.late arrived',
      'seat.late handed-over',
      'seat.late-desk handed-over',
    ]);
  });

  test('reaches the desk before silence is taken for done, however patient the policy', async () => {
    const { seatId } = await visit();
    await system((tx) =>
      tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
         VALUES ($1, $2, 'arrivalAlertMinutes', '120', '2020-01-01', $3)`,
        [tx.communityId, newId(), tx.now],
      ),
    );
    expect([await at(60 + 50), await at(60 + 55)]).toEqual([1, 1]);
    expect(await system((tx) => presumeDone(tx, 10))).toBe(0);
    expect(await topicsOf(seatId)).toContain('seat.late-desk arrived');
  });

  test('of a visit that began before its assignment was cancelled still alerts', async () => {
    const { seatId, assignmentId, family } = await visit();
    world.clock.moveTo(endOf(VISIT, 5));
    await new AssignmentsService(world.uow).cancel(family.actor, assignmentId, 'We move');
    expect([await at(10), await at(21)]).toEqual([1, 1]);
    expect(await topicsOf(seatId)).toHaveLength(2);
  });

  test('is first told to guardian and helper alone', async () => {
    const { seatId, family, helper } = await visit();
    await shift(await coordinator());
    expect(await alerted(seatId, 'seat-late')).toEqual([family.memberId, helper.memberId].sort());
  });
});

describe('the duty rota', () => {
  test('names whom the desk’s alert reaches; without anybody on duty it reaches all, as they reach the family', async () => {
    const { seatId } = await visit();
    const [one, other] = [await coordinator(), await coordinator()];
    await shift(one, hours(-6), hours(0));
    await shift(other, hours(0), hours(6));
    const everybody = [desk.memberId, one.memberId, other.memberId].sort();
    world.clock.moveTo(hours(-6.01));
    expect(await alerted(seatId, 'seat-late-desk')).toEqual(everybody);
    world.clock.moveTo(new Date(hours(0).getTime() - 60_000));
    expect(await alerted(seatId, 'seat-late-desk')).toEqual([one.memberId]);
    world.clock.moveTo(hours(0));
    expect(await alerted(seatId, 'seat-late-desk', 'handed-over')).toEqual([other.memberId]);
    world.clock.moveTo(hours(6));
    expect(await alerted(seatId, 'seat-late-desk')).toEqual(everybody);
  });

  test('of an organisation goes before the community’s for its own families', async () => {
    const { organisationId } = people.facts;
    const [own, general] = [await coordinator(organisationId), await coordinator()];
    const [ownFamily, otherFamily] = [await visit(organisationId), await visit()];
    await shift(own, hours(-6), hours(6), organisationId);
    await shift(general);
    world.clock.moveTo(VISIT);
    expect(await alerted(ownFamily.seatId, 'seat-late-desk')).toEqual([own.memberId]);
    expect(await alerted(otherFamily.seatId, 'seat-late-desk')).toEqual(
      [own.memberId, general.memberId].sort(),
    );
  });

  test('never leaves the alert to the helper who is late, nor to who is suspended', async () => {
    const { seatId, helper } = await visit();
    const suspended = await coordinator();
    await system((tx) =>
      tx.sql(
        `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'coordinator', $3)`,
        [tx.communityId, helper.memberId, tx.now],
      ),
    );
    await shift({ ...helper.actor, roles: ['helper', 'coordinator'] });
    await shift(suspended);
    await system((tx) => tx.sql(`UPDATE member SET state = 'suspended' WHERE id = $1`, [suspended.memberId]));
    world.clock.moveTo(VISIT);
    expect(await alerted(seatId, 'seat-late-desk')).toEqual([desk.memberId]);
  });

  test('has active coordinators alone, one shift at a time, in the right order, for at most two weeks', async () => {
    const helper = (await people.member(['helper'])).actor;
    const one = await coordinator();
    expect(await codeOf(shift(helper))).toBe('not-a-coordinator');
    expect(await codeOf(shift(one, hours(0), hours(0)))).toBe('invalid-input');
    expect(await codeOf(shift(one, hours(-72), hours(-71)))).toBe('invalid-input');
    expect(await codeOf(shift(one, hours(0), hours(14 * 24 + 1)))).toBe('invalid-input');
    expect(await codeOf(shift(one, hours(0), hours(14 * 24)))).toBe('no error');
    expect(await codeOf(shift(one, hours(1), hours(2)))).toBe('already-on-duty');
    expect(await codeOf(shift(one, hours(14 * 24), hours(15 * 24)))).toBe('no error');
    expect(await codeOf(shift(one, hours(-6), hours(0), newId()))).toBe('unknown-organisation');
    expect(await codeOf(duty.listShifts(helper, { limit: 10, after: undefined }, {}))).toBe('forbidden');
  });

  test('is edited and seen as far as a desk reaches; who is on duty now is one question', async () => {
    const second = await new OrganisationService(world.uow).createOrganisation(await people.administrator(), {
      name: 'Altra',
      kind: 'association',
    });
    const [own, foreign] = [await coordinator(people.facts.organisationId), await coordinator(second.id)];
    const { id } = await shift(own, hours(-6), hours(6), people.facts.organisationId);
    await shift(await coordinator(), hours(1), hours(2));
    const page = { limit: 10, after: undefined };
    expect((await duty.listShifts(foreign, page, {})).items).toHaveLength(1);
    expect(await codeOf(duty.deleteShift(foreign, id))).toBe('not-found');
    world.clock.moveTo(VISIT);
    expect((await duty.listShifts(desk, page, { now: true })).items).toMatchObject([
      { id, coordinatorId: own.memberId, organisationId: people.facts.organisationId },
    ]);
    const administrator = await people.administrator();
    expect((await duty.listShifts(administrator, page, {})).items).toHaveLength(2);
    expect(await codeOf(duty.deleteShift(administrator, newId()))).toBe('not-found');
    await duty.deleteShift(own, id);
    expect((await duty.listShifts(desk, page, { now: true })).items).toEqual([]);
  });
});
