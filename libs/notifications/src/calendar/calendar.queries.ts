import type { Tx } from '#database';
import { withinSight } from '#members';

/** A confirmed visit as it may stand in a calendar. */
export interface CalendarVisit {
  /** Of the seat: the same visit keeps it however often it moves. */
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly categoryCode: string;
  readonly category: string;
  readonly municipality: string;
  /** Who comes, for the family; null for the helper's own. */
  readonly helperId: string | null;
}

export async function findMember(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ readonly memberId: string; readonly language: string } | undefined> {
  const [row] = await tx.sql<{ memberId: string; language: string }>(
    `SELECT f.member_id AS "memberId", m.language FROM calendar_feed f
     JOIN member m ON m.community_id = f.community_id AND m.id = f.member_id AND m.state = 'active'
     WHERE f.community_id = $1 AND f.token_hash = $2`,
    [tx.communityId, tokenHash],
  );
  return row;
}

/** More than a year of weekly visits of a helper for several families. */
const MOST_VISITS = 400;

export function visitsOf(tx: Tx, memberId: string, since: Date): Promise<CalendarVisit[]> {
  return tx.sql<CalendarVisit>(
    `SELECT s.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt", c.code AS "categoryCode", c.name AS category,
       mu.name AS municipality, nullif(s.member_id, $2) AS "helperId"
     FROM seat s
     JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id AND a.state IN ('confirmed', 'ended')
     JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id
     JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
     JOIN zone z ON z.community_id = s.community_id AND z.id = s.from_zone_id
     JOIN municipality mu ON mu.community_id = z.community_id AND mu.id = z.municipality_id
     WHERE s.community_id = $1 AND s.active AND s.starts_at > $3 AND (s.member_id = $2 OR a.household_id IN (
       SELECT household_id FROM household_member WHERE community_id = $1 AND member_id = $2 AND guardian)
       AND ${withinSight('r', '$2')})
     ORDER BY s.starts_at, s.id LIMIT ${MOST_VISITS}`,
    [tx.communityId, memberId, since],
  );
}
