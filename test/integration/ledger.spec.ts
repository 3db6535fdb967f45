import type { MemberActor, Tx } from '#database';
import {
  adjust,
  bankAccount,
  capture,
  donate,
  exchangeMachine,
  ExchangesService,
  expireExchanges,
  findAccount,
  LedgerService,
  ledgerTotal,
  openAccount,
  placeHold,
  poolAccount,
  post,
  release,
  reverseTransfer,
} from '#ledger';
import { DomainError, newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;

const run = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof DomainError ? error.code : `not a domain error: ${String(error)}`),
  );
const balance = (memberId: string) => run(async (tx) => (await openAccount(tx, memberId)).balanceMinutes);
const poolBalance = () =>
  run(async (tx) => {
    const [row] = await tx.sql<{ free: number }>(
      'SELECT balance_minutes - held_minutes AS free FROM account WHERE id = $1',
      [await poolAccount(tx)],
    );
    return row!.free;
  });
const fillPool = (minutes: number) =>
  run((tx) => adjust(tx, { memberId: null, minutes, reason: 'Start', idempotencyKey: `fill:${newId()}` }));

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  people = await buildCommunity(world.uow, world.codec, world.clock);
});

/** What must hold whatever happened: checked after every test. */
async function expectSound(): Promise<void> {
  await run(async (tx) => {
    expect(await ledgerTotal(tx)).toBe(0);
    const wrong = await tx.sql(
      `SELECT a.id FROM account a
       LEFT JOIN LATERAL (SELECT coalesce(sum(minutes), 0) AS sum FROM entry e WHERE e.community_id = a.community_id AND e.account_id = a.id) e ON true
       LEFT JOIN LATERAL (SELECT coalesce(sum(minutes), 0) AS sum FROM hold h WHERE h.community_id = a.community_id AND h.account_id = a.id AND h.state = 'held') h ON true
       WHERE a.community_id = $1 AND (a.balance_minutes <> e.sum OR a.held_minutes <> h.sum)`,
      [tx.communityId],
    );
    expect(wrong).toEqual([]);
  });
}
afterEach(expectSound);

describe('a transfer', () => {
  let one: string;
  let two: string;
  beforeEach(async () => {
    one = (await people.member(['helper'])).actor.memberId;
    two = (await people.member(['family'])).actor.memberId;
    await run((tx) => openAccount(tx, one));
    await run((tx) => openAccount(tx, two));
  });
  const pay = (key: string, minutes: number, from = one, to = two) =>
    run(async (tx) => {
      const [a, b] = [(await findAccount(tx, from))!.id, (await findAccount(tx, to))!.id];
      return post(tx, {
        kind: 'adjustment',
        idempotencyKey: key,
        entries: [
          { accountId: a, minutes: -minutes },
          { accountId: b, minutes },
        ],
      });
    });

  test('opens an account once, with the opening balance and its counter-entry at the bank', async () => {
    const somebody = (await people.member(['family'])).actor.memberId;
    const opened = await Promise.all(Array.from({ length: 8 }, () => run((tx) => openAccount(tx, somebody))));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await balance(somebody)).toBe(120);
    const [bank] = await run(async (tx) =>
      tx.sql<{ balance_minutes: number; floor_minutes: null }>('SELECT * FROM account WHERE id = $1', [
        await bankAccount(tx),
      ]),
    );
    expect(bank).toMatchObject({ balance_minutes: -360, floor_minutes: null });
  });

  test('posted 40 times at once is created once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => pay('the-same-key', 30)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ transferId }) => transferId)).size).toBe(1);
    expect([await balance(one), await balance(two)]).toEqual([90, 150]);
  });

  test('with a used key and another content is refused', async () => {
    await pay('used-key-1', 30);
    expect(await codeOf(pay('used-key-1', 31))).toBe('idempotency-key-reused');
    expect(await codeOf(pay('used-key-1', 30, two, one))).toBe('idempotency-key-reused');
  });

  test('goes down to the floor and not below', async () => {
    expect(await codeOf(pay('to-the-floor', 720))).toBe('no error');
    expect(await balance(one)).toBe(-600);
    expect(await codeOf(pay('below-the-floor', 1))).toBe('balance-too-low');
  });

  test('needs two entries that sum to zero, in our words and in the database', async () => {
    const id = await run(async (tx) => (await findAccount(tx, one))!.id);
    const lone = run((tx) =>
      post(tx, {
        kind: 'adjustment',
        idempotencyKey: 'lone-entry',
        entries: [{ accountId: id, minutes: 5 }],
      }),
    );
    expect(await codeOf(lone)).toBe('transfer-unbalanced');
    const past = run((tx) =>
      tx.sql(
        `INSERT INTO transfer (community_id, id, kind, idempotency_key, request_hash, created_at) VALUES ($1, $2, 'adjustment', 'bare-transfer', '', $3)`,
        [tx.communityId, newId(), tx.now],
      ),
    );
    expect(await codeOf(past)).toBe('transfer-unbalanced');
  });

  test('is reversed once, and a reversal never', async () => {
    const { transferId } = await pay('to-be-reversed', 50);
    const back = await run((tx) => reverseTransfer(tx, transferId, { reason: 'A mistake' }));
    expect([await balance(one), await balance(two)]).toEqual([120, 120]);
    const again = run((tx) =>
      reverseTransfer(tx, transferId, { reason: 'Again', idempotencyKey: 'another-key' }),
    );
    expect(await codeOf(again)).toBe('already-reversed');
    const ofReversal = run((tx) => reverseTransfer(tx, back.transferId, { reason: 'No' }));
    expect(await codeOf(ofReversal)).toBe('reversal-is-final');
  });

  test('rings in parallel neither lock up nor lose a minute', async () => {
    const ring = [one, two, (await people.member(['family'])).actor.memberId];
    await run((tx) => openAccount(tx, ring[2]!));
    const posts = Array.from({ length: 60 }, (_, i) =>
      pay(`ring-key-${i}`, 7, ring[i % 3]!, ring[(i + 1) % 3]!),
    );
    expect((await Promise.all(posts)).every(({ created }) => created)).toBe(true);
    expect(await Promise.all(ring.map(balance))).toEqual([120, 120, 120]);
  });

  test.each(['transfer', 'entry'])(
    'stays as it is written: %s is append-only, for its owner too',
    async (table) => {
      await pay('kept-for-good', 5);
      const owner = new Client({ connectionString: world.url });
      await owner.connect();
      for (const sql of [
        `UPDATE ${table} SET id = id`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await expect(owner.query(sql)).rejects.toMatchObject({ code: '23001' });
      }
      await owner.end();
    },
  );
});

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

describe('people at the ledger', () => {
  let giver: MemberActor;
  let receiver: MemberActor;
  beforeEach(async () => {
    giver = (await people.member(['helper'])).actor;
    receiver = (await people.member(['family'])).actor;
  });
  const exchange = (minutes = 60) =>
    new ExchangesService(world.uow).record(giver, {
      giverId: giver.memberId,
      receiverId: receiver.memberId,
      categoryId: people.facts.categories.errands,
      minutes,
      happenedOn: '2026-10-05',
    });

  test('give minutes to each other and to the pool; every line has a reason and the balance after it', async () => {
    const ledger = new LedgerService(world.uow);
    await ledger.donate(
      giver,
      { toMemberId: receiver.memberId, minutes: 20, reason: 'Thank you' },
      'gift-key-1',
    );
    await ledger.donate(giver, { toMemberId: null, minutes: 30, reason: 'For others' }, 'gift-key-2');
    await ledger.donate(giver, { toMemberId: null, minutes: 30, reason: 'For others' }, 'gift-key-2');
    const { items, nextCursor } = await ledger.myStatement(giver, { limit: 2 });
    expect(
      items.map(({ minutes, balanceAfterMinutes, reason }) => [minutes, balanceAfterMinutes, reason]),
    ).toEqual([
      [-30, 70, 'For others'],
      [-20, 100, 'Thank you'],
    ]);
    const rest = await ledger.myStatement(giver, { cursor: nextCursor! });
    expect(rest.items.map(({ balanceAfterMinutes, reason }) => [balanceAfterMinutes, reason])).toEqual([
      [120, 'Opening balance'],
    ]);
  });

  test('post nothing without a key of their own', async () => {
    const ledger = new LedgerService(world.uow);
    const gift = async () => ledger.donate(giver, { toMemberId: null, minutes: 1, reason: 'x' }, undefined);
    expect(await codeOf(gift())).toBe('idempotency-key-missing');
  });

  test('cannot give to themselves, nor to somebody of another community', async () => {
    const stranger = (await (await buildCommunity(world.uow, world.codec, world.clock)).member(['family']))
      .actor;
    const give = (toMemberId: string) =>
      run((tx) =>
        donate(tx, {
          fromMemberId: giver.memberId,
          toMemberId,
          minutes: 1,
          reason: 'x',
          idempotencyKey: `give:${newId()}`,
        }),
      );
    expect(await codeOf(give(giver.memberId))).toBe('same-account');
    expect(await codeOf(give(stranger.memberId))).toBe('unknown-account');
  });

  test('nobody corrects their own account', async () => {
    const ledger = new LedgerService(world.uow);
    const desk = await people.coordinator();
    expect(
      await codeOf(
        (async () =>
          ledger.adjust(desk, { memberId: desk.memberId, minutes: 60, reason: 'x' }, 'own-key-1'))(),
      ),
    ).toBe('forbidden');
    const gift = await ledger.donate(desk, { toMemberId: null, minutes: 5, reason: 'x' }, 'own-key-2');
    expect(await codeOf(ledger.reverse(desk, gift.transferId, 'x', 'own-key-3'))).toBe('forbidden');
  });

  test('an exchange counts when the other side confirms, once however often they tap', async () => {
    const { id } = await exchange();
    const service = new ExchangesService(world.uow);
    expect(await codeOf(service.confirm(giver, id))).toBe('not-the-other-side');
    expect(await codeOf(service.confirm((await people.member(['family'])).actor, id))).toBe('not-found');
    await Promise.all([service.confirm(receiver, id), service.confirm(receiver, id)]);
    expect([await balance(giver.memberId), await balance(receiver.memberId)]).toEqual([180, 60]);
  });

  test('an exchange needs a category that allows it and a day that was', async () => {
    const service = new ExchangesService(world.uow);
    const record = (change: object) =>
      codeOf(
        service.record(giver, {
          giverId: giver.memberId,
          receiverId: receiver.memberId,
          categoryId: people.facts.categories.errands,
          minutes: 60,
          happenedOn: '2026-10-05',
          ...change,
        }),
      );
    expect(await record({ categoryId: people.facts.categories.babysitting })).toBe('category-needs-approval');
    expect(await record({ happenedOn: '2026-10-06' })).toBe('exchange-day');
    expect(await record({ happenedOn: '2026-07-05' })).toBe('no error');
    expect(await record({ happenedOn: '2026-07-04' })).toBe('exchange-day');
  });

  test.each(
    exchangeMachine.states.flatMap((state) => ['confirm', 'refuse'].map((step) => [state, step] as const)),
  )('an exchange that is %s answers to "%s" as its table says', async (state, step) => {
    const { id } = await exchange(10);
    await run((tx) => tx.sql('UPDATE exchange SET state = $2 WHERE id = $1', [id, state]));
    const code = await codeOf(new ExchangesService(world.uow)[step as 'confirm' | 'refuse'](receiver, id));
    const repeated = state === 'confirmed' && step === 'confirm';
    expect(code).toBe(
      exchangeMachine.can(state, step as 'confirm') || repeated ? 'no error' : 'transition-not-allowed',
    );
  });

  test('an exchange nobody answers expires after thirty days', async () => {
    await exchange();
    world.clock.advanceMinutes(30 * 1_440 - 5);
    expect(await run((tx) => expireExchanges(tx, 10))).toBe(0);
    world.clock.advanceMinutes(6);
    expect(await run((tx) => expireExchanges(tx, 10))).toBe(1);
    world.clock.advanceMinutes(-30 * 1_440 - 1);
  });
});
