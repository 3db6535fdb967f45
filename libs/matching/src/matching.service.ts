import { requireCoordinator, systemActor, UnitOfWork, type Actor, type Tx } from '#database';
import type { Effort } from '#matching/engine';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { affectedBy, type Affected, type WaitingEvent } from './affected.js';
import { loadNeighbourhood } from './around.query.js';
import { loadFacts } from './load-facts.js';
import {
  acknowledge,
  baseOf,
  BEAT_MS,
  closeRun,
  failRun,
  openRun,
  pricesOf,
  RUN_COLUMNS,
  RUN_DETAIL_COLUMNS,
  showProgress,
  waitingEvents,
  type Base,
  type MatchingRunDetail,
  type MatchingRunView,
  type RunCause,
  type RunStage,
} from './matching-run.rows.js';
import { makePlan } from './plan.js';
import type { PlanProblem } from './plan-problem.js';
import { Recorder } from './recorder.js';
import { Solver } from './solver.js';
import { writePlan } from './write-plan.js';

/**
 * How far the neighbourhoods planned since a full run may together lie below their proven best, in parts of the plan's
 * points. Beyond a thousandth a full run is worth its time; the night brings one anyway.
 */
export const MOST_DRIFT = 0.001;

/** Enough for the prices of a few hundred helpers, and a few milliseconds. */
const SETTLE_ROUNDS = 50;

interface Running {
  readonly communityId: string;
  readonly runId: string;
  readonly seen: readonly WaitingEvent[];
}

/** Runs matching: loads once, solves outside every transaction, writes in one. One run a community at a time. */
@Injectable()
export class MatchingService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly solver: Solver,
  ) {}

  /**
   * Plans everything anew and writes proposals, and acknowledges the matching events that this run has seen.
   * @throws DomainError run-in-progress when another process is at it
   */
  async run(communityId: string, cause: RunCause, effort: Effort = 'standard'): Promise<MatchingRunView> {
    const running = await this.uow.run(systemActor(communityId), async (tx) => ({
      communityId,
      runId: await openRun(tx, cause, effort),
      seen: await waitingEvents(tx),
    }));
    return this.alive(running, () => this.planAnew(running, effort));
  }

  /**
   * Answers the events that wait: in the neighbourhood of what they touched, from the prices of the last full run, or
   * with a full run where there is none, where they touch too much, or where the plan would drift too far.
   * @param about records that changed beside the waiting events @throws DomainError run-in-progress
   */
  async answer(communityId: string, about: readonly WaitingEvent[] = []): Promise<MatchingRunView> {
    const { base, affected, ...running } = await this.uow.run(systemActor(communityId), async (tx) => {
      const runId = await openRun(tx, 'event', 'standard');
      const seen = await waitingEvents(tx);
      const base = await baseOf(tx);
      // What somebody waits for here and now comes before what waits in line.
      const affected = base && (await affectedBy(tx, [...about, ...seen]));
      const answered = affected?.events.filter((event) => !about.includes(event));
      return { communityId, runId, seen: answered ?? seen, base, affected };
    });
    return this.alive(running, async () => {
      const nearby = base && affected ? await this.planNearby(running, base, affected) : undefined;
      return nearby ?? (await this.planAnew(running, 'standard'));
    });
  }

  private async planAnew(running: Running, effort: Effort): Promise<MatchingRunView> {
    const system = systemActor(running.communityId);
    const timings: Record<string, number> = {};
    const facts = await timed(timings, 'loadMs', () => this.uow.run(system, (tx) => loadFacts(tx)));
    await this.show(running, 'load');
    const recorder = new Recorder(this.solver);
    const plan = await timed(timings, 'solveMs', () =>
      makePlan(facts, recorder, effort, ({ problem }) =>
        recorder.solveExplained(problem, effort, (stage) => void this.show(running, stage)),
      ),
    );
    await this.show(running, 'write');
    return this.uow.run(system, async (tx) => {
      const written = await timed(timings, 'writeMs', () => writePlan(tx, facts, plan, running.runId));
      await acknowledge(tx, running.seen);
      const figures = { ...timings, visits: facts.visits.length, requests: facts.requests.size };
      return closeRun(tx, running.runId, plan, written, {
        scope: 'full',
        drift: 0,
        steps: recorder.steps,
        figures: { ...figures, offers: facts.offers.length },
      });
    });
  }

  /** @returns undefined where the plan would drift too far: nothing is written then */
  private async planNearby(
    running: Running,
    base: Base,
    affected: Affected,
  ): Promise<MatchingRunView | undefined> {
    const system = systemActor(running.communityId);
    const timings: Record<string, number> = {};
    const { near, prices } = await timed(timings, 'loadMs', () =>
      this.uow.run(system, async (tx) => ({
        near: await loadNeighbourhood(tx, affected),
        prices: await pricesOf(tx),
      })),
    );
    await this.show(running, 'load');
    const recorder = new Recorder(this.solver);
    const freed = new Set(near.freedIds);
    const plan = await timed(timings, 'solveMs', () =>
      makePlan(near.facts, recorder, 'quick', (dated) =>
        recorder.rearrange(dated.problem, {
          prices: dated.problem.requests.map(({ id }) => prices.get(id) ?? null),
          wanted: offeredTo(dated, freed),
          rounds: SETTLE_ROUNDS,
        }),
      ),
    );
    const drift = base.drift + (plan.bound - plan.objective) / base.objective;
    if (drift > MOST_DRIFT) return undefined;
    await this.show(running, 'write');
    return this.uow.run(system, async (tx) => {
      const written = await timed(timings, 'writeMs', () =>
        writePlan(tx, near.facts, plan, running.runId, near.requestIds),
      );
      await acknowledge(tx, running.seen);
      const figures = { ...timings, visits: near.facts.visits.length, requests: near.facts.requests.size };
      return closeRun(tx, running.runId, plan, written, {
        scope: 'incremental',
        base,
        drift,
        steps: recorder.steps,
        figures: { ...figures, offers: near.facts.offers.length },
      });
    });
  }

  /** Gives signs of life while the work goes on, and says so when it failed. */
  private async alive<T>({ communityId, runId }: Omit<Running, 'seen'>, work: () => Promise<T>): Promise<T> {
    const system = systemActor(communityId);
    const heart = setInterval(() => void this.beat(communityId, runId), BEAT_MS);
    try {
      return await work();
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

  /** Nobody's work fails because its progress could not be shown. */
  private async show({ communityId, runId }: Running, stage: RunStage): Promise<void> {
    await this.uow
      .run(systemActor(communityId), (tx) => showProgress(tx, runId, stage))
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

  readRun(actor: Actor, id: string): Promise<MatchingRunDetail> {
    return this.uow.run(actor, (tx) => findRun(tx, id));
  }
}

/** @throws DomainError not-found */
export async function findRun(tx: Tx, id: string): Promise<MatchingRunDetail> {
  const [row] = await tx.sql<MatchingRunDetail>(
    `SELECT ${RUN_DETAIL_COLUMNS} FROM matching_run WHERE community_id = $1 AND id = $2`,
    [tx.communityId, id],
  );
  if (!row) throw commonError('not-found');
  return row;
}

/** Visits that a helper with new time could serve: they are offered around once more, filled or not. */
function offeredTo({ nodes }: PlanProblem, helperIds: ReadonlySet<string>): number[] {
  return nodes.flatMap(({ parts }, node) =>
    parts[0]!.candidates.some(({ helperId }) => helperIds.has(helperId)) ? [node] : [],
  );
}

async function timed<T>(timings: Record<string, number>, name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  timings[name] = Math.round(performance.now() - start);
  return result;
}
