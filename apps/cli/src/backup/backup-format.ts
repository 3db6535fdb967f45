import { createHash } from 'node:crypto';

/** The first line of a backup. */
export interface BackupHeader {
  format: 'intreccio-backup';
  version: 1;
  createdAt: string;
  /** PostgreSQL's version, as it calls itself. */
  postgres: string;
  /** The schema's migrations in their order, with the hashes of their texts. */
  migrations: { name: string; hash: string }[];
}

/** The line before a table's rows. */
export interface TableHead {
  table: string;
  columns: string[];
}

/** What a table held. */
export interface TableSum {
  table: string;
  rows: number;
  /** The same for the same rows in any order. */
  checksum: string;
}

/** The last line: without it a backup is cut off. */
export interface BackupEnd {
  tables: TableSum[];
  sequences: { sequence: string; value: string; used: boolean }[];
}

/** Ends a table's rows; COPY escapes a backslash, so no row is this line. */
export const END_OF_ROWS = '\\.';

/** A backup that is no backup, is damaged or does not fit: one sentence that says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Counts rows and adds up their hashes (128 bits, modulo). A sum does not depend on the order, which two servers
 * with different collations would not agree on.
 */
export class RowSum {
  rows = 0;
  private high = 0n;
  private low = 0n;

  add(row: Buffer): void {
    const hash = createHash('sha256').update(row).digest();
    this.high = BigInt.asUintN(64, this.high + hash.readBigUInt64BE(0));
    this.low = BigInt.asUintN(64, this.low + hash.readBigUInt64BE(8));
    this.rows += 1;
  }

  of(table: string): TableSum {
    const checksum = [this.high, this.low].map((part) => part.toString(16).padStart(16, '0')).join('');
    return { table, rows: this.rows, checksum };
  }
}

/**
 * Names every table that differs between two lists.
 * @returns empty when both say the same
 */
export function differences(expected: readonly TableSum[], found: readonly TableSum[]): string[] {
  const byTable = new Map(found.map((sum) => [sum.table, sum]));
  const missing = expected.flatMap(({ table, rows, checksum }) => {
    const other = byTable.get(table);
    byTable.delete(table);
    if (!other) return [`${table} is missing`];
    if (other.rows !== rows) return [`${table} has ${other.rows} rows instead of ${rows}`];
    return other.checksum === checksum ? [] : [`${table} has other content`];
  });
  return [...missing, ...[...byTable.keys()].map((table) => `${table} is superfluous`)];
}

/**
 * Compares a backup's schema with this release's.
 * @returns the name of the migration the backup's schema ends with
 * @throws BackupError when this release cannot read it
 */
export function schemaOf(header: BackupHeader, known: readonly { name: string; hash: string }[]): string {
  const last = header.migrations.at(-1);
  if (!last)
    throw new BackupError('The backup names no migration: it was made of a database without our schema.');
  for (const [index, { name, hash }] of header.migrations.entries()) {
    const ours = known[index];
    if (!ours || ours.name !== name) {
      throw new BackupError(
        `The backup has the migration ${name}, which this release does not: restore it with the release that made it, or a newer one.`,
      );
    }
    if (ours.hash !== hash) {
      throw new BackupError(
        `The migration ${name} is not the one the backup was made with: restore it with the release that made it.`,
      );
    }
  }
  return last.name;
}

/**
 * Reads a line that must be JSON with certain fields.
 * @throws BackupError when it is not
 */
export function parseLine<T extends object>(line: Buffer | undefined, ...fields: (keyof T & string)[]): T {
  try {
    const value: unknown = JSON.parse(line?.toString('utf8') ?? '');
    if (typeof value === 'object' && value !== null && fields.every((field) => field in value))
      return value as T;
  } catch {
    // Told below, together with JSON of another shape.
  }
  throw new BackupError('This is no backup of Intreccio, or it is damaged: take another one.');
}
