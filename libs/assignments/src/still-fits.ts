import { communityOf, policiesOn } from '#communities';
import type { Tx } from '#database';
import { localDay } from '#platform';
import type { AssignmentRow } from './assignment-rows.js';
import { assignmentError } from './assignments.errors.js';
import { COMING_SEAT_STATES } from './seat.machine.js';
import type { SeatRow } from './seat-rows.js';

/** SQL: the credentials that seat `alias` demands of its helper on its days and that are missing. */
export function missingCredentials(alias: string, requestId: string, timeZone: string): string {
  return `missing_credentials(${alias}.member_id, ${requestId}, (${alias}.starts_at AT TIME ZONE ${timeZone})::date,
    ((${alias}.ends_at - interval '1 millisecond') AT TIME ZONE ${timeZone})::date)`;
}

/** SQL: helper `m` is not insured for seat `s`, or is a minor without a guardian's consent on its day. */
function isUncovered(timeZone: string, timebankInsured: string): string {
  return `(NOT may_give_time(m.id, (s.starts_at AT TIME ZONE ${timeZone})::date)
    OR ((s.regime = 'volunteer' OR ${timebankInsured}) AND NOT coalesce(m.insured_from <= s.starts_at
      AND (m.insured_until IS NULL OR m.insured_until >= s.ends_at), false)))`;
}

interface Found {
  readonly active: boolean;
  readonly apart: boolean;
  readonly lacking: boolean;
  readonly uncovered: boolean;
}

/**
 * What was true at the approval and nobody may override, asked again before a yes: the helper is active and covered,
 * neither side has blocked the other, the checks hold on the day of each coming visit.
 * @throws DomainError helper-not-active, no-longer-matched, credential-missing, not-covered.
 */
export async function requireStillFit(tx: Tx, row: AssignmentRow): Promise<void> {
  const { timeZone, timebankInsured } = await rulesNow(tx);
  const coming = `FROM seat s WHERE s.community_id = m.community_id AND s.assignment_id = $4 AND s.state = ANY ($6) AND s.ends_at > $7`;
  const [found] = await tx.sql<Found>(
    `SELECT m.state = 'active' AS active,
       EXISTS (SELECT FROM household_member h WHERE h.community_id = m.community_id AND h.household_id = $3
         AND kept_apart(h.member_id, m.id)) AS apart,
       EXISTS (SELECT ${coming} AND EXISTS (SELECT FROM ${missingCredentials('s', '$8', '$5')})) AS lacking,
       EXISTS (SELECT ${coming} AND ${isUncovered('$5', '$9')}) AS uncovered
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
      timebankInsured,
    ],
  );
  judge(found);
}

/**
 * A visit begins only with a helper who is active, covered and whose checks hold today: nobody may override it.
 * @throws DomainError helper-not-active, credential-missing, not-covered
 */
export async function requireFitToStart(tx: Tx, seat: SeatRow): Promise<void> {
  const { timeZone, timebankInsured } = await rulesNow(tx);
  const [found] = await tx.sql<Found>(
    `SELECT m.state = 'active' AS active, false AS apart,
       EXISTS (SELECT FROM ${missingCredentials('s', '$4', '$3')}) AS lacking, ${isUncovered('$3', '$5')} AS uncovered
     FROM seat s JOIN member m ON m.community_id = s.community_id AND m.id = s.member_id
     WHERE s.community_id = $1 AND s.id = $2`,
    [tx.communityId, seat.id, timeZone, seat.requestId, timebankInsured],
  );
  judge(found);
}

async function rulesNow(tx: Tx): Promise<{ timeZone: string; timebankInsured: boolean }> {
  const { timeZone } = await communityOf(tx);
  const { timebankInsured } = await policiesOn(tx, localDay(timeZone, tx.now));
  return { timeZone, timebankInsured };
}

function judge(found: Found | undefined): void {
  if (!found?.active) throw assignmentError('helper-not-active');
  if (found.apart) throw assignmentError('no-longer-matched');
  if (found.lacking) throw assignmentError('credential-missing');
  if (found.uncovered) throw assignmentError('not-covered');
}
