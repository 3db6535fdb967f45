import type { Effort } from '#matching/engine';
import type { Affected, WaitingEvent } from './affected.js';
import type { Base, MatchingRunView, RunStage } from './matching-run.rows.js';

/** A run that was opened, with what it has to answer. */
export interface PlanOrder {
  readonly communityId: string;
  readonly runId: string;
  readonly effort: Effort;
  /** Events that the run acknowledges. */
  readonly seen: readonly WaitingEvent[];
  /** The neighbourhood to plan on from a full run; everything anew when absent. */
  readonly near?: { readonly base: Base; readonly affected: Affected };
}

/** Told of each stage that has ended. */
export type OnRunStage = (stage: RunStage) => void;

/** Who loads, plans and writes: a port, so that none of it is done where others wait. */
export abstract class Planner {
  abstract plan(order: PlanOrder, onStage: OnRunStage): Promise<MatchingRunView>;
}

/** Told of each stage that has ended and of how much of the run is over, 0 to 1. */
export type OnProgress = (stage: RunStage, fraction: number) => void;
