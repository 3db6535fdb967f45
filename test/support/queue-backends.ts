import { randomUUID } from 'node:crypto';
import {
  openQueueBackend,
  prepareQueueBackend,
  type ProcessJob,
  type QueueBackend,
  type QueueSettings,
  type RunningJob,
} from '#queue';
import { testDatabase } from './test-database.js';

/** Short times, so that a killed worker is noticed within a test. */
export const quickSettings: Partial<QueueSettings> = {
  lock_ms: 1_500,
  stalledCheck_ms: 500,
  attempts: 3,
  backoff_ms: 100,
  add_ms: 1_500,
};

/** A place of one's own for jobs, which several backends can share as processes do. */
export interface QueuePlace {
  redisUrl?: string;
  databaseUrl: string;
  prefix: string;
  open(settings?: Partial<QueueSettings>): Promise<QueueBackend>;
  /** Closes what was opened and forgets the place. */
  leave(): Promise<void>;
}

/** @param redisUrl chooses Redis; without it the place is a new database with BullMQ's schema */
export async function queuePlace(redisUrl?: string): Promise<QueuePlace> {
  const prepare = async (url: string): Promise<void> => void (await prepareQueueBackend(url));
  const database = redisUrl ? undefined : await testDatabase(prepare, 'queue');
  const opened: QueueBackend[] = [];
  const place = { redisUrl, databaseUrl: database?.url ?? '', prefix: `test-${randomUUID()}` };
  return {
    ...place,
    async open(settings = {}) {
      const backend = await openQueueBackend({ ...place, settings: { ...quickSettings, ...settings } });
      opened.push(backend);
      return backend;
    },
    async leave() {
      await Promise.all(opened.map((backend) => backend.close()));
      await database?.drop();
    },
  };
}

/** A processor that remembers its jobs and lets a test wait for them. */
export function recorder(work: ProcessJob = () => Promise.resolve()) {
  const jobs: RunningJob[] = [];
  const process: ProcessJob = async (job) => {
    jobs.push(job);
    await work(job);
  };
  const seen = (count: number, timeout_ms = 10_000): Promise<RunningJob[]> =>
    until(() => jobs.length >= count, timeout_ms).then(() => jobs);
  return { jobs, process, seen };
}

/** Waits until something is so. @throws after `timeout_ms` */
export async function until(isSo: () => boolean | Promise<boolean>, timeout_ms = 10_000): Promise<void> {
  const deadline = Date.now() + timeout_ms;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It was not so within ${timeout_ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
