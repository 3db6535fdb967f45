import type { Tx } from '#database';
import { factsOf, FACTS, openedRequests, visitsInPeriod, type Period } from './figures.js';
import type { Cell } from './suppress.rules.js';

/** Visits that lack a helper, by local weekday (1 Monday) and hour of their start; `people` are households. */
export interface UnmetCell extends Cell {
  readonly weekday: number;
  readonly hour: number;
  readonly visits: number | null;
  readonly seats: number | null;
}

/** What was asked and covered in a municipality; `people` are households. */
export interface MunicipalityCell extends Cell {
  readonly municipalityId: string;
  readonly name: string;
  readonly population: number | null;
  readonly requests: number | null;
  readonly visits: number | null;
  readonly coveredVisits: number | null;
  /** Households that asked, for a thousand inhabitants; null without a population. */
  readonly householdsPerThousand: number | null;
}

export async function unmetNeed(tx: Tx, period: Period): Promise<UnmetCell[]> {
  return tx.sql<UnmetCell>(
    `WITH ${FACTS}
     SELECT extract(isodow FROM v.starts_at AT TIME ZONE f.zone)::integer AS weekday,
       extract(hour FROM v.starts_at AT TIME ZONE f.zone)::integer AS hour, count(*)::integer AS visits,
       sum(v.seats_needed - taken.seats)::integer AS seats, count(DISTINCT r.household_id)::integer AS people, false AS withheld
     FROM ${visitsInPeriod(tx)}
     WHERE taken.seats < v.seats_needed GROUP BY 1, 2 ORDER BY 1, 2`,
    factsOf(tx, period),
  );
}

export async function municipalityNeed(tx: Tx, period: Period): Promise<MunicipalityCell[]> {
  const rows = await tx.sql<Omit<MunicipalityCell, 'householdsPerThousand'>>(
    `WITH ${FACTS}, asked AS (
       SELECT z.municipality_id, count(*)::integer AS requests, count(DISTINCT r.household_id)::integer AS people
       FROM ${openedRequests(tx)} JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
       GROUP BY z.municipality_id
     ), visited AS (
       SELECT z.municipality_id, count(*)::integer AS visits,
         (count(*) FILTER (WHERE taken.seats >= v.seats_needed))::integer AS covered
       FROM ${visitsInPeriod(tx)} JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
       GROUP BY z.municipality_id
     )
     SELECT mu.id AS "municipalityId", mu.name, mu.population, coalesce(a.requests, 0) AS requests,
       coalesce(w.visits, 0) AS visits, coalesce(w.covered, 0) AS "coveredVisits", coalesce(a.people, 0) AS people, false AS withheld
     FROM municipality mu JOIN facts f ON f.community_id = mu.community_id
     LEFT JOIN asked a ON a.municipality_id = mu.id LEFT JOIN visited w ON w.municipality_id = mu.id ORDER BY mu.name, mu.id`,
    factsOf(tx, period),
  );
  return rows.map((row) => ({
    ...row,
    householdsPerThousand: row.population ? Math.round((row.people! * 100_000) / row.population) / 100 : null,
  }));
}
