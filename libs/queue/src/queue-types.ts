import type { JobName, JobPayload } from './catalogue.js';
import type { QueueSettings } from './queue-settings.js';

/** How to open the queues. */
export interface QueueBackendOptions {
  /** Chooses Redis or Valkey; without it the jobs lie in PostgreSQL. */
  redisUrl?: string;
  databaseUrl: string;
  /** Leads every Redis key; PostgreSQL keeps the jobs in the schema `bullmq`. */
  prefix?: string;
  settings?: Partial<QueueSettings>;
  /** Hears of lost connections and the like: to log, nothing ends because of them. */
  onError?: (error: Error) => void;
}

/** A job to enqueue; its name chooses the queue. */
export interface NewJob {
  name: JobName;
  data: JobPayload;
  /** While a job with this id waits or runs, a second one is ignored. */
  jobId?: string;
  delay_ms?: number;
  /** Tries, the first included; the settings' number when not given. */
  attempts?: number;
}

/** A job as a processor gets it. */
export interface RunningJob {
  id: string;
  name: string;
  data: JobPayload;
  /** 1 at the first try. */
  attempt: number;
  /** Shows how far the job has come, 0 to 1, to who looks at the queue. Never throws: nobody's work fails for it. */
  progress(fraction: number): Promise<void>;
}

export type ProcessJob = (job: RunningJob) => Promise<void>;

/** A job that fires again and again, once for the whole installation. */
export type Schedule = { name: JobName } & ({ every_ms: number } | { cron: string; timeZone: string });

export interface QueueWorker {
  /** Takes no new job and waits for the running ones, within the settings' `close_ms`. */
  close(): Promise<void>;
}

export interface JobQueue {
  /** @throws QueueUnavailableError when the backend does not take the job in time */
  add(job: NewJob): Promise<void>;
  /** At most 1,000 jobs, all of this queue. @throws QueueUnavailableError as `add` */
  addBulk(jobs: readonly NewJob[]): Promise<void>;
  /** Jobs that are worked on, at most 100, with how far they have come. */
  running(): Promise<{ id: string; name: string; fraction: number }[]>;
  /** Jobs by state: waiting, active, delayed. */
  counts(): Promise<Record<string, number>>;
}

export interface QueueHealth {
  kind: 'redis' | 'postgres';
  ok: boolean;
  latency_ms: number;
  /** The backend's clock minus ours; beyond a third of the lock's time workers may steal each other's jobs. */
  clockSkew_ms?: number;
  reason?: string;
}
