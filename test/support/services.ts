import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { freePort, startTestRedis, type TestRedis } from './redis-server.js';
import { dropForgottenDatabases, dropTestDatabases, newRun } from './test-database.js';

interface TestServices {
  postgres?: EmbeddedPostgres;
  postgresFolder?: string;
  redis?: TestRedis;
}

/** What this run started; jest runs start and stop in one process. */
const services: TestServices = {};

/** One for each account: runs of root and of a user do not meet. */
const foldersOfRuns = join(tmpdir(), `intreccio-tests-${process.getuid?.() ?? 'all'}`);

/** Folders of runs that were killed: their process is gone. */
function sweepDeadRuns(): void {
  mkdirSync(foldersOfRuns, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(foldersOfRuns)) {
    try {
      process.kill(Number(name), 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
        rmSync(join(foldersOfRuns, name), { recursive: true, force: true });
      }
    }
  }
}

/**
 * Starts one PostgreSQL and, when one is installed, one Redis for the whole run, and names them in the
 * environment, which jest's workers inherit. `TEST_DATABASE_URL` or `DATABASE_URL` and `REDIS_URL` choose real
 * servers instead.
 * @throws when `REQUIRE_REDIS=1` and there is no Redis
 */
export async function startServices(): Promise<void> {
  process.env['INTRECCIO_TEST_RUN'] = newRun();
  if (!process.env['REDIS_URL']) services.redis = await startTestRedis();
  const redisUrl = process.env['REDIS_URL'] || services.redis?.url;
  if (redisUrl) process.env['INTRECCIO_TEST_REDIS_URL'] = redisUrl;
  else if (process.env['REQUIRE_REDIS'] === '1') {
    throw new Error('REQUIRE_REDIS=1, but neither redis-server nor valkey-server is on the PATH.');
  } else console.log('No Redis on the PATH and no REDIS_URL: the Redis half of the queue tests is left out.');
  const given = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL'];
  if (!given) {
    sweepDeadRuns();
    services.postgresFolder = join(foldersOfRuns, String(process.pid));
    services.postgres = await startEmbeddedPostgres({
      dataDir: services.postgresFolder,
      port: await freePort(),
      durable: false,
    });
  }
  process.env['INTRECCIO_TEST_PG_URL'] = given || services.postgres?.url;
  if (given) await dropForgottenDatabases();
}

/** Stops what `startServices` started and removes this run's databases from a real server. */
export async function stopServices(): Promise<void> {
  await services.redis?.stop();
  if (services.postgres) await services.postgres.stop();
  else if (process.env['INTRECCIO_TEST_PG_URL']) await dropTestDatabases();
  if (services.postgresFolder) rmSync(services.postgresFolder, { recursive: true, force: true });
}
