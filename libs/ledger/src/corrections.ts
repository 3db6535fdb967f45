import type { Tx } from '#database';
import { commonError } from '#platform';
import { bankAccount, lockAccounts, poolAccount } from './accounts.js';
import { exchangeMachine, type ExchangeState } from './exchange.machine.js';
import { ledgerError } from './ledger.errors.js';
import { availableMinutes, type EntryLine } from './ledger.rules.js';
import { openAccount } from './open-account.js';
import { post, type Posted, type TransferKind } from './post-transfer.js';

/**
 * Posts the opposite of a transfer. Once a transfer, and never of a reversal.
 * @throws DomainError already-reversed, reversal-is-final.
 */
export async function reverseTransfer(
  tx: Tx,
  transferId: string,
  options: { readonly reason: string; readonly idempotencyKey?: string },
): Promise<Posted> {
  const [transfer] = await tx.sql<{ kind: TransferKind; seat_id: string | null }>(
    'SELECT kind, seat_id FROM transfer WHERE community_id = $1 AND id = $2',
    [tx.communityId, transferId],
  );
  if (!transfer) throw commonError('not-found');
  if (transfer.kind === 'reversal') throw ledgerError('reversal-is-final');
  const lines = await tx.sql<EntryLine>(
    `SELECT account_id AS "accountId", -minutes AS minutes FROM entry WHERE community_id = $1 AND transfer_id = $2 ORDER BY account_id`,
    [tx.communityId, transferId],
  );
  if (transfer.kind === 'exchange') await reverseExchange(tx, transferId, options.reason);
  return post(tx, {
    kind: 'reversal',
    idempotencyKey: options.idempotencyKey ?? `reversal:${transferId}`,
    entries: lines,
    reason: options.reason,
    reversesId: transferId,
    seatId: transfer.seat_id ?? undefined,
  });
}

/** The exchange says so too; once, like its transfer. */
async function reverseExchange(tx: Tx, transferId: string, reason: string): Promise<void> {
  const [exchange] = await tx.sql<{ id: string; state: ExchangeState }>(
    'SELECT id, state FROM exchange WHERE community_id = $1 AND transfer_id = $2 FOR UPDATE',
    [tx.communityId, transferId],
  );
  if (!exchange || exchange.state === 'reversed') return;
  const state = await tx.step(exchangeMachine, exchange, 'reverse', { reason });
  await tx.sql('UPDATE exchange SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    exchange.id,
    state,
  ]);
}

/**
 * Reverses all that a visit's hours moved: the visit, its bonus, its levy. What the pool gave is its household's
 * again.
 */
export async function reverseSeat(tx: Tx, seatId: string, reason: string): Promise<void> {
  await reverseKinds(tx, seatId, ['visit', 'bonus', 'levy'], reason);
  await tx.sql(
    `UPDATE hold SET state = 'released', ended_at = $3 WHERE community_id = $1 AND seat_id = $2 AND state = 'captured'`,
    [tx.communityId, seatId, tx.now],
  );
}

/** Gives back what a missed visit cost. */
export function reverseCharge(tx: Tx, seatId: string, reason: string): Promise<void> {
  return reverseKinds(tx, seatId, ['charge'], reason);
}

async function reverseKinds(
  tx: Tx,
  seatId: string,
  kinds: readonly TransferKind[],
  reason: string,
): Promise<void> {
  const transfers = await tx.sql<{ id: string }>(
    `SELECT t.id FROM transfer t WHERE t.community_id = $1 AND t.seat_id = $2 AND t.kind = ANY ($3)
       AND NOT EXISTS (SELECT FROM transfer r WHERE r.community_id = t.community_id AND r.reverses_id = t.id)
     ORDER BY t.id`,
    [tx.communityId, seatId, kinds],
  );
  const accounts = await tx.sql<{ account_id: string }>(
    'SELECT DISTINCT account_id FROM entry WHERE community_id = $1 AND transfer_id = ANY ($2::uuid[])',
    [tx.communityId, transfers.map(({ id }) => id)],
  );
  await lockAccounts(
    tx,
    accounts.map(({ account_id }) => account_id),
  );
  // The levy comes back first, so that the helper's balance does not dip below what the whole reversal leaves.
  for (const { id } of transfers.reverse()) await reverseTransfer(tx, id, { reason });
}

/** A gift of minutes from a member to another member, to a shared account, or to the pool when neither is named. */
export async function donate(
  tx: Tx,
  gift: {
    readonly fromMemberId: string;
    readonly toMemberId: string | null;
    readonly toAccountId?: string;
    readonly minutes: number;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
): Promise<Posted> {
  if (gift.fromMemberId === gift.toMemberId) throw ledgerError('same-account');
  const from = await openAccount(tx, gift.fromMemberId);
  const toId = await receiverOf(tx, gift);
  return post(tx, {
    kind: 'donation',
    idempotencyKey: gift.idempotencyKey,
    reason: gift.reason,
    entries: [
      { accountId: from.id, minutes: -gift.minutes },
      { accountId: toId, minutes: gift.minutes },
    ],
  });
}

/**
 * The account that is to receive: a member's, a shared one, else the pool.
 * @throws DomainError unknown-account, member-not-active.
 */
export async function receiverOf(
  tx: Tx,
  to: { readonly toMemberId: string | null; readonly toAccountId?: string },
): Promise<string> {
  if (to.toMemberId) {
    await requireActiveMember(tx, to.toMemberId);
    return (await openAccount(tx, to.toMemberId)).id;
  }
  if (!to.toAccountId) return poolAccount(tx);
  const [shared] = await tx.sql<{ id: string }>(
    `SELECT id FROM account WHERE community_id = $1 AND id = $2 AND kind IN ('group', 'organisation')`,
    [tx.communityId, to.toAccountId],
  );
  if (!shared) throw ledgerError('unknown-account');
  return shared.id;
}

/** A coordinator's correction between the bank and a member (or the pool): positive minutes go to the member. */
export async function adjust(
  tx: Tx,
  correction: {
    readonly memberId: string | null;
    readonly minutes: number;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
): Promise<Posted> {
  const { memberId, minutes } = correction;
  const accountId = memberId ? (await openAccount(tx, memberId)).id : await poolAccount(tx);
  return post(tx, {
    kind: 'adjustment',
    idempotencyKey: correction.idempotencyKey,
    reason: correction.reason,
    entries: [
      { accountId: await bankAccount(tx), minutes: -minutes },
      { accountId, minutes },
    ],
  });
}

/** A late cancellation or a missed visit costs its side, to the pool's good, and at most what the account can give. */
export async function charge(
  tx: Tx,
  cost: {
    readonly seatId: string;
    readonly memberId: string;
    readonly minutes: number;
    readonly reason: string;
  },
): Promise<void> {
  if (cost.minutes <= 0) return;
  const account = await openAccount(tx, cost.memberId);
  const poolId = await poolAccount(tx);
  const locked = await lockAccounts(tx, [account.id, poolId]);
  const minutes = Math.min(cost.minutes, availableMinutes(locked.get(account.id)!));
  if (minutes === 0) return;
  await post(tx, {
    kind: 'charge',
    idempotencyKey: `seat:${cost.seatId}:charge:${cost.memberId}`,
    seatId: cost.seatId,
    reason: cost.reason,
    entries: [
      { accountId: account.id, minutes: -minutes },
      { accountId: poolId, minutes },
    ],
  });
}

/** @throws DomainError unknown-account, member-not-active. */
export async function requireActiveMember(tx: Tx, memberId: string): Promise<void> {
  const [member] = await tx.sql<{ state: string }>(
    'SELECT state FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  if (!member) throw ledgerError('unknown-account');
  if (member.state !== 'active') throw ledgerError('member-not-active');
}
