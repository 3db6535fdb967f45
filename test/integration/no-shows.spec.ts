import { AssignmentsService, HoursService, NoShowsService, SeatsService } from '#assignments';
import type { MemberActor, Tx } from '#database';
import { ledgerTotal, openAccount } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
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
let seatId: string;

const FIRST = new Date('2026-10-12T14:00:00Z');
const DAY = 1_440;
const REASON = 'I was there';
const system = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const noShows = () => new NoShowsService(world.uow);
const balance = (memberId: string) => system(async (tx) => (await openAccount(tx, memberId)).balanceMinutes);
const balances = async () => [await balance(helper.memberId), await balance(family.memberId)];
const seat = async () =>
  (
    await system((tx) =>
      tx.sql<{ state: string; noShowBy: string | null }>(
        'SELECT state, no_show_by AS "noShowBy" FROM seat WHERE id = $1',
        [seatId],
      ),
    )
  )[0];
const contest = (actor: MemberActor, minutes = 60) =>
  noShows().contest(actor, seatId, { minutes, reason: REASON });

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  [family, helper, desk] = [
    await people.family(),
    await people.helper({ regime: 'timebank' }),
    await people.coordinator(),
  ];
  await system((tx) =>
    tx.sql(
      `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
       VALUES ($1, $2, 'noShowChargeMinutes', '30', '2020-01-01', $3)`,
      [tx.communityId, newId(), tx.now],
    ),
  );
  const asked = await buildRequest(world.uow, people, { family, starts: [FIRST] });
  const made = await approve(world.uow, people, { helper, family, asked });
  seatId = made.seatIds[0]!;
  await new AssignmentsService(world.uow).accept(helper.actor, made.assignmentId);
  world.clock.moveTo(endOf(FIRST, 30));
});
afterEach(async () => {
  expect(await system(ledgerTotal)).toBe(0);
});

const missedBy = (absent: 'helper' | 'family', by: MemberActor) =>
  new SeatsService(world.uow).noShow(by, seatId, absent);

test('the helper who is said not to have come says otherwise; settled, the hours are credited and the charge comes back', async () => {
  await missedBy('helper', family.actor);
  expect(await balances()).toEqual([90, 120]);
  const { id, state } = await contest(helper.actor);
  expect([state, await seat()]).toEqual(['disputed', { state: 'disputed', noShowBy: 'helper' }]);
  await new HoursService(world.uow).settle(desk, id, 60, 'The neighbour saw them');
  expect([await seat(), await balances()]).toEqual([{ state: 'credited', noShowBy: null }, [180, 60]]);
});

test('upheld, it stays as it was said, and cannot be contested again', async () => {
  await missedBy('helper', family.actor);
  await contest(helper.actor);
  expect((await noShows().uphold(desk, seatId, 'helper', 'Nobody saw them')).state).toBe('no-show');
  expect([await seat(), await balances()]).toEqual([{ state: 'no-show', noShowBy: 'helper' }, [90, 120]]);
  expect(await codeOf(contest(helper.actor))).toBe('transition-not-allowed');
});

test('found to be the other side’s, the charge moves to it', async () => {
  await missedBy('helper', family.actor);
  await contest(helper.actor, 0);
  await noShows().uphold(desk, seatId, 'family', 'The helper stood before a closed door');
  expect([await seat(), await balances()]).toEqual([{ state: 'no-show', noShowBy: 'family' }, [120, 90]]);
});

test('it is contested for seven days from when it was said, and not a minute longer', async () => {
  await missedBy('family', helper.actor);
  world.clock.advanceMinutes(7 * DAY - 1);
  expect(await codeOf(contest(family.actor))).toBe('no error');
});

test('after the days are over it stands', async () => {
  await missedBy('family', helper.actor);
  world.clock.advanceMinutes(7 * DAY + 1);
  expect(await codeOf(contest(family.actor))).toBe('contest-too-late');
});

test('only the side it was said of contests, a coordinator only as that side, and nobody twice', async () => {
  await missedBy('helper', family.actor);
  const stranger = (await people.family()).actor;
  expect(await codeOf(contest(family.actor))).toBe('forbidden');
  expect(await codeOf(contest(stranger))).toBe('not-found');
  expect(await codeOf(contest(desk))).toBe('side-missing');
  const as = (onBehalfOf: 'helper' | 'family') =>
    noShows().contest(desk, seatId, { minutes: 60, reason: REASON }, undefined, {
      onBehalfOf,
      ...BY_PHONE,
    });
  expect(await codeOf(as('family'))).toBe('forbidden');
  expect((await as('helper')).declaredSide).toBe('helper');
  expect(await codeOf(contest(helper.actor))).toBe('transition-not-allowed');
});

test('whoever said it, or contested it, decides nothing', async () => {
  const second = (await people.member(['coordinator'])).actor;
  await missedBy('helper', desk);
  const { id } = await contest(helper.actor);
  expect(await codeOf(noShows().uphold(desk, seatId, 'helper', 'x'))).toBe('own-record');
  expect(await codeOf(new HoursService(world.uow).settle(desk, id, 60, 'x'))).toBe('own-record');
  expect(await codeOf(noShows().uphold(helper.actor, seatId, 'family', 'x'))).toBe('forbidden');
  expect(await codeOf(noShows().uphold(second, seatId, 'helper', 'x'))).toBe('no error');
});

test('a dispute about hours is not upheld as a no-show', async () => {
  world.clock.moveTo(endOf(FIRST, 61));
  const hours = new HoursService(world.uow);
  const { id } = await hours.declare(helper.actor, seatId, 60);
  await hours.dispute(family.actor, id, 'Too long');
  expect(await codeOf(noShows().uphold(desk, seatId, 'helper', 'x'))).toBe('transition-not-allowed');
});
