import { pipeline } from 'node:stream/promises';
import { Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { listMigrations, migrate } from '#database';
import {
  BackupError,
  differences,
  END_OF_ROWS,
  parseLine,
  RowSum,
  schemaOf,
  type BackupEnd,
  type BackupHeader,
  type TableHead,
  type TableSum,
} from './backup-format.js';
import { inChunks, readBackupLines } from './backup-lines.js';
import { copyTarget, firstFilledTable, listTables, rowsOf, useOneForm } from './backup-tables.js';
import { withConstraintsAside } from './constraints-aside.js';

/** What was restored. */
export interface RestoreSummary {
  createdAt: string;
  tables: number;
  rows: number;
}

type Lines = AsyncGenerator<Buffer>;

/**
 * Restores a backup into an empty database: makes the schema the backup was made with, puts the rows in, compares
 * counts and checksums with what then lies in the tables, and brings the schema to this release. The rows come in
 * one transaction: a failure leaves the schema, and no row.
 * @param databaseUrl the account that shall own the schema
 * @throws BackupError in one sentence that says what to do
 */
export async function restoreDatabase(databaseUrl: string, file: string): Promise<RestoreSummary> {
  const lines = readBackupLines(file);
  try {
    const header = parseLine<BackupHeader>(await next(lines), 'format', 'version', 'migrations');
    if (header.format !== 'intreccio-backup' || header.version !== 1) {
      throw new BackupError(
        'The backup has a form that this release does not know: install the newer release.',
      );
    }
    const upTo = schemaOf(header, await listMigrations());
    await refuseFilledDatabase(databaseUrl);
    await migrate(databaseUrl, upTo);
    const tables = await inOneTransaction(databaseUrl, (client) => restoreRows(client, lines));
    await migrate(databaseUrl);
    const rows = tables.reduce((all, table) => all + table.rows, 0);
    return { createdAt: header.createdAt, tables: tables.length, rows };
  } finally {
    await lines.return(undefined);
  }
}

async function next(lines: Lines): Promise<Buffer | undefined> {
  const { value, done } = await lines.next();
  return done ? undefined : value;
}

async function connected<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function refuseFilledDatabase(databaseUrl: string): Promise<void> {
  const filled = await connected(databaseUrl, firstFilledTable);
  if (filled === undefined) return;
  throw new BackupError(
    `The database is not empty (there are rows in "${filled}"): restore into a new one, named in DATABASE_URL, or for the embedded PostgreSQL into a new folder, named in INTRECCIO_DATA_DIR.`,
  );
}

function inOneTransaction<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  return connected(databaseUrl, async (client) => {
    await useOneForm(client);
    await client.query('BEGIN');
    // Ending the session without COMMIT takes everything back.
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

async function restoreRows(client: Client, lines: Lines): Promise<TableSum[]> {
  let sums: TableSum[] = [];
  await withConstraintsAside(client, async () => {
    const known = await listTables(client);
    const names = known.map(({ table }) => `public.${escapeIdentifier(table)}`);
    await client.query(`TRUNCATE ${names.join(', ')}`);
    const { end, read } = await putRowsIn(client, lines, new Set(known.map(({ table }) => table)));
    refuse(differences(end.tables, read), 'The backup is damaged');
    await setSequences(client, end);
    const stored: TableSum[] = [];
    for (const head of known) {
      const sum = new RowSum();
      for await (const row of rowsOf(client, head)) sum.add(row);
      stored.push(sum.of(head.table));
    }
    refuse(differences(end.tables, stored), 'The database did not store what the backup holds');
    sums = stored;
  });
  return sums;
}

function refuse(faults: string[], what: string): void {
  if (faults.length > 0)
    throw new BackupError(`${what}: ${faults.slice(0, 5).join('; ')}. Nothing was restored.`);
}

/** Reads table after table until the last line of the backup. */
async function putRowsIn(
  client: Client,
  lines: Lines,
  known: Set<string>,
): Promise<{ end: BackupEnd; read: TableSum[] }> {
  const read: TableSum[] = [];
  for (;;) {
    const line = parseLine<Partial<TableHead & BackupEnd>>(await next(lines));
    if (line.tables && line.sequences)
      return { end: { tables: line.tables, sequences: line.sequences }, read };
    const { table, columns } = line;
    if (!table || !columns || !known.has(table)) {
      throw new BackupError(
        `The backup is damaged: it holds a table "${table}" that its schema does not have.`,
      );
    }
    known.delete(table);
    read.push(await putTableIn(client, { table, columns }, lines));
  }
}

async function putTableIn(client: Client, head: TableHead, lines: Lines): Promise<TableSum> {
  const sum = new RowSum();
  const target = client.query(copyFrom(`COPY ${copyTarget(head)} FROM STDIN`));
  await pipeline(inChunks(rowsOfTable(lines, sum)), target);
  return sum.of(head.table);
}

/** The rows up to the end of their table. */
async function* rowsOfTable(lines: Lines, sum: RowSum): AsyncGenerator<Buffer> {
  for (let row = await next(lines); ; row = await next(lines)) {
    if (!row) throw new BackupError('The backup is cut off or damaged: take another one.');
    if (row.length === END_OF_ROWS.length && row.toString('latin1') === END_OF_ROWS) return;
    sum.add(row);
    yield row;
  }
}

async function setSequences(client: Client, end: BackupEnd): Promise<void> {
  for (const { sequence, value, used } of end.sequences) {
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
      `public.${escapeIdentifier(sequence)}`,
      value,
      used,
    ]);
  }
}
