import type { Tx } from '#database';
import { addMinutes, localDay, type LocalDay } from '#platform';
import type { VisitFacts } from './facts.js';

/** Nobody is proposed for a visit that begins within this. */
export const LEAD_MINUTES = 60;
/**
 * Visits of one run, the soonest; the others wait for a later one. With thirty helpers each, some at several starts,
 * they make three of the five million pairs that the engine takes.
 */
const MOST_VISITS = 100_000;

export interface Scope {
  /** Only these visits (an approval's check); all open ones otherwise. */
  readonly visitIds?: readonly string[];
  /** Only these requests' open visits and proposals (a neighbourhood); the helpers' other proposals are busy time. */
  readonly requestIds?: readonly string[];
  /** Their other proposals may move: they are not busy time. */
  readonly movesOthers?: boolean;
  readonly helperIds?: readonly string[];
  /** Regimes a family agreed to for these visits beside those of the request. */
  readonly agreedRegimes?: readonly string[];
  /** How soon a visit may begin. */
  readonly leadMinutes?: number;
}

/** A run reads its rows through a cursor, page by page; what is about a few of them comes at once. */
export async function* pagesIn<Row>(
  tx: Tx,
  scope: Scope,
  text: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row[]> {
  if (scope.visitIds ?? scope.requestIds) yield await tx.sql<Row>(text, parameters);
  else yield* tx.pages<Row>(text, parameters);
}

type VisitRow = Omit<VisitFacts, 'windowStart' | 'windowEnd' | 'lastDay'> & {
  windowStart: Date;
  windowEnd: Date;
};

/** Free time matters until the last visit is over and its helper at home. */
export function lastNeeded(visits: readonly VisitFacts[], now: Date): Date {
  const last = visits.reduce((most, { windowEnd }) => Math.max(most, windowEnd), now.getTime());
  return addMinutes(new Date(last), 1_440);
}

export async function openVisits(
  tx: Tx,
  scope: Scope,
  timeZone: string,
  horizonEnd: Date,
): Promise<VisitFacts[]> {
  const rows = pagesIn<VisitRow>(
    tx,
    scope,
    `SELECT v.id, v.request_id AS "requestId", v.occurrence AS day, v.leg, coalesce(v.session_id, v.id) AS "sessionId",
       CASE WHEN taken.seats > 0 THEN v.starts_at ELSE v.window_starts_at END AS "windowStart",
       CASE WHEN taken.seats > 0 THEN v.ends_at ELSE v.window_ends_at END AS "windowEnd",
       (extract(epoch FROM v.ends_at - v.starts_at) / 60)::int AS minutes, v.from_zone_id AS "fromZoneId",
       v.to_zone_id AS "toZoneId", v.seats_needed AS "seatsNeeded", v.seats_needed - taken.seats AS open
     FROM visit v
     JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'open'
     CROSS JOIN LATERAL (SELECT count(*)::int AS seats FROM seat s
       WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active) AS taken
     WHERE v.community_id = $1 AND v.state = 'planned' AND v.starts_at >= $2 AND v.starts_at < $3
       AND ($4::uuid[] IS NULL OR v.id = ANY ($4::uuid[]))
       AND ($5::uuid[] IS NULL OR v.request_id = ANY ($5::uuid[]))
       AND ($4::uuid[] IS NOT NULL OR taken.seats < v.seats_needed)
     ORDER BY v.starts_at, v.id LIMIT ${MOST_VISITS}`,
    [
      tx.communityId,
      addMinutes(tx.now, scope.visitIds ? 0 : LEAD_MINUTES),
      horizonEnd,
      scope.visitIds ?? null,
      scope.requestIds ?? null,
    ],
  );
  const dayOf = localDays(timeZone);
  const same = interned();
  const visits: VisitFacts[] = [];
  for await (const page of rows) {
    for (const { windowStart, windowEnd, ...row } of page) {
      visits.push({
        ...row,
        requestId: same(row.requestId),
        sessionId: row.sessionId === row.id ? row.id : same(row.sessionId),
        fromZoneId: same(row.fromZoneId),
        toZoneId: same(row.toZoneId),
        day: dayOf(windowStart),
        lastDay: dayOf(new Date(windowEnd.getTime() - 1)),
        windowStart: windowStart.getTime(),
        windowEnd: windowEnd.getTime(),
      });
    }
  }
  return visits;
}

/** Of texts that are alike one alone is kept: each row brings its own. */
function interned(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const one = known.get(text);
    if (one !== undefined) return one;
    known.set(text, text);
    return text;
  };
}

const QUARTER_MS = 15 * 60_000;

/** Local days of many instants: no time zone changes its day within a quarter of an hour, so each is asked for once. */
function localDays(timeZone: string): (instant: Date) => LocalDay {
  const known = new Map<number, LocalDay>();
  return (instant) => {
    const quarter = Math.floor(instant.getTime() / QUARTER_MS);
    const day = known.get(quarter) ?? localDay(timeZone, instant);
    known.set(quarter, day);
    return day;
  };
}
