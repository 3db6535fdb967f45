import pg from 'pg';
import { listCommunities } from './communities.js';
import { openDatabase } from './open-database.js';

const HEADS = `
  SELECT 'audit' AS chain, NULL::uuid AS organisation, seal_number::int AS number, encode(seal_hash, 'hex') AS hash
  FROM (SELECT * FROM audit_record WHERE community_id = $1 AND seal_number IS NOT NULL ORDER BY seal_number DESC LIMIT 1) a
  UNION ALL SELECT 'register', organisation_id, number::int, encode(hash, 'hex')
  FROM (SELECT DISTINCT ON (organisation_id) * FROM register_entry WHERE community_id = $1
    ORDER BY organisation_id, number DESC) r`;

/**
 * `audit-heads`: one line of JSON for the last link of each chain. Kept elsewhere every day, they show whether somebody
 * who owns the database has written a chain anew.
 */
export async function runAuditHeads(): Promise<number> {
  const database = await openDatabase(process.env, () => undefined, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const { id } of await listCommunities(client)) {
      await client.query(`SELECT set_config('app.community', $1, false)`, [id]);
      const { rows } = await client.query<Record<string, unknown>>(HEADS, [id]);
      for (const row of rows) process.stdout.write(`${JSON.stringify({ community: id, ...row })}\n`);
    }
    return 0;
  } finally {
    await client.end();
    await database.close();
  }
}
