import { PolicyService, type PolicyKey } from '#communities';
import type { Tx } from '#database';
import {
  applyLimits,
  availableMinutes,
  capture,
  donate,
  ExchangesService,
  findAccount,
  LedgerService,
  openAccount,
  placeHold,
  reverseTransfer,
} from '#ledger';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

const DAY_MINUTES = 1_440;
let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;

beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  family = await people.family();
  helper = await people.helper({ regime: 'timebank' });
});

const run = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const setPolicy = async (key: PolicyKey, value: number | boolean, inDays = 0) =>
  new PolicyService(world.uow).setPolicy(await people.administrator(), {
    key,
    value,
    validFrom: people.day(inDays),
  });
const account = (memberId: string) =>
  run(async (tx) => {
    await openAccount(tx, memberId);
    return (await findAccount(tx, memberId))!;
  });
const give = (minutes: number, from = family.memberId, to: string | null = helper.memberId) =>
  run((tx) =>
    donate(tx, {
      fromMemberId: from,
      toMemberId: to,
      minutes,
      reason: 'x',
      idempotencyKey: `gift:${newId()}`,
    }),
  );
const hold = (minutes: number, seatId: string) =>
  run((tx) =>
    placeHold(tx, {
      seatId,
      householdId: family.householdId,
      payer: { memberId: family.memberId, accountId: null },
      minutes,
      at: world.clock.now(),
    }),
  );
const pay = (seatId: string, minutes: number) =>
  run((tx) =>
    capture(tx, seatId, {
      helperMemberId: helper.memberId,
      householdId: family.householdId,
      payer: { memberId: family.memberId, accountId: null },
      at: world.clock.now(),
      plannedMinutes: 60,
      minutesCredited: minutes,
      minutesPaid: minutes,
      payerAgreed: true,
      settled: false,
    }),
  );

describe('a policy of tomorrow', () => {
  test('does not act today and acts from local midnight on, for accounts that are open', async () => {
    await account(family.memberId);
    await setPolicy('floorMinutes', -60, 1);
    expect(await codeOf(give(300))).toBe('no error');
    // Midnight in Rome is 22:00 UTC.
    world.clock.moveTo(new Date('2026-10-05T21:59:00Z'));
    expect(await codeOf(give(10))).toBe('no error');
    world.clock.moveTo(new Date('2026-10-05T22:00:00Z'));
    expect(await codeOf(give(1))).toBe('balance-too-low');
    expect((await account(family.memberId)).balanceMinutes).toBe(-190);
  });

  test('opens accounts with the balance of its day', async () => {
    await setPolicy('openingMinutes', 60, 1);
    expect((await account(family.memberId)).balanceMinutes).toBe(120);
    world.clock.advanceMinutes(DAY_MINUTES);
    expect((await account(helper.memberId)).balanceMinutes).toBe(60);
  });
});

describe('a balance outside a newer floor', () => {
  beforeEach(async () => {
    await account(family.memberId);
    await give(420);
    await setPolicy('floorMinutes', -100);
  });

  test('is legal, may come back in, and goes no further out', async () => {
    expect(await codeOf(give(1))).toBe('balance-too-low');
    expect(await codeOf(give(50, helper.memberId, family.memberId))).toBe('no error');
    const { balanceMinutes, floorMinutes } = await account(family.memberId);
    expect([balanceMinutes, floorMinutes]).toEqual([-250, -100]);
    expect(await codeOf(give(1))).toBe('balance-too-low');
    expect(await codeOf(give(200, helper.memberId, family.memberId))).toBe('no error');
    expect(await codeOf(give(50))).toBe('no error');
    expect(await codeOf(give(1))).toBe('balance-too-low');
  });

  test('promises nothing more, and pays what it had promised before', async () => {
    expect(await hold(1, newId())).toEqual({ held: false, why: 'funds' });
    await setPolicy('floorMinutes', -600);
    const seatId = newId();
    expect(await hold(60, seatId)).toMatchObject({ held: true, from: 'payer' });
    await setPolicy('floorMinutes', -100);
    expect(await pay(seatId, 60)).toMatchObject({ captured: true });
    const { balanceMinutes, heldMinutes } = await account(family.memberId);
    expect([balanceMinutes, heldMinutes]).toEqual([-360, 0]);
  });

  test('of an earner takes the credit whole; the levy waits until there is something to give', async () => {
    await setPolicy('levyPercent', 10);
    await setPolicy('floorMinutes', -600);
    await give(840, helper.memberId, family.memberId);
    await setPolicy('floorMinutes', -100);
    const before = (await account(helper.memberId)).balanceMinutes;
    expect(before).toBeLessThan(-100);
    expect(await pay(newId(), 60)).toMatchObject({ captured: true });
    expect((await account(helper.memberId)).balanceMinutes).toBe(before + 60);
  });
});

test('limits reach accounts that nothing moves by the upkeep, once', async () => {
  await account(family.memberId);
  await account(helper.memberId);
  await setPolicy('ceilingMinutes', 60);
  expect(await run((tx) => applyLimits(tx, 1))).toBe(1);
  expect(await run((tx) => applyLimits(tx, 10))).toBe(1);
  expect(await run((tx) => applyLimits(tx, 10))).toBe(0);
  expect(await account(family.memberId)).toMatchObject({ ceilingMinutes: 60, floorMinutes: -600 });
});

test('a ceiling never stops the credit of work done', async () => {
  await account(helper.memberId);
  await setPolicy('ceilingMinutes', 120);
  expect(await pay(newId(), 60)).toMatchObject({ captured: true });
  expect((await account(helper.memberId)).balanceMinutes).toBe(180);
});

test('a levy rounds half up and both sides of the half show it', async () => {
  await setPolicy('levyPercent', 10);
  await pay(newId(), 44);
  expect((await account(helper.memberId)).balanceMinutes).toBe(120 + 44 - 4);
  await pay(newId(), 45);
  expect((await account(helper.memberId)).balanceMinutes).toBe(160 + 45 - 5);
});

test('the pool gives a household the quarter’s minutes of the policy in force, not one more', async () => {
  const ledger = new LedgerService(world.uow);
  await ledger.adjust(
    await people.administrator(),
    { memberId: null, minutes: 900, reason: 'x' },
    'fill-the-pool',
  );
  await setPolicy('poolQuarterMinutes', 90);
  const ask = (minutes: number) =>
    run((tx) =>
      placeHold(tx, {
        seatId: newId(),
        householdId: family.householdId,
        payer: { memberId: null, accountId: null },
        minutes,
        at: world.clock.now(),
      }),
    );
  expect(await ask(91)).toEqual({ held: false, why: 'pool-limit' });
  expect(await ask(90)).toMatchObject({ held: true, from: 'pool' });
  expect(await ask(1)).toEqual({ held: false, why: 'pool-limit' });
});

test('a reversed exchange says so, and gives the minutes back once', async () => {
  const exchanges = new ExchangesService(world.uow);
  const { id } = await exchanges.record(helper.actor, {
    giverId: helper.memberId,
    receiverId: family.memberId,
    categoryId: people.facts.categories.errands,
    minutes: 60,
    happenedOn: people.day(0),
  });
  const { transferId } = await exchanges.confirm(family.actor, id);
  const ledger = new LedgerService(world.uow);
  const desk = await people.coordinator();
  await ledger.reverse(desk, transferId!, 'Scambio registrato due volte', 'reverse-exchange-1');
  await ledger.reverse(desk, transferId!, 'Scambio registrato due volte', 'reverse-exchange-1');
  expect((await exchanges.list(helper.actor, {})).items).toMatchObject([{ id, state: 'reversed' }]);
  expect((await account(helper.memberId)).balanceMinutes).toBe(120);
  await expect(exchanges.confirm(family.actor, id)).rejects.toMatchObject({ code: 'transition-not-allowed' });
  await expect(
    run((tx) => reverseTransfer(tx, transferId!, { reason: 'x', idempotencyKey: 'again-12345' })),
  ).rejects.toMatchObject({ code: 'already-reversed' });
  const steps = await run((tx) =>
    tx.sql(`SELECT name, reason FROM transition WHERE community_id = $1 AND subject_id = $2 ORDER BY id`, [
      people.id,
      id,
    ]),
  );
  expect(steps).toEqual([
    { name: 'confirm', reason: null },
    { name: 'reverse', reason: 'Scambio registrato due volte' },
  ]);
});

test('what an account can still give is nothing outside its floor', () => {
  expect(availableMinutes({ balanceMinutes: -300, heldMinutes: 0, floorMinutes: -100 })).toBe(0);
});
