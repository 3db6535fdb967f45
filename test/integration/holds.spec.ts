import { capture, findAccount, placeHold, release } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LedgerScene } from '../builders/ledger.scene.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new LedgerScene();
const { run, balance, poolBalance, fillPool } = scene;

let people: CommunityPeople;
let world: TestWorld;

beforeAll(async () => {
  world = await scene.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  people = await scene.begin();
});
afterEach(scene.expectSound);

describe('a hold', () => {
  let family: BuiltFamily;
  let helper: BuiltHelper;
  beforeEach(async () => {
    family = await people.family();
    helper = await people.helper({ regime: 'timebank' });
  });
  const at = new Date('2026-10-12T14:00:00Z');
  const of = (memberId: string | null) => ({ memberId, accountId: null });
  const hold = (
    minutes: number,
    seatId: string = newId(),
    payerMemberId: string | null = family.memberId,
    day = at,
  ) =>
    run((tx) =>
      placeHold(tx, { seatId, householdId: family.householdId, payer: of(payerMemberId), minutes, at: day }),
    );
  const pay = (seatId: string, minutes: number, extra: Partial<Parameters<typeof capture>[2]> = {}) =>
    run((tx) =>
      capture(tx, seatId, {
        helperMemberId: helper.memberId,
        householdId: family.householdId,
        payer: of(family.memberId),
        at,
        plannedMinutes: 60,
        minutesCredited: minutes,
        minutesPaid: minutes,
        payerAgreed: true,
        settled: false,
        ...extra,
      }),
    );

  test('takes own hours first, down to the floor, then the pool, then says why not', async () => {
    expect(await hold(720)).toMatchObject({ held: true, from: 'payer' });
    expect(await hold(1)).toEqual({ held: false, why: 'funds' });
    await fillPool(60);
    expect(await hold(60)).toMatchObject({ held: true, from: 'pool' });
    expect(await hold(1)).toEqual({ held: false, why: 'funds' });
  });

  test('of 45 asked twice at once from a pool of 60: one is funded, one is told why', async () => {
    await fillPool(60);
    for (let round = 0; round < 10; round += 1) {
      const seatIds = [newId(), newId()];
      const answers = await Promise.all(seatIds.map((seatId) => hold(45, seatId, null)));
      expect(answers.filter(({ held }) => held)).toHaveLength(1);
      expect(answers.find(({ held }) => !held)).toEqual({ held: false, why: 'funds' });
      expect(await poolBalance()).toBe(15);
      await run((tx) => release(tx, seatIds));
    }
  });

  test('asked of the pool at once for a household near its limit: never more than the quarter allows', async () => {
    await fillPool(5_000);
    for (let round = 0; round < 10; round += 1) {
      const seatIds = [newId(), newId(), newId()];
      const answers = await Promise.all(seatIds.map((seatId) => hold(301, seatId, null)));
      expect(answers.filter(({ held }) => held)).toHaveLength(1);
      await run((tx) => release(tx, seatIds));
    }
  });

  test('counts the pool to a household by the local quarter of the visit, both sides of its end', async () => {
    await fillPool(5_000);
    expect(await hold(600, newId(), null)).toMatchObject({ held: true });
    expect(await hold(1, newId(), null)).toEqual({ held: false, why: 'pool-limit' });
    // The quarter ends at midnight in Rome, 23:00 UTC.
    expect(await hold(1, newId(), null, new Date('2026-12-31T22:59:00Z'))).toEqual({
      held: false,
      why: 'pool-limit',
    });
    expect(await hold(1, newId(), null, new Date('2026-12-31T23:00:00Z'))).toMatchObject({ held: true });
  });

  test('of the same seat is placed once and released once', async () => {
    const seatId = newId();
    await Promise.all([hold(60, seatId), hold(60, seatId)]);
    const mine = () => run(async (tx) => (await findAccount(tx, family.memberId))!.heldMinutes);
    expect(await mine()).toBe(60);
    const freed = await Promise.all([run((tx) => release(tx, [seatId])), run((tx) => release(tx, [seatId]))]);
    expect(freed.sort()).toEqual([0, 1]);
    expect(await mine()).toBe(0);
  });

  test('is captured to the helper, and the rest of it is free again', async () => {
    const seatId = newId();
    await hold(60, seatId);
    expect(await pay(seatId, 45)).toMatchObject({ captured: true });
    const account = await run(async (tx) => (await findAccount(tx, family.memberId))!);
    expect([account.balanceMinutes, account.heldMinutes]).toEqual([75, 0]);
    expect(await balance(helper.memberId)).toBe(165);
  });

  test('overrun: the payer pays it, else the pool within the tolerance, else it is a dispute and nothing moves', async () => {
    const seatId = newId();
    await hold(720, seatId);
    const before = await balance(helper.memberId);
    expect(await pay(seatId, 735)).toEqual({ captured: false, why: 'overrun' });
    expect(await balance(helper.memberId)).toBe(before);
    await fillPool(100);
    expect(await pay(seatId, 736)).toEqual({ captured: false, why: 'overrun' });
    expect(await pay(seatId, 735)).toMatchObject({ captured: true });
    expect(await balance(helper.memberId)).toBe(before + 735);
    expect(await poolBalance()).toBe(85);
  });

  test('settled hours are credited whole: the bank lends what payer and pool lack', async () => {
    const seatId = newId();
    await hold(720, seatId);
    expect(await pay(seatId, 800, { settled: true })).toMatchObject({ captured: true });
    expect([await balance(helper.memberId), await balance(family.memberId)]).toEqual([920, -600]);
  });

  test('a multiplier is the bank’s gift: the payer owes the hour, the helper earns more', async () => {
    const seatId = newId();
    await hold(60, seatId);
    await pay(seatId, 60, { minutesCredited: 90 });
    expect([await balance(helper.memberId), await balance(family.memberId)]).toEqual([210, 60]);
  });

  test('a levy goes from the helper to the pool, rounded half up', async () => {
    await run((tx) =>
      tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at) VALUES ($1, $2, 'levyPercent', '10', '2026-01-01', $3)`,
        [tx.communityId, newId(), tx.now],
      ),
    );
    await pay(newId(), 45);
    expect([await balance(helper.memberId), await poolBalance()]).toEqual([160, 5]);
  });
});
