import { join } from 'node:path';
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

/**
 * Opens the database named by the environment, else the embedded one.
 * @param say receives sentences for the operator
 * @param attach for commands that may work beside a running `start`: use its embedded server
 * @throws EmbeddedPostgresError when the embedded one already runs and `attach` is not set
 */
export async function openDatabase(
  env: NodeJS.ProcessEnv,
  say: (sentence: string) => void,
  { attach = false } = {},
): Promise<OpenDatabase> {
  const given = env['MIGRATION_DATABASE_URL'] || env['DATABASE_URL'];
  if (given) return { url: given, embedded: false, close: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({ ...embeddedSettings(env), attach, say });
  return { url: postgres.url, embedded: true, close: () => postgres.stop() };
}
