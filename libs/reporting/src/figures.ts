import type { Tx } from '#database';
import { deskReaches } from '#members';

/** The period the figures speak of, half-open, and the zone its days are counted in. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
  readonly timeZone: string;
}

/** $1 community, $2 and $3 the period, $4 who asks, $5 the time zone: named for every question. */
export const FACTS = `facts AS (
  SELECT $1::uuid AS community_id, $2::timestamptz AS since, $3::timestamptz AS until, $4::uuid AS asker, $5::text AS zone)`;

export function factsOf(tx: Tx, { since, until, timeZone }: Period): unknown[] {
  return [tx.communityId, since, until, tx.actor.memberId, timeZone];
}

/** SQL condition: the record's organisation is in the reach of who asks; auditors count all. */
export function counts(tx: Tx, column: string): string {
  return tx.actor.roles.includes('auditor') ? 'true' : deskReaches(tx.actor, column, '$4');
}

/** Requests `r` opened in the period, of households in reach. */
export function openedRequests(tx: Tx): string {
  return `request r JOIN facts f ON f.community_id = r.community_id AND r.opened_at >= f.since AND r.opened_at < f.until
    JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id AND ${counts(tx, 'h.organisation_id')}`;
}

/** Visits `v` that start in the period and were not cancelled, with their request `r`, of households in reach. */
export function visitsInPeriod(tx: Tx): string {
  return `visit v JOIN facts f ON f.community_id = v.community_id AND v.starts_at >= f.since AND v.starts_at < f.until
      AND v.state <> 'cancelled'
    JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
    JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id AND ${counts(tx, 'h.organisation_id')}
    CROSS JOIN LATERAL (SELECT count(*)::integer AS seats FROM seat s
      JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id AND a.state IN ('confirmed', 'ended')
      WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active) taken`;
}

/** When assignment `a` was confirmed by all who were asked; NULL until then. */
export const MATCHED_AT = `CASE WHEN a.state IN ('confirmed', 'ended') OR (a.state = 'cancelled' AND a.accepted_at IS NOT NULL
  AND (NOT a.guardian_needed OR a.guardian_answered_at IS NOT NULL)) THEN coalesce(a.guardian_answered_at, a.accepted_at) END`;
