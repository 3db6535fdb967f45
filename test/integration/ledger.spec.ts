import type { MemberActor } from '#database';
import { bankAccount, donate, findAccount, LedgerService, openAccount, post, reverseTransfer } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { buildCommunity } from '../builders/community.builder.js';
import { LedgerScene } from '../builders/ledger.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

const scene = new LedgerScene();
const { run, balance } = scene;

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

test('the file of an account has every line, however many', async () => {
  const giver = (await people.member(['helper'])).actor;
  const [lines, atOnce] = [5_050, 505];
  for (let written = 0; written < lines; written += atOnce)
    await run(async (tx) => {
      const [own, bank] = [(await openAccount(tx, giver.memberId)).id, await bankAccount(tx)];
      const transfers = Array.from({ length: atOnce }, () => newId());
      await tx.sql(
        `INSERT INTO transfer (community_id, id, kind, idempotency_key, request_hash, created_at)
         SELECT $1, t.id, 'adjustment', t.id::text, '\\x00', $3 FROM unnest($2::uuid[]) AS t (id)`,
        [tx.communityId, transfers, tx.now],
      );
      for (const [account, sign] of [
        [own, 1],
        [bank, -1],
      ] as const)
        await tx.sql(
          `INSERT INTO entry (community_id, id, transfer_id, account_id, minutes, balance_after_minutes)
           SELECT $1, t.id, t.transfer_id, $4, $5, 0 FROM unnest($2::uuid[], $3::uuid[]) AS t (id, transfer_id)`,
          [tx.communityId, transfers.map(() => newId()), transfers, account, sign],
        );
    });
  const file = await text(await new LedgerService(world.uow).myStatementCsv(giver));
  const balances = file
    .split('\r\n')
    .slice(1, -1)
    .map((line) => Number(line.split(',').at(-2)));
  expect(balances).toEqual(Array.from({ length: lines + 1 }, (_, at) => 120 + lines - at));
}, 60_000);

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

describe('people at the ledger', () => {
  let giver: MemberActor;
  let receiver: MemberActor;
  beforeEach(async () => {
    giver = (await people.member(['helper'])).actor;
    receiver = (await people.member(['family'])).actor;
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
});
