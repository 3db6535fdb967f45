import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { addMinutes } from '#platform';

const DAY_MINUTES = 1_440;

/**
 * Notes that a side was told of declared hours: their mail left, or they read it in the inbox. From here silence may
 * confirm, and never without (members served by phone get neither).
 */
export async function noteHoursNotice(tx: Tx, timeEntryIds: readonly string[]): Promise<void> {
  if (timeEntryIds.length === 0) return;
  const { autoConfirmDays } = await policiesToday(tx);
  await tx.sql(
    `UPDATE time_entry SET notice_delivered_at = $3, auto_confirm_at = $4
     WHERE community_id = $1 AND id = ANY ($2) AND state = 'declared' AND notice_delivered_at IS NULL`,
    [tx.communityId, timeEntryIds, tx.now, addMinutes(tx.now, autoConfirmDays * DAY_MINUTES)],
  );
}
