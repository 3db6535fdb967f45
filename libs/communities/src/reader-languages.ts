import type { Tx } from '#database';
import { communityOf } from './community.js';

/** The languages of whoever asks, the most wanted first: those they name, else their own, else the community's. */
export async function readerLanguages(tx: Tx, wanted: readonly string[]): Promise<string[]> {
  const community = await communityOf(tx);
  const [member] = await tx.sql<{ language: string }>(
    'SELECT language FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, tx.actor.memberId ?? null],
  );
  return [...wanted, ...(member ? [member.language] : []), community.defaultLanguage];
}
