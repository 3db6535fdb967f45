import { communityOf } from '#communities';
import type { Tx } from '#database';
import { newId } from '#platform';
import { policiesToday } from '#communities';
import { lockAccounts, poolAccount, type Account } from './accounts.js';
import { availableMinutes, quarterOf } from './ledger.rules.js';
import { payingAccount, type Payer } from './payer.js';

export interface HoldInput {
  readonly seatId: string;
  readonly householdId: string;
  readonly payer: Payer;
  readonly minutes: number;
  /** When the visit starts: the pool's limit counts in its local quarter. */
  readonly at: Date;
}

export type HoldRefusal = 'funds' | 'pool-limit';

export type HoldOutcome =
  | { readonly held: true; readonly payerAccountId: string; readonly from: 'payer' | 'pool' }
  | { readonly held: false; readonly why: HoldRefusal };

export interface LiveHold {
  readonly id: string;
  readonly accountId: string;
  readonly minutes: number;
  readonly dueAt: Date;
}

/**
 * Promises the minutes of one coming visit: the payer's own hours first, then the pool within the household's limit a
 * quarter. A seat that has a live hold keeps it.
 */
export async function placeHold(tx: Tx, input: HoldInput): Promise<HoldOutcome> {
  const payerId = await payingAccount(tx, input.payer);
  const poolId = await poolAccount(tx);
  const accounts = await lockAccounts(tx, payerId ? [payerId, poolId] : [poolId]);
  const live = await liveHold(tx, input.seatId);
  if (live)
    return { held: true, payerAccountId: live.accountId, from: live.accountId === poolId ? 'pool' : 'payer' };
  if (payerId && availableMinutes(accounts.get(payerId)!) >= input.minutes) {
    await insertHold(tx, input, payerId);
    return { held: true, payerAccountId: payerId, from: 'payer' };
  }
  const why = await poolRefusal(tx, accounts.get(poolId)!, input);
  if (why) return { held: false, why };
  await insertHold(tx, input, poolId);
  return { held: true, payerAccountId: poolId, from: 'pool' };
}

/** The pool must be locked: two households that ask at once are counted one after the other. */
async function poolRefusal(tx: Tx, pool: Account, input: HoldInput): Promise<HoldRefusal | undefined> {
  if (availableMinutes(pool) < input.minutes) return 'funds';
  return (await poolLeft(tx, pool.id, input.householdId, input.at)) < input.minutes
    ? 'pool-limit'
    : undefined;
}

/** Minutes the pool may still give a household in the local quarter of `at`. */
export async function poolLeft(tx: Tx, poolId: string, householdId: string, at: Date): Promise<number> {
  const { timeZone } = await communityOf(tx);
  const { poolQuarterMinutes } = await policiesToday(tx);
  const { from, until } = quarterOf(timeZone, at);
  const [row] = await tx.sql<{ used: number }>(
    `SELECT coalesce(sum(minutes), 0)::integer AS used FROM hold
     WHERE community_id = $1 AND household_id = $2 AND account_id = $3 AND state IN ('held', 'captured')
       AND due_at >= $4 AND due_at < $5`,
    [tx.communityId, householdId, poolId, from, until],
  );
  return Math.max(0, poolQuarterMinutes - row!.used);
}

async function insertHold(tx: Tx, input: HoldInput, accountId: string): Promise<void> {
  await tx.sql(
    `INSERT INTO hold (community_id, id, account_id, seat_id, household_id, minutes, due_at, state, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'held', $8)`,
    [tx.communityId, newId(), accountId, input.seatId, input.householdId, input.minutes, input.at, tx.now],
  );
  await moveHeld(tx, accountId, input.minutes);
}

async function moveHeld(tx: Tx, accountId: string, minutes: number): Promise<void> {
  await tx.sql('UPDATE account SET held_minutes = held_minutes + $3 WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    accountId,
    minutes,
  ]);
}

/** The account that has promised a seat, before anything is locked. */
export async function promisedBy(tx: Tx, seatId: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string }>(
    `SELECT account_id AS id FROM hold WHERE community_id = $1 AND seat_id = $2 AND state = 'held'`,
    [tx.communityId, seatId],
  );
  return row?.id;
}

/** The live hold of a seat, locked. */
export async function liveHold(tx: Tx, seatId: string): Promise<LiveHold | undefined> {
  const [row] = await tx.sql<LiveHold>(
    `SELECT id, account_id AS "accountId", minutes, due_at AS "dueAt" FROM hold
     WHERE community_id = $1 AND seat_id = $2 AND state = 'held' FOR UPDATE`,
    [tx.communityId, seatId],
  );
  return row;
}

/** Gives back what was promised for these seats. @returns how many holds were released. */
export async function release(tx: Tx, seatIds: readonly string[]): Promise<number> {
  if (seatIds.length === 0) return 0;
  const held = await tx.sql<{ account_id: string }>(
    `SELECT account_id FROM hold WHERE community_id = $1 AND seat_id = ANY ($2::uuid[]) AND state = 'held'`,
    [tx.communityId, seatIds],
  );
  if (held.length === 0) return 0;
  await lockAccounts(
    tx,
    held.map(({ account_id }) => account_id),
  );
  // Read again under the locks: another transaction may have released or captured some meanwhile.
  const released = await tx.sql<{ account_id: string; minutes: number }>(
    `UPDATE hold SET state = 'released', ended_at = $3
     WHERE community_id = $1 AND seat_id = ANY ($2::uuid[]) AND state = 'held' RETURNING account_id, minutes`,
    [tx.communityId, seatIds, tx.now],
  );
  const perAccount = new Map<string, number>();
  for (const { account_id, minutes } of released) {
    perAccount.set(account_id, (perAccount.get(account_id) ?? 0) + minutes);
  }
  for (const accountId of [...perAccount.keys()].sort())
    await moveHeld(tx, accountId, -perAccount.get(accountId)!);
  return released.length;
}

/** Ends the seat's hold without giving it back: an entry redeemed it. */
export async function redeemHold(tx: Tx, seatId: string): Promise<void> {
  await tx.sql(
    `UPDATE hold SET state = 'released', ended_at = $3 WHERE community_id = $1 AND seat_id = $2 AND state = 'held'`,
    [tx.communityId, seatId, tx.now],
  );
}

/**
 * Turns promised minutes into paid ones: `paid` names each account and what it gave, so that the pool's limit
 * counts what was spent.
 */
export async function settleHold(
  tx: Tx,
  seat: { readonly seatId: string; readonly householdId: string; readonly at: Date },
  transferId: string,
  paid: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [accountId, minutes] of paid) {
    if (minutes === 0) continue;
    await tx.sql(
      `INSERT INTO hold (community_id, id, account_id, seat_id, household_id, minutes, due_at, state, transfer_id, created_at, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'captured', $8, $9, $9)`,
      [
        tx.communityId,
        newId(),
        accountId,
        seat.seatId,
        seat.householdId,
        minutes,
        seat.at,
        transferId,
        tx.now,
      ],
    );
  }
}
