import { communityOf } from '#communities';
import type { Tx } from '#database';
import type { AssignmentRow } from './assignment-rows.js';
import { assignmentError } from './assignments.errors.js';
import { COMING_SEAT_STATES } from './seat.machine.js';

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
       EXISTS (SELECT FROM seat s
         JOIN visit v ON v.community_id = s.community_id AND v.id = s.visit_id
         JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
         JOIN zone z ON z.community_id = v.community_id AND z.id = v.from_zone_id
         JOIN category_requirement q ON q.community_id = r.community_id AND q.category_id = r.category_id
           AND (q.municipality_id IS NULL OR q.municipality_id = z.municipality_id)
           AND q.valid_from <= (s.starts_at AT TIME ZONE $5)::date
         WHERE s.community_id = m.community_id AND s.assignment_id = $4 AND s.state = ANY ($6) AND s.ends_at > $7
           AND NOT EXISTS (SELECT FROM credential c WHERE c.community_id = m.community_id AND c.member_id = m.id
             AND c.credential_type_id = q.credential_type_id AND c.outcome = 'passed' AND c.withdrawn_at IS NULL
             AND c.issued_on <= (s.starts_at AT TIME ZONE $5)::date
             AND c.valid_until >= (s.ends_at AT TIME ZONE $5)::date)) AS lacking
     FROM member m WHERE m.community_id = $1 AND m.id = $2`,
    [tx.communityId, row.helperId, row.householdId, row.id, timeZone, COMING_SEAT_STATES, tx.now],
  );
  if (!found?.active) throw assignmentError('helper-not-active');
  if (found.blocked) throw assignmentError('no-longer-matched');
  if (found.lacking) throw assignmentError('credential-missing');
}
