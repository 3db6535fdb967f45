import { sessionLimits } from '#database';
import { createPostgresBackend, DEFAULT_SCHEMA, Queue, runMigrations, Worker } from 'bullmq';
import { Client, Pool } from 'pg';
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

export interface PostgresDriverOptions {
  databaseUrl: string;
  settings: QueueSettings;
  onError(error: Error): void;
}

/** Advisory lock under which schedules are written: rivals doubled them otherwise. */
const scheduleLock = 7_402_114;

/** Connections for adding, all queues together. */
const producerPool = 2;

/** Connections of one worker: one listens, two fetch and finish jobs. */
const workerPool = 3;

/**
 * A pool of our own rather than BullMQ's: every client gets an error listener, in use or not. Without one a
 * server that goes away ends the process.
 */
function openPool(options: PostgresDriverOptions, max: number, purpose: string): Pool {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max,
    application_name: `intreccio-queue-${purpose}`,
    options: `-c search_path=${DEFAULT_SCHEMA}`,
    ...sessionLimits(),
    keepAlive: true,
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => void client.on('error', options.onError));
  return pool;
}

/**
 * Creates or updates BullMQ's tables in their own schema (`bullmq`). Run by the migration step with the rights
 * of the database's owner; safe when several processes do so at once.
 * @param role the application's role, which gets the rights to work with the tables
 * @returns the version of the schema
 */
export async function prepareQueueBackend(databaseUrl: string, role?: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const version = await runMigrations(client, DEFAULT_SCHEMA);
    if (role) await grantTo(client, role);
    return version;
  } finally {
    await client.end();
  }
}

async function grantTo(client: Client, role: string): Promise<void> {
  const [schema, name] = [client.escapeIdentifier(DEFAULT_SCHEMA), client.escapeIdentifier(role)];
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`);
  await client.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA ${schema} TO ${name}`,
  );
  await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${name}`);
}

/** BullMQ on PostgreSQL; `prepareQueueBackend` must have run on the database. */
export function openPostgresDriver(options: PostgresDriverOptions): QueueDriver {
  const { settings, onError } = options;
  const producer = openPool(options, producerPool, 'add');
  const pools = [producer];

  return {
    kind: 'postgres',
    // The pool itself refuses in time when PostgreSQL is away.
    available: () => Promise.resolve(),
    createQueue(name: QueueName) {
      const own = { connection: producer, defaultJobOptions: jobOptions(settings) };
      return new Queue(name, own, createPostgresBackend).on('error', onError);
    },
    async createWorker(name: QueueName, run: RunJob, hooks: WorkerHooks) {
      const pool = openPool(options, workerPool, name);
      pools.push(pool);
      const base = workerOptions(settings, hooks.concurrency);
      const worker = new Worker(name, run, { ...base, connection: pool }, createPostgresBackend);
      worker.on('error', onError);
      reportFailures(worker, hooks.onFailed);
      // A worker whose first connection fails never tries again: the start must fail with it.
      await within(worker.waitUntilReady(), settings.add_ms * 2, `Starting the worker of "${name}"`);
      return worker;
    },
    async exclusively(work) {
      const client = new Client({
        connectionString: options.databaseUrl,
        ...sessionLimits(),
      });
      client.on('error', onError);
      await client.connect();
      try {
        await client.query('SELECT pg_advisory_lock($1)', [scheduleLock]);
        return await work();
      } finally {
        // The lock ends with its session.
        await client.end();
      }
    },
    async clockSkew_ms() {
      const asked = Date.now();
      const { rows } = await producer.query<{ theirs: string }>(
        'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS theirs',
      );
      return Math.round(Number(rows[0]?.theirs) - (asked + Date.now()) / 2);
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}
