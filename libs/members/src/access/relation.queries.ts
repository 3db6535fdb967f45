import { isCoordinator, type Actor, type Tx } from '#database';
import { commonError } from '#platform';
import {
  HOUSEHOLD_RELATIONS,
  MEMBER_RELATIONS,
  strongest,
  type HouseholdRelation,
  type MemberRelation,
} from './disclosure.js';
import { assignmentWithinSight } from './guardian-sight.js';

/**
 * SQL condition: the desk reaches the record. A coordinator of an organisation sees its people and those of no
 * organisation; administrators, and coordinators of no organisation, see everybody. The placeholder is named whoever
 * asks, so that a query binds the same parameters for all.
 * @param column the record's organisation column @param actorId placeholder of the actor's member id
 */
export function deskReaches(actor: Actor, column: string, actorId: string): string {
  if (!isCoordinator(actor)) return `(${actorId}::uuid IS NULL AND false)`;
  if (actor.roles.includes('administrator')) return `(${actorId}::uuid IS NOT NULL)`;
  return `(${column} IS NULL OR (SELECT d.organisation_id IS NULL OR d.organisation_id = ${column} FROM member d
    WHERE d.community_id = $1 AND d.id = ${actorId}))`;
}

/** Whether the desk reaches the people of an organisation; null: those of none. */
export async function reachesOrganisation(tx: Tx, organisationId: string | null): Promise<boolean> {
  const [row] = await tx.sql<{ reached: boolean | null }>(
    `SELECT ${deskReaches(tx.actor, 'o.id', '$3')} AS reached FROM (SELECT $1::uuid AS community_id, $2::uuid AS id) o`,
    [tx.communityId, organisationId, tx.actor.memberId ?? null],
  );
  return row!.reached ?? false;
}

/** Each organisation's desk enters its own people. @throws DomainError forbidden; an unknown one is for the caller to name */
export async function refuseOthersOrganisation(tx: Tx, organisationId?: string | null): Promise<void> {
  if (!organisationId || tx.actor.memberId === undefined || (await reachesOrganisation(tx, organisationId)))
    return;
  throw commonError('forbidden', 'Each organisation enters its own people.');
}

/**
 * SQL condition: an accepted referral shares the record with the acting coordinator's organisation today. A household's
 * referral shares its adults too. @param scope `case` when it must allow to work for them, not only to read
 */
function referredTo(
  tx: Tx,
  kind: 'member' | 'household',
  alias: string,
  actorId: string,
  scope?: 'case',
): string {
  if (!isCoordinator(tx.actor)) return 'false';
  const subject =
    kind === 'household'
      ? `f.household_id = ${alias}.id`
      : `(f.member_id = ${alias}.id OR f.household_id IN (SELECT w.household_id FROM household_member w
          WHERE w.community_id = $1 AND w.member_id = ${alias}.id))`;
  return `EXISTS (SELECT FROM referral f JOIN member e ON e.community_id = f.community_id AND e.id = ${actorId}
      AND e.organisation_id = f.to_organisation_id
    WHERE f.community_id = $1 AND f.state = 'accepted' AND f.ends_at > '${tx.now.toISOString()}'
      ${scope ? `AND f.scope = '${scope}'` : ''} AND ${subject})`;
}

/**
 * SQL condition: the desk works for household `alias`, its own or one referred to it. Whoever is limited in their own home
 * is not its desk. @param actorId as for `deskReaches`
 */
export function deskReachesHousehold(tx: Tx, alias: string, actorId: string): string {
  return `((${deskReaches(tx.actor, `${alias}.organisation_id`, actorId)} OR ${referredTo(tx, 'household', alias, actorId, 'case')})
    AND NOT EXISTS (SELECT FROM household_member ln WHERE ln.community_id = $1 AND ln.household_id = ${alias}.id
      AND ln.member_id = ${actorId} AND ln.limited))`;
}

/** The same for member `alias`. */
export function deskReachesMember(tx: Tx, alias: string, actorId: string): string {
  return `(${deskReaches(tx.actor, `${alias}.organisation_id`, actorId)} OR ${referredTo(tx, 'member', alias, actorId, 'case')})`;
}

/**
 * SQL condition: the household, by the column of its id, is no longer kept out by the suspension of all its
 * guardians.
 */
export function householdStands(column: string): string {
  return `(EXISTS (SELECT FROM household_member g JOIN member gm ON gm.community_id = g.community_id AND gm.id = g.member_id
      AND gm.state <> 'suspended' WHERE g.community_id = $1 AND g.household_id = ${column} AND g.guardian)
    OR NOT EXISTS (SELECT FROM household_member g WHERE g.community_id = $1 AND g.household_id = ${column} AND g.guardian))`;
}

/** How the acting member stands to another member, in one query. */
export async function relationToMember(tx: Tx, memberId: string): Promise<MemberRelation> {
  if (tx.actor.memberId === memberId) return 'self';
  const [row] = await tx.sql<Record<'desk' | 'referred' | 'home' | 'confirmed' | 'asked', boolean>>(
    `SELECT ${deskReachesMember(tx, 'm', '$3')} AS desk, ${referredTo(tx, 'member', 'm', '$3')} AS referred,
       EXISTS (SELECT FROM household_member a JOIN household_member b
         ON b.community_id = a.community_id AND b.household_id = a.household_id AND b.member_id = $2
         WHERE a.community_id = $1 AND a.member_id = $3 AND a.guardian AND NOT a.limited) AS home,
       ${together(`a.state = 'confirmed' AND EXISTS (SELECT FROM seat s WHERE s.community_id = a.community_id
         AND s.assignment_id = a.id AND s.active AND s.ends_at > $4)`)} AS confirmed,
       ${together(`a.state LIKE 'awaiting-%'`)} AS asked
     FROM member m WHERE m.community_id = $1 AND m.id = $2`,
    [tx.communityId, memberId, tx.actor.memberId ?? null, tx.now],
  );
  const held: MemberRelation[] = [];
  if (row?.desk) held.push('coordinator');
  if (row?.referred) held.push('referred');
  if (row?.home) held.push('same-household');
  if (row?.confirmed) held.push('confirmed-counterpart');
  if (row?.asked) held.push('asked-counterpart');
  return strongest(MEMBER_RELATIONS, held);
}

/** An assignment in the given state that joins $2 and $3, one as helper, the other as guardian. */
function together(state: string): string {
  return `EXISTS (SELECT FROM assignment a JOIN household_member hm
      ON hm.community_id = a.community_id AND hm.household_id = a.household_id AND hm.guardian
    WHERE a.community_id = $1 AND ((a.helper_id = $2 AND hm.member_id = $3) OR (a.helper_id = $3 AND hm.member_id = $2))
      AND ${state} AND ${assignmentWithinSight('a', 'hm.member_id')})`;
}

/** How the acting member stands to a household, in one query. */
export async function relationToHousehold(tx: Tx, householdId: string): Promise<HouseholdRelation> {
  const [row] = await tx.sql<{
    desk: boolean;
    referred: boolean;
    guardian: boolean | null;
    limited: boolean | null;
    confirmed: boolean;
    asked: boolean;
  }>(
    `SELECT ${deskReachesHousehold(tx, 'h', '$3')} AS desk, ${referredTo(tx, 'household', 'h', '$3')} AS referred,
       mine.guardian, mine.limited,
       EXISTS (SELECT FROM assignment a JOIN seat s ON s.community_id = a.community_id AND s.assignment_id = a.id
         WHERE a.community_id = $1 AND a.household_id = h.id AND a.helper_id = $3 AND a.state = 'confirmed'
           AND s.active AND s.ends_at > $4) AS confirmed,
       EXISTS (SELECT FROM assignment a WHERE a.community_id = $1 AND a.household_id = h.id AND a.helper_id = $3
         AND a.state LIKE 'awaiting-%') AS asked
     FROM household h LEFT JOIN household_member mine
       ON mine.community_id = $1 AND mine.household_id = h.id AND mine.member_id = $3
     WHERE h.community_id = $1 AND h.id = $2`,
    [tx.communityId, householdId, tx.actor.memberId ?? null, tx.now],
  );
  const held: HouseholdRelation[] = [];
  if (row?.desk) held.push('coordinator');
  if (row?.referred) held.push('referred');
  if (row?.guardian) held.push(row.limited ? 'limited-guardian' : 'guardian');
  else if (row?.guardian === false) held.push('adult');
  if (row?.confirmed) held.push('confirmed-helper');
  if (row?.asked) held.push('asked-helper');
  return strongest(HOUSEHOLD_RELATIONS, held);
}

/**
 * Has the acting member a confirmed seat that has not ended yet, on a visit of a request for this dependant?
 * That, and nothing else, opens a care card to a helper.
 */
export async function servesDependant(tx: Tx, dependantId: string): Promise<boolean> {
  if (!tx.actor.memberId) return false;
  const rows = await tx.sql(
    `SELECT 1 FROM seat s
     JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id AND a.state = 'confirmed'
     JOIN request_dependant rd ON rd.community_id = a.community_id AND rd.request_id = a.request_id
     WHERE s.community_id = $1 AND s.member_id = $2 AND s.active AND s.ends_at > $3 AND rd.dependant_id = $4 LIMIT 1`,
    [tx.communityId, tx.actor.memberId, tx.now, dependantId],
  );
  return rows.length === 1;
}
