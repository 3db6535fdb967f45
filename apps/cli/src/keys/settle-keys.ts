import type { IdentityCodec } from '#members';
import pg from 'pg';
import { loadKeys } from './load-keys.js';
import { addKey, settleKey } from './rotate-data-key.js';
import { sealedTables } from './sealed-tables.js';

/**
 * After a migration: a community from before there were data keys gets its own, and everything of it is sealed under
 * it; what was interrupted goes on. Does nothing where all is settled.
 * @param codec asked for when there is something to seal: a migration may do without the master key
 * @returns how many values were sealed anew
 */
export async function settleKeys(databaseUrl: string, codec: () => IdentityCodec): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let sealed = 0;
    for (const communityId of await communityIds(client)) {
      await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
      const keys = await loadKeys(client, communityId);
      if (keys.length === 0) await addKey(client, communityId, codec());
      else if (await isSettled(client, communityId)) continue;
      sealed += await settleKey(client, communityId, await sealedTables(client), codec());
    }
    return sealed;
  } finally {
    await client.end();
  }
}

/** The owner of the schema may see one community at a time; the relay's role sees which there are. */
async function communityIds(client: pg.Client): Promise<string[]> {
  await client.query('SET ROLE intreccio_relay');
  const { rows } = await client.query<{ id: string }>('SELECT id FROM community ORDER BY id');
  await client.query('RESET ROLE');
  return rows.map(({ id }) => id);
}

async function isSettled(client: pg.Client, communityId: string): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT FROM community_key WHERE community_id = $1 AND settled_at IS NULL LIMIT 1',
    [communityId],
  );
  return rows.length === 0;
}
