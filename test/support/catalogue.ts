import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/** What the schema `public` is made of, in sorted lines that read well in a diff. */
export interface Catalogue {
  tables: Record<string, CatalogueTable>;
  /** Signature, rights and a hash of the body of each function and procedure that is not an extension's. */
  functions: string[];
}

export interface CatalogueTable {
  rowLevelSecurity: 'forced' | 'enabled' | 'off';
  columns: string[];
  constraints: string[];
  indexes: string[];
  policies: string[];
  triggers: string[];
  /** Of every role but the owner. */
  grants: string[];
}

type Line = { table: string; line: string };

const tables = `
  SELECT c.relname AS table, CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'forced'
    WHEN c.relrowsecurity THEN 'enabled' ELSE 'off' END AS line
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')`;

const columns = `
  SELECT c.relname AS table, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END, 'default ' || pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped`;

// From PostgreSQL 18 on "not null" is a constraint too; the columns tell it on every version.
const constraints = `
  SELECT c.relname AS table, k.conname || ': ' || pg_get_constraintdef(k.oid) AS line
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('c', 'f', 'p', 'u', 'x')`;

const indexes = `SELECT tablename AS table, indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`;

const policies = `
  SELECT tablename AS table, concat_ws(' ', policyname, permissive, cmd, 'to', array_to_string(roles, ','),
    'using ' || qual, 'check ' || with_check) AS line
  FROM pg_policies WHERE schemaname = 'public'`;

const triggers = `
  SELECT c.relname AS table, pg_get_triggerdef(t.oid) || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' (' || t.tgenabled::text || ')' END AS line
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal`;

const grants = `
  SELECT c.relname AS table, coalesce(r.rolname, 'PUBLIC') || ': ' || string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type) AS line
  FROM pg_class c CROSS JOIN aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND g.grantee <> c.relowner
  GROUP BY c.relname, r.rolname
  UNION ALL
  SELECT c.relname, coalesce(r.rolname, 'PUBLIC') || ': ' || g.privilege_type || ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ')'
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid CROSS JOIN aclexplode(a.attacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
  WHERE c.relnamespace = 'public'::regnamespace AND g.grantee <> c.relowner
  GROUP BY c.relname, r.rolname, g.privilege_type`;

const functions = `
  SELECT concat_ws(' ', CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
    p.proname || '(' || pg_get_function_arguments(p.oid) || ')', 'returns ' || pg_get_function_result(p.oid),
    CASE WHEN p.prosecdef THEN 'security definer' END, array_to_string(p.proconfig, ','),
    'for', (SELECT string_agg(coalesce(r.rolname, 'PUBLIC'), ',' ORDER BY r.rolname)
      FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g LEFT JOIN pg_roles r ON r.oid = g.grantee
      WHERE g.grantee <> p.proowner)) AS signature, p.prosrc AS body
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`;

/** Reads the catalogue; the connection's search path must be the default one. */
export async function readCatalogue(client: Client): Promise<Catalogue> {
  const lines = async (sql: string): Promise<Line[]> => (await client.query<Line>(sql)).rows;
  const found: Catalogue = { tables: {}, functions: [] };
  for (const { table, line } of (await lines(tables)).sort((a, b) => compare(a.table, b.table))) {
    found.tables[table] = {
      rowLevelSecurity: line as CatalogueTable['rowLevelSecurity'],
      columns: [],
      constraints: [],
      indexes: [],
      policies: [],
      triggers: [],
      grants: [],
    };
  }
  const parts = { columns, constraints, indexes, policies, triggers, grants };
  for (const [part, sql] of Object.entries(parts) as [keyof typeof parts, string][]) {
    for (const { table, line } of await lines(sql)) found.tables[table]?.[part].push(line);
    for (const table of Object.values(found.tables)) table[part].sort(compare);
  }
  const bodies = await client.query<{ signature: string; body: string }>(functions);
  found.functions = bodies.rows.map(({ signature, body }) => `${signature} ${shortHash(body)}`).sort(compare);
  return found;
}

/** By code points: the same order on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
