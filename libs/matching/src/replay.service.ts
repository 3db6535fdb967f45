import { requireCoordinator, UnitOfWork, type Actor } from '#database';
import { Injectable } from '@nestjs/common';
import { matchingError } from './matching.errors.js';
import { stepsOf } from './matching-run.rows.js';
import { findRun } from './matching.service.js';
import { repeat, type Step } from './recorder.js';
import { Solver } from './solver.js';

export interface Replay {
  readonly runId: string;
  /** Whether every answer of the engine is the one the run was given. */
  readonly equal: boolean;
  /** Questions the run asked the engine. */
  readonly steps: number;
  /** Pairs given now and not then, or then and not now. */
  readonly differentPairs: number;
  readonly objective: number;
}

/** Asks the engine the kept questions of a run again and compares its answers. */
export async function replayOf(solver: Solver, runId: string, steps: readonly Step[]): Promise<Replay> {
  let differentPairs = 0;
  let objective = 0;
  for (const step of steps) {
    const solution = await repeat(solver, step);
    const then = new Set(step.assignments.map(String));
    const same = solution.assignments.filter((pair) => then.has(String(pair))).length;
    differentPairs += then.size + solution.assignments.length - 2 * same;
    objective = solution.objective;
  }
  return { runId, equal: differentPairs === 0, steps: steps.length, differentPairs, objective };
}

/** Asks the engine again what a run asked it. Writes nothing. */
@Injectable()
export class ReplayService {
  private busy = false;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly solver: Solver,
  ) {}

  /** @throws DomainError not-found, replay-busy, snapshot-gone */
  async replay(actor: Actor, runId: string): Promise<Replay> {
    requireCoordinator(actor);
    const steps = await this.uow.run(actor, async (tx) => {
      await findRun(tx, runId);
      return stepsOf(tx, runId);
    });
    if (!steps) throw matchingError('snapshot-gone');
    // One at a time for the process: a problem of a large community is much to hold.
    if (this.busy) throw matchingError('replay-busy');
    this.busy = true;
    try {
      return await replayOf(this.solver, runId, steps);
    } finally {
      this.busy = false;
    }
  }
}
