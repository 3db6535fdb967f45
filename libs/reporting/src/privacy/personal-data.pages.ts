import type { Tx } from '#database';
import type { Section } from './personal-data.sections.js';

/** Rows read at once: what a person has may be long, and is never here as a whole. */
export const PAGE_ROWS = 1_000;

export type StoredRow = Readonly<Record<string, unknown>>;

/** Whose data a section is read for. */
export interface AskedFor {
  readonly memberId: string;
  /** Households whose guardian they are. */
  readonly households: readonly string[];
}

/** No column of the person's: the row's key, for the page that follows. */
export const PAGE_KEY = 'page_key';

/** Where the next page begins: behind the key of the last row, as PostgreSQL writes it. */
export type After = readonly string[] | null;

/** One page of a section in the order of its table's key, and where the next one begins; null: there is none. */
export async function readPage(
  tx: Tx,
  section: Section,
  { memberId, households }: AskedFor,
  after: After,
): Promise<{ readonly rows: readonly StoredRow[]; readonly next: After }> {
  const { table, where, ofPerson } = section;
  const key = await keyOf(tx, table);
  const columns = key.map(({ name }) => `t.${name}`).join(', ');
  const whose = ofPerson
    ? 't.person_id = (SELECT m.person_id FROM member m WHERE m.community_id = $1 AND m.id = $2)'
    : 't.community_id = $1';
  const rows = await tx.sql<StoredRow & { readonly page_key: string[] }>(
    // Materialised: the order of the key must not lure the planner from the index of the condition.
    `WITH t AS MATERIALIZED (SELECT t.* FROM ${table} t WHERE ${whose} AND $2::uuid IS NOT NULL AND $3::uuid[] IS NOT NULL
       AND (${where}))
     SELECT t.*, ARRAY[${key.map(({ name }) => `t.${name}::text`).join(', ')}] AS ${PAGE_KEY} FROM t
     WHERE $4::text[] IS NULL OR (${columns}) > (${key.map(({ type }, at) => `($4::text[])[${at + 1}]::${type}`).join(', ')})
     ORDER BY ${columns} LIMIT ${PAGE_ROWS + 1}`,
    [tx.communityId, memberId, households, after],
  );
  const page = rows.slice(0, PAGE_ROWS);
  const next = rows.length > PAGE_ROWS ? page.at(-1)!.page_key : null;
  return { rows: page, next };
}

interface KeyColumn {
  readonly name: string;
  readonly type: string;
}

/** The table's primary key without the community, which is the same in every row. */
function keyOf(tx: Tx, table: string): Promise<KeyColumn[]> {
  return tx.sql<KeyColumn>(
    `SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (column_number, place)
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.column_number
     WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attname <> 'community_id' ORDER BY k.place`,
    [table],
  );
}
