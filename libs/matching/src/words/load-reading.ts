import { communityOf } from '#communities';
import type { Tx } from '#database';
import { wordLanguage, type Reading } from './words.js';

/**
 * How the asking member reads: the wanted languages, else their own, else the community's; and the names of its
 * things.
 */
export async function readingOf(tx: Tx, wanted: readonly string[]): Promise<Reading> {
  const community = await communityOf(tx);
  const [member] = await tx.sql<{ language: string }>(
    'SELECT language FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, tx.actor.memberId ?? null],
  );
  const names = await tx.sql<{ id: string; name: string }>(
    `SELECT id, name FROM category WHERE community_id = $1
     UNION ALL SELECT id, name FROM credential_type WHERE community_id = $1
     UNION ALL SELECT id, name FROM zone WHERE community_id = $1`,
    [tx.communityId],
  );
  return {
    language: wordLanguage([...wanted, ...(member ? [member.language] : []), community.defaultLanguage]),
    timeZone: community.timeZone,
    names: new Map(names.map(({ id, name }) => [id, name])),
  };
}
