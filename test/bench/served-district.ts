import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, runtimeOptions, UnitOfWork, REACTIONS } from '#database';
import { SessionService } from '#members';
import { createLogger, readConfig, SystemClock } from '#platform';
import { prepareQueueBackend } from '#queue';
import { DataSource, type DataSourceOptions } from 'typeorm';
import {
  seedDistrict,
  DEFAULT_SIZES,
  type DistrictSizes,
  type DistrictSummary,
} from '../../apps/cli/src/district/index.js';
import { startEmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { startMailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { freePort } from '../support/redis-server.js';

/** The demonstration's district on an embedded PostgreSQL of its own, served by the built API in another process. */
export interface ServedDistrict {
  readonly origin: string;
  readonly databaseUrl: string;
  readonly district: DistrictSummary;
  /** Header value that signs a person in. */
  cookieOf(personId: string): Promise<string>;
  /** Most memory the worker held so far, in MB. */
  workerPeakMb(): number;
  /** Processor time taken so far, in ms, which a busy machine changes little. */
  processorMs(): { readonly api: number; readonly worker: number; readonly postgres: number };
  close(): Promise<void>;
}

export interface Serving {
  readonly worker: boolean;
  readonly redisUrl?: string;
  readonly sizes?: DistrictSizes;
}

/** A busy machine is slow, not broken. */
const READY_MS = 90_000;

export async function serveDistrict(serving: Serving): Promise<ServedDistrict> {
  const folder = mkdtempSync(join(tmpdir(), 'intreccio-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), port: await freePort() });
  const mails = await startMailCatcher();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    NODE_ENV: 'development',
    DATABASE_URL: postgres.url,
    REDIS_URL: serving.redisUrl ?? '',
    SMTP_URL: mails.smtpUrl,
    PORT: String(port),
    PUBLIC_URL: origin,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  };
  const config = readConfig(env);
  const clock = new SystemClock();
  await migrate(postgres.url);
  await prepareQueueBackend(postgres.url);
  const district = await seedDistrict({
    databaseUrl: postgres.url,
    secretKey: config.secretKey,
    clock,
    seed: 1,
    sizes: serving.sizes ?? DEFAULT_SIZES,
  });
  const children = [startBuilt('api', env)];
  if (serving.worker) children.push(startBuilt('worker', env));
  // Interrupted or killed, it leaves neither them nor their server behind.
  process.once('SIGTERM', () => process.exit(143));
  process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));
  const stop = async () => {
    await Promise.all(children.map(end));
    await mails.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(origin);
  } catch (error) {
    await stop();
    throw error;
  }

  const logger = createLogger('bench', 'error');
  const options = runtimeOptions({
    url: postgres.url,
    pool: 2,
    logger,
    applicationName: 'intreccio-bench',
  });
  const dataSource = new DataSource(options as DataSourceOptions);
  await dataSource.initialize();
  const sessions = new SessionService(new UnitOfWork(dataSource, clock, REACTIONS));
  return {
    origin,
    databaseUrl: postgres.url,
    district,
    async cookieOf(personId) {
      const { token } = await sessions.open(personId, {
        way: 'demonstration',
        communityId: district.communityId,
      });
      return `intreccio-session=${token}`;
    },
    workerPeakMb: () => peakMb(children.at(-1)!),
    processorMs: () => ({
      api: processorMs(children[0]!.pid!),
      worker: serving.worker ? processorMs(children[1]!.pid!) : 0,
      postgres: processorMsOfServer(postgres.folder),
    }),
    async close() {
      await dataSource.destroy();
      await stop();
    },
  };
}

/** A table for the terminal, headed by the machine it was measured on. */
export function printFigures(
  title: string,
  rows: readonly Readonly<Record<string, string | number>>[],
): void {
  const machine = cpus();
  process.stdout.write(
    `\n${title}: ${machine.length} cores (${machine[0]?.model ?? 'unknown'}), Node ${process.versions.node}\n`,
  );
  console.table(rows);
}

/** The value below which the share of the sorted figures lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function startBuilt(app: 'api' | 'worker', env: NodeJS.ProcessEnv): ChildProcess {
  const main = join(process.cwd(), 'dist', 'apps', app, 'src', 'main.js');
  return spawn(process.execPath, [main], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { PATH: process.env['PATH'], ...env },
  });
}

/** The kernel's high-water mark of a process, where there is one. */
function peakMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}

/** Linux counts in hundredths of a second, for a process and for those it has seen end. */
function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

/** The server, and the processes of its connections. */
function processorMsOfServer(dataDir: string): number {
  const [pid] = readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  const connections = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return [pid, ...connections].reduce((sum, one) => sum + processorMs(Number(one)), 0);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function ready(origin: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`The API was not ready in ${READY_MS} ms; is it built?`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}
