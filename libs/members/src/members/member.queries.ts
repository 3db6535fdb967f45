import type { MemberActor, Role, Tx } from '#database';
import { memberError } from './members.errors.js';

/** Members who hold a role and are active, oldest first; at most `limit`. */
async function activeMembersWith(tx: Tx, roles: readonly Role[], limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT m.id FROM member_role r
     JOIN member m ON m.community_id = r.community_id AND m.id = r.member_id AND m.state = 'active'
     WHERE r.community_id = $1 AND r.role = ANY ($2) ORDER BY m.id LIMIT $3`,
    [tx.communityId, roles, limit],
  );
  return rows.map(({ id }) => id);
}

/** The community's active coordinators, at most 200. */
export function coordinatorsOf(tx: Tx): Promise<string[]> {
  return activeMembersWith(tx, ['coordinator'], 200);
}

/** SQL: does the member `m` work at the desk now? Whoever is suspended, or gave the role back, does not. */
export const AT_THE_DESK = `m.state = 'active' AND EXISTS (SELECT FROM member_role d
  WHERE d.community_id = m.community_id AND d.member_id = m.id AND d.role IN ('coordinator', 'administrator'))`;

/** The roles a member holds now; empty for nobody's id. */
export async function rolesOf(tx: Tx, memberId: string): Promise<Role[]> {
  const rows = await tx.sql<{ role: Role }>(
    'SELECT role FROM member_role WHERE community_id = $1 AND member_id = $2 ORDER BY role',
    [tx.communityId, memberId],
  );
  return rows.map(({ role }) => role);
}

/**
 * An active member as the actor of what they asked for without signing in (a reply, a link in a mail); undefined
 * for nobody and for whoever may not act now.
 */
export async function memberActor(tx: Tx, memberId: string): Promise<MemberActor | undefined> {
  const [member] = await tx.sql<{ personId: string | null }>(
    `SELECT person_id AS "personId" FROM member WHERE community_id = $1 AND id = $2 AND state = 'active'`,
    [tx.communityId, memberId],
  );
  if (!member) return undefined;
  const roles = await rolesOf(tx, memberId);
  return { communityId: tx.communityId, memberId, personId: member.personId ?? '', roles };
}

/**
 * Before anything is written about a member: it would stand beside what their erasure destroyed, and for good. Their row is
 * locked, so that none of it is written while they leave. @throws DomainError member-left
 */
export async function requireNotLeft(tx: Tx, memberId: string): Promise<void> {
  const [row] = await tx.sql<{ state: string }>(
    'SELECT state FROM member WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [tx.communityId, memberId],
  );
  if (row?.state === 'left') throw memberError('member-left');
}

/** Does the member exist in the running community (in any state)? */
export async function memberExists(tx: Tx, memberId: string): Promise<boolean> {
  const rows = await tx.sql('SELECT 1 FROM member WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    memberId,
  ]);
  return rows.length === 1;
}

/** Who blocked whom, among the given members; a pair stands once for each side that blocked. */
export interface BlockedPair {
  readonly memberId: string;
  readonly blockedMemberId: string;
}

/** Every block that touches one of the members, from either side. */
export async function blockedPairs(tx: Tx, memberIds: readonly string[]): Promise<BlockedPair[]> {
  return tx.sql<BlockedPair>(
    `SELECT member_id AS "memberId", blocked_member_id AS "blockedMemberId" FROM member_block
     WHERE community_id = $1 AND (member_id = ANY ($2::uuid[]) OR blocked_member_id = ANY ($2::uuid[]))`,
    [tx.communityId, [...new Set(memberIds)]],
  );
}

/** Has either of the two blocked the other? */
export async function isBlocked(tx: Tx, one: string, other: string): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT 1 FROM member_block WHERE community_id = $1
       AND ((member_id = $2 AND blocked_member_id = $3) OR (member_id = $3 AND blocked_member_id = $2))`,
    [tx.communityId, one, other],
  );
  return rows.length > 0;
}
