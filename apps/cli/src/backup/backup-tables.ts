import { escapeIdentifier, type ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { linesOf } from './backup-lines.js';
import { BackupError, type BackupEnd, type TableHead } from './backup-format.js';

/** Filled by the migrations themselves. */
const filledByMigrations = new Set(['migration', 'demo_clock']);

/** One form of every value, whatever the server's or the user's settings are. */
const settings = [
  `SET client_encoding = 'UTF8'`,
  `SET DateStyle = 'ISO, YMD'`,
  `SET IntervalStyle = 'postgres'`,
  `SET TimeZone = 'UTC'`,
  `SET extra_float_digits = 1`,
  `SET bytea_output = 'hex'`,
  `SET statement_timeout = 0`,
  `SET idle_in_transaction_session_timeout = 0`,
  // Without the right to see every row a backup must fail: it would be short of rows and look whole.
  `SET row_security = off`,
];

export async function useOneForm(client: ClientBase): Promise<void> {
  for (const setting of settings) await client.query(setting);
}

/**
 * Our tables with the columns that are stored, the list of migrations apart. The queue's schema is left out: what
 * must happen stands in the outbox.
 */
export async function listTables(client: ClientBase): Promise<TableHead[]> {
  const { rows } = await client.query<TableHead>(`
    SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migration'
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     GROUP BY c.relname ORDER BY c.relname`);
  return rows;
}

/** @throws BackupError when the account may not see all rows */
export async function listMigrationsOf(client: ClientBase): Promise<{ name: string; hash: string }[]> {
  const { rows: found } = await client.query(`SELECT to_regclass('public.migration') AS there`);
  if (!found[0]?.there) return [];
  try {
    const { rows } = await client.query<{ name: string; hash: string }>(
      'SELECT name, hash FROM public.migration ORDER BY name',
    );
    return rows;
  } catch (error) {
    throw explainHiddenRows(error);
  }
}

export async function listSequences(client: ClientBase): Promise<BackupEnd['sequences']> {
  const { rows } = await client.query<{ sequence: string }>(`
    SELECT c.relname AS sequence FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' ORDER BY c.relname`);
  const sequences: BackupEnd['sequences'] = [];
  for (const { sequence } of rows) {
    const { rows: state } = await client.query<{ value: string; used: boolean }>(
      `SELECT last_value::text AS value, is_called AS used FROM public.${escapeIdentifier(sequence)}`,
    );
    if (state[0]) sequences.push({ sequence, ...state[0] });
  }
  return sequences;
}

/** `public."table" ("column", ...)` */
export function copyTarget({ table, columns }: TableHead): string {
  return `public.${escapeIdentifier(table)} (${columns.map((column) => escapeIdentifier(column)).join(', ')})`;
}

/** What to do when PostgreSQL refuses to leave rows out (`row_security = off`); any other error as it is. */
export function explainHiddenRows(error: unknown): unknown {
  if ((error as { code?: string }).code !== '42501') return error;
  return new BackupError(
    'This database account may not see every row: use one that is a superuser or was given BYPASSRLS (`ALTER ROLE ... BYPASSRLS`), in MIGRATION_DATABASE_URL.',
    { cause: error },
  );
}

/**
 * Every row of a table, in PostgreSQL's text form.
 * @throws BackupError when the account may not see all rows
 */
export async function* rowsOf(client: ClientBase, head: TableHead): AsyncGenerator<Buffer> {
  try {
    yield* linesOf(client.query(copyTo(`COPY ${copyTarget(head)} TO STDOUT`)));
  } catch (error) {
    throw explainHiddenRows(error);
  }
}

/** The first of our tables that holds data which no migration put there. */
export async function firstFilledTable(client: ClientBase): Promise<string | undefined> {
  for (const { table } of await listTables(client)) {
    if (filledByMigrations.has(table)) continue;
    const { rowCount } = await client.query(`SELECT FROM public.${escapeIdentifier(table)} LIMIT 1`);
    if (rowCount) return table;
  }
  return undefined;
}
