import type { Tx } from '#database';
import { communityError } from './communities.errors.js';

/** What an organisation, a zone or a municipality may be pointed to by, beside what points to it by a foreign key. */
const LISTED_IN: Partial<Record<Used, string>> = { municipality: 'offer' };

type Used = 'organisation' | 'zone' | 'municipality';

interface Pointer {
  readonly table: string;
  readonly column: string;
}

/**
 * Every table that points to it is asked, as the database's own list of foreign keys says: a new one cannot be forgotten.
 * @param but tables whose rows are a part of it and go with it
 * @throws DomainError still-used, naming the tables in which something points to it
 */
export async function requireUnused(
  tx: Tx,
  used: Used,
  id: string,
  but: readonly string[] = [],
): Promise<void> {
  const pointers = await tx.sql<Pointer>(
    `SELECT c.conrelid::regclass::text AS table, a.attname AS column FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[array_length(c.conkey, 1)]
     WHERE c.contype = 'f' AND c.confrelid = $1::regclass AND c.conrelid::regclass::text <> ALL ($2)
     ORDER BY 1, 2`,
    [used, but],
  );
  const by = new Set<string>();
  for (const { table, column } of pointers)
    if (await isThere(tx, `SELECT FROM ${table} WHERE community_id = $1 AND "${column}" = $2 LIMIT 1`, id))
      by.add(table);
  const list = LISTED_IN[used];
  if (
    list &&
    (await isThere(
      tx,
      `SELECT FROM ${list} WHERE community_id = $1 AND $2 = ANY (municipality_ids) LIMIT 1`,
      id,
    ))
  )
    by.add(list);
  if (by.size > 0)
    throw communityError('still-used', `It is used by: ${inWords(by)}.`, { by: [...by].sort() });
}

async function isThere(tx: Tx, sql: string, id: string): Promise<boolean> {
  return (await tx.sql(sql, [tx.communityId, id])).length > 0;
}

const inWords = (tables: ReadonlySet<string>) =>
  [...tables]
    .sort()
    .map((table) => table.replaceAll('_', ' '))
    .join(', ');
