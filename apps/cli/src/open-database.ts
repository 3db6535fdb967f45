import { ConfigError, requireEncrypted } from '#platform';
import { join } from 'node:path';
import { Client } from 'pg';
import { tryRedis } from '#queue';
import { explainConnection, explainRedis, explainVersion, isDatabaseUrl } from './connection.rules.js';
import { isProduction } from './demo-config.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

/** The database a command works on. */
export interface OpenDatabase {
  /** With the rights of the schema's owner. */
  url: string;
  embedded: boolean;
  /** Stops the embedded server when this command started it. */
  close(): Promise<void>;
}

function portAskedFor(value: string | undefined): number | undefined {
  if (!value) return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`INTRECCIO_PG_PORT must be a port from 1 to 65535, not "${value}".`);
  }
  return port;
}

/** Where the embedded PostgreSQL keeps its data and listens, from the environment. */
export function embeddedSettings(env: NodeJS.ProcessEnv): { dataDir: string; port?: number } {
  return {
    dataDir: env['INTRECCIO_DATA_DIR'] || join(process.cwd(), '.data', 'postgres'),
    port: portAskedFor(env['INTRECCIO_PG_PORT']),
  };
}

/** @throws Error in one sentence when the database does not answer or is too old */
async function tryConnection(url: string, variable: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new Error(explainConnection(error, url, variable), { cause: error });
  }
  try {
    const { rows } = await client.query<{ number: string }>(
      `SELECT current_setting('server_version_num') AS number`,
    );
    const tooOld = explainVersion(Number(rows[0]?.number));
    if (tooOld) throw new Error(tooOld);
  } finally {
    await client.end();
  }
}

/**
 * Opens the database named by the environment, else the embedded one, which is never a production's.
 * @param say receives sentences for the operator
 * @param attach for commands that may work beside a running `start`: use its embedded server
 * @throws Error in one sentence that says what to do; for the embedded one also when it already runs and `attach`
 *   is not set
 */
export async function openDatabase(
  env: NodeJS.ProcessEnv,
  say: (sentence: string) => void,
  { attach = false } = {},
): Promise<OpenDatabase> {
  const variable = env['MIGRATION_DATABASE_URL'] ? 'MIGRATION_DATABASE_URL' : 'DATABASE_URL';
  const given = env[variable];
  if (given) {
    if (!isDatabaseUrl(given)) {
      throw new Error(
        `${variable} is no PostgreSQL address: it looks like postgres://user:password@host:5432/name.`,
      );
    }
    requireEncrypted(env, variable, given);
    await tryConnection(given, variable);
    return { url: given, embedded: false, close: () => Promise.resolve() };
  }
  // A command that was left without its address would work on empty data of its own, and say that all is well.
  if (isProduction(env)) {
    throw new ConfigError(
      'DATABASE_URL is missing: with NODE_ENV=production no command works on embedded data; .env.example shows how.',
    );
  }
  const postgres = await startEmbeddedPostgres({ ...embeddedSettings(env), attach, say });
  return { url: postgres.url, embedded: true, close: () => postgres.stop() };
}

/** @throws Error in one sentence when a queue server is wanted and does not answer */
export async function requireQueueServer(redisUrl: string | undefined): Promise<void> {
  if (!redisUrl) return;
  await tryRedis(redisUrl).catch((error: unknown) => {
    throw new Error(explainRedis(error, redisUrl), { cause: error });
  });
}
