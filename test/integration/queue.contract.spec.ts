import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import {
  DEFAULT_SETTINGS,
  openQueueBackend,
  communityJobId,
  outboxJobId,
  prepareQueueBackend,
  QueueUnavailableError,
  type NewJob,
} from '#queue';
import { queuePlace, recorder, until, type QueuePlace } from '../support/queue-backends.js';
import { freePort, redisProgram, startTestRedis } from '../support/redis-server.js';

jest.setTimeout(40_000);

const redisUrl = process.env['INTRECCIO_TEST_REDIS_URL'];

function job(more: Partial<NewJob> = {}): NewJob {
  return { name: 'matching.community', data: { version: 1, communityId: randomUUID() }, ...more };
}

async function onServer(databaseUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Starts a worker in a process of its own, lets it take a job and kills it. */
async function killWorkerAtWork(place: QueuePlace): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', './test/support/register-typescript.mjs', 'test/support/doomed-worker.ts'],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        DOOMED_REDIS_URL: place.redisUrl ?? '',
        DOOMED_DATABASE_URL: place.databaseUrl,
        DOOMED_PREFIX: place.prefix,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), ended, sleep(20_000)]);
  child.kill('SIGKILL');
  await ended;
  expect(String(said)).toMatch(/^taken /);
}

const backends: [string, string | undefined][] = [['PostgreSQL', undefined]];
if (redisUrl) backends.push(['Redis', redisUrl]);

describe.each(backends)('the queues on %s', (_name, url) => {
  let place: QueuePlace;

  beforeEach(async () => {
    place = await queuePlace(url);
  });

  afterEach(async () => {
    await place.leave();
  });

  test('deliver a job once, with what was put in', async () => {
    const backend = await place.open();
    const { process, seen, jobs } = recorder();
    await backend.worker('matching', process);
    const sent = job({ data: { version: 1, communityId: randomUUID(), outboxId: randomUUID() } });
    await backend.queue('matching').add(sent);
    await seen(1);
    await sleep(300);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toMatchObject({ name: 'matching.community', data: sent.data, attempt: 1 });
  });

  test('deliver every job of a bulk once, whichever worker takes it', async () => {
    const [one, two] = [await place.open(), await place.open()];
    const { process, seen, jobs } = recorder();
    await one.worker('matching', process);
    await two.worker('matching', process);
    const ids = Array.from({ length: 200 }, () => outboxJobId(randomUUID()));
    await one.queue('matching').addBulk(ids.map((jobId) => job({ jobId })));
    await seen(200);
    await sleep(300);
    expect(jobs.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test('run a job once when its id is added twice', async () => {
    const backend = await place.open();
    const jobId = outboxJobId(randomUUID());
    await backend.queue('matching').add(job({ jobId }));
    await backend.queue('matching').add(job({ jobId }));
    expect(await backend.queue('matching').counts()).toMatchObject({ waiting: 1 });
    const { process, seen, jobs } = recorder();
    await backend.worker('matching', process);
    await seen(1);
    await sleep(300);
    expect(jobs).toHaveLength(1);
  });

  test('show how far a running job has come', async () => {
    const backend = await place.open();
    let end!: () => void;
    const held = new Promise<void>((resume) => (end = resume));
    await backend.worker('matching', async ({ progress }) => {
      await progress(0.4);
      await held;
    });
    const jobId = communityJobId('matching.community', randomUUID());
    await backend.queue('matching').add(job({ jobId }));
    await until(async () => (await backend.queue('matching').running())[0]?.fraction === 0.4);
    expect(await backend.queue('matching').running()).toMatchObject([{ id: jobId, fraction: 0.4 }]);
    end();
    await until(async () => (await backend.queue('matching').running()).length === 0);
  });

  test('leave nothing of a finished job, so that its id can come again', async () => {
    const backend = await place.open();
    const { process, seen } = recorder();
    await backend.worker('matching', process);
    const jobId = outboxJobId(randomUUID());
    await backend.queue('matching').add(job({ jobId }));
    await seen(1);
    await until(async () => Object.values(await backend.queue('matching').counts()).every((n) => n === 0));
    await backend.queue('matching').add(job({ jobId }));
    await seen(2);
  });

  test('try a failing job again after growing pauses and give it up after the last try', async () => {
    const backend = await place.open();
    const failed: unknown[] = [];
    const at: number[] = [];
    const { process, seen, jobs } = recorder(() => {
      at.push(Date.now());
      return Promise.reject(new Error('no luck'));
    });
    const onFailed = (poison: { attempts: number }, error: Error): void =>
      void failed.push([poison.attempts, error.message]);
    await backend.worker('matching', process, { onFailed });
    const jobId = outboxJobId(randomUUID());
    await backend.queue('matching').add(job({ jobId }));
    await seen(3);
    await until(() => failed.length > 0);
    expect(failed).toEqual([[3, 'no luck']]);
    expect(jobs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(75);
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(150);
    // A job that was given up must not swallow the next publication of its outbox row.
    await backend.queue('matching').add(job({ jobId }));
    await seen(4);
  });

  test('give a job that cannot be understood up at once', async () => {
    const backend = await place.open();
    const failed: unknown[] = [];
    const { process, jobs } = recorder();
    await backend.worker('matching', process, {
      onFailed: ({ attempts }, error) => void failed.push([attempts, error.message]),
    });
    const data = { version: 2, communityId: randomUUID() } as unknown as NewJob['data'];
    await backend.queue('matching').add(job({ data }));
    await until(() => failed.length > 0);
    expect(failed).toEqual([[1, 'The payload has an unknown version.']]);
    expect(jobs).toHaveLength(0);
  });

  test('rerun the job of a worker that was killed', async () => {
    const backend = await place.open();
    const jobId = outboxJobId(randomUUID());
    await backend.queue('matching').add(job({ jobId }));
    await killWorkerAtWork(place);
    const { process, seen } = recorder();
    await backend.worker('matching', process);
    expect((await seen(1)).map(({ id }) => id)).toEqual([jobId]);
  });

  test('keep a delayed job until its time', async () => {
    const backend = await place.open();
    const at: number[] = [];
    const { process, seen } = recorder(() => Promise.resolve(void at.push(Date.now())));
    await backend.worker('matching', process);
    const added = Date.now();
    await backend.queue('matching').add(job({ delay_ms: 700 }));
    await seen(1);
    expect(at[0]! - added).toBeGreaterThanOrEqual(690);
    expect(at[0]! - added).toBeLessThan(3_000);
  });

  test('fire a schedule once a tick, however many processes set it at the same time', async () => {
    const rivals = await Promise.all(Array.from({ length: 6 }, () => place.open()));
    const schedules = [{ name: 'upkeep.tick', every_ms: 1_000 } as const];
    const { process, jobs, seen } = recorder();
    await Promise.all(rivals.flatMap((rival) => [1, 2, 3].map(() => rival.setSchedules(schedules))));
    const { waiting = 0, delayed = 0 } = await rivals[0]!.queue('upkeep').counts();
    expect(waiting + delayed).toBe(1);
    await rivals[0]!.worker('upkeep', process);
    await Promise.all(rivals.map((rival) => rival.setSchedules(schedules)));
    await seen(1);
    jobs.length = 0;
    await sleep(3_200);
    expect(jobs.length).toBeGreaterThanOrEqual(2);
    expect(jobs.length).toBeLessThanOrEqual(4);
    expect(jobs[0]?.data).toEqual({ version: 1, schedule: 'upkeep.tick' });
    await rivals[1]!.setSchedules([]);
    await sleep(1_200);
    const stopped = jobs.length;
    await sleep(1_500);
    expect(jobs.length).toBe(stopped);
  });

  test('wait for the running job when they close, and start no other', async () => {
    const backend = await place.open();
    let finished = 0;
    const { process, seen, jobs } = recorder(async () => {
      await sleep(600);
      finished += 1;
    });
    await backend.worker('matching', process, { concurrency: 1 });
    await backend.queue('matching').addBulk([job(), job()]);
    await seen(1);
    await backend.close();
    expect(finished).toBe(1);
    expect(jobs).toHaveLength(1);
    const next = await place.open();
    expect(await next.queue('matching').counts()).toMatchObject({ waiting: 1, active: 0 });
  });

  test('close in time although a job hangs', async () => {
    const backend = await place.open({ close_ms: 500 });
    let release = (): void => undefined;
    const { process, seen } = recorder(() => new Promise((resolve) => (release = resolve)));
    await backend.worker('matching', process);
    await backend.queue('matching').add(job());
    await seen(1);
    const started = Date.now();
    await backend.close();
    expect(Date.now() - started).toBeLessThan(5_000);
    release();
  });

  test('refuse a job of another queue, a bulk without bound and a closed backend', async () => {
    const backend = await place.open();
    await expect(backend.queue('upkeep').add(job())).rejects.toThrow('does not belong to "upkeep"');
    const many = Array.from({ length: 1_001 }, () => job());
    await expect(backend.queue('matching').addBulk(many)).rejects.toThrow(RangeError);
    await backend.close();
    await expect(backend.queue('matching').add(job())).rejects.toThrow(QueueUnavailableError);
  });

  test('tell their health', async () => {
    const backend = await place.open();
    const health = await backend.health();
    expect(health).toMatchObject({ ok: true, kind: url ? 'redis' : 'postgres' });
    expect(Math.abs(health.clockSkew_ms ?? Infinity)).toBeLessThan(1_000);
  });
});

test('the times of production are the ones promised', () => {
  expect(DEFAULT_SETTINGS).toMatchObject({
    lock_ms: 15_000,
    stalledCheck_ms: 5_000,
    maxStalledCount: 5,
    attempts: 5,
  });
});

describe('jobs in PostgreSQL', () => {
  test.each([
    ['its tables are emptied', `TRUNCATE bullmq.job CASCADE`],
    [
      'its connections are cut',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    ],
    ['its schema is dropped', 'DROP SCHEMA bullmq CASCADE'],
  ])('come through again after %s', async (_what, sql) => {
    const place = await queuePlace();
    const backend = await place.open();
    const { process, seen } = recorder();
    await backend.worker('matching', process);
    await backend.queue('matching').add(job());
    await seen(1);
    await onServer(place.databaseUrl, sql);
    await sleep(300);
    await prepareQueueBackend(place.databaseUrl);
    await until(() =>
      backend
        .queue('matching')
        .add(job())
        .then(() => true)
        .catch(() => false),
    );
    await seen(2);
    await place.leave();
  });

  test('need their schema: opening says so when PostgreSQL is away', async () => {
    const databaseUrl = `postgres://nobody:nothing@127.0.0.1:${await freePort()}/none`;
    await expect(openQueueBackend({ databaseUrl })).rejects.toThrow('ECONNREFUSED');
  });

  test('are prepared once by rivals', async () => {
    const place = await queuePlace();
    const versions = await Promise.all([1, 2, 3].map(() => prepareQueueBackend(place.databaseUrl)));
    expect(new Set(versions).size).toBe(1);
    await place.leave();
  });
});

const ownRedis = redisProgram() ? describe : describe.skip;

ownRedis('a Redis that fails', () => {
  test('makes adding fail in time, and is used again when it is back', async () => {
    const redis = await startTestRedis();
    const place = await queuePlace(redis?.url);
    const backend = await place.open();
    const { process, seen } = recorder();
    await backend.worker('matching', process);
    await backend.queue('matching').add(job());
    await seen(1);
    await redis?.stop();
    const started = Date.now();
    await expect(backend.queue('matching').add(job())).rejects.toThrow();
    expect(Date.now() - started).toBeLessThan(3_500);
    expect(await backend.health()).toMatchObject({ ok: false });
    const again = await startTestRedis(redis?.port);
    await until(async () => (await backend.health()).ok);
    await backend.queue('matching').add(job());
    await seen(2);
    await place.leave();
    await again?.stop();
  });

  test('does not stop a start', async () => {
    const place = await queuePlace(`redis://127.0.0.1:${await freePort()}`);
    const backend = await place.open({ add_ms: 300 });
    await backend.worker('matching', recorder().process);
    await expect(backend.queue('matching').add(job())).rejects.toThrow(QueueUnavailableError);
    await place.leave();
  });

  test('delivers again after it was wiped', async () => {
    const redis = await startTestRedis();
    const place = await queuePlace(redis?.url);
    const backend = await place.open();
    const { process, seen } = recorder();
    await backend.worker('matching', process);
    await backend.queue('matching').add(job());
    await seen(1);
    const other = new Redis(redis?.url ?? '');
    await other.flushall();
    await other.script('FLUSH');
    other.disconnect();
    await backend.queue('matching').add(job());
    await seen(2);
    await place.leave();
    await redis?.stop();
  });
});
