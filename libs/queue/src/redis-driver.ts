import { Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { QueueName } from './catalogue.js';
import {
  jobOptions,
  reportFailures,
  workerOptions,
  type QueueDriver,
  type RunJob,
  type WorkerHooks,
} from './queue-driver.js';
import { within, type QueueSettings } from './queue-settings.js';

export interface RedisDriverOptions {
  url: string;
  /** Leads every key, so that installations can share one Redis. */
  prefix: string;
  settings: QueueSettings;
  onError(error: Error): void;
}

function connect(options: RedisDriverOptions, life: { ended: boolean }, own: RedisOptions): Redis {
  const client = new Redis(options.url, {
    connectTimeout: 5_000,
    keepAlive: 10_000,
    // Until we close, but never slower than every 2 s: a queue that is back is used at once. BullMQ copies
    // these options for connections of its own, which would outlive a worker that never reached Redis.
    retryStrategy: (times) => (life.ended ? null : Math.min(times * 100, 2_000)),
    ...own,
  });
  client.on('error', options.onError);
  return client;
}

/**
 * BullMQ on Redis or Valkey. A Redis that is down hinders neither start nor requests: adding fails in time,
 * workers wait for it.
 */
export function openRedisDriver(options: RedisDriverOptions): QueueDriver {
  const { settings, prefix, onError } = options;
  const life = { ended: false };
  // A command of a producer fails rather than waiting for a reconnection, a consumer's waits.
  const producer = connect(options, life, { maxRetriesPerRequest: 1, commandTimeout: settings.add_ms });
  let consumer: Redis | undefined;

  const available = async (timeout_ms: number): Promise<void> => {
    if (producer.status === 'ready') return;
    const ready = new Promise<void>((resolve) => producer.once('ready', () => resolve()));
    await within(ready, timeout_ms, 'Reaching Redis');
  };

  return {
    kind: 'redis',
    available,
    createQueue(name: QueueName) {
      const queue = new Queue(name, {
        connection: producer,
        prefix,
        defaultJobOptions: jobOptions(settings),
      });
      return queue.on('error', onError);
    },
    createWorker(name: QueueName, run: RunJob, hooks: WorkerHooks) {
      consumer ??= connect(options, life, { maxRetriesPerRequest: null });
      const base = workerOptions(settings, hooks.concurrency);
      const worker = new Worker(name, run, { ...base, connection: consumer, prefix });
      worker.on('error', onError);
      reportFailures(worker, hooks.onFailed);
      return Promise.resolve(worker);
    },
    // Redis runs each of BullMQ's scripts alone, which is all that schedules need.
    exclusively: (work) => work(),
    async clockSkew_ms() {
      await available(settings.add_ms);
      const asked = Date.now();
      const [seconds, microseconds] = await producer.time();
      const theirs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
      return Math.round(theirs - (asked + Date.now()) / 2);
    },
    close() {
      life.ended = true;
      producer.disconnect();
      consumer?.disconnect();
      return Promise.resolve();
    },
  };
}
