import type { Job, Queue, Worker } from 'bullmq';
import type { JobPayload, QueueName } from './catalogue.js';
import type { QueueSettings } from './queue-settings.js';

/** The part of a BullMQ queue that we use: the same on both backends. */
export type BullQueue = Pick<
  Queue<JobPayload, void, string>,
  | 'add'
  | 'addBulk'
  | 'upsertJobScheduler'
  | 'removeJobScheduler'
  | 'getJobSchedulers'
  | 'getJobCounts'
  | 'getJobs'
  | 'waitUntilReady'
  | 'close'
>;

/** The part of a BullMQ worker that we use. */
export type BullWorker = Pick<Worker<JobPayload, void, string>, 'close' | 'disconnect'>;

/** What runs when a worker takes a job. */
export type RunJob = (job: Job<JobPayload, void, string>) => Promise<void>;

export interface WorkerHooks {
  concurrency: number;
  /** A job failed for good: its tries are used up or it cannot be understood. */
  onFailed(job: { id: string; name: string; data: unknown; attempts: number }, error: Error): void;
}

/** What differs between Redis and PostgreSQL. */
export interface QueueDriver {
  readonly kind: 'redis' | 'postgres';
  /** Resolves when the backend answers, at once in the usual case. @throws when it does not in time */
  available(timeout_ms: number): Promise<void>;
  createQueue(name: QueueName): BullQueue;
  /** Resolves when the worker takes jobs, or (Redis) will as soon as its backend is up. */
  createWorker(name: QueueName, run: RunJob, hooks: WorkerHooks): Promise<BullWorker>;
  /** Runs the work while no other process runs such work. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Difference of the backend's clock to ours: locks of jobs expire by our clock. */
  clockSkew_ms(): Promise<number>;
  close(): Promise<void>;
}

/** Options of every worker, on both backends. */
export function workerOptions(settings: QueueSettings, concurrency: number) {
  return {
    concurrency,
    lockDuration: settings.lock_ms,
    stalledInterval: settings.stalledCheck_ms,
    maxStalledCount: settings.maxStalledCount,
    runRetryDelay: settings.retryBackend_ms,
  };
}

/**
 * Options of every job. A finished job leaves no trace: keeping a number of them deadlocks on PostgreSQL, and a
 * failed job that stayed would swallow the relay's next publication under the same id. What failed for good is
 * kept in the outbox.
 */
export function jobOptions(settings: QueueSettings) {
  return {
    attempts: settings.attempts,
    backoff: { type: 'exponential', delay: settings.backoff_ms, jitter: 0.25 },
    removeOnComplete: true,
    removeOnFail: true,
  };
}

type FailedJob = Pick<Job<JobPayload, void, string>, 'id' | 'name' | 'data' | 'attemptsMade' | 'opts'>;

/** Passes a worker's final failures on; BullMQ reports every failed try. */
export function reportFailures(
  worker: { on(event: 'failed', listener: (job: FailedJob | undefined, error: Error) => void): unknown },
  onFailed: WorkerHooks['onFailed'],
): void {
  worker.on('failed', (job, error) => {
    if (!job) return;
    const final = error.name === 'UnrecoverableError' || job.attemptsMade >= (job.opts.attempts ?? 1);
    const { id = '', name, data, attemptsMade } = job;
    if (final) onFailed({ id, name, data, attempts: attemptsMade }, error);
  });
}
