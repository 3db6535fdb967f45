import type { IdentityCodec } from '#members';
import type pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { loadKeys } from './load-keys.js';
import { countOutdated, resealCommunity } from './reseal.js';
import type { SealedTable } from './sealed-tables.js';

/** Transactions of the runtime end within seconds; what lasts longer is an operator's. */
const WAIT_SECONDS = 60;
const WAIT_STEP_MS = 50;
/** Sweeps until nothing is left; the first finds all but what was written while it ran. */
const MOST_SWEEPS = 5;

/**
 * A new data key for the community, under which everything is sealed anew while people work; then the older ones are
 * destroyed. A rotation that was interrupted goes on, with the key it had made.
 * @returns how many values were sealed anew
 */
export async function rotateDataKey(
  client: pg.Client,
  communityId: string,
  tables: readonly SealedTable[],
  codec: IdentityCodec,
): Promise<number> {
  await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
  const { rows } = await client.query<{ open: boolean | null }>(
    'SELECT bool_or(settled_at IS NULL) AS open FROM community_key WHERE community_id = $1',
    [communityId],
  );
  if ((await loadKeys(client, communityId)).at(-1)?.wrapped.length === 0) return 0;
  if (!rows[0]!.open) await addKey(client, communityId, codec);
  return settleKey(client, communityId, tables, codec);
}

/** The community's first key, or the next one. Nothing is under it yet. */
export async function addKey(client: pg.Client, communityId: string, codec: IdentityCodec): Promise<void> {
  const keys = await loadKeys(client, communityId);
  const version = (keys.at(-1)?.version ?? 0) + 1;
  await client.query(
    'INSERT INTO community_key (community_id, version, wrapped, created_at) VALUES ($1, $2, $3, now())',
    [communityId, version, codec.newKey(communityId, version)],
  );
}

/** Brings everything under the newest key and destroys the older ones. @returns how many values were sealed anew */
export async function settleKey(
  client: pg.Client,
  communityId: string,
  tables: readonly SealedTable[],
  codec: IdentityCodec,
): Promise<number> {
  await loadKeys(client, communityId);
  await waitForOlderTransactions(client);
  let sealed = 0;
  for (let sweep = 1; sweep <= MOST_SWEEPS; sweep += 1) {
    sealed += await resealCommunity(client, communityId, tables, { from: codec, to: codec });
    if ((await countOutdated(client, communityId, tables)) === 0) {
      await destroyOlder(client, communityId);
      return sealed;
    }
  }
  throw new Error(
    'Values under an older key keep coming: stop every process of an older release, then again.',
  );
}

async function destroyOlder(client: pg.Client, communityId: string): Promise<void> {
  await client.query(
    `UPDATE community_key k SET settled_at = coalesce(k.settled_at, now()),
       wrapped = CASE WHEN k.version = n.version THEN k.wrapped ELSE '' END
     FROM (SELECT max(version) AS version FROM community_key WHERE community_id = $1) n WHERE k.community_id = $1`,
    [communityId],
  );
}

/**
 * Until every transaction has ended that began before the key was there: whatever begins after it seals under it.
 * As PostgreSQL itself waits when it builds an index beside writers.
 */
async function waitForOlderTransactions(client: pg.Client): Promise<void> {
  const running = async (): Promise<string[]> => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT l.virtualtransaction AS id FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
       WHERE l.locktype = 'virtualxid' AND a.datname = current_database() AND l.pid <> pg_backend_pid()`,
    );
    return rows.map(({ id }) => id);
  };
  let older = await running();
  for (let waited = 0; older.length > 0; waited += WAIT_STEP_MS) {
    if (waited > WAIT_SECONDS * 1_000) {
      throw new Error(
        'A transaction has been open for a minute: end it (pg_stat_activity shows it), then run this again.',
      );
    }
    await pause(WAIT_STEP_MS);
    const now = new Set(await running());
    older = older.filter((id) => now.has(id));
  }
}
