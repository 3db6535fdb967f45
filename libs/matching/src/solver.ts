import {
  solve,
  solveExplained,
  type Effort,
  type Explained,
  type Problem,
  type Solution,
} from '#matching/engine';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';

/** Where problems are solved: a port, so that neither API nor relay ever waits for a plan. */
export abstract class Solver {
  abstract solve(problem: Problem, effort: Effort): Promise<Solution>;
  /** With the numbers that explanations need. */
  abstract solveExplained(problem: Problem, effort: Effort): Promise<Explained>;
}

const WORKER = fileURLToPath(new URL('./solver.worker.js', import.meta.url));

/** Solves in a thread of its own. Run from sources (the tests), where there is no compiled thread, it solves in place. */
@Injectable()
export class ThreadSolver extends Solver implements OnApplicationShutdown {
  private readonly pool = existsSync(WORKER)
    ? new Piscina({ filename: WORKER, minThreads: 0, maxThreads: 1, idleTimeout: 30_000 })
    : undefined;

  async solve(problem: Problem, effort: Effort): Promise<Solution> {
    if (!this.pool) return solve(problem, { effort });
    return (await this.pool.run({ problem, effort })) as Solution;
  }

  async solveExplained(problem: Problem, effort: Effort): Promise<Explained> {
    if (!this.pool) return solveExplained(problem, effort);
    return (await this.pool.run({ problem, effort }, { name: 'explained' })) as Explained;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}
