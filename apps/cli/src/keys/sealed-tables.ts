import type pg from 'pg';

/** A table with sealed columns, and what their values are bound to. */
export interface SealedTable {
  readonly table: string;
  /** SQL of what names the row in the additional data, and its type. */
  readonly key: string;
  readonly keyType: 'uuid' | 'text';
  readonly columns: readonly string[];
}

/** Bound to more than one column (`IdempotencyInterceptor`). */
const BOUND_OTHERWISE: Readonly<Record<string, Pick<SealedTable, 'key' | 'keyType'>>> = {
  idempotency_key: { key: `(member_id || ':' || key)`, keyType: 'text' },
};

/** What belongs to no community, under a derived key: `rotateInstallation`. */
export const OF_INSTALLATION = [
  { table: 'push_key', column: 'private_sealed', key: `'only'` },
  { table: 'authenticator', column: 'secret_sealed', key: 'id::text' },
] as const;

/** From the catalogue, so that no column can be forgotten. @throws Error for one that cannot be sealed anew */
export async function sealedTables(client: pg.Client): Promise<SealedTable[]> {
  const { rows } = await client.query<{
    table: string;
    columns: string[];
    keys: string[] | null;
    communal: boolean;
  }>(
    `SELECT c.table_name AS table, array_agg(c.column_name::text ORDER BY c.column_name) AS columns,
       (SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
         WHERE i.indrelid = format('public.%I', c.table_name)::regclass AND i.indisprimary AND a.attname <> 'community_id') AS keys,
       EXISTS (SELECT FROM information_schema.columns o WHERE o.table_schema = 'public' AND o.table_name = c.table_name
         AND o.column_name = 'community_id') AS communal
     FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND c.column_name LIKE '%\\_sealed' AND c.table_name <> ALL ($1)
     GROUP BY c.table_name ORDER BY c.table_name`,
    [OF_INSTALLATION.map(({ table }) => table)],
  );
  return rows.map(({ table, columns, keys, communal }) => {
    if (!communal) throw new Error(`The sealed columns of ${table} belong to no community.`);
    const otherwise = BOUND_OTHERWISE[table];
    if (otherwise) return { table, columns, ...otherwise };
    const [key, ...more] = keys ?? [];
    if (!key || more.length > 0)
      throw new Error(`The sealed columns of ${table} are bound to no single column.`);
    return { table, key, keyType: 'uuid' as const, columns };
  });
}
