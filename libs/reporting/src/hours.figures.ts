import type { Tx } from '#database';
import type { LocalDay } from '#platform';
import { counts, factsOf, FACTS, MATCHED_AT, openedRequests, type Period } from './figures.js';
import type { Cell } from './suppress.rules.js';

/** Confirmed minutes of the visits of one local ISO week; `people` are helpers. */
export interface WeekCell extends Cell {
  readonly monday: LocalDay;
  readonly visits: number | null;
  readonly volunteerMinutes: number | null;
  readonly timebankMinutes: number | null;
}

/** Hours from the opening of a request until helper and family were agreed; `people` are households. */
export interface MatchTimeCell extends Cell {
  readonly categoryId: string;
  readonly categoryCode: string;
  readonly requests: number | null;
  readonly p25Hours: number | null;
  readonly medianHours: number | null;
  readonly p90Hours: number | null;
}

/** Confirmed hours `t` of seats `s` of visits in the period, with the facts `f`, of households in reach. */
const confirmedHours = (tx: Tx) => `time_entry t JOIN facts f ON f.community_id = t.community_id
    AND t.state IN ('confirmed', 'auto-confirmed', 'settled')
  JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id AND s.state <> 'reversed'
    AND s.starts_at >= f.since AND s.starts_at < f.until
  JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  JOIN household h ON h.community_id = a.community_id AND h.id = a.household_id AND ${counts(tx, 'h.organisation_id')}`;

/** The same as time that was given: a helper's in one session is given once, however many households it served. */
const givenTime = (tx: Tx) => `given AS (
  SELECT s.member_id, s.regime, f.zone, min(s.starts_at) AS starts_at, max(t.minutes_given) AS minutes, count(*) AS visits
  FROM ${confirmedHours(tx)} GROUP BY s.member_id, s.session_id, s.regime, f.zone)`;

export async function hoursByWeek(tx: Tx, period: Period): Promise<WeekCell[]> {
  return tx.sql<WeekCell>(
    `WITH ${FACTS}, ${givenTime(tx)}
     SELECT to_char(date_trunc('week', g.starts_at AT TIME ZONE g.zone), 'YYYY-MM-DD') AS monday, sum(g.visits)::integer AS visits,
       coalesce(sum(g.minutes) FILTER (WHERE g.regime = 'volunteer'), 0)::integer AS "volunteerMinutes",
       coalesce(sum(g.minutes) FILTER (WHERE g.regime = 'timebank'), 0)::integer AS "timebankMinutes",
       count(DISTINCT g.member_id)::integer AS people, false AS withheld
     FROM given g GROUP BY 1 ORDER BY 1`,
    factsOf(tx, period),
  );
}

const QUANTILES = `round(percentile_cont(0.25) WITHIN GROUP (ORDER BY hours)::numeric, 1)::float8 AS "p25Hours",
  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)::numeric, 1)::float8 AS "medianHours",
  round(percentile_cont(0.9) WITHIN GROUP (ORDER BY hours)::numeric, 1)::float8 AS "p90Hours"`;

/** Requests opened in the period that were matched, with the hours it took. */
const matched = (tx: Tx) => `matched AS (
  SELECT r.category_id, r.household_id, extract(epoch FROM m.at - r.opened_at) / 3600 AS hours
  FROM ${openedRequests(tx)}
  CROSS JOIN LATERAL (SELECT min(${MATCHED_AT}) AS at FROM assignment a
    WHERE a.community_id = r.community_id AND a.request_id = r.id) m
  WHERE m.at IS NOT NULL)`;

export async function timeToMatch(tx: Tx, period: Period): Promise<MatchTimeCell[]> {
  return tx.sql<MatchTimeCell>(
    `WITH ${FACTS}, ${matched(tx)}
     SELECT c.id AS "categoryId", c.code AS "categoryCode", count(*)::integer AS requests, ${QUANTILES},
       count(DISTINCT m.household_id)::integer AS people, false AS withheld
     FROM matched m JOIN category c ON c.community_id = $1 AND c.id = m.category_id GROUP BY c.id, c.code ORDER BY c.code`,
    factsOf(tx, period),
  );
}

/** Over all categories; the median is null when nothing was matched. */
export async function matchedAtAll(
  tx: Tx,
  period: Period,
): Promise<{ readonly medianHoursToMatch: number | null; readonly matchedHouseholds: number }> {
  const [row] = await tx.sql<{ medianHours: number | null; households: number }>(
    `WITH ${FACTS}, ${matched(tx)} SELECT ${QUANTILES}, count(DISTINCT household_id)::integer AS households FROM matched`,
    factsOf(tx, period),
  );
  return { medianHoursToMatch: row!.medianHours, matchedHouseholds: row!.households };
}

/** Confirmed minutes of the whole period, and how many helpers gave them. */
export async function confirmedAtAll(
  tx: Tx,
  period: Period,
): Promise<{ readonly confirmedMinutes: number; readonly confirmedHelpers: number }> {
  const [row] = await tx.sql<{ confirmedMinutes: number; confirmedHelpers: number }>(
    `WITH ${FACTS}, ${givenTime(tx)} SELECT coalesce(sum(g.minutes), 0)::integer AS "confirmedMinutes",
       count(DISTINCT g.member_id)::integer AS "confirmedHelpers" FROM given g`,
    factsOf(tx, period),
  );
  return row!;
}
