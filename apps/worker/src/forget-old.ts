import { communityOf, policiesOn } from '#communities';
import type { Tx } from '#database';
import { addMinutes, localDay } from '#platform';

/** Kept answers of repeated posts whose time is over. @returns how many were deleted */
export async function forgetOld(tx: Tx, limit: number): Promise<number> {
  const { timeZone } = await communityOf(tx);
  const { idempotencyDays } = await policiesOn(tx, localDay(timeZone, tx.now));
  const rows = await tx.sql(
    `DELETE FROM idempotency_key k USING (SELECT member_id, key FROM idempotency_key WHERE community_id = $1 AND created_at < $2 LIMIT $3) d
     WHERE k.community_id = $1 AND k.member_id = d.member_id AND k.key = d.key RETURNING k.key`,
    [tx.communityId, addMinutes(tx.now, -idempotencyDays * 1_440), limit],
  );
  return rows.length;
}
