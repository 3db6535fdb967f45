import { noteWrappedKeys, type Tx } from '#database';
import type { IdentityCodec } from './identity-codec.js';

/** Gives a new community its first data key; values are sealed under it from here on, in this transaction too. */
export async function giveFirstKey(tx: Tx, codec: IdentityCodec): Promise<void> {
  const wrapped = codec.newKey(tx.communityId, 1);
  await tx.sql(
    `INSERT INTO community_key (community_id, version, wrapped, created_at, settled_at) VALUES ($1, 1, $2, $3, $3)`,
    [tx.communityId, wrapped, tx.now],
  );
  // Should this be rolled back, the next transaction finds no key in the database and forgets this one.
  noteWrappedKeys(tx.communityId, [{ version: 1, wrapped }]);
}
