import type { Tx } from '#database';
import type { IdentityCodec } from './identity-codec.js';

/** Gives a new community its first data key. Values are sealed under it from the next transaction on. */
export async function giveFirstKey(tx: Tx, codec: IdentityCodec): Promise<void> {
  await tx.sql(
    `INSERT INTO community_key (community_id, version, wrapped, created_at, settled_at) VALUES ($1, 1, $2, $3, $3)`,
    [tx.communityId, codec.newKey(tx.communityId, 1), tx.now],
  );
}
