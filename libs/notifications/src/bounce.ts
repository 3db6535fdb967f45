import type { Tx } from '#database';

/** What a mail server says of an address that is not there: trying again only harms the sender's name. */
const BOUNCES: readonly string[] = ['smtp-550', 'smtp-551', 'smtp-553'];

export const isBounce = (reason: string): boolean => BOUNCES.includes(reason);

/**
 * The member's present address does not take mail: nothing more is sent to it until it is another one, what waits
 * for it is suppressed, and the desk is told once. Both see it: the member in a banner, the desk by a
 * notification.
 */
export async function noteBounce(tx: Tx, memberId: string): Promise<void> {
  const noted = await tx.sql(
    `INSERT INTO notification_setting AS s (community_id, member_id, bounced_index, bounced_at)
     SELECT i.community_id, i.member_id, i.email_index, $3 FROM member_identity i
     WHERE i.community_id = $1 AND i.member_id = $2 AND i.email_index IS NOT NULL
     ON CONFLICT (community_id, member_id) DO UPDATE SET bounced_index = excluded.bounced_index, bounced_at = excluded.bounced_at
       WHERE s.bounced_index IS DISTINCT FROM excluded.bounced_index
     RETURNING member_id`,
    [tx.communityId, memberId, tx.now],
  );
  await tx.sql(
    `UPDATE delivery d SET state = 'suppressed', failure = 'address-bounced' FROM notification n
     WHERE d.community_id = $1 AND d.channel = 'e-mail' AND d.state = 'queued'
       AND n.community_id = d.community_id AND n.id = d.notification_id AND n.member_id = $2`,
    [tx.communityId, memberId],
  );
  if (noted.length > 0) await tx.announce('mail.bounced', { subjectId: memberId });
}

/** The address is tried again: somebody knows that it works. */
export async function forgetBounce(tx: Tx, memberId: string): Promise<void> {
  await tx.sql(
    `UPDATE notification_setting SET bounced_index = NULL, bounced_at = NULL WHERE community_id = $1 AND member_id = $2`,
    [tx.communityId, memberId],
  );
}

/** Was the member's present address refused for good? */
export async function hasBounced(tx: Tx, memberId: string): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT 1 FROM notification_setting s
     JOIN member_identity i ON i.community_id = s.community_id AND i.member_id = s.member_id AND i.email_index = s.bounced_index
     WHERE s.community_id = $1 AND s.member_id = $2`,
    [tx.communityId, memberId],
  );
  return rows.length > 0;
}
