import { communityOf, policiesToday } from '#communities';
import type { Tx } from '#database';
import { COMING_SEAT_STATES } from './seat.machine.js';
import { missingCredentials, uncollected, uncovered } from './still-fits.js';

type VisitFlag =
  | 'credential-expired'
  | 'funds-missing'
  | 'helper-suspended'
  | 'blocked'
  | 'first-visit'
  | 'started-unfit'
  | 'not-covered';

/** SQL: a visit's flags with this one set where the condition holds, and lifted where it does not; others stay. */
export function withFlag(flag: VisitFlag, condition: string): string {
  return `CASE WHEN ${condition} THEN array_append(array_remove(v.flags, '${flag}'), '${flag}')
    ELSE array_remove(v.flags, '${flag}') END`;
}

/** Whose coming visits are looked at: a helper's, or those of a category or a household. */
export interface CredentialScope {
  readonly memberId?: string;
  readonly categoryId?: string;
  readonly householdId?: string;
}

/**
 * Credentials, exemptions, authorisations to collect or what is demanded changed: coming visits for which a helper
 * lacks something on their day are flagged, never silently dropped; a flag whose cause is gone is lifted. @returns
 * how many visits changed.
 */
export async function flagCredentialVisits(tx: Tx, scope: CredentialScope): Promise<number> {
  const { timeZone } = await communityOf(tx);
  const rows = await tx.sql(
    `WITH coming AS (
       SELECT s.visit_id AS id, bool_or(EXISTS (SELECT FROM ${missingCredentials('s', 'a.request_id', '$3')})
         OR ${uncollected('s', 'a.request_id', '$3')}) AS missing
       FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       WHERE s.community_id = $1 AND s.state = ANY ($4) AND s.ends_at > $5 AND s.visit_id IN (
         SELECT x.visit_id FROM seat x JOIN assignment y ON y.community_id = x.community_id AND y.id = x.assignment_id
         JOIN request r ON r.community_id = y.community_id AND r.id = y.request_id
         WHERE x.community_id = $1 AND x.state = ANY ($4) AND x.ends_at > $5 AND ($2::uuid IS NULL OR x.member_id = $2)
           AND ($6::uuid IS NULL OR r.category_id = $6) AND ($7::uuid IS NULL OR r.household_id = $7))
       GROUP BY s.visit_id)
     UPDATE visit v SET flags = ${withFlag('credential-expired', 'coming.missing')}
     FROM coming WHERE v.community_id = $1 AND v.id = coming.id
       AND coming.missing <> ('credential-expired' = ANY (v.flags))
     RETURNING v.id`,
    [
      tx.communityId,
      scope.memberId ?? null,
      timeZone,
      COMING_SEAT_STATES,
      tx.now,
      scope.categoryId ?? null,
      scope.householdId ?? null,
    ],
  );
  return rows.length;
}

/**
 * A helper's place in the register, an organisation's insurance, or a guardian's consent changed: coming visits outside
 * what holds are flagged; a flag whose cause is gone is lifted. An organisation's id may be the community's, for all.
 * @returns how many visits changed.
 */
export async function flagUncovered(
  tx: Tx,
  scope: { readonly memberId?: string; readonly organisationId?: string },
): Promise<number> {
  const { timeZone } = await communityOf(tx);
  const { timebankInsured } = await policiesToday(tx);
  const { memberId = null, organisationId = tx.communityId } = scope;
  const rows = await tx.sql(
    `WITH coming AS (
       SELECT s.visit_id AS id, bool_or(${uncovered('a.request_id', '$4', '$5')}) AS bare
       FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       JOIN member m ON m.community_id = s.community_id AND m.id = s.member_id
       WHERE s.community_id = $1 AND s.state = ANY ($6) AND s.ends_at > $7 AND s.visit_id IN (
         SELECT x.visit_id FROM seat x JOIN member y ON y.community_id = x.community_id AND y.id = x.member_id
         WHERE x.community_id = $1 AND x.state = ANY ($6) AND x.ends_at > $7 AND ($2::uuid IS NULL OR x.member_id = $2)
           AND ($3::uuid = $1 OR y.organisation_id = $3))
       GROUP BY s.visit_id)
     UPDATE visit v SET flags = ${withFlag('not-covered', 'coming.bare')}
     FROM coming WHERE v.community_id = $1 AND v.id = coming.id AND coming.bare <> ('not-covered' = ANY (v.flags))
     RETURNING v.id`,
    [tx.communityId, memberId, organisationId, timeZone, timebankInsured, COMING_SEAT_STATES, tx.now],
  );
  return rows.length;
}

/**
 * A helper was suspended (or is back): their coming visits are flagged (or the flag is lifted).
 * @returns how many visits changed.
 */
export async function flagSuspended(tx: Tx, memberId: string): Promise<number> {
  const rows = await tx.sql(
    `UPDATE visit v SET flags = ${withFlag('helper-suspended', `m.state <> 'active'`)}
     FROM seat s JOIN member m ON m.community_id = s.community_id AND m.id = s.member_id
     WHERE s.community_id = $1 AND s.member_id = $2 AND s.state = ANY ($3) AND s.ends_at > $4
       AND v.community_id = s.community_id AND v.id = s.visit_id
       AND (m.state = 'active') = ('helper-suspended' = ANY (v.flags))
     RETURNING v.id`,
    [tx.communityId, memberId, COMING_SEAT_STATES, tx.now],
  );
  return rows.length;
}

/**
 * Two members blocked each other, or no longer do: coming visits between them are flagged for a coordinator, never
 * silently dropped; a flag whose cause is gone is lifted. @returns how many visits changed.
 */
export async function flagBlocks(tx: Tx, memberId: string, otherId: string): Promise<number> {
  const rows = await tx.sql<{ id: string; blocked: boolean }>(
    `WITH coming AS (
       SELECT s.visit_id AS id, min(s.starts_at) AS starts_at, bool_or(EXISTS (SELECT FROM household_member h
           WHERE h.community_id = a.community_id AND h.household_id = a.household_id AND kept_apart(h.member_id, s.member_id))) AS blocked
       FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       WHERE s.community_id = $1 AND s.state = ANY ($3) AND s.ends_at > $4
         AND EXISTS (SELECT FROM seat x WHERE x.community_id = s.community_id AND x.visit_id = s.visit_id
           AND x.member_id = ANY ($2::uuid[]) AND x.state = ANY ($3))
         AND EXISTS (SELECT FROM household_member z WHERE z.community_id = a.community_id
           AND z.household_id = a.household_id AND z.member_id = ANY ($2::uuid[]))
       GROUP BY s.visit_id)
     UPDATE visit v SET flags = ${withFlag('blocked', 'coming.blocked')}
     FROM coming WHERE v.community_id = $1 AND v.id = coming.id AND coming.blocked <> ('blocked' = ANY (v.flags))
     RETURNING v.id, coming.blocked`,
    [tx.communityId, [memberId, otherId], COMING_SEAT_STATES, tx.now],
  );
  const flagged = rows.filter(({ blocked }) => blocked);
  if (flagged.length > 0)
    await tx.announce('visit.blocked', { subjectId: flagged[0]!.id, values: { count: flagged.length } });
  return rows.length;
}

/**
 * Visits are over, and nobody said "arrived", which asks whether the helper may come. What was done keeps its hours; where a
 * check, a permission to collect or cover was missing on the day, or a suspension or a block stood, the visit is flagged for
 * the desk to look at. Called before the seats leave their coming states.
 */
export async function flagStartedUnfit(tx: Tx, seatIds: readonly string[]): Promise<void> {
  const { timeZone } = await communityOf(tx);
  const { timebankInsured } = await policiesToday(tx);
  await tx.sql(
    `UPDATE visit v SET flags = ${withFlag('started-unfit', 'true')}
     FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
     JOIN member m ON m.community_id = s.community_id AND m.id = s.member_id
     WHERE s.community_id = $1 AND s.id = ANY ($2::uuid[]) AND s.state = ANY ($3)
       AND v.community_id = s.community_id AND v.id = s.visit_id AND (v.flags && '{helper-suspended,blocked}'
         OR EXISTS (SELECT FROM ${missingCredentials('s', 'a.request_id', '$4')})
         OR ${uncollected('s', 'a.request_id', '$4')} OR ${uncovered('a.request_id', '$4', '$5')})`,
    [tx.communityId, seatIds, COMING_SEAT_STATES, timeZone, timebankInsured],
  );
}
