import type { Tx } from '#database';
import { AT_THE_DESK } from '#members';
import { DESK_MESSAGES } from './topics.js';

/**
 * What the desk was told and has not left yet goes to nobody who has been suspended or has given the role back since:
 * asked whenever something is about to leave, in its transaction.
 */
export async function withholdDeskMessages(tx: Tx): Promise<void> {
  await tx.sql(
    `UPDATE delivery d SET state = 'suppressed', failure = 'left-the-desk'
     FROM notification n JOIN member m ON m.community_id = n.community_id AND m.id = n.member_id
     WHERE d.community_id = $1 AND d.state = 'queued' AND d.due_at <= $2
       AND n.community_id = d.community_id AND n.id = d.notification_id AND n.message_id = ANY ($3) AND NOT (${AT_THE_DESK})`,
    [tx.communityId, tx.now, DESK_MESSAGES],
  );
}
