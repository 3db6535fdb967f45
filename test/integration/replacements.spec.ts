import { AssignmentsService, expireUnanswered, SeatsService } from '#assignments';
import type { MemberActor, Tx } from '#database';
import { ledgerTotal, openAccount } from '#ledger';
import {
  closeAsks,
  closeStrayAsks,
  ReplacementReadsService,
  ReplacementsService,
  searchReplacements,
} from '#matching';
import { releaseSeatsOfCancelledVisits } from '#assignments';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { approve, buildRequest, endOf, type AskedFor } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { BY_PHONE } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;
let asked: AskedFor;
let seatId: string;

/** Wednesday at 16:00 in Rome: two days and six hours after the start of the clock. */
const VISIT = new Date('2026-10-07T14:00:00Z');
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  [family, helper, desk] = [await people.family(), await people.helper(), await people.coordinator()];
});
afterEach(async () => {
  expect(await system(ledgerTotal)).toBe(0);
});

const system = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const replacements = () => new ReplacementsService(world.uow);
const search = () => system((tx) => searchReplacements(tx, 100));
const asks = () =>
  system((tx) =>
    tx.sql<{ id: string; helperId: string; state: string; wave: number }>(
      `SELECT id, helper_id AS "helperId", state, wave FROM replacement_ask WHERE community_id = $1 ORDER BY asked_at, id`,
      [people.id],
    ),
  );
const seatState = async (id = seatId) =>
  (await system((tx) => tx.sql<{ state: string }>('SELECT state FROM seat WHERE id = $1', [id])))[0]!.state;
const seatsOfVisit = () =>
  system((tx) =>
    tx.sql(
      `SELECT member_id AS "helperId", state, regime, replaces_id AS "replacesId" FROM seat
       WHERE visit_id = $1 AND active`,
      [asked.visitIds[0]],
    ),
  );
const told = (topic: string) =>
  system(async (tx) =>
    (
      await tx.sql<{ id: string }>(
        `SELECT DISTINCT payload ->> 'subjectId' AS id FROM outbox WHERE community_id = $1 AND topic = $2`,
        [people.id, topic],
      )
    ).map(({ id }) => id),
  );
const helpers = async (count: number, wishes: Parameters<CommunityPeople['helper']>[0] = {}) => {
  const list: BuiltHelper[] = [];
  for (let n = 0; n < count; n += 1) list.push(await people.helper(wishes));
  return list;
};
const actorOf = (list: readonly BuiltHelper[], memberId: string) =>
  list.find((one) => one.memberId === memberId)!.actor;

/** A confirmed visit whose helper cannot come, `hours` before it begins. */
async function sought(hours: number, wishes: { regimes?: string; children?: boolean } = {}): Promise<void> {
  asked = await buildRequest(world.uow, people, {
    family,
    starts: [VISIT],
    dependantIds: wishes.children ? family.dependantIds : [],
  });
  if (wishes.regimes) {
    await system((tx) =>
      tx.sql('UPDATE request SET regimes = $2 WHERE id = $1', [asked.requestId, wishes.regimes]),
    );
  }
  const made = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
  seatId = made.seatIds[0]!;
  const assignments = new AssignmentsService(world.uow);
  await assignments.accept(helper.actor, made.assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, made.assignmentId);
  world.clock.moveTo(new Date(VISIT.getTime() - hours * HOUR));
  await new SeatsService(world.uow).seekReplacement(desk, seatId, 'Ill');
}

test('a place given up under 48 hours before is asked of three, then of six more, then wider, and no further', async () => {
  await helpers(23);
  await sought(48);
  await search();
  expect((await asks()).map(({ wave }) => wave)).toEqual([1, 1, 1]);
  world.clock.advanceMinutes(29);
  await search();
  expect(await asks()).toHaveLength(3);
  for (const total of [9, 21, 21]) {
    world.clock.advanceMinutes(31);
    await search();
    expect(await asks()).toHaveLength(total);
  }
  expect((await told('replacement.asked')).length).toBe(21);
  expect((await asks()).map(({ helperId }) => helperId)).not.toContain(helper.memberId);
});

test('a place given up earlier waits for matching until it is 48 hours away', async () => {
  await helpers(1);
  await sought(49);
  await search();
  expect(await asks()).toEqual([]);
  world.clock.advanceMinutes(61);
  await search();
  expect(await asks()).toHaveLength(1);
});

test('the first yes has the place, at once confirmed for who knows the family; others hear that it is taken', async () => {
  const others = await helpers(3);
  await sought(10);
  await search();
  const [first, second, third] = await asks();
  await replacements().accept(actorOf(others, first!.helperId), first!.id);
  expect([await seatState(), await seatsOfVisit()]).toEqual([
    'replaced',
    [{ helperId: first!.helperId, state: 'scheduled', regime: 'volunteer', replacesId: seatId }],
  ]);
  expect(await codeOf(replacements().accept(actorOf(others, second!.helperId), second!.id))).toBe(
    'replacement-taken',
  );
  expect(await told('seat.replaced')).toEqual([seatId]);
  expect([await system((tx) => closeAsks(tx, seatId)), await system((tx) => closeAsks(tx, seatId))]).toEqual([
    2, 0,
  ]);
  expect((await told('replacement.taken')).sort()).toEqual([second!.id, third!.id].sort());
  expect(await codeOf(replacements().accept(actorOf(others, third!.helperId), third!.id))).toBe(
    'replacement-taken',
  );
  const [assignment] = await system((tx) =>
    tx.sql(`SELECT state, counts_as_ask FROM assignment WHERE helper_id = $1`, [first!.helperId]),
  );
  expect(assignment).toEqual({ state: 'confirmed', counts_as_ask: false });
  expect(await told('assignment.approved')).toHaveLength(1);
});

test('of two who say yes at the same moment one has it, the other is told kindly', async () => {
  const others = await helpers(3);
  await sought(10);
  await search();
  const codes = await Promise.all(
    (await asks()).map(({ id, helperId }) => codeOf(replacements().accept(actorOf(others, helperId), id))),
  );
  expect(codes.sort()).toEqual(['no error', 'replacement-taken', 'replacement-taken']);
  expect(await seatsOfVisit()).toHaveLength(1);
});

test('a second tap of whoever has the place answers the same', async () => {
  const others = await helpers(1);
  await sought(10);
  await search();
  const [ask] = await asks();
  const actor = actorOf(others, ask!.helperId);
  const made = await replacements().accept(actor, ask!.id);
  expect(await replacements().accept(actor, ask!.id)).toEqual(made);
});

test('a time-bank helper’s yes holds the payer’s hours', async () => {
  const others = await helpers(1, { regime: 'timebank' });
  await sought(10);
  await search();
  const [ask] = await asks();
  await replacements().accept(actorOf(others, ask!.helperId), ask!.id);
  expect((await system((tx) => openAccount(tx, family.memberId))).heldMinutes).toBe(60);
});

test('a guardian whom the helper is new to still answers, and after their no the search goes on', async () => {
  const others = await helpers(4);
  await sought(20, { children: true });
  await search();
  const [ask] = await asks();
  const { assignmentId } = await replacements().accept(actorOf(others, ask!.helperId), ask!.id);
  await system((tx) => closeAsks(tx, seatId));
  await new AssignmentsService(world.uow).guardianNo(family.actor, assignmentId);
  expect([await seatState(), await seatsOfVisit()]).toEqual(['replacement-sought', []]);
  await search();
  expect((await asks()).map(({ wave }) => wave)).toEqual([1, 1, 1, 2]);
});

test('a guardian’s silence does not end the search either', async () => {
  const others = await helpers(4);
  await sought(20, { children: true });
  await search();
  const [ask] = await asks();
  await replacements().accept(actorOf(others, ask!.helperId), ask!.id);
  world.clock.advanceMinutes(4 * 60);
  await system((tx) => expireUnanswered(tx, 10));
  expect(await seatState()).toBe('replacement-sought');
});

test('after three times no the next wave need not wait', async () => {
  const others = await helpers(4);
  await sought(10);
  await search();
  for (const { id, helperId } of await asks()) await replacements().decline(actorOf(others, helperId), id);
  await search();
  expect((await asks()).map(({ state }) => state)).toEqual(['declined', 'declined', 'declined', 'asked']);
});

test('asks are one’s own: neither a rival, nor the family, nor a stranger answers them', async () => {
  const others = await helpers(2);
  await sought(10);
  await search();
  const [ask] = await asks();
  const rival = others.find(({ memberId }) => memberId !== ask!.helperId)!;
  const abroad = await (await buildCommunity(world.uow, world.codec, world.clock)).coordinator();
  for (const [actor, code] of [
    [rival.actor, 'not-found'],
    [family.actor, 'forbidden'],
    [abroad, 'not-found'],
  ] as const) {
    expect(await codeOf(replacements().accept(actor, ask!.id))).toBe(code);
    expect(await codeOf(replacements().decline(actor, ask!.id))).toBe(code);
  }
  const reads = new ReplacementReadsService(world.uow);
  expect((await reads.list(rival.actor, {})).items).toHaveLength(1);
  expect((await reads.list(family.actor, {})).items).toEqual([]);
  expect((await reads.list(desk, { seatId })).items).toHaveLength(2);
  expect(await codeOf(replacements().accept(desk, ask!.id))).toBe('channel-missing');
  expect(await codeOf(replacements().accept(desk, ask!.id, undefined, BY_PHONE))).toBe('no error');
});

test('who was asked enough today, is blocked or is busy then is not asked', async () => {
  const [full, blocked, busy, free] = await helpers(4);
  const other = await buildRequest(world.uow, people, { family: await people.family(), starts: [VISIT] });
  await approve(world.uow, people, { helper: busy!, family, asked: other, regime: 'volunteer' });
  await system(async (tx) => {
    await tx.sql('UPDATE helper_profile SET asks_per_day = 0 WHERE member_id = $1', [full!.memberId]);
    await tx.sql(
      'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
      [tx.communityId, blocked!.memberId, family.memberId, tx.now],
    );
  });
  await sought(10);
  await search();
  expect((await asks()).map(({ helperId }) => helperId)).toEqual([free!.memberId]);
});

test('where only help of another kind could come the family is asked, and its yes is for this visit alone', async () => {
  const others = await helpers(2, { regime: 'timebank' });
  await sought(10, { regimes: '{volunteer}' });
  await search();
  expect([await asks(), await told('seat.regime-asked')]).toEqual([[], [seatId]]);
  const seats = new SeatsService(world.uow);
  expect(await codeOf(seats.agreeRegime(family.actor, seatId, 'volunteer'))).toBe('regime-not-asked');
  expect(await codeOf(seats.agreeRegime(helper.actor, seatId, 'timebank'))).toBe('forbidden');
  expect(await codeOf(seats.agreeRegime(desk, seatId, 'timebank'))).toBe('channel-missing');
  expect(await codeOf(seats.agreeRegime(family.actor, seatId, 'timebank', BY_PHONE))).toBe('forbidden');
  await seats.agreeRegime(desk, seatId, 'timebank', BY_PHONE);
  expect(await told('answer.recorded')).toEqual([family.memberId]);
  await search();
  const [ask] = await asks();
  await replacements().accept(actorOf(others, ask!.helperId), ask!.id);
  expect(await seatsOfVisit()).toMatchObject([{ regime: 'timebank', state: 'scheduled' }]);
  const [request] = await system((tx) =>
    tx.sql('SELECT regimes FROM request WHERE id = $1', [asked.requestId]),
  );
  expect(request).toEqual({ regimes: ['volunteer'] });
});

test('at the start of the visit the search ends by itself: family and coordinator are told, asks lapse', async () => {
  await helpers(1);
  await sought(2);
  await search();
  const [ask] = await asks();
  world.clock.moveTo(new Date(VISIT.getTime() - 1_000));
  await search();
  expect(await seatState()).toBe('replacement-sought');
  world.clock.moveTo(VISIT);
  await search();
  expect([await seatState(), await told('seat.not-replaced')]).toEqual(['released', [seatId]]);
  expect(await codeOf(replacements().accept(desk, ask!.id))).toBe('replacement-taken');
  await system((tx) => closeAsks(tx, seatId));
  expect([(await asks())[0]!.state, await told('replacement.taken')]).toEqual(['lapsed', []]);
});

test('a place is not sought any more from the start of its visit on', async () => {
  await sought(2);
  await system((tx) => tx.sql(`UPDATE seat SET state = 'scheduled', active = true WHERE id = $1`, [seatId]));
  world.clock.moveTo(endOf(VISIT, 0));
  expect(await codeOf(new SeatsService(world.uow).seekReplacement(desk, seatId, 'Ill'))).toBe('visit-begun');
});

test('when the visit is cancelled those who were asked hear that nobody is needed', async () => {
  await helpers(2);
  await sought(10);
  await search();
  await system((tx) => tx.sql(`UPDATE visit SET state = 'cancelled' WHERE id = $1`, [asked.visitIds[0]]));
  await system((tx) => releaseSeatsOfCancelledVisits(tx, asked.requestId));
  expect(await system((tx) => closeStrayAsks(tx, 10))).toBe(1);
  expect((await asks()).map(({ state }) => state)).toEqual(['taken', 'taken']);
});

test('an approval that takes the place and is undone leaves it sought', async () => {
  await sought(10);
  const [next] = await helpers(1);
  const made = await approve(world.uow, people, { helper: next!, family, asked, regime: 'volunteer' });
  expect(await seatState()).toBe('replaced');
  await new AssignmentsService(world.uow).decline(next!.actor, made.assignmentId);
  expect(await seatState()).toBe('replacement-sought');
});
