import { ConfigError } from '#platform';
import pg from 'pg';

const CONNECT_MS = 5_000;

/**
 * Row-level security and the append-only records hold against whoever is neither a superuser nor the tables' owner:
 * API and worker sign in as such a one. A database out of reach is left to the start itself, which says so.
 * @throws ConfigError when the login of DATABASE_URL could do more
 */
export async function requireRuntimeLogin(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return;
  }
  try {
    const { rows } = await client.query<{ login: string; all: boolean; owner: boolean }>(
      `SELECT rolname AS login, rolsuper OR rolbypassrls AS all, EXISTS (SELECT FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(session_user, relowner, 'MEMBER')) AS owner
       FROM pg_roles WHERE rolname = session_user`,
    );
    const { login, all, owner } = rows[0]!;
    if (!all && !owner) return;
    throw new ConfigError(
      `DATABASE_URL signs in as ${login}, who ${all ? 'no row-level security binds' : 'owns the tables'}: give API and worker a login of their own with the roles intreccio_app and intreccio_relay alone, and keep this one in MIGRATION_DATABASE_URL.`,
    );
  } finally {
    await client.end();
  }
}
