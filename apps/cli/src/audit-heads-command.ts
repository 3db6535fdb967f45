import { CHAIN_HEADS, type ChainHead } from '#members';
import pg from 'pg';
import { environment } from './environment.js';
import { listCommunities } from './communities.js';
import { openDatabase } from './open-database.js';

/**
 * `audit-heads`: one line of JSON for the last link of each chain. Kept elsewhere, they show `verify --heads` whether
 * somebody who owns the database has written a chain anew. The worker's log has the same lines every night.
 */
export async function runAuditHeads(): Promise<number> {
  const database = await openDatabase(environment(), () => undefined, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const { id } of await listCommunities(client)) {
      await client.query(`SELECT set_config('app.community', $1, false)`, [id]);
      const { rows } = await client.query<ChainHead>(CHAIN_HEADS, [id]);
      for (const row of rows) process.stdout.write(`${JSON.stringify({ community: id, ...row })}\n`);
    }
    return 0;
  } finally {
    await client.end();
    await database.close();
  }
}
