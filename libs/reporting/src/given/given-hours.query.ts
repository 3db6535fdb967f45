import type { SeatState } from '#assignments';
import type { Tx } from '#database';
import type { LocalDay, TimedPlace } from '#platform';

/** Instants, half open; null: without an end on that side. */
export interface GivenPeriod {
  readonly since: Date | null;
  readonly until: Date | null;
}

/** One visit of a helper that had its turn. It names no household. */
export interface GivenVisit {
  /** Of the seat. */
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly categoryId: string;
  readonly regime: 'volunteer' | 'timebank';
  /** `done`: what was declared waits for the other side, or nobody has declared anything yet. */
  readonly state: SeatState;
  /** As agreed, or as declared so far; null where nothing is declared. */
  readonly minutes: number | null;
}

export interface GivenTotals {
  readonly confirmedMinutes: number;
  /** Declared, and not yet confirmed or settled. */
  readonly awaitedMinutes: number;
  /** Given in direct swaps with other members that both confirmed. */
  readonly swappedMinutes: number;
}

/** What was given of one kind of help for one organisation's families. */
export interface GivenShare {
  /** null: families of no organisation. */
  readonly organisation: string | null;
  readonly categoryCode: string;
  readonly category: string;
  readonly visits: number;
  readonly minutes: number;
  readonly firstAt: Date;
}

/** What was given of one kind in direct swaps: no family asked for it, and the other member gave time in return. */
export interface SwappedShare {
  readonly categoryCode: string;
  readonly category: string;
  readonly swaps: number;
  readonly minutes: number;
  readonly firstOn: LocalDay;
}

const IN_PERIOD = `($3::timestamptz IS NULL OR s.starts_at >= $3) AND ($4::timestamptz IS NULL OR s.starts_at < $4)`;
const CONFIRMED = `t.state IN ('confirmed', 'auto-confirmed', 'settled')`;

/** A helper's seats whose turn came, each with the hours that count; entries taken back are history. */
const GIVEN = `seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id
  LEFT JOIN time_entry t ON t.community_id = s.community_id AND t.seat_id = s.id AND t.state <> 'reversed'
  WHERE s.community_id = $1 AND s.member_id = $2 AND ${IN_PERIOD}
    AND s.state IN ('done', 'hours-confirmed', 'credited', 'counted', 'disputed', 'settled', 'reversed')`;

/** Swaps keep a day alone: it is in the period where its first moment in the community is. */
const SWAPPED = `exchange e JOIN community k ON k.id = e.community_id
  WHERE e.community_id = $1 AND e.giver_id = $2 AND e.state = 'confirmed'
    AND ($3::timestamptz IS NULL OR e.happened_on::timestamp AT TIME ZONE k.time_zone >= $3)
    AND ($4::timestamptz IS NULL OR e.happened_on::timestamp AT TIME ZONE k.time_zone < $4)`;

const valuesOf = (tx: Tx, memberId: string, { since, until }: GivenPeriod) => [
  tx.communityId,
  memberId,
  since,
  until,
];

/** Newest first. */
export function givenVisits(
  tx: Tx,
  memberId: string,
  period: GivenPeriod,
  page: { readonly limit: number; readonly after: TimedPlace | undefined },
): Promise<GivenVisit[]> {
  return tx.sql<GivenVisit>(
    `SELECT s.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt", r.category_id AS "categoryId", s.regime, s.state,
       t.minutes_given AS minutes FROM ${GIVEN}
       AND ($5::timestamptz IS NULL OR (s.starts_at, s.id) < ($5, $6::uuid)) ORDER BY s.starts_at DESC, s.id DESC LIMIT $7`,
    [...valuesOf(tx, memberId, period), page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
  );
}

/** Time in one session is given once, however many households it served: the longest of what was said of it counts. */
export async function givenTotals(tx: Tx, memberId: string, period: GivenPeriod): Promise<GivenTotals> {
  const [row] = await tx.sql<GivenTotals>(
    `SELECT (SELECT coalesce(sum(e.minutes), 0)::integer FROM ${SWAPPED}) AS "swappedMinutes",
       coalesce(sum(minutes) FILTER (WHERE confirmed), 0)::integer AS "confirmedMinutes",
       coalesce(sum(minutes) FILTER (WHERE NOT confirmed), 0)::integer AS "awaitedMinutes"
     FROM (SELECT DISTINCT ON (s.session_id) t.minutes_given AS minutes, ${CONFIRMED} AS confirmed FROM ${GIVEN}
       AND t.id IS NOT NULL ORDER BY s.session_id, ${CONFIRMED} DESC, t.minutes_given DESC, s.id) given`,
    valuesOf(tx, memberId, period),
  );
  return row!;
}

/** Confirmed hours by organisation and kind of help; a session counts once, as in `givenTotals`. */
export function givenShares(tx: Tx, memberId: string, period: GivenPeriod): Promise<GivenShare[]> {
  return tx.sql<GivenShare>(
    `SELECT o.name AS organisation, c.code AS "categoryCode", c.name AS category, count(*)::integer AS visits,
       sum(g.minutes)::integer AS minutes, min(g.starts_at) AS "firstAt"
     FROM (SELECT DISTINCT ON (s.session_id) t.minutes_given AS minutes, s.starts_at, r.category_id, a.household_id
       FROM ${GIVEN} AND ${CONFIRMED} AND t.minutes_given > 0
       ORDER BY s.session_id, t.minutes_given DESC, s.id) g
     JOIN category c ON c.community_id = $1 AND c.id = g.category_id
     JOIN household h ON h.community_id = $1 AND h.id = g.household_id
     LEFT JOIN organisation o ON o.community_id = $1 AND o.id = h.organisation_id
     GROUP BY o.id, o.name, c.id, c.code, c.name ORDER BY o.name NULLS FIRST, o.id, minutes DESC, c.code`,
    valuesOf(tx, memberId, period),
  );
}

/** Time given in confirmed swaps by kind; what was taken back counts no more. */
export function swappedShares(tx: Tx, memberId: string, period: GivenPeriod): Promise<SwappedShare[]> {
  return tx.sql<SwappedShare>(
    `SELECT c.code AS "categoryCode", c.name AS category, g.swaps, g.minutes, g.first_on AS "firstOn"
     FROM (SELECT e.category_id, count(*)::integer AS swaps, sum(e.minutes)::integer AS minutes,
         min(e.happened_on) AS first_on FROM ${SWAPPED} GROUP BY e.category_id) g
     JOIN category c ON c.community_id = $1 AND c.id = g.category_id ORDER BY g.minutes DESC, c.code`,
    valuesOf(tx, memberId, period),
  );
}
