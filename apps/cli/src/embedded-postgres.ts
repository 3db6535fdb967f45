import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  chooseServerUser,
  EmbeddedPostgresError,
  explainFailure,
  parsePostmasterFile,
  serverSettings,
  type PostmasterFile,
  type ServerUser,
} from './embedded-postgres.rules.js';
import { serverBinaries } from './server-binaries.js';
import { createCluster, launchServer } from './server-cluster.js';
import {
  claimHome,
  lastPort,
  liveOwner,
  openServerHome,
  releaseHome,
  serverPassword,
  type ServerHome,
} from './server-home.js';
import { choosePort } from './server-port.js';
import { processIdentity, signalProcess, stopServer } from './server-processes.js';

/** How to start the embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  /** Folder for data, password and log; kept between starts. */
  dataDir: string;
  /** A port asked for must be free; without one, the last run's or the usual one or any free one is taken. */
  port?: number;
  /** Use the server of a running `npm start` instead of refusing (backup, restore, verify). */
  attach?: boolean;
  /** false: no fsync, for tests alone. */
  durable?: boolean;
  /** Receives calm sentences for the operator. */
  say?: (sentence: string) => void;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Connection string of the database `intreccio`, as the server's superuser. */
  url: string;
  port: number;
  /** Where the data lies; not always the wanted folder when run by root. */
  folder: string;
  /** True when another process runs the server: `stop` then leaves it alone. */
  attached: boolean;
  /** Stops the server within about 10 s; may be called again. */
  stop(): Promise<void>;
}

const startTimeout_ms = 60_000;
const databaseName = 'intreccio';

/**
 * Starts PostgreSQL on 127.0.0.1 with data that outlives the process, as the operator or, for root, as an
 * unprivileged account. What a killed run left behind (a stale lock file, a server without its owner, a
 * half-made cluster) is cleared first.
 * @throws EmbeddedPostgresError whose message is one sentence that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.say ?? (() => undefined);
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const user = chooseServerUser(process.getuid?.(), passwd);
  const home = await openServerHome(options.dataDir, user);
  if (home.folder !== options.dataDir) say(`The data lies in ${home.folder}, where PostgreSQL can reach it.`);
  if (options.attach && (await liveOwner(home)) !== undefined) return attachToServer(home);
  try {
    await claimHome(home);
  } catch (error) {
    throw asSentence(error, home);
  }
  try {
    return await startOwned(home, user, options, say);
  } catch (error) {
    await releaseHome(home);
    throw asSentence(error, home);
  }
}

async function startOwned(
  home: ServerHome,
  user: ServerUser | undefined,
  options: EmbeddedPostgresOptions,
  say: (sentence: string) => void,
): Promise<EmbeddedPostgres> {
  await clearLeftovers(home, say);
  const binaries = await serverBinaries(home.folder, user);
  const password = await serverPassword(home);
  if (!existsSync(join(home.cluster, 'PG_VERSION'))) await createCluster(home, user, binaries);
  const port = await choosePort(options.port, await lastPort(home), say);
  const server = await launchServer(home, user, binaries, serverSettings(port, options.durable ?? true));
  const pid = server.pid as number;
  // A process that ends without stop() must not leave the server behind.
  const lastResort = (): void => signalProcess(pid, 'SIGINT');
  process.once('exit', lastResort);
  const stop = async (): Promise<void> => {
    await stopServer(pid);
    process.off('exit', lastResort);
    await releaseHome(home);
  };
  try {
    await waitUntilReady(home, server);
    const url = await ensureDatabase(port, password);
    await writeFile(home.portFile, String(port));
    return { url, port, folder: home.folder, attached: false, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function asSentence(error: unknown, home: ServerHome): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError(explainFailure(said, home.folder, home.logFile), { cause: error });
}

async function readPostmaster(home: ServerHome): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(home.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  return parsePostmasterFile(text);
}

async function attachToServer(home: ServerHome): Promise<EmbeddedPostgres> {
  const running = await readPostmaster(home);
  if (!running?.ready) {
    throw new EmbeddedPostgresError('Intreccio is just starting or stopping: try again in a few seconds.');
  }
  const url = await ensureDatabase(running.port, await serverPassword(home));
  return { url, port: running.port, folder: home.folder, attached: true, stop: () => Promise.resolve() };
}

/**
 * Clears what a killed run left. A process number can belong to anyone after a restart of the machine (in a
 * container it often does), so only a process that names our cluster is taken for our server.
 */
async function clearLeftovers(home: ServerHome, say: (sentence: string) => void): Promise<void> {
  await rm(`${home.cluster}.new`, { recursive: true, force: true });
  const left = await readPostmaster(home);
  if (left && processIdentity(left.pid)?.includes(home.cluster)) {
    say('A PostgreSQL of an interrupted run is still up: stopping it first.');
    await stopServer(left.pid);
  }
  await rm(join(home.cluster, 'postmaster.pid'), { force: true });
}

async function waitUntilReady(home: ServerHome, server: ChildProcess): Promise<void> {
  const step_ms = 20;
  for (let waited_ms = 0; waited_ms < startTimeout_ms; waited_ms += step_ms) {
    if (server.exitCode !== null || server.signalCode !== null) {
      const log = await readFile(home.logFile, 'utf8').catch(() => '');
      throw new Error(log.slice(-2_000).split('\n').slice(-12).join('\n'));
    }
    const now = await readPostmaster(home);
    if (now?.pid === server.pid && now?.ready) return;
    await sleep(step_ms);
  }
  throw new Error(`not ready after ${startTimeout_ms / 1000} s`);
}

/** Creates our database in a new cluster. @returns its connection string */
async function ensureDatabase(port: number, password: string): Promise<string> {
  const server = `postgres://postgres:${password}@127.0.0.1:${port}`;
  const client = new Client({ connectionString: `${server}/postgres`, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
  return `${server}/${databaseName}`;
}
