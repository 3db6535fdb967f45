import { communityOf, type Community } from '#communities';
import type { Tx } from '#database';
import { identitiesOf, type IdentityCodec } from '#members';
import { LEASE } from './delivery.queries.js';
import type { MessageId } from './messages/message-ids.js';
import { isQuietFor, quietNow } from './quiet-hours.queries.js';
import { withhold } from './right.queries.js';
import type { TopicName } from './topics.js';
import type { Circumstances, SafeValues } from './words.js';

export interface DigestItem {
  readonly id: string;
  readonly topic: TopicName;
  readonly messageId: MessageId;
  readonly values: SafeValues;
  readonly subjectId: string | null;
  readonly attempts: number;
  readonly where: Circumstances;
}

/** All that waits for one member, as one mail. Its Message-ID is that of the first thing in it. */
export interface ClaimedDigest {
  readonly memberId: string;
  readonly address: string | null;
  readonly language: string;
  readonly communityLanguage: string;
  readonly items: readonly DigestItem[];
}

interface ItemRow extends Omit<DigestItem, 'where'> {
  readonly memberId: string;
  readonly language: string;
}

/** Of all members together; what is over waits for the lease's end. */
const MOST_ITEMS = 5_000;

const WAITING = `d.community_id = $1 AND d.channel = 'e-mail' AND d.gathered`;
const DUE = `${WAITING} AND (d.state = 'queued' AND d.due_at <= $2 AND NOT ${isQuietFor('n.member_id', '$3', '$5')}
  OR d.state = 'sending' AND d.sending_since < clock_timestamp() - ${LEASE})`;

/**
 * Marks the due digests of at most `limit` members as `sending`. What was read in the inbox meanwhile is left out,
 * and what is no longer for them, so that a digest is never empty and never old news. One process at a time, or a member would get two halves.
 */
export async function claimDigests(tx: Tx, codec: IdentityCodec, limit: number): Promise<ClaimedDigest[]> {
  const [lock] = await tx.sql<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('digest:' || $1::text, 0)) AS mine`,
    [tx.communityId],
  );
  if (!lock?.mine) return [];
  const community = await communityOf(tx);
  const quiet = await quietNow(tx);
  await tx.sql(
    `UPDATE delivery d SET state = 'suppressed', failure = 'read-already' FROM notification n
     WHERE ${WAITING} AND d.state = 'queued' AND d.due_at <= $2
       AND n.community_id = d.community_id AND n.id = d.notification_id AND n.read_at IS NOT NULL`,
    [tx.communityId, tx.now],
  );
  const rows = await tx.sql<ItemRow>(
    `WITH addressed AS MATERIALIZED (
       SELECT n.member_id FROM delivery d JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
       WHERE ${DUE} GROUP BY n.member_id ORDER BY min(d.due_at) LIMIT $4
     ), claimed AS (
       UPDATE delivery d SET state = 'sending', sending_since = clock_timestamp(), attempts = d.attempts + 1,
         interruptions = d.interruptions + (d.state = 'sending')::int
       FROM notification n JOIN addressed a ON a.member_id = n.member_id
       WHERE ${DUE} AND n.community_id = d.community_id AND n.id = d.notification_id
       RETURNING d.id, d.attempts, d.notification_id
     )
     SELECT c.id, c.attempts, n.topic, n.message_id AS "messageId", n.message_values AS values, n.subject_id AS "subjectId",
       n.member_id AS "memberId", m.language
     FROM claimed c JOIN notification n ON n.community_id = $1 AND n.id = c.notification_id
     JOIN member m ON m.community_id = $1 AND m.id = n.member_id ORDER BY c.id LIMIT ${MOST_ITEMS}`,
    [tx.communityId, tx.now, quiet.community, limit, quiet.own],
  );
  return gather(tx, codec, community, await withhold(tx, rows));
}

async function gather(
  tx: Tx,
  codec: IdentityCodec,
  community: Community,
  rows: readonly ItemRow[],
): Promise<ClaimedDigest[]> {
  const identities = await identitiesOf(
    tx,
    codec,
    rows.flatMap(({ memberId, values }) => (values.helperId ? [memberId, values.helperId] : [memberId])),
  );
  const digests = new Map<string, ClaimedDigest & { items: DigestItem[] }>();
  for (const { memberId, language, ...item } of rows) {
    const digest = digests.get(memberId) ?? {
      memberId,
      address: identities.get(memberId)?.email ?? null,
      language,
      communityLanguage: community.defaultLanguage,
      items: [],
    };
    digests.set(memberId, digest);
    const where = {
      timeZone: community.timeZone,
      community: community.name,
      deskPhone: community.deskPhone,
      helperName: item.values.helperId ? identities.get(item.values.helperId)?.givenName : undefined,
    };
    digest.items.push({ ...item, where });
  }
  return [...digests.values()];
}
