import type { Tx } from '#database';
import { factsOf, FACTS, MATCHED_AT, openedRequests, type Period } from './figures.js';
import type { Cell } from './suppress.rules.js';

/** The way of a request, in order; each stage counts the requests that came at least this far. */
export const FUNNEL_STAGES = [
  'asked',
  'proposed',
  'approved',
  'confirmed',
  'served',
  'hours-confirmed',
] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

/** `people` are households. */
export interface StageCell extends Cell {
  readonly stage: FunnelStage;
  readonly requests: number | null;
}

/** Requests that came to this stage and no further, and why: a state of the request, proposal, assignment or seat. */
export interface LossCell extends Cell {
  readonly stage: FunnelStage;
  readonly cause: string;
  readonly requests: number | null;
}

export interface Funnel {
  readonly stages: readonly StageCell[];
  readonly losses: readonly LossCell[];
}

/** The state of the latest proposal or assignment of each request. */
const latest = (
  table: 'proposal' | 'assignment',
) => `SELECT DISTINCT ON (x.request_id) x.request_id, x.state FROM ${table} x
  WHERE x.community_id = $1 ORDER BY x.request_id, x.id DESC`;

/**
 * How far each request came (index of FUNNEL_STAGES), and the state of what stopped it. Proposals, assignments and
 * seats are gone through once each: asked for request by request, ten thousand requests took seconds.
 */
const way = (
  tx: Tx,
) => `proposals AS MATERIALIZED (${latest('proposal')}), assignments AS MATERIALIZED (${latest('assignment')}),
confirmations AS MATERIALIZED (
  SELECT DISTINCT a.request_id FROM assignment a WHERE a.community_id = $1 AND ${MATCHED_AT} IS NOT NULL
), seats AS MATERIALIZED (
  SELECT a.request_id,
    bool_or(t.state IN ('done', 'disputed', 'settled', 'hours-confirmed', 'credited', 'counted', 'reversed')) AS served,
    bool_or(t.state IN ('settled', 'hours-confirmed', 'credited', 'counted')) AS hours,
    (array_agg(t.state ORDER BY t.id DESC))[1] AS state
  FROM seat t JOIN assignment a ON a.community_id = t.community_id AND a.id = t.assignment_id
  WHERE t.community_id = $1 GROUP BY a.request_id
), opened AS MATERIALIZED (
  SELECT r.id, r.household_id, r.state FROM ${openedRequests(tx)}
), asked AS (
  SELECT o.id, o.household_id, o.state, p.state AS proposal, a.state AS assignment, c.request_id IS NOT NULL AS confirmed,
    coalesce(s.served, false) AS served, coalesce(s.hours, false) AS hours, s.state AS seat
  FROM opened o
  LEFT JOIN proposals p ON p.request_id = o.id
  LEFT JOIN assignments a ON a.request_id = o.id
  LEFT JOIN confirmations c ON c.request_id = o.id
  LEFT JOIN seats s ON s.request_id = o.id
), ways AS (
  SELECT id, household_id, CASE WHEN hours THEN 5 WHEN served THEN 4 WHEN confirmed THEN 3 WHEN assignment IS NOT NULL THEN 2
      WHEN proposal IS NOT NULL THEN 1 ELSE 0 END AS stage,
    CASE WHEN served THEN seat WHEN state IN ('withdrawn', 'expired', 'unmet') THEN state WHEN confirmed THEN seat
      ELSE coalesce(assignment, proposal, state) END AS cause
  FROM asked)`;

export async function funnel(tx: Tx, period: Period): Promise<Funnel> {
  const stages = await tx.sql<StageCell>(
    `WITH ${FACTS}, ${way(tx)}
     SELECT s.name AS stage, count(w.id)::integer AS requests, count(DISTINCT w.household_id)::integer AS people, false AS withheld
     FROM unnest($6::text[]) WITH ORDINALITY AS s (name, place) LEFT JOIN ways w ON w.stage >= s.place - 1
     GROUP BY s.name, s.place ORDER BY s.place`,
    [...factsOf(tx, period), FUNNEL_STAGES],
  );
  const losses = await tx.sql<LossCell>(
    `WITH ${FACTS}, ${way(tx)}
     SELECT ($6::text[])[stage + 1] AS stage, cause, count(*)::integer AS requests,
       count(DISTINCT household_id)::integer AS people, false AS withheld
     FROM ways WHERE stage < cardinality($6::text[]) - 1 GROUP BY ways.stage, cause ORDER BY ways.stage, 3 DESC, cause`,
    [...factsOf(tx, period), FUNNEL_STAGES],
  );
  return { stages, losses };
}
