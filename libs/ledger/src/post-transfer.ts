import type { Tx } from '#database';
import { newId } from '#platform';
import { createHash } from 'node:crypto';
import { lockAccounts } from './accounts.js';
import { ledgerError } from './ledger.errors.js';
import { faultOfEntries, type EntryLine } from './ledger.rules.js';

export type TransferKind =
  | 'opening'
  | 'visit'
  | 'bonus'
  | 'donation'
  | 'pool'
  | 'exchange'
  | 'levy'
  | 'charge'
  | 'adjustment'
  | 'payment'
  | 'reversal';

export interface TransferInput {
  readonly kind: TransferKind;
  /** 8 to 200 characters, once per community. */
  readonly idempotencyKey: string;
  readonly entries: readonly EntryLine[];
  readonly reason?: string;
  readonly seatId?: string;
  readonly reversesId?: string;
}

export interface Posted {
  readonly transferId: string;
  /** false when an earlier transfer with this key and content was found. */
  readonly created: boolean;
}

/** What a transfer says, in one canonical form: the same key with another content is a mistake of the caller. */
function hashOf(input: TransferInput): Buffer {
  const entries = input.entries.map(({ accountId, minutes }) => `${accountId}:${minutes}`).sort();
  const content = [input.kind, input.reason ?? null, input.seatId ?? null, input.reversesId ?? null, entries];
  return createHash('sha256').update(JSON.stringify(content)).digest();
}

/**
 * Posts a transfer once. Accounts are locked in the order of their ids; the database keeps balances, floors, the sum of
 * zero and the uniqueness of the key.
 * @throws DomainError transfer-unbalanced, unknown-account, idempotency-key-reused; balance-too-low from the database.
 */
export async function post(tx: Tx, input: TransferInput): Promise<Posted> {
  const fault = faultOfEntries(input.entries);
  if (fault) throw ledgerError('transfer-unbalanced', fault);
  const hash = hashOf(input);
  await lockAccounts(
    tx,
    input.entries.map(({ accountId }) => accountId),
  );
  const id = newId();
  const [made] = await tx.sql<{ id: string }>(
    `INSERT INTO transfer (community_id, id, kind, idempotency_key, request_hash, reverses_id, seat_id, reason, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (community_id, idempotency_key) DO NOTHING RETURNING id`,
    [
      tx.communityId,
      id,
      input.kind,
      input.idempotencyKey,
      hash,
      input.reversesId ?? null,
      input.seatId ?? null,
      input.reason ?? null,
      tx.actor.memberId ?? null,
      tx.now,
    ],
  );
  if (!made) return { transferId: await earlierTransfer(tx, input.idempotencyKey, hash), created: false };
  await insertEntries(tx, id, input.entries);
  return { transferId: id, created: true };
}

async function earlierTransfer(tx: Tx, key: string, hash: Buffer): Promise<string> {
  const [earlier] = await tx.sql<{ id: string; request_hash: Buffer }>(
    'SELECT id, request_hash FROM transfer WHERE community_id = $1 AND idempotency_key = $2',
    [tx.communityId, key],
  );
  if (!earlier?.request_hash.equals(hash)) throw ledgerError('idempotency-key-reused');
  return earlier.id;
}

/** Givers first: the floor of an account is looked at entry by entry. */
async function insertEntries(tx: Tx, transferId: string, entries: readonly EntryLine[]): Promise<void> {
  const ordered = [...entries].sort((a, b) => a.minutes - b.minutes);
  await tx.sql(
    `INSERT INTO entry (community_id, id, transfer_id, account_id, minutes, released_minutes, balance_after_minutes)
     SELECT $1, e.id, $2, e.account_id, e.minutes, e.released, 0
     FROM unnest($3::uuid[], $4::uuid[], $5::integer[], $6::integer[])
       WITH ORDINALITY AS e (id, account_id, minutes, released, position)
     ORDER BY e.position`,
    [
      tx.communityId,
      transferId,
      ordered.map(() => newId()),
      ordered.map(({ accountId }) => accountId),
      ordered.map(({ minutes }) => minutes),
      ordered.map(({ releasedMinutes }) => releasedMinutes ?? 0),
    ],
  );
}
