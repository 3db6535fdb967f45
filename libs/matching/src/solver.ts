import {
  rearrangeExplained,
  solve,
  solveExplained,
  type Effort,
  type Explained,
  type Problem,
  type Solution,
  type StageName,
  type WarmStart,
} from '#matching/engine';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';

/** Told of each stage that has ended. */
export type OnStage = (stage: StageName) => void;

/** Where problems are solved: a port, so that neither API nor relay ever waits for a plan. */
export abstract class Solver {
  abstract solve(problem: Problem, effort: Effort): Promise<Solution>;
  /** With the numbers that explanations need. */
  abstract solveExplained(problem: Problem, effort: Effort, onStage?: OnStage): Promise<Explained>;
  /** Plans on from the problem's current pairs instead of anew, with the same numbers. */
  abstract rearrange(problem: Problem, warm: WarmStart): Promise<Explained>;
}

const now = () => performance.now();

/** Solves where it is asked: for who has a thread to himself, and for tests. */
export class PlaceSolver extends Solver {
  solve(problem: Problem, effort: Effort): Promise<Solution> {
    return solve(problem, { effort });
  }

  solveExplained(problem: Problem, effort: Effort, onStage?: OnStage): Promise<Explained> {
    return solveExplained(problem, effort, { onStage: ({ name }) => onStage?.(name), now });
  }

  async rearrange(problem: Problem, warm: WarmStart): Promise<Explained> {
    return rearrangeExplained(problem, warm);
  }
}

const WORKER = fileURLToPath(new URL('./solver.worker.js', import.meta.url));

/**
 * Solves in a thread of its own. Run from sources (the tests), where there is no compiled thread, it solves in
 * place.
 */
@Injectable()
export class ThreadSolver extends Solver implements OnApplicationShutdown {
  private readonly here = new PlaceSolver();
  private readonly pool = existsSync(WORKER)
    ? new Piscina({ filename: WORKER, minThreads: 0, maxThreads: 1, idleTimeout: 30_000 })
    : undefined;

  async solve(problem: Problem, effort: Effort): Promise<Solution> {
    if (!this.pool) return this.here.solve(problem, effort);
    return (await this.pool.run({ problem, effort })) as Solution;
  }

  async solveExplained(problem: Problem, effort: Effort): Promise<Explained> {
    if (!this.pool) return this.here.solveExplained(problem, effort);
    return (await this.pool.run({ problem, effort }, { name: 'explained' })) as Explained;
  }

  async rearrange(problem: Problem, warm: WarmStart): Promise<Explained> {
    if (!this.pool) return this.here.rearrange(problem, warm);
    return (await this.pool.run({ problem, warm }, { name: 'rearranged' })) as Explained;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}
