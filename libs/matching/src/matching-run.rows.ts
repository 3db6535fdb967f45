import type { Effort, StageName } from '#matching/engine';
import type { Tx } from '#database';
import { newId } from '#platform';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WaitingEvent } from './affected.js';
import { currentWeights } from './load-facts.js';
import { matchingError } from './matching.errors.js';
import type { Plan } from './plan.js';
import type { Step } from './recorder.js';
import type { ProposalChange, Written } from './write-plan.js';

export type RunCause = 'event' | 'nightly' | 'manual';
/** Everything anew, or the neighbourhood of what changed. */
export type RunScope = 'full' | 'incremental';
export type RunStage = 'load' | 'candidates' | StageName | 'write' | 'end';

export interface MatchingRunView {
  readonly id: string;
  readonly cause: string;
  readonly scope: RunScope;
  readonly baseRunId: string | null;
  readonly state: string;
  readonly stage: RunStage;
  readonly fraction: number;
  readonly effort: string;
  readonly status: string | null;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly drift: number;
  readonly weightsVersion: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly stages: readonly unknown[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** Whether the questions to the engine are still kept. */
  readonly replayable: boolean;
}

export interface MatchingRunDetail extends MatchingRunView {
  readonly weights: Readonly<Record<string, number>> | null;
  readonly changes: readonly ProposalChange[];
}

/** A running run gives a sign of life this often; one that was silent for the longer time was lost with its process. */
export const BEAT_MS = 3_000;
const LOST_SECONDS = 15;
const MOST_ACKNOWLEDGED = 5_000;
/** Changes a run keeps by name; its counts tell of all. */
const MOST_CHANGES = 1_000;
const zip = promisify(gzip);

/** Roughly how much of a run is over when a stage has ended, on a large community. */
const FRACTIONS: Readonly<Partial<Record<RunStage, number>>> = {
  load: 0.1,
  candidates: 0.25,
  greedy: 0.4,
  prices: 0.55,
  dive: 0.7,
  'local-search': 0.85,
  write: 0.9,
};

export function fractionOf(stage: RunStage): number {
  return FRACTIONS[stage] ?? 0;
}

export const RUN_COLUMNS = `id, cause, scope, base_run_id AS "baseRunId", state, stage, fraction, effort, status, objective, bound, gap,
  drift, weights_version AS "weightsVersion", counts, stages, started_at AS "startedAt", finished_at AS "finishedAt",
  snapshot IS NOT NULL AS replayable`;
export const RUN_DETAIL_COLUMNS = `${RUN_COLUMNS}, weights, changes`;

/** @throws DomainError run-in-progress when another process is at it */
export async function openRun(tx: Tx, cause: RunCause, effort: Effort): Promise<string> {
  await tx.sql(
    `UPDATE matching_run SET state = 'failed', failure = 'lost', finished_at = $2
     WHERE community_id = $1 AND state = 'running' AND beat_at < clock_timestamp() - make_interval(secs => $3)`,
    [tx.communityId, tx.now, LOST_SECONDS],
  );
  const id = newId();
  const { version, weights } = await currentWeights(tx);
  const [row] = await tx.sql<{ id: string }>(
    `INSERT INTO matching_run (community_id, id, cause, state, weights_version, weights, effort, started_by, started_at)
     VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, $8)
     ON CONFLICT (community_id) WHERE state = 'running' DO NOTHING RETURNING id`,
    [tx.communityId, id, cause, version, JSON.stringify(weights), effort, tx.actor.memberId ?? null, tx.now],
  );
  if (!row) throw matchingError('run-in-progress');
  tx.live('matching.progress', row.id);
  return row.id;
}

/** What a run is asked for about that the plan's drift is the cause of: everything, in a while and not sooner. */
export const DRIFT = 'drift';

/** The events that wait for matching now: this run answers them all, so that a burst makes one run. */
export async function waitingEvents(tx: Tx): Promise<WaitingEvent[]> {
  return tx.sql<WaitingEvent>(
    `SELECT id, topic, payload ->> 'subjectId' AS "subjectId", coalesce(payload -> 'values', '{}') AS values FROM outbox
     WHERE community_id = $1 AND reaction = 'matching.community' AND done_at IS NULL AND dead_at IS NULL
       AND (payload -> 'values' ->> 'about' IS DISTINCT FROM '${DRIFT}' OR published_at IS NOT NULL OR next_at <= clock_timestamp())
     ORDER BY id LIMIT ${MOST_ACKNOWLEDGED}`,
    [tx.communityId],
  );
}

/** Whether an event waits whose time has come: one that was published, or is due. */
export async function isEventDue(tx: Tx): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT FROM outbox WHERE community_id = $1 AND reaction = 'matching.community' AND done_at IS NULL AND dead_at IS NULL
       AND (published_at IS NOT NULL OR next_at <= clock_timestamp()) LIMIT 1`,
    [tx.communityId],
  );
  return rows.length > 0;
}

export async function acknowledge(tx: Tx, events: readonly WaitingEvent[]): Promise<void> {
  await tx.sql(
    `UPDATE outbox SET done_at = clock_timestamp() WHERE community_id = $1 AND id = ANY ($2::uuid[])`,
    [tx.communityId, events.map(({ id }) => id)],
  );
}

/** The full run that incremental ones plan on from, and how far they have drifted from it. */
export interface Base {
  readonly runId: string;
  readonly objective: number;
  readonly drift: number;
}

/** Undefined where there is none with the weights in force. */
export async function baseOf(tx: Tx): Promise<Base | undefined> {
  const { version } = await currentWeights(tx);
  const [row] = await tx.sql<Base>(
    `SELECT r.id AS "runId", r.objective, coalesce((SELECT i.drift FROM matching_run i
         WHERE i.community_id = r.community_id AND i.base_run_id = r.id AND i.state = 'done' ORDER BY i.id DESC LIMIT 1), 0) AS drift
     FROM (SELECT * FROM matching_run WHERE community_id = $1 AND state = 'done' AND scope = 'full' ORDER BY id DESC LIMIT 1) r
     WHERE r.weights_version = $2 AND r.objective > 0`,
    [tx.communityId, version],
  );
  return row;
}

export async function pricesOf(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.sql<{ id: string; points: number }>(
    'SELECT session_id AS id, points FROM visit_price WHERE community_id = $1',
    [tx.communityId],
  );
  return new Map(rows.map(({ id, points }) => [id, points]));
}

async function keepPrices(tx: Tx, runId: string, plan: Plan, scope: RunScope): Promise<void> {
  if (scope === 'full') await tx.sql('DELETE FROM visit_price WHERE community_id = $1', [tx.communityId]);
  await tx.sql(
    `INSERT INTO visit_price (community_id, session_id, run_id, points)
     SELECT $1, p.id, $2, p.points FROM unnest($3::uuid[], $4::float8[]) AS p (id, points)
     ON CONFLICT (community_id, session_id) DO UPDATE SET points = excluded.points, run_id = excluded.run_id`,
    [tx.communityId, runId, plan.prices.map(([id]) => id), plan.prices.map(([, points]) => points)],
  );
}

/** The questions and answers of a run as it keeps them. */
export async function packSteps(steps: readonly Step[]): Promise<Buffer> {
  return zip(JSON.stringify(steps));
}

/** What a run ends with, beside its plan. */
export interface Ending {
  readonly scope: RunScope;
  readonly base?: Base;
  readonly drift: number;
  /** The questions to the engine, packed. */
  readonly snapshot: Buffer;
  readonly figures: Readonly<Record<string, number>>;
}

export async function closeRun(
  tx: Tx,
  runId: string,
  plan: Plan,
  written: Written,
  ending: Ending,
): Promise<MatchingRunView> {
  const { snapshot } = ending;
  await keepPrices(tx, runId, plan, ending.scope);
  const [row] = await tx.sql<MatchingRunView>(
    `UPDATE matching_run SET state = 'done', stage = 'end', fraction = 1, status = $3, objective = $4, bound = $5, gap = $6,
       counts = $7, stages = $8, snapshot = $9, snapshot_hash = $10, finished_at = $11, scope = $12, base_run_id = $13,
       drift = $14, changes = $15
     WHERE community_id = $1 AND id = $2 AND state = 'running' RETURNING ${RUN_COLUMNS}`,
    [
      tx.communityId,
      runId,
      plan.status,
      plan.objective,
      plan.bound,
      plan.gap,
      JSON.stringify({ ...written.counts, ...ending.figures }),
      JSON.stringify(plan.stages),
      snapshot,
      createHash('sha256').update(snapshot).digest(),
      tx.now,
      ending.scope,
      ending.base?.runId ?? null,
      ending.drift,
      JSON.stringify(written.changes.slice(0, MOST_CHANGES)),
    ],
  );
  // Given up as lost, and another plans in its place: what was written with it is undone.
  if (!row) throw new Error('the run was given up before it ended');
  for (const { proposalId } of written.changes) tx.live('proposal.changed', proposalId);
  tx.live('matching.finished', runId);
  if (written.counts.proposed > 0) await tx.announce('matching.finished', { subjectId: runId, key: runId });
  return row;
}

export async function failRun(tx: Tx, runId: string, error: unknown): Promise<void> {
  await tx.sql(
    `UPDATE matching_run SET state = 'failed', failure = $3, finished_at = $4
     WHERE community_id = $1 AND id = $2 AND state = 'running'`,
    [tx.communityId, runId, error instanceof Error ? error.message.slice(0, 300) : 'unknown', tx.now],
  );
  tx.live('matching.finished', runId);
}

/** How far a running run has come. Its own transaction: a run's work is one, and would show nothing before its end. */
export async function showProgress(tx: Tx, runId: string, stage: RunStage): Promise<void> {
  await tx.sql(
    `UPDATE matching_run SET beat_at = clock_timestamp(), stage = $3, fraction = greatest(fraction, $4)
     WHERE community_id = $1 AND id = $2 AND state = 'running'`,
    [tx.communityId, runId, stage, fractionOf(stage)],
  );
  tx.live('matching.progress', runId);
}

/** The questions a run asked the engine, packed as `packSteps` does; undefined when they are kept no more. */
export async function snapshotOf(tx: Tx, runId: string): Promise<Buffer | undefined> {
  const [row] = await tx.sql<{ snapshot: Buffer }>(
    `SELECT snapshot FROM matching_run WHERE community_id = $1 AND id = $2 AND snapshot IS NOT NULL`,
    [tx.communityId, runId],
  );
  return row?.snapshot;
}
