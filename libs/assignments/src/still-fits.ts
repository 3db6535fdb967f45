import { communityOf, policiesToday } from '#communities';
import type { Tx } from '#database';
import { householdStands } from '#members';
import type { AssignmentRow } from './assignment-rows.js';
import { assignmentError } from './assignments.errors.js';
import { COMING_SEAT_STATES } from './seat.machine.js';
import type { SeatRow } from './seat-rows.js';

/** SQL: the credentials that seat `alias` demands of its helper on its days and that are missing. */
export function missingCredentials(alias: string, requestId: string, timeZone: string): string {
  return `missing_credentials(${alias}.member_id, ${requestId}, (${alias}.starts_at AT TIME ZONE ${timeZone})::date,
    ((${alias}.ends_at - interval '1 millisecond') AT TIME ZONE ${timeZone})::date)`;
}

/** SQL condition: seat `alias` collects somebody from school without an authorisation that holds on its day. */
export function uncollected(alias: string, requestId: string, timeZone: string): string {
  return `EXISTS (SELECT FROM request r
    JOIN request_dependant d ON d.community_id = r.community_id AND d.request_id = r.id
    WHERE r.community_id = ${alias}.community_id AND r.id = ${requestId} AND r.school IS NOT NULL
      AND NOT EXISTS (SELECT FROM collection_authorisation c WHERE c.community_id = r.community_id
        AND c.dependant_id = d.dependant_id AND c.helper_id = ${alias}.member_id AND lower(c.school) = lower(r.school)
        AND c.revoked_at IS NULL AND c.valid_until >= (${alias}.starts_at AT TIME ZONE ${timeZone})::date))`;
}

/**
 * SQL: helper `m` is not insured for seat `s`, or is a minor on its day without a guardian's consent, or one who would be
 * alone with minors.
 */
export function uncovered(requestId: string, timeZone: string, timebankInsured: string): string {
  const day = `(s.starts_at AT TIME ZONE ${timeZone})::date`;
  return `(NOT may_give_time(m.id, ${day})
    OR (m.adult_on > ${day} AND EXISTS (SELECT FROM request r
      JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id AND c.unsupervised
      JOIN request_dependant rd ON rd.community_id = r.community_id AND rd.request_id = r.id
      JOIN dependant d ON d.community_id = rd.community_id AND d.id = rd.dependant_id AND d.age_band <> 'adult'
      WHERE r.community_id = s.community_id AND r.id = ${requestId}))
    OR ((s.regime = 'volunteer' OR ${timebankInsured}) AND NOT coalesce(m.insured_from <= s.starts_at
      AND (m.insured_until IS NULL OR m.insured_until >= s.ends_at)
      AND insured_times(m.organisation_id) @> tstzrange(s.starts_at, s.ends_at), false)))`;
}

/** The helper, the household and the seats that are looked at. */
interface Match {
  readonly helperId: string;
  readonly householdId: string;
  readonly requestId: string;
}

/** All seats of an assignment that are still to come, or the one that begins. */
type Seats = { readonly assignmentId: string } | { readonly seatId: string };

/**
 * What was true at the approval and nobody may override, asked again before a yes: the helper is active and
 * covered, not every guardian is suspended, neither side has blocked the other, they are no relatives, nobody
 * helps their own household, the checks hold on the days of each coming visit, and who collects from school may.
 * @throws DomainError helper-not-active, no-longer-matched, credential-missing, collection-missing, not-covered
 */
export function requireStillFit(tx: Tx, row: AssignmentRow): Promise<void> {
  return requireFit(tx, row, { assignmentId: row.id });
}

/**
 * A visit begins only while the same holds today: nobody may override it.
 * @throws DomainError as `requireStillFit`
 */
export function requireFitToStart(tx: Tx, seat: SeatRow): Promise<void> {
  const { memberId: helperId, householdId, requestId } = seat;
  return requireFit(tx, { helperId, householdId, requestId }, { seatId: seat.id });
}

async function requireFit(tx: Tx, match: Match, seats: Seats): Promise<void> {
  const { timeZone } = await communityOf(tx);
  const { timebankInsured } = await policiesToday(tx);
  const one = 'seatId' in seats;
  const [found] = await tx.sql<Record<'active' | 'apart' | 'lacking' | 'uncollected' | 'uncovered', boolean>>(
    `SELECT m.state = 'active' AS active, NOT ${householdStands('$3')} OR ${APART} AS apart,
       EXISTS (SELECT FROM ${SEATS} AND EXISTS (SELECT FROM ${missingCredentials('s', '$4', '$5')})) AS lacking,
       EXISTS (SELECT FROM ${SEATS} AND ${uncollected('s', '$4', '$5')}) AS uncollected,
       EXISTS (SELECT FROM ${SEATS} AND ${uncovered('$4', '$5', '$10')}) AS uncovered
     FROM member m WHERE m.community_id = $1 AND m.id = $2`,
    [
      tx.communityId,
      match.helperId,
      match.householdId,
      match.requestId,
      timeZone,
      one ? null : seats.assignmentId,
      one ? seats.seatId : null,
      COMING_SEAT_STATES,
      tx.now,
      timebankInsured,
    ],
  );
  if (!found?.active) throw assignmentError('helper-not-active');
  if (found.apart) throw assignmentError('no-longer-matched');
  if (found.lacking) throw assignmentError('credential-missing');
  if (found.uncollected) throw assignmentError('collection-missing');
  if (found.uncovered) throw assignmentError('not-covered');
}

const APART = `EXISTS (SELECT FROM household_member h WHERE h.community_id = $1 AND h.household_id = $3
  AND (h.member_id = $2 OR kept_apart(h.member_id, $2)))`;

const SEATS = `seat s WHERE s.community_id = $1
  AND (s.id = $7 OR s.assignment_id = $6 AND s.state = ANY ($8) AND s.ends_at > $9)`;
