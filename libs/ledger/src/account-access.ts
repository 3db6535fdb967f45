import type { Actor, Tx } from '#database';
import { deskReaches } from '#members';
import { commonError } from '#platform';
import { ACCOUNT_COLUMNS, type Account } from './accounts.js';

/** The organisation of an account `a`: its own, or its member's; bank and pool have none and are everybody's desk's. */
const ORGANISATION = `coalesce(a.organisation_id, (SELECT m.organisation_id FROM member m
  WHERE m.community_id = a.community_id AND m.id = a.member_id))`;

/**
 * SQL condition: the desk reaches account `a`.
 * @param actorId placeholder of the actor's member id, used in any case
 */
export function accountReach(actor: Actor, actorId: string): string {
  return deskReaches(actor, ORGANISATION, actorId);
}

/** The same for reading: auditors read all. */
export function readerReaches(actor: Actor, actorId: string): string {
  return actor.roles.includes('auditor') ? `${actorId}::uuid IS NOT NULL` : accountReach(actor, actorId);
}

/** @throws DomainError not-found. */
export async function findById(tx: Tx, id: string, reach?: string): Promise<Account> {
  const [account] = await tx.sql<Account>(
    `SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE community_id = $1 AND id = $2 ${reach ? `AND ${reach}` : ''}`,
    reach ? [tx.communityId, id, tx.actor.memberId] : [tx.communityId, id],
  );
  if (!account) throw commonError('not-found');
  return account;
}

/** The desk reaches the member. @throws DomainError not-found. */
export async function requireMember(tx: Tx, memberId: string): Promise<void> {
  const [member] = await tx.sql(
    `SELECT 1 FROM member m WHERE m.community_id = $1 AND m.id = $2
       AND ${deskReaches(tx.actor, 'm.organisation_id', '$3')}`,
    [tx.communityId, memberId, tx.actor.memberId],
  );
  if (!member) throw commonError('not-found');
}

/** The desk reaches every account that a transfer moved. @throws DomainError not-found. */
export async function requireTransfer(tx: Tx, transferId: string): Promise<void> {
  const [row] = await tx.sql<{ reached: boolean | null }>(
    `SELECT bool_and(${accountReach(tx.actor, '$3')}) AS reached
     FROM entry e JOIN account a ON a.community_id = e.community_id AND a.id = e.account_id
     WHERE e.community_id = $1 AND e.transfer_id = $2`,
    [tx.communityId, transferId, tx.actor.memberId],
  );
  if (!row?.reached) throw commonError('not-found');
}

/** One record of the members whose accounts were read. */
export async function auditAccounts(tx: Tx, action: string, accounts: readonly Account[]): Promise<void> {
  const ids = accounts.flatMap(({ memberId }) => (memberId ? [memberId] : []));
  if (ids.length > 0) await tx.audit({ action, kind: 'member', ids });
}
