/** Times and bounds of the queues; all durations in milliseconds. */
export interface QueueSettings {
  /** A worker that has not renewed its lock for this long is taken for dead. */
  lock_ms: number;
  /** How often the jobs of dead workers are looked for. */
  stalledCheck_ms: number;
  /** How often a job may lose its worker before it fails: deployments kill workers, that is no fault of the job. */
  maxStalledCount: number;
  /** Tries of one job, the first included. */
  attempts: number;
  /** Wait before the second try; doubles each time. */
  backoff_ms: number;
  /** Bound on every call that enqueues: BullMQ itself waits for ever while Redis is down. */
  add_ms: number;
  /** Wait of a worker after its backend failed. */
  retryBackend_ms: number;
  /** How long `close` waits for running jobs before it leaves them to another worker. */
  close_ms: number;
}

/** BullMQ's own defaults rerun a killed job only after 60 s and fail it at the second kill. */
export const DEFAULT_SETTINGS: Readonly<QueueSettings> = {
  lock_ms: 15_000,
  stalledCheck_ms: 5_000,
  maxStalledCount: 5,
  attempts: 5,
  backoff_ms: 1_000,
  add_ms: 3_000,
  retryBackend_ms: 1_000,
  close_ms: 8_000,
};

/** Jobs of one `addBulk`, at most. */
export const MAX_BULK = 1_000;

/** The queue did not take a job in time: the caller keeps it (in the outbox) and tries again. */
export class QueueUnavailableError extends Error {
  override readonly name = 'QueueUnavailableError';
}

/**
 * Bounds a wait. The work itself cannot be cancelled: its late failure is swallowed.
 * @throws QueueUnavailableError after `timeout_ms`
 */
export async function within<T>(work: Promise<T>, timeout_ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new QueueUnavailableError(`${what} took longer than ${timeout_ms} ms.`)),
      timeout_ms,
    );
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
