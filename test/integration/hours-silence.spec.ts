import { autoConfirm, HoursService, noteNoticeDelivered } from '#assignments';
import type { MemberActor } from '#database';
import { adjust, ledgerTotal } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { FOR_FAMILY, FOR_HELPER, VisitScene } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, balances, seatState } = scene;
const hours = () => new HoursService(world.uow);
let seatId: string;
let world: TestWorld;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

beforeAll(async () => {
  world = await scene.open();
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ family, helper, desk } = await scene.begin());
});
afterEach(async () => {
  expect(await run(ledgerTotal)).toBe(0);
});

const visited = async () => {
  ({ seatId } = await scene.visited());
};

describe('silence', () => {
  const due = () => run((tx) => autoConfirm(tx, 10));

  test('confirms a week after the notice was delivered, and not a minute sooner', async () => {
    await visited();
    const { id } = await hours().declare(helper.actor, seatId, 60);
    world.clock.advanceMinutes(30 * 1_440);
    expect(await due()).toBe(0);
    await run((tx) => noteNoticeDelivered(tx, id));
    world.clock.advanceMinutes(7 * 1_440 - 1);
    expect(await due()).toBe(0);
    world.clock.advanceMinutes(2);
    expect([await due(), await due()]).toEqual([1, 0]);
    expect([await balances(), await seatState(seatId)]).toEqual([[180, 60], 'credited']);
  });

  const silent = async (minutes: number, declarer = helper.actor) => {
    await visited();
    const { id } = await hours().declare(declarer, seatId, minutes);
    await run((tx) => noteNoticeDelivered(tx, id));
    world.clock.advanceMinutes(8 * 1_440);
    expect(await due()).toBe(1);
    return id;
  };

  test('never agrees to more than was planned and the tolerance: a coordinator settles', async () => {
    const id = await silent(400);
    expect([await balances(), await seatState(seatId)]).toEqual([[120, 120], 'disputed']);
    expect(await due()).toBe(0);
    await hours().settle(desk, id, 90, 'Both say so');
    expect(await balances()).toEqual([210, 30]);
  });

  test('lets the pool pay an overrun within the tolerance, never the silent payer', async () => {
    await run((tx) =>
      adjust(tx, { memberId: null, minutes: 60, reason: 'Gift', idempotencyKey: `pool:${newId()}` }),
    );
    await silent(75);
    expect([await balances(), await seatState(seatId)]).toEqual([[195, 60], 'credited']);
  });

  test('disputes an overrun that the pool cannot pay', async () => {
    await silent(75);
    expect([await balances(), await seatState(seatId)]).toEqual([[120, 120], 'disputed']);
  });

  test('of the helper lets the family pay what it declared itself', async () => {
    await silent(75, family.actor);
    expect([await balances(), await seatState(seatId)]).toEqual([[195, 45], 'credited']);
  });

  test('never confirms what a coordinator declared for a side', async () => {
    await visited();
    const { id } = await hours().declare(desk, seatId, 60, undefined, FOR_HELPER);
    await run((tx) => noteNoticeDelivered(tx, id));
    world.clock.advanceMinutes(30 * 1_440);
    expect(await due()).toBe(0);
  });

  test.each(['helper', 'family'] as const)(
    'never confirms for a side that is served by phone: hours declared by the %s',
    async (declarer) => {
      await visited();
      const [actor, silent] =
        declarer === 'helper' ? [helper.actor, family.memberId] : [family.actor, helper.memberId];
      const { id } = await hours().declare(actor, seatId, 60);
      await run((tx) =>
        tx.sql('UPDATE member_identity SET email_index = NULL, email_sealed = NULL WHERE member_id = $1', [
          silent,
        ]),
      );
      await run((tx) => noteNoticeDelivered(tx, id));
      world.clock.advanceMinutes(30 * 1_440);
      expect(await due()).toBe(0);
      const spoken = declarer === 'helper' ? FOR_FAMILY : FOR_HELPER;
      expect(await codeOf(hours().confirm(desk, id, undefined, undefined, spoken))).toBe('no error');
    },
  );
});
