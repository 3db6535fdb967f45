import { UnitOfWork } from '#database';
import {
  createLogger,
  MovableClock,
  NestLogger,
  SystemClock,
  type Clock,
  type Config,
  type Logger,
} from '#platform';
import {
  openQueueBackend,
  prepareQueueBackend,
  QUEUES,
  type QueueBackend,
  type QueueName,
  type QueueSettings,
  type Schedule,
} from '#queue';
import { NestFactory } from '@nestjs/core';
import { noteUnprocessed } from './acknowledge.js';
import { Processors } from './processors.js';
import { Relay, RELAY_SETTINGS, type RelaySettings } from './relay.js';
import {
  COMMUNITY_DUTIES,
  DELIVER_EVERY_SECONDS,
  DELIVER_TICK,
  FORGET_EVERY_SECONDS,
  FORGET_TICK,
  HEADS_CRON,
  HEADS_TICK,
  NIGHTLY_CRON,
  NIGHTLY_TICK,
} from './schedules.js';
import { WorkerModule } from './worker.module.js';

export interface RunningWorker {
  readonly backend: QueueBackend;
  /** Puts every duty into the queue once, now: after the demonstration's clock was moved. */
  runDuties(): Promise<void>;
  /** Publishes nothing more, lets running jobs end, closes; may be called again. */
  stop(): Promise<void>;
}

export interface WorkerParts {
  readonly config: Config;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly relay?: Partial<RelaySettings>;
  /** Without schedules only events are worked on (tests that call the duties themselves). */
  readonly schedules?: boolean;
  readonly queue?: Partial<QueueSettings>;
  /** Leads the Redis keys, so that several installations can share one Redis. */
  readonly prefix?: string;
}

/** Matching is heavy and one run a community is enough; notifications wait for mail servers. */
const CONCURRENCY: Readonly<Record<QueueName, number>> = { matching: 1, notifications: 8, upkeep: 2 };
const KEEP_SCHEDULES_MS = 30_000;
const NIGHT_ZONE = 'Europe/Rome';

/** The worker: relay, one worker a queue, schedules. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { config } = parts;
  const logger = parts.logger ?? createLogger('worker', config.logLevel, config.logUrl);
  const clock = parts.clock ?? (config.demo ? new MovableClock() : new SystemClock());
  if (config.production && !config.smsUrl) {
    logger.warn('SMS_URL is not set: members with a phone alone are not told, the desk sees whom to call');
  }
  // In production "migrate" has done it: the login that serves may own nothing.
  if (!config.redisUrl && !config.production) await prepareQueueBackend(config.migrationDatabaseUrl);
  const backend = await openQueueBackend({
    redisUrl: config.redisUrl,
    databaseUrl: config.databaseUrl,
    prefix: parts.prefix,
    settings: parts.queue,
    onError: (error) => logger.warn({ err: error.message }, 'the queue had trouble'),
  });
  const app = await NestFactory.createApplicationContext(WorkerModule.with({ config, clock, logger }), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const relay = new Relay(config.databaseUrl, backend, logger, { ...RELAY_SETTINGS, ...parts.relay });
  const uow = app.get(UnitOfWork);
  const registry = app.get(Processors).register(relay);
  for (const name of QUEUES) {
    await backend.worker(name, registry.processorOf(name), {
      concurrency: CONCURRENCY[name],
      onFailed(job, error) {
        logger.warn({ job: job.name, err: error.message }, 'a job failed');
        if (error.name === 'UnrecoverableError') void noteUnprocessed(uow, job.data, error);
      },
    });
  }
  const stopSchedules = parts.schedules === false ? undefined : await keepSchedules(backend, logger);
  relay.start();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopSchedules?.();
    await relay.stop();
    await backend.close();
    await app.close();
  };
  return {
    backend,
    async runDuties() {
      await backend
        .queue('upkeep')
        .addBulk(COMMUNITY_DUTIES.map(({ name }) => ({ name, data: { version: 1, schedule: name } })));
      await backend
        .queue('notifications')
        .add({ name: DELIVER_TICK, data: { version: 1, schedule: DELIVER_TICK } });
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Schedules live in the queue, which may be wiped at any moment: they are looked after. @returns how to stop that */
async function keepSchedules(backend: QueueBackend, logger: Logger): Promise<() => void> {
  const write = () =>
    backend.setSchedules(schedules()).catch((error: unknown) => {
      logger.warn(
        { err: (error as Error).message },
        'the schedules could not be written; they are tried again',
      );
    });
  await write();
  const timer = setInterval(() => void write(), KEEP_SCHEDULES_MS);
  return () => clearInterval(timer);
}

function schedules(): Schedule[] {
  return [
    ...COMMUNITY_DUTIES.map(({ name, everySeconds }) => ({ name, every_ms: everySeconds * 1_000 })),
    { name: DELIVER_TICK, every_ms: DELIVER_EVERY_SECONDS * 1_000 },
    { name: FORGET_TICK, every_ms: FORGET_EVERY_SECONDS * 1_000 },
    { name: HEADS_TICK, cron: HEADS_CRON, timeZone: NIGHT_ZONE },
    { name: NIGHTLY_TICK, cron: NIGHTLY_CRON, timeZone: NIGHT_ZONE },
  ];
}
