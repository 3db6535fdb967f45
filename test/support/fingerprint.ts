import { escapeIdentifier, type Client } from 'pg';

/** Every row of a community as one hash a table: two equal prints, and nothing was written in between. */
export async function fingerprint(
  owner: Client,
  communityId: string,
  without: readonly string[] = [],
): Promise<Record<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND column_name = 'community_id' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !without.includes(table.name))) {
    const { rows } = await owner.query<{ print: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS print
       FROM ${escapeIdentifier(name)} t WHERE community_id = $1`,
      [communityId],
    );
    prints[name] = rows[0]!.print;
  }
  return prints;
}
