import { communityOf } from '#communities';
import type { Tx } from '#database';
import { newId } from '#platform';
import { LEASE } from '../delivery.queries.js';
import { isQuietFor, quietNow } from '../quiet-hours.queries.js';
import { withhold, type Leaving } from '../right.queries.js';

/** A message that this process now hands over. */
export interface ClaimedPush {
  readonly id: string;
  readonly attempts: number;
  readonly urgent: boolean;
  readonly memberId: string;
  readonly language: string;
  readonly communityLanguage: string;
  readonly subscriptions: readonly { readonly id: string; readonly sealed: string }[];
}

/**
 * One for each member who has a browser that listens and would be written to: what is worth no mail disturbs
 * nobody.
 */
export async function writePushDeliveries(
  tx: Tx,
  urgent: boolean,
  told: readonly { readonly id: string; readonly memberId: string; readonly leavesAt: Date }[],
): Promise<void> {
  if (told.length === 0) return;
  await tx.sql(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, urgent)
     SELECT $1, t.id, t.notification_id, 'web-push', 'queued', t.leaves_at, $2
     FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[]) AS t (id, notification_id, member_id, leaves_at)
     WHERE EXISTS (SELECT FROM push_subscription p WHERE p.community_id = $1 AND p.member_id = t.member_id)`,
    [
      tx.communityId,
      urgent,
      told.map(() => newId()),
      told.map(({ id }) => id),
      told.map(({ memberId }) => memberId),
      told.map(({ leavesAt }) => leavesAt),
    ],
  );
}

/** Marks due ones as `sending`. During quiet hours only what is urgent leaves; one interrupted twice is given up. */
export async function claimDuePushes(tx: Tx, limit: number): Promise<ClaimedPush[]> {
  const community = await communityOf(tx);
  const quiet = await quietNow(tx);
  const rows = await tx.sql<Omit<ClaimedPush, 'communityLanguage'> & Leaving>(
    `WITH due AS MATERIALIZED (
       SELECT d.id FROM delivery d JOIN notification t ON t.community_id = d.community_id AND t.id = d.notification_id
       WHERE d.community_id = $1 AND d.channel = 'web-push' AND (
         (d.state = 'queued' AND d.due_at <= $2 AND (d.urgent OR NOT ${isQuietFor('t.member_id', '$3', '$5')}))
         OR (d.state = 'sending' AND d.interruptions = 0 AND d.sending_since < clock_timestamp() - ${LEASE}))
       ORDER BY d.urgent DESC, d.due_at, d.id LIMIT $4 FOR UPDATE OF d SKIP LOCKED
     ), claimed AS (
       UPDATE delivery d SET state = 'sending', sending_since = clock_timestamp(), attempts = attempts + 1,
         interruptions = interruptions + (state = 'sending')::int
       FROM due WHERE d.community_id = $1 AND d.id = due.id
       RETURNING d.id, d.attempts, d.urgent, d.notification_id
     )
     SELECT c.id, c.attempts, c.urgent, n.topic, n.message_id AS "messageId", n.subject_id AS "subjectId", n.member_id AS "memberId", m.language,
       coalesce((SELECT json_agg(json_build_object('id', p.id, 'sealed', encode(p.subscription_sealed, 'base64')))
         FROM push_subscription p WHERE p.community_id = $1 AND p.member_id = n.member_id AND m.state = 'active'), '[]')
         AS subscriptions
     FROM claimed c JOIN notification n ON n.community_id = $1 AND n.id = c.notification_id
     JOIN member m ON m.community_id = $1 AND m.id = n.member_id ORDER BY c.id`,
    [tx.communityId, tx.now, quiet.community, limit, quiet.own],
  );
  return (await withhold(tx, rows)).map((row) => ({ ...row, communityLanguage: community.defaultLanguage }));
}
