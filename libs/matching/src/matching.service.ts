import { requireCoordinator, systemActor, UnitOfWork, type Actor, type Tx } from '#database';
import type { Effort } from '#matching/engine';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { affectedBy, type WaitingEvent } from './affected.js';
import {
  baseOf,
  BEAT_MS,
  failRun,
  fractionOf,
  isEventDue,
  openRun,
  RUN_COLUMNS,
  RUN_DETAIL_COLUMNS,
  showProgress,
  waitingEvents,
  type MatchingRunDetail,
  type MatchingRunView,
  type RunCause,
  type RunStage,
} from './matching-run.rows.js';
import { Planner, type OnProgress, type PlanOrder } from './planner.js';

/** Runs matching, one run a community at a time: opens the run, has it planned, tells how far it is. */
@Injectable()
export class MatchingService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly planner: Planner,
  ) {}

  /**
   * Plans everything anew and writes proposals, and acknowledges the matching events that this run has seen.
   * @throws DomainError run-in-progress when another process is at it
   */
  async run(
    communityId: string,
    cause: RunCause,
    effort: Effort = 'standard',
    onProgress?: OnProgress,
  ): Promise<MatchingRunView> {
    const order = await this.uow.run(systemActor(communityId), async (tx) => ({
      communityId,
      effort,
      runId: await openRun(tx, cause, effort),
      seen: await waitingEvents(tx),
    }));
    return this.alive(order, onProgress);
  }

  /**
   * Answers the events that wait: in the neighbourhood of what they touched, from the prices of the last full run, or
   * with a full run where there is none or where they touch too much. Where the plan has drifted too far, a full run
   * follows in a while.
   * @param about records that changed beside the waiting events @throws DomainError run-in-progress
   */
  async answer(
    communityId: string,
    about: readonly WaitingEvent[] = [],
    onProgress?: OnProgress,
  ): Promise<MatchingRunView> {
    const order = await this.uow.run(systemActor(communityId), async (tx) => {
      const runId = await openRun(tx, 'event', 'standard');
      const seen = await waitingEvents(tx);
      const base = await baseOf(tx);
      // What somebody waits for here and now comes before what waits in line.
      const affected = base && (await affectedBy(tx, [...about, ...seen]));
      const answered = affected?.events.filter((event) => !about.includes(event)) ?? seen;
      const near = base && affected && { base, affected };
      return { communityId, effort: 'standard' as const, runId, seen: answered, near };
    });
    return this.alive(order, onProgress);
  }

  /** Whether events wait for matching whose time has come. */
  async isWaiting(communityId: string): Promise<boolean> {
    return this.uow.run(systemActor(communityId), (tx) => isEventDue(tx));
  }

  /** Has the order planned; gives signs of life while the work goes on, and says so when it failed. */
  private async alive(order: PlanOrder, onProgress?: OnProgress): Promise<MatchingRunView> {
    const { communityId, runId } = order;
    const heart = setInterval(() => void this.beat(communityId, runId), BEAT_MS);
    // One after the other, or a stage could overtake the one before it.
    let shown = Promise.resolve();
    try {
      return await this.planner.plan(order, (stage) => {
        onProgress?.(stage, fractionOf(stage));
        shown = shown.then(() => this.show(order, stage));
      });
    } catch (error) {
      await this.uow.run(systemActor(communityId), (tx) => failRun(tx, runId, error));
      throw error;
    } finally {
      clearInterval(heart);
      await shown;
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
  private async show({ communityId, runId }: PlanOrder, stage: RunStage): Promise<void> {
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
