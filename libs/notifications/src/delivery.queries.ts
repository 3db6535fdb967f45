import { communityOf } from '#communities';
import type { Tx } from '#database';
import { identitiesOf, type Identity, type IdentityCodec } from '#members';
import type { MessageId } from './messages/message-ids.js';
import { isQuietFor, quietNow } from './quiet-hours.queries.js';
import { withhold } from './right.queries.js';
import type { TopicName } from './topics.js';
import type { Circumstances, SafeValues } from './words.js';

/**
 * A mail or short message that this process now sends: everything it needs, so that no transaction is open
 * meanwhile.
 */
export interface ClaimedDelivery {
  readonly id: string;
  readonly channel: 'e-mail' | 'sms';
  readonly attempts: number;
  readonly topic: TopicName;
  readonly messageId: MessageId;
  readonly values: SafeValues;
  readonly subjectId: string | null;
  readonly memberId: string;
  readonly language: string;
  readonly communityLanguage: string;
  /** The mail address or the phone, as the channel wants; null when there is none (any more). */
  readonly address: string | null;
  readonly where: Circumstances;
}

interface ClaimedRow {
  readonly id: string;
  readonly channel: 'e-mail' | 'sms';
  readonly attempts: number;
  readonly topic: TopicName;
  readonly messageId: MessageId;
  readonly values: SafeValues;
  readonly subjectId: string | null;
  readonly memberId: string;
  readonly language: string;
}

/** Longer in `sending` than this, and its process is taken for dead. */
export const LEASE = `interval '2 minutes'`;

/**
 * Marks due mails and short messages as `sending` and loads what they need. During quiet hours only what is urgent
 * leaves, also when a retry or a stopped worker carried the rest past its time; and nothing to whom it is no longer for.
 * One interrupted twice is given up: its process may die of it.
 */
export async function claimDue(tx: Tx, codec: IdentityCodec, limit: number): Promise<ClaimedDelivery[]> {
  const community = await communityOf(tx);
  const quiet = await quietNow(tx);
  await tx.sql(
    `UPDATE delivery SET state = 'failed', failure = 'interrupted', sending_since = NULL
     WHERE community_id = $1 AND state = 'sending' AND interruptions > 0 AND sending_since < clock_timestamp() - ${LEASE}`,
    [tx.communityId],
  );
  const claimed = await tx.sql<ClaimedRow>(
    `WITH due AS MATERIALIZED (
       SELECT d.id FROM delivery d JOIN notification t ON t.community_id = d.community_id AND t.id = d.notification_id
       WHERE d.community_id = $1 AND d.channel IN ('e-mail', 'sms') AND NOT d.gathered AND (
         (d.state = 'queued' AND d.due_at <= $2 AND (d.urgent OR NOT ${isQuietFor('t.member_id', '$3', '$5')}))
         OR (d.state = 'sending' AND d.sending_since < clock_timestamp() - ${LEASE}))
       ORDER BY d.urgent DESC, d.due_at, d.id LIMIT $4 FOR UPDATE OF d SKIP LOCKED
     ), claimed AS (
       UPDATE delivery d SET state = 'sending', sending_since = clock_timestamp(), attempts = attempts + 1,
         interruptions = interruptions + (state = 'sending')::int
       FROM due WHERE d.community_id = $1 AND d.id = due.id
       RETURNING d.id, d.channel, d.attempts, d.notification_id
     )
     SELECT c.id, c.channel, c.attempts, n.topic, n.message_id AS "messageId", n.message_values AS values, n.subject_id AS "subjectId",
       n.member_id AS "memberId", m.language
     FROM claimed c JOIN notification n ON n.community_id = $1 AND n.id = c.notification_id
     JOIN member m ON m.community_id = $1 AND m.id = n.member_id
     ORDER BY c.id`,
    [tx.communityId, tx.now, quiet.community, limit, quiet.own],
  );
  const rows = await withhold(tx, claimed);
  const ids = rows.flatMap(({ memberId, values }) =>
    values.helperId ? [memberId, values.helperId] : [memberId],
  );
  const identities = await identitiesOf(tx, codec, ids);
  return rows.map((row) => ({
    ...row,
    communityLanguage: community.defaultLanguage,
    address: addressOf(row.channel, identities.get(row.memberId)),
    where: {
      timeZone: community.timeZone,
      community: community.name,
      deskPhone: community.deskPhone,
      helperName: row.values.helperId ? identities.get(row.values.helperId)?.givenName : undefined,
    },
  }));
}

function addressOf(channel: ClaimedDelivery['channel'], identity: Identity | undefined): string | null {
  return (channel === 'sms' ? identity?.phone : identity?.email) ?? null;
}
