import { requireCoordinator, systemActor, UnitOfWork, type Actor, type Tx } from '#database';
import type { Effort } from '#matching/engine';
import { commonError, newId, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { currentWeights, loadFacts } from './load-facts.js';
import { matchingError } from './matching.errors.js';
import { makePlan, type Plan } from './plan.js';
import { Solver } from './solver.js';
import { writePlan, type Written } from './write-plan.js';

export type RunCause = 'event' | 'nightly' | 'manual';

export interface MatchingRunView {
  readonly id: string;
  readonly cause: string;
  readonly state: string;
  readonly effort: string;
  readonly status: string | null;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly weightsVersion: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly stages: readonly unknown[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** A running run gives a sign of life this often; one that was silent for the longer time was lost with its process. */
const BEAT_MS = 3_000;
const LOST_SECONDS = 15;
const MOST_ACKNOWLEDGED = 5_000;
const zip = promisify(gzip);

const RUN_COLUMNS = `id, cause, state, effort, status, objective, bound, gap, weights_version AS "weightsVersion", counts, stages,
  started_at AS "startedAt", finished_at AS "finishedAt"`;

/** Runs matching: loads once, solves outside every transaction, writes in one. One run a community at a time. */
@Injectable()
export class MatchingService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly solver: Solver,
  ) {}

  /**
   * Plans and writes proposals for a community, and acknowledges the matching events that this run has seen.
   * @throws DomainError run-in-progress when another process is at it
   */
  async run(communityId: string, cause: RunCause, effort: Effort = 'standard'): Promise<MatchingRunView> {
    const system = systemActor(communityId);
    const { runId, seen } = await this.uow.run(system, async (tx) => ({
      runId: await openRun(tx, cause, effort),
      seen: await waitingEvents(tx),
    }));
    const heart = setInterval(() => void this.beat(communityId, runId), BEAT_MS);
    try {
      const timings: Record<string, number> = {};
      const facts = await timed(timings, 'loadMs', () => this.uow.run(system, (tx) => loadFacts(tx)));
      const plan = await timed(timings, 'solveMs', () => makePlan(facts, this.solver, effort));
      return await this.uow.run(system, async (tx) => {
        const written = await writePlan(tx, facts, plan, runId);
        await acknowledge(tx, seen);
        return closeRun(tx, runId, plan, written, {
          ...timings,
          visits: facts.visits.length,
          requests: facts.requests.size,
          offers: facts.offers.length,
        });
      });
    } catch (error) {
      await this.uow.run(system, (tx) => failRun(tx, runId, error));
      throw error;
    } finally {
      clearInterval(heart);
    }
  }

  private async beat(communityId: string, runId: string): Promise<void> {
    await this.uow
      .run(systemActor(communityId), (tx) =>
        tx.sql('UPDATE matching_run SET beat_at = clock_timestamp() WHERE community_id = $1 AND id = $2', [
          tx.communityId,
          runId,
        ]),
      )
      .catch(() => undefined);
  }

  /** Asks for a run by a coordinator: an event like any other. */
  async askForRun(actor: Actor): Promise<void> {
    requireCoordinator(actor);
    await this.uow.run(actor, (tx) => tx.announce('matching.asked', { subjectId: tx.communityId }));
  }

  async listRuns(actor: Actor, query: { limit?: number; cursor?: string }): Promise<Page<MatchingRunView>> {
    const { limit, after } = readPage(query);
    const rows = await this.uow.run(actor, (tx) =>
      tx.sql<MatchingRunView>(
        `SELECT ${RUN_COLUMNS} FROM matching_run WHERE community_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [tx.communityId, after ?? null, limit + 1],
      ),
    );
    return toPage(rows, limit);
  }

  async readRun(actor: Actor, id: string): Promise<MatchingRunView> {
    const [row] = await this.uow.run(actor, (tx) =>
      tx.sql<MatchingRunView>(`SELECT ${RUN_COLUMNS} FROM matching_run WHERE community_id = $1 AND id = $2`, [
        tx.communityId,
        id,
      ]),
    );
    if (!row) throw commonError('not-found');
    return row;
  }
}

async function openRun(tx: Tx, cause: RunCause, effort: Effort): Promise<string> {
  await tx.sql(
    `UPDATE matching_run SET state = 'failed', failure = 'lost', finished_at = $2
     WHERE community_id = $1 AND state = 'running' AND beat_at < clock_timestamp() - make_interval(secs => $3)`,
    [tx.communityId, tx.now, LOST_SECONDS],
  );
  const id = newId();
  const { version } = await currentWeights(tx);
  const [row] = await tx.sql<{ id: string }>(
    `INSERT INTO matching_run (community_id, id, cause, state, weights_version, effort, started_by, started_at)
     VALUES ($1, $2, $3, 'running', $4, $5, $6, $7)
     ON CONFLICT (community_id) WHERE state = 'running' DO NOTHING RETURNING id`,
    [tx.communityId, id, cause, version, effort, tx.actor.memberId ?? null, tx.now],
  );
  if (!row) throw matchingError('run-in-progress');
  return row.id;
}

/** The events that wait for matching now: this run answers them all, so that a burst makes one run. */
async function waitingEvents(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT id FROM outbox WHERE community_id = $1 AND reaction = 'matching.community' AND done_at IS NULL AND dead_at IS NULL
     ORDER BY id LIMIT ${MOST_ACKNOWLEDGED}`,
    [tx.communityId],
  );
  return rows.map(({ id }) => id);
}

async function acknowledge(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.sql(
    `UPDATE outbox SET done_at = clock_timestamp() WHERE community_id = $1 AND id = ANY ($2::uuid[])`,
    [tx.communityId, ids],
  );
}

async function closeRun(
  tx: Tx,
  runId: string,
  plan: Plan,
  written: Written,
  figures: Record<string, number>,
): Promise<MatchingRunView> {
  const snapshot = await zip(JSON.stringify(plan.problem));
  const [row] = await tx.sql<MatchingRunView>(
    `UPDATE matching_run SET state = 'done', status = $3, objective = $4, bound = $5, gap = $6, counts = $7, stages = $8,
       snapshot = $9, snapshot_hash = $10, finished_at = $11
     WHERE community_id = $1 AND id = $2 RETURNING ${RUN_COLUMNS}`,
    [
      tx.communityId,
      runId,
      plan.status,
      plan.objective,
      plan.bound,
      plan.gap,
      JSON.stringify({ ...written, ...figures }),
      JSON.stringify(plan.stages),
      snapshot,
      createHash('sha256').update(snapshot).digest(),
      tx.now,
    ],
  );
  if (written.proposed > 0) await tx.announce('matching.finished', { subjectId: runId, key: runId });
  return row!;
}

async function failRun(tx: Tx, runId: string, error: unknown): Promise<void> {
  await tx.sql(
    `UPDATE matching_run SET state = 'failed', failure = $3, finished_at = $4 WHERE community_id = $1 AND id = $2`,
    [tx.communityId, runId, error instanceof Error ? error.message.slice(0, 300) : 'unknown', tx.now],
  );
}

async function timed<T>(timings: Record<string, number>, name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  timings[name] = Math.round(performance.now() - start);
  return result;
}
