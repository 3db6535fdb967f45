import type { Tx } from '#database';
import { newId } from '#platform';
import { keepToPolicies } from './account-limits.js';
import { ledgerError } from './ledger.errors.js';

export interface Account {
  readonly id: string;
  readonly kind: 'member' | 'group' | 'organisation' | 'bank' | 'pool';
  readonly memberId: string | null;
  /** Of an organisation's account, and of a group's that belongs to one. */
  readonly organisationId: string | null;
  /** A group's. */
  readonly name: string | null;
  readonly balanceMinutes: number;
  /** Promised to coming visits. */
  readonly heldMinutes: number;
  /** null: without limit. */
  readonly floorMinutes: number | null;
  readonly ceilingMinutes: number | null;
}

export const ACCOUNT_COLUMNS = `id, kind, member_id AS "memberId", organisation_id AS "organisationId", name, balance_minutes AS "balanceMinutes",
  held_minutes AS "heldMinutes", floor_minutes AS "floorMinutes", ceiling_minutes AS "ceilingMinutes"`;

/**
 * Locks accounts, with the limits of today's policies, for the rest of the transaction, always in the order of
 * their ids, so that two transfers between the same accounts queue instead of dead-locking. @throws DomainError
 * unknown-account.
 */
export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, Account>> {
  const wanted = [...new Set(ids)];
  const rows = await tx.sql<Account>(
    `SELECT ${ACCOUNT_COLUMNS} FROM account WHERE community_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`,
    [tx.communityId, wanted],
  );
  if (rows.length !== wanted.length) throw ledgerError('unknown-account');
  const kept = await keepToPolicies(tx, rows);
  return new Map(kept.map((row) => [row.id, row]));
}

/** The bank's account: gives opening balances and bonuses, takes what is written off; without limits. */
export function bankAccount(tx: Tx): Promise<string> {
  return singleAccount(tx, 'bank', null);
}

/** The solidarity pool: lives from donations and levies and never goes below zero. */
export function poolAccount(tx: Tx): Promise<string> {
  return singleAccount(tx, 'pool', 0);
}

async function singleAccount(tx: Tx, kind: 'bank' | 'pool', floorMinutes: number | null): Promise<string> {
  const find = () =>
    tx.sql<{ id: string }>('SELECT id FROM account WHERE community_id = $1 AND kind = $2', [
      tx.communityId,
      kind,
    ]);
  const [known] = await find();
  if (known) return known.id;
  const [made] = await tx.sql<{ id: string }>(
    `INSERT INTO account (community_id, id, kind, floor_minutes, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (community_id, kind) WHERE kind IN ('bank', 'pool') DO NOTHING RETURNING id`,
    [tx.communityId, newId(), kind, floorMinutes, tx.now],
  );
  return made?.id ?? (await find())[0]!.id;
}

/** The account of a member, undefined before its first need. */
export async function findAccount(tx: Tx, memberId: string): Promise<Account | undefined> {
  const [row] = await tx.sql<Account>(
    `SELECT ${ACCOUNT_COLUMNS} FROM account WHERE community_id = $1 AND kind = 'member' AND member_id = $2`,
    [tx.communityId, memberId],
  );
  return row;
}
