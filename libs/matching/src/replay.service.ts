import { requireCoordinator, UnitOfWork, type Actor } from '#database';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { matchingError } from './matching.errors.js';
import { snapshotOf } from './matching-run.rows.js';
import { findRun } from './matching.service.js';
import { replay, type Replayed } from './replay.js';

export interface Replay extends Replayed {
  readonly runId: string;
}

const WORKER = fileURLToPath(new URL('./replay.worker.js', import.meta.url));

/**
 * Asks the engine again what a run asked it, in a thread of its own; run from sources, where there is no compiled
 * thread, in place. Writes nothing.
 */
@Injectable()
export class ReplayService implements OnApplicationShutdown {
  private busy = false;
  private readonly pool = existsSync(WORKER)
    ? new Piscina({ filename: WORKER, minThreads: 0, maxThreads: 1, idleTimeout: 30_000 })
    : undefined;

  constructor(private readonly uow: UnitOfWork) {}

  /** @throws DomainError not-found, replay-busy, snapshot-gone */
  async replay(actor: Actor, runId: string): Promise<Replay> {
    requireCoordinator(actor);
    const snapshot = await this.uow.run(actor, async (tx) => {
      await findRun(tx, runId);
      return snapshotOf(tx, runId);
    });
    if (!snapshot) throw matchingError('snapshot-gone');
    // One at a time for the process: a problem of a large community is much to hold.
    if (this.busy) throw matchingError('replay-busy');
    this.busy = true;
    try {
      const replayed = await this.inThread(snapshot);
      if (!replayed) throw matchingError('snapshot-gone');
      return { runId, ...replayed };
    } finally {
      this.busy = false;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async inThread(snapshot: Buffer): Promise<Replayed | null> {
    return this.pool ? ((await this.pool.run(snapshot)) as Replayed | null) : replay(snapshot);
  }
}
