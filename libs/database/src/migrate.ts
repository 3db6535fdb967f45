import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const FOLDER = new URL('./migrations/', import.meta.url);
const LOCK = 7_361_002;

/**
 * Texts of migrations that were changed without changing what they leave behind: databases made by these are as
 * good.
 */
const FORMER_HASHES: Readonly<Record<string, string>> = {
  '0001-roles-and-tenancy.sql': '1d774cf51d132514c3544f759793d26bedd6e9846e464a65d11210b936813bdf',
};

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** The migrations in their order; forward only, each file one transaction. */
export async function listMigrations(): Promise<Migration[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings a database to this release's schema; safe to call from several processes at once.
 * @param upTo the last migration to run, for a restore of an older schema; all of them by default.
 * @returns the names of the migrations that ran.
 * @throws Error in one sentence when the database is newer than this release or a past migration was edited.
 */
export async function migrate(databaseUrl: string, upTo?: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    // Row-level security on the list of migrations holds its owner, too.
    await client.query(`SELECT set_config('app.work', 'migration', false)`);
    await client.query(`CREATE TABLE IF NOT EXISTS migration (
      name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz(3) NOT NULL DEFAULT now())`);
    return await applyMissing(client, await listMigrations(), upTo);
  } finally {
    await client.end();
  }
}

async function applyMissing(client: pg.Client, migrations: Migration[], upTo?: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; hash: string }>('SELECT name, hash FROM migration');
  const known = new Map(migrations.map((migration) => [migration.name, migration.hash]));
  for (const row of rows) {
    const hash = known.get(row.name);
    if (!hash)
      throw new Error(
        `The database has the migration ${row.name}, which this release does not know: install the newer release.`,
      );
    if (hash !== row.hash && FORMER_HASHES[row.name] !== row.hash)
      throw new Error(
        `The migration ${row.name} was changed after it ran: restore the file as it was released.`,
      );
  }
  const done = new Set(rows.map((row) => row.name));
  const ran: string[] = [];
  const missing = migrations.filter(({ name }) => !done.has(name) && (upTo === undefined || name <= upTo));
  for (const migration of missing) {
    await client.query('BEGIN');
    try {
      await client.query(migration.sql);
      await client.query('INSERT INTO migration (name, hash) VALUES ($1, $2)', [
        migration.name,
        migration.hash,
      ]);
      await client.query('GRANT SELECT ON migration TO intreccio_app');
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
    }
    ran.push(migration.name);
  }
  return ran;
}
