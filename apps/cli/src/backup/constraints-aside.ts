import type { ClientBase } from 'pg';

interface Aside {
  away: string;
  back: string;
}

/** Triggers, foreign keys and forced row-level security of our tables, as statements that remove and restore each. */
const find = `
  WITH ours AS (
    SELECT oid, format('public.%I', relname) AS name, relforcerowsecurity AS forced
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'migration')
  SELECT 1 AS step, format('ALTER TABLE %s DISABLE TRIGGER %I', ours.name, t.tgname) AS away,
         format('ALTER TABLE %s ENABLE %s TRIGGER %I', ours.name,
           CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname) AS back
    FROM pg_trigger t JOIN ours ON ours.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
  UNION ALL
  SELECT 2, format('ALTER TABLE %s DROP CONSTRAINT %I', ours.name, k.conname),
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', ours.name, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN ours ON ours.oid = k.conrelid WHERE k.contype = 'f'
  UNION ALL
  SELECT 3, format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', ours.name),
         format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', ours.name)
    FROM ours WHERE ours.forced
  ORDER BY step, away`;

/**
 * Runs the work while rows can be put in as they were, in any order: no trigger fires (those that forbid changes
 * too), no foreign key is checked, the owner sees its own tables. Everything is back afterwards, and coming back
 * checks every foreign key. All of it belongs to the caller's transaction and needs the tables' owner, not a
 * superuser.
 */
export async function withConstraintsAside(client: ClientBase, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<Aside>(find);
  for (const { away } of rows) await client.query(away);
  await work();
  for (const { back } of rows) await client.query(back);
}
