import type { Tx } from '#database';
import { withinSight } from '#members';
import type { LocalDay } from '#platform';
import { mayReadRequest } from './read-requests.js';
import type { VisitState } from './request.machine.js';

/** From whose place the agenda is seen. */
export type AgendaSide = 'family' | 'helper' | 'coordinator';

/** A visit as lists show it: time, zones, seats. No name, no address. */
export interface VisitRow {
  readonly id: string;
  readonly requestId: string;
  readonly householdId: string;
  readonly categoryId: string;
  readonly categoryCode: string;
  readonly occurrence: LocalDay;
  /** 0 outward or only, 1 return. */
  readonly leg: 0 | 1;
  readonly state: VisitState;
  readonly windowStartsAt: Date;
  readonly windowEndsAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Elapsed, also over a clock change. */
  readonly minutes: number;
  readonly fromZoneId: string;
  readonly toZoneId: string;
  readonly seatsNeeded: number;
  readonly seatsTaken: number;
  readonly sessionId: string | null;
  /** Cancelled for a closure that was taken back: the family may have it again. */
  readonly offered: boolean;
  /** Why a coordinator should look at it. */
  readonly flags: readonly string[];
}

const VISIT = `SELECT v.id, v.request_id AS "requestId", r.household_id AS "householdId", r.category_id AS "categoryId",
    c.code AS "categoryCode", v.occurrence, v.leg, v.state, v.window_starts_at AS "windowStartsAt",
    v.window_ends_at AS "windowEndsAt", v.starts_at AS "startsAt", v.ends_at AS "endsAt",
    (extract(epoch FROM v.ends_at - v.starts_at) / 60)::integer AS minutes, v.from_zone_id AS "fromZoneId",
    v.to_zone_id AS "toZoneId", v.seats_needed AS "seatsNeeded", v.session_id AS "sessionId", v.flags,
    v.state = 'cancelled' AND v.offered_at IS NOT NULL AND r.state IN ('open', 'needs-info') AS offered,
    (SELECT count(*)::integer FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       AND a.state IN ('confirmed', 'ended')
     WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active) AS "seatsTaken"
  FROM visit v
  JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
  JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
  JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id`;

/** Keyset on (start, id): the cursor is the last visit's id, its start is read from the row. */
const AFTER = (place: string) =>
  `(${place}::uuid IS NULL OR (v.starts_at, v.id) > (SELECT k.starts_at, k.id FROM visit k WHERE k.community_id = $1 AND k.id = ${place}))`;

interface PageOf {
  readonly limit: number;
  readonly after: string | undefined;
}

export async function listVisitsOfRequest(tx: Tx, requestId: string, page: PageOf): Promise<VisitRow[]> {
  return tx.sql<VisitRow>(
    `${VISIT} WHERE v.community_id = $1 AND v.request_id = $2 AND ${AFTER('$3')} ORDER BY v.starts_at, v.id LIMIT $4`,
    [tx.communityId, requestId, page.after ?? null, page.limit + 1],
  );
}

export interface AgendaQuery {
  readonly side: AgendaSide;
  readonly from: Date;
  readonly to: Date;
  readonly householdId?: string;
  readonly categoryId?: string;
  /** Only visits that lack a helper. */
  readonly uncovered?: boolean;
}

/** Visits that begin from `from` to before `to` and are not cancelled, in their order; one row more than `limit`. */
export async function listAgenda(tx: Tx, query: AgendaQuery, page: PageOf): Promise<VisitRow[]> {
  return tx.sql<VisitRow>(
    `SELECT * FROM (${VISIT}
       WHERE v.community_id = $1 AND v.state <> 'cancelled' AND v.starts_at >= $3 AND v.starts_at < $4
         AND ${whose(tx, query.side)} AND ($5::uuid IS NULL OR r.household_id = $5)
         AND ($6::uuid IS NULL OR r.category_id = $6) AND ${AFTER('$7')}) AS agenda
     WHERE NOT $8 OR "seatsTaken" < "seatsNeeded" ORDER BY "startsAt", id LIMIT $9`,
    [
      tx.communityId,
      tx.actor.memberId ?? null,
      query.from,
      query.to,
      query.householdId ?? null,
      query.categoryId ?? null,
      page.after ?? null,
      query.uncovered ?? false,
      page.limit + 1,
    ],
  );
}

function whose(tx: Tx, side: AgendaSide): string {
  if (side === 'coordinator') return mayReadRequest(tx, '$2');
  if (side === 'helper') {
    return `EXISTS (SELECT FROM seat o WHERE o.community_id = v.community_id AND o.visit_id = v.id AND o.member_id = $2 AND o.active)`;
  }
  return `r.household_id IN (SELECT g.household_id FROM household_member g
    WHERE g.community_id = $1 AND g.member_id = $2 AND g.guardian) AND ${withinSight('r', '$2')}`;
}
