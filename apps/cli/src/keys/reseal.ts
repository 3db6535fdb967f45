import { headOfNewest, type IdentityCodec } from '#members';
import type pg from 'pg';
import type { SealedTable } from './sealed-tables.js';

const BATCH = 500;
/** First byte of a value that was sealed before its community had keys of its own. */
const DERIVED = 1;

export interface Codecs {
  /** Opens what was sealed under a derived key; the same as `to` unless the master key changes. */
  readonly from: IdentityCodec;
  readonly to: IdentityCodec;
}

type SealedRow = Readonly<Record<string, Buffer | string | null>>;

/**
 * Seals anew whatever is not under the community's newest key, in batches that are transactions of their own: stopped
 * half-way it goes on where it was. A value that somebody changes meanwhile is left as they wrote it. The keys must be
 * loaded and `app.community` set.
 * @returns how many values were sealed anew
 */
export async function resealCommunity(
  client: pg.Client,
  communityId: string,
  tables: readonly SealedTable[],
  codecs: Codecs,
): Promise<number> {
  let sealed = 0;
  for (const table of tables) {
    for (let after: string | null = null; ;) {
      const rows: SealedRow[] = await outdatedRows(client, communityId, table, after);
      sealed += await resealRows(client, communityId, table, rows, codecs);
      if (rows.length < BATCH) break;
      after = String(rows.at(-1)!['key']);
    }
  }
  return sealed;
}

/** How many values are not under the newest key. */
export async function countOutdated(
  client: pg.Client,
  communityId: string,
  tables: readonly SealedTable[],
): Promise<number> {
  let count = 0;
  for (const { table, columns } of tables) {
    const { rows } = await client.query<{ count: number }>(
      `SELECT coalesce(sum(${columns.map((column) => `(${outdated(column)})::int`).join(' + ')}), 0)::int AS count
       FROM ${table} WHERE community_id = $1 AND $2::bytea IS NOT NULL`,
      [communityId, headOfNewest(communityId)],
    );
    count += rows[0]!.count;
  }
  return count;
}

/** SQL condition: the column holds a value that does not begin with $2. */
function outdated(column: string): string {
  return `coalesce(octet_length(${column}) > 0 AND substring(${column} FROM 1 FOR octet_length($2::bytea)) <> $2::bytea, false)`;
}

async function outdatedRows(
  client: pg.Client,
  communityId: string,
  { table, key, keyType, columns }: SealedTable,
  after: string | null,
): Promise<SealedRow[]> {
  const { rows } = await client.query<SealedRow>(
    `SELECT ${key} AS key, ${columns.join(', ')} FROM ${table}
     WHERE community_id = $1 AND (${columns.map(outdated).join(' OR ')})
       AND ($3::${keyType} IS NULL OR ${key} > $3) ORDER BY 1 LIMIT ${BATCH}`,
    [communityId, headOfNewest(communityId), after],
  );
  return rows;
}

async function resealRows(
  client: pg.Client,
  communityId: string,
  { table, key, keyType, columns }: SealedTable,
  rows: readonly SealedRow[],
  codecs: Codecs,
): Promise<number> {
  if (rows.length === 0) return 0;
  let sealed = 0;
  const head = headOfNewest(communityId);
  const parameters: unknown[] = [communityId, rows.map((row) => row['key'])];
  for (const column of columns) {
    const place = `${table}.${column.replace(/_sealed$/, '')}`;
    const olds = rows.map((row) => {
      const value = row[column];
      return Buffer.isBuffer(value) && value.length > 0 && !value.subarray(0, head.length).equals(head)
        ? value
        : null;
    });
    const fresh = olds.map((old, at) => {
      if (!old) return null;
      const id = String(rows[at]!['key']);
      sealed += 1;
      return codecs.to.seal(communityId, place, id, openOld(communityId, place, id, old, codecs));
    });
    parameters.push(olds, fresh);
  }
  const places = columns.map((_, at) => [`$${3 + 2 * at}::bytea[]`, `$${4 + 2 * at}::bytea[]`]);
  const names = columns.map((_, at) => [`old_${at}`, `new_${at}`]);
  const sets = columns.map(
    (column, at) => `${column} = CASE WHEN t.${column} = v.old_${at} THEN v.new_${at} ELSE t.${column} END`,
  );
  await client.query(
    `UPDATE ${table} t SET ${sets.join(', ')}
     FROM unnest($2::${keyType}[], ${places.flat().join(', ')}) AS v (bound_to, ${names.flat().join(', ')})
     WHERE t.community_id = $1 AND ${key} = v.bound_to`,
    parameters,
  );
  return sealed;
}

/** @throws Error that names the place when nothing opens it */
function openOld(
  communityId: string,
  place: string,
  id: string,
  value: Buffer,
  { from, to }: Codecs,
): string {
  for (const codec of value[0] === DERIVED ? [from, to] : [to]) {
    try {
      return codec.open(communityId, place, id, value);
    } catch {
      continue;
    }
  }
  throw new Error(
    `${place} of ${id} opens with no key: are SECRET_KEY and SECRET_KEY_PREVIOUS the right ones?`,
  );
}
