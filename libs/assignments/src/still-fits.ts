import { communityOf } from '#communities';
import type { Tx } from '#database';
import type { AssignmentRow } from './assignment-rows.js';
import { assignmentError } from './assignments.errors.js';
import { COMING_SEAT_STATES } from './seat.machine.js';
import type { SeatRow } from './seat-rows.js';

/** SQL: the credentials that seat `alias` demands of its helper on its days and that are missing. */
export function missingCredentials(alias: string, requestId: string, timeZone: string): string {
  return `missing_credentials(${alias}.member_id, ${requestId}, (${alias}.starts_at AT TIME ZONE ${timeZone})::date,
    ((${alias}.ends_at - interval '1 millisecond') AT TIME ZONE ${timeZone})::date)`;
}

/**
 * What was true at the approval and nobody may override, asked again before a yes: the helper is active, neither side
 * has blocked the other, the category's checks hold on the day of each coming visit.
 * @throws DomainError helper-not-active, no-longer-matched, credential-missing.
 */
export async function requireStillFit(tx: Tx, row: AssignmentRow): Promise<void> {
  const { timeZone } = await communityOf(tx);
  const [found] = await tx.sql<{ active: boolean; blocked: boolean; lacking: boolean }>(
    `SELECT m.state = 'active' AS active,
       EXISTS (SELECT FROM household_member h JOIN member_block b ON b.community_id = h.community_id
           AND ((b.member_id = h.member_id AND b.blocked_member_id = m.id)
             OR (b.member_id = m.id AND b.blocked_member_id = h.member_id))
         WHERE h.community_id = m.community_id AND h.household_id = $3) AS blocked,
       EXISTS (SELECT FROM seat s WHERE s.community_id = m.community_id AND s.assignment_id = $4 AND s.state = ANY ($6)
         AND s.ends_at > $7 AND EXISTS (SELECT FROM ${missingCredentials('s', '$8', '$5')})) AS lacking
     FROM member m WHERE m.community_id = $1 AND m.id = $2`,
    [
      tx.communityId,
      row.helperId,
      row.householdId,
      row.id,
      timeZone,
      COMING_SEAT_STATES,
      tx.now,
      row.requestId,
    ],
  );
  if (!found?.active) throw assignmentError('helper-not-active');
  if (found.blocked) throw assignmentError('no-longer-matched');
  if (found.lacking) throw assignmentError('credential-missing');
}

/**
 * A visit begins only with a helper who is active and whose checks hold today: nobody may override it.
 * @throws DomainError helper-not-active, credential-missing
 */
export async function requireFitToStart(tx: Tx, seat: SeatRow): Promise<void> {
  const { timeZone } = await communityOf(tx);
  const [found] = await tx.sql<{ active: boolean; lacking: boolean }>(
    `SELECT m.state = 'active' AS active, EXISTS (SELECT FROM ${missingCredentials('s', '$4', '$3')}) AS lacking
     FROM seat s JOIN member m ON m.community_id = s.community_id AND m.id = s.member_id
     WHERE s.community_id = $1 AND s.id = $2`,
    [tx.communityId, seat.id, timeZone, seat.requestId],
  );
  if (!found?.active) throw assignmentError('helper-not-active');
  if (found.lacking) throw assignmentError('credential-missing');
}
