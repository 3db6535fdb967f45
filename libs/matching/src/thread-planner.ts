import { UnitOfWork } from '#database';
import { Clock, CONFIG, type Config } from '#platform';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { MatchingRunView } from './matching-run.rows.js';
import { Planner, type OnRunStage, type PlanOrder } from './planner.js';
import { Planning } from './planning.js';
import type { PlanningJob, PlanningThread } from './planning.worker.js';
import { PlaceSolver } from './solver.js';

const WORKER = fileURLToPath(new URL('./planning.worker.js', import.meta.url));
/** A thread that was idle for so long ends, and its connection with it. */
const IDLE_MS = 60_000;

/**
 * Plans in a thread that has its own connection to the database: rows, candidates and proposals never pass through
 * the thread that answers people and carries events. Run from sources, where there is no compiled thread, it plans
 * in place.
 */
@Injectable()
export class ThreadPlanner extends Planner implements OnApplicationShutdown {
  private readonly pool: Piscina | undefined;
  private readonly here: Planning;

  constructor(
    uow: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) { databaseUrl, logLevel, logUrl }: Config,
  ) {
    super();
    this.here = new Planning(uow, new PlaceSolver());
    const workerData: PlanningThread = { databaseUrl, logLevel, logUrl };
    if (existsSync(WORKER))
      this.pool = new Piscina({
        filename: WORKER,
        workerData,
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: IDLE_MS,
      });
  }

  async plan(order: PlanOrder, onStage: OnRunStage): Promise<MatchingRunView> {
    if (!this.pool) return this.here.plan(order, onStage);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onStage);
    const job: PlanningJob = { order, now: this.clock.now(), stages: port2 };
    try {
      return (await this.pool.run(job, { transferList: [port2] })) as MatchingRunView;
    } finally {
      port1.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}
