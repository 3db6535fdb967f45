import { Client } from 'pg';
import {
  BackupError,
  END_OF_ROWS,
  RowSum,
  type BackupEnd,
  type BackupHeader,
  type TableSum,
} from './backup-format.js';
import { writeBackup } from './backup-lines.js';
import { listMigrationsOf, listSequences, listTables, rowsOf, useOneForm } from './backup-tables.js';

/** What was written. */
export interface BackupSummary {
  file: string;
  tables: number;
  rows: number;
}

/**
 * Writes all our tables, as they are at one moment, into one compressed file; the service may go on meanwhile.
 * Needs no pg_dump. Keys are not in it (SECRET_KEY is kept apart), so it alone does not open personal data.
 * @param databaseUrl an account that may see every row: superuser or BYPASSRLS
 * @param file written under another name until it is whole
 * @throws BackupError in one sentence that says what to do
 */
export async function backupDatabase(databaseUrl: string, file: string, at: Date): Promise<BackupSummary> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await useOneForm(client);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const header = await headerOf(client, at);
    const tables: TableSum[] = [];
    await writeBackup(file, linesOfBackup(client, header, tables));
    return { file, tables: tables.length, rows: tables.reduce((all, { rows }) => all + rows, 0) };
  } finally {
    await client.end();
  }
}

async function headerOf(client: Client, at: Date): Promise<BackupHeader> {
  const migrations = await listMigrationsOf(client);
  if (migrations.length === 0)
    throw new BackupError('There is nothing to back up: the database has no schema yet.');
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  return {
    format: 'intreccio-backup',
    version: 1,
    createdAt: at.toISOString(),
    postgres: rows[0]?.version ?? '',
    migrations,
  };
}

/** @param sums receives what each table held */
async function* linesOfBackup(
  client: Client,
  header: BackupHeader,
  sums: TableSum[],
): AsyncGenerator<string | Buffer> {
  yield JSON.stringify(header);
  for (const head of await listTables(client)) {
    yield JSON.stringify(head);
    const sum = new RowSum();
    for await (const row of rowsOf(client, head)) {
      sum.add(row);
      yield row;
    }
    yield END_OF_ROWS;
    sums.push(sum.of(head.table));
  }
  const end: BackupEnd = { tables: sums, sequences: await listSequences(client) };
  yield JSON.stringify(end);
}
