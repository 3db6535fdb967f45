import { UnrecoverableError } from 'bullmq';
import {
  InvalidJobError,
  parsePayload,
  queueOf,
  QUEUES,
  type JobPayload,
  type QueueName,
} from './catalogue.js';
import { openPostgresDriver } from './postgres-driver.js';
import type { BullQueue, BullWorker, QueueDriver, WorkerHooks } from './queue-driver.js';
import {
  DEFAULT_SETTINGS,
  MAX_BULK,
  QueueUnavailableError,
  within,
  type QueueSettings,
} from './queue-settings.js';
import type {
  JobQueue,
  NewJob,
  ProcessJob,
  QueueBackendOptions,
  QueueHealth,
  QueueWorker,
  Schedule,
} from './queue-types.js';
import { openRedisDriver } from './redis-driver.js';

/** The queues of a process, on Redis or on PostgreSQL: the same to everyone who uses them. */
export class QueueBackend {
  readonly kind: QueueDriver['kind'];
  private readonly queues = new Map<QueueName, BullQueue>();
  /** The workers and how many jobs each is running. */
  private readonly workers = new Map<BullWorker, { jobs: number }>();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly driver: QueueDriver,
    readonly settings: Readonly<QueueSettings>,
  ) {
    this.kind = driver.kind;
  }

  queue(name: QueueName): JobQueue {
    return {
      add: (job) => this.addAll(name, [job]),
      addBulk: (jobs) => this.addAll(name, jobs),
      running: () => this.use(name, runningJobs),
      counts: () => this.use(name, (queue) => queue.getJobCounts('waiting', 'active', 'delayed')),
    };
  }

  /**
   * Starts a worker.
   * @param process runs a job whose payload is checked; what it throws is tried again with growing pauses
   */
  async worker(
    name: QueueName,
    process: ProcessJob,
    options: { concurrency?: number; onFailed?: WorkerHooks['onFailed'] } = {},
  ): Promise<QueueWorker> {
    const running = { jobs: 0 };
    const worker = await this.driver.createWorker(
      name,
      async (job) => {
        running.jobs += 1;
        try {
          const data = parsePayload(job.data);
          const progress = (fraction: number) => job.updateProgress(fraction).catch(() => undefined);
          const { id = '', name: what, attemptsMade } = job;
          await process({ id, name: what, data, attempt: attemptsMade + 1, progress });
        } catch (error) {
          // Another try would not make it a job that can be understood.
          throw error instanceof InvalidJobError ? new UnrecoverableError(error.message) : error;
        } finally {
          running.jobs -= 1;
        }
      },
      { concurrency: options.concurrency ?? 4, onFailed: options.onFailed ?? (() => undefined) },
    );
    this.workers.set(worker, running);
    return { close: () => this.closeWorker(worker) };
  }

  /**
   * Makes these the schedules of the installation: new ones start, changed ones change, others end. Every
   * process may call it at its start and again later, so that a wiped backend gets its schedules back.
   */
  async setSchedules(schedules: readonly Schedule[]): Promise<void> {
    const limit_ms = 10_000 + this.settings.add_ms;
    await this.driver.available(this.settings.add_ms);
    const all = this.driver.exclusively(async () => {
      for (const name of QUEUES) {
        const wanted = schedules.filter((schedule) => queueOf(schedule.name) === name);
        await this.use(name, (queue) => writeSchedules(queue, wanted));
      }
    });
    await within(all, limit_ms, 'Writing the schedules');
  }

  /** @throws when the backend does not answer in time */
  async ping(): Promise<void> {
    await within(this.driver.clockSkew_ms(), this.settings.add_ms, 'Asking the queue');
  }

  /** Never throws: a queue that is down makes the service slower, not wrong. */
  async health(): Promise<QueueHealth> {
    const started = performance.now();
    const elapsed_ms = (): number => Math.round(performance.now() - started);
    try {
      const clockSkew_ms = await within(this.driver.clockSkew_ms(), this.settings.add_ms, 'Asking the queue');
      return { kind: this.kind, ok: true, latency_ms: elapsed_ms(), clockSkew_ms };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: this.kind, ok: false, latency_ms: elapsed_ms(), reason };
    }
  }

  /** Waits for running jobs, then lets go of every connection; may be called again. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.workers.keys()].map((worker) => this.closeWorker(worker)));
    const queues = [...this.queues.values()].map((queue) => queue.close());
    await within(Promise.allSettled(queues), 1_000, 'Closing the queues').catch(() => undefined);
    await within(this.driver.close(), 2_000, 'Closing the connections').catch(() => undefined);
  }

  /** A job that outlasts the wait is left: its lock expires and another worker runs it again. */
  private async closeWorker(worker: BullWorker): Promise<void> {
    const running = this.workers.get(worker);
    if (!running) return;
    this.workers.delete(worker);
    const away = await this.driver.available(200).then(
      () => false,
      () => true,
    );
    try {
      // Without its backend an idle worker would only wait for the connection.
      const idle = away && running.jobs === 0;
      await within(worker.close(idle), this.settings.close_ms, 'Waiting for running jobs');
    } catch {
      await within(worker.disconnect(), 1_000, 'Leaving running jobs').catch(() => undefined);
    }
  }

  private async addAll(name: QueueName, jobs: readonly NewJob[]): Promise<void> {
    if (jobs.length > MAX_BULK) throw new RangeError(`At most ${MAX_BULK} jobs can be added at once.`);
    for (const job of jobs) {
      if (queueOf(job.name) !== name)
        throw new InvalidJobError(`"${job.name}" does not belong to "${name}".`);
    }
    if (jobs.length === 0) return;
    await this.use(name, (queue) =>
      queue.addBulk(
        jobs.map(({ name: job, data, jobId, delay_ms, attempts }) => ({
          name: job,
          data,
          opts: { jobId, delay: delay_ms, ...(attempts ? { attempts } : {}) },
        })),
      ),
    );
  }

  private async use<T>(name: QueueName, work: (queue: BullQueue) => Promise<T>): Promise<T> {
    if (this.closing) throw new QueueUnavailableError('The queues are closed.');
    await this.driver.available(this.settings.add_ms);
    return within(this.workOn(name, work), this.settings.add_ms, `The queue "${name}"`);
  }

  private async workOn<T>(name: QueueName, work: (queue: BullQueue) => Promise<T>): Promise<T> {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = this.driver.createQueue(name);
      this.queues.set(name, queue);
    }
    try {
      await queue.waitUntilReady();
    } catch (error) {
      // BullMQ remembers a failed first connection for good: the next call starts with a new queue.
      this.queues.delete(name);
      await queue.close().catch(() => undefined);
      throw error;
    }
    return work(queue);
  }
}

const MOST_SHOWN = 100;

async function runningJobs(queue: BullQueue) {
  const jobs = await queue.getJobs(['active'], 0, MOST_SHOWN - 1);
  return jobs.map(({ id = '', name, progress }) => ({
    id,
    name,
    fraction: typeof progress === 'number' ? progress : 0,
  }));
}

async function writeSchedules(queue: BullQueue, wanted: readonly Schedule[]): Promise<void> {
  const present = await queue.getJobSchedulers(0, 99);
  for (const { key } of present) {
    if (!wanted.some((schedule) => schedule.name === key)) await queue.removeJobScheduler(key);
  }
  for (const schedule of wanted) {
    // To write it anew would move its next turn.
    if (present.some((there) => isSame(there, schedule))) continue;
    const when =
      'cron' in schedule ? { pattern: schedule.cron, tz: schedule.timeZone } : { every: schedule.every_ms };
    const data: JobPayload = { version: 1, schedule: schedule.name };
    await queue.upsertJobScheduler(schedule.name, when, { name: schedule.name, data });
  }
}

interface PresentSchedule {
  readonly key: string;
  readonly every?: number | string | null;
  readonly pattern?: string | null;
  readonly tz?: string | null;
  /** Epoch milliseconds of the next turn. */
  readonly next?: number | string | null;
}

const OVERDUE_MS = 60_000;

/** A schedule whose turn passed unnoticed has lost its waiting job and is not the same any more. */
function isSame(there: PresentSchedule, schedule: Schedule): boolean {
  const overdue = Number(there.next) < Date.now() - OVERDUE_MS;
  if (there.key !== schedule.name || overdue) return false;
  return 'cron' in schedule
    ? there.pattern === schedule.cron && there.tz === schedule.timeZone
    : !there.pattern && Number(there.every) === schedule.every_ms;
}

/**
 * Opens the queues: on Redis when there is a `redisUrl`, else in PostgreSQL, where `prepareQueueBackend` must
 * have run.
 * @throws when PostgreSQL is to hold the jobs and does not answer
 */
export async function openQueueBackend(options: QueueBackendOptions): Promise<QueueBackend> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const onError = options.onError ?? (() => undefined);
  if (options.redisUrl) {
    const driver = openRedisDriver({
      url: options.redisUrl,
      prefix: options.prefix ?? 'intreccio',
      settings,
      onError,
    });
    return new QueueBackend(driver, settings);
  }
  const driver = openPostgresDriver({ databaseUrl: options.databaseUrl, settings, onError });
  const backend = new QueueBackend(driver, settings);
  try {
    await backend.ping();
  } catch (error) {
    await backend.close();
    throw error;
  }
  return backend;
}
