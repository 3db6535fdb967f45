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
import { MessageChannel } from 'node:worker_threads';
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

  async solveExplained(problem: Problem, effort: Effort, onStage?: OnStage): Promise<Explained> {
    if (!this.pool) return solveExplained(problem, effort, { onStage: ({ name }) => onStage?.(name), now });
    const { port1, port2 } = new MessageChannel();
    if (onStage) port1.on('message', onStage);
    try {
      const job = { problem, effort, stages: port2 };
      return (await this.pool.run(job, { name: 'explained', transferList: [port2] })) as Explained;
    } finally {
      port1.close();
    }
  }

  async rearrange(problem: Problem, warm: WarmStart): Promise<Explained> {
    if (!this.pool) return rearrangeExplained(problem, warm);
    return (await this.pool.run({ problem, warm }, { name: 'rearranged' })) as Explained;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}
