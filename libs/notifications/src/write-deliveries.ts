import type { Tx } from '#database';
import { newId } from '#platform';
import { writePushDeliveries } from './push/push.queries.js';
import { ownQuietHours } from './quiet-hours.queries.js';
import type { QuietHours } from './quiet-hours.rules.js';
import { TOPICS, type TopicName } from './topics.js';

/** When a message leaves: by itself, or with the digest of a member who wants one. */
export interface Leaves {
  readonly dueAt: Date;
  readonly dailyAt: Date;
  readonly weeklyAt: Date;
}

export interface Timing {
  /** Leaves in quiet hours too. */
  readonly urgent: boolean;
  /** @param own a member's own quiet hours; the community's when left out */
  readonly leaves: (own: QuietHours | undefined) => Leaves;
}

interface Told {
  readonly id: string;
  readonly memberId: string;
  readonly mail: boolean;
  readonly sms: boolean;
}

export interface DeliveryPlan extends Timing {
  readonly topic: TopicName;
  /** `as-wanted`: in the member's rhythm. `daily`: in a digest whatever they chose. */
  readonly gathers: 'never' | 'as-wanted' | 'daily';
}

/**
 * The inbox has it at once; a mail is queued, or kept as suppressed with the reason, so that nothing is
 * unexplained. A short message goes to whom no mail reaches, and to whoever wants one.
 */
export async function writeDeliveries(tx: Tx, plan: DeliveryPlan, all: readonly Told[]): Promise<void> {
  const own = await ownQuietHours(
    tx,
    all.map(({ memberId }) => memberId),
  );
  const told = all.map((one) => {
    const leaves = plan.leaves(own.get(one.memberId));
    return { ...one, ...leaves, leavesAt: plan.gathers === 'daily' ? leaves.dailyAt : leaves.dueAt };
  });
  await tx.sql(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, urgent, sent_at)
     SELECT $1, t.id, t.notification_id, 'in-app', 'sent', $2, false, $2
     FROM unnest($3::uuid[], $4::uuid[]) AS t (id, notification_id)`,
    [tx.communityId, tx.now, told.map(() => newId()), told.map(({ id }) => id)],
  );
  await tx.sql(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, urgent, gathered, failure)
     SELECT $1, t.id, t.notification_id, 'e-mail', CASE WHEN why.no IS NULL THEN 'queued' ELSE 'suppressed' END,
       CASE how.rhythm WHEN 'daily' THEN t.daily_at WHEN 'weekly' THEN t.weekly_at ELSE t.due_at END, $2, how.rhythm <> 'at-once', why.no
     FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
       AS t (id, notification_id, member_id, mail, due_at, daily_at, weekly_at)
     LEFT JOIN member_identity i ON i.community_id = $1 AND i.member_id = t.member_id
     LEFT JOIN notification_setting s ON s.community_id = $1 AND s.member_id = t.member_id
     LEFT JOIN notification_preference p
       ON p.community_id = $1 AND p.member_id = t.member_id AND p.topic = $10 AND p.channel = 'e-mail'
     CROSS JOIN LATERAL (SELECT CASE WHEN $2 OR $12 = 'never' THEN 'at-once' WHEN $12 = 'daily' THEN 'daily'
       ELSE coalesce(s.rhythm, 'at-once') END AS rhythm) AS how
     CROSS JOIN LATERAL (SELECT CASE WHEN i.email_sealed IS NULL THEN 'no-address'
       WHEN s.bounced_index = i.email_index THEN 'address-bounced'
       WHEN NOT coalesce(p.wanted OR $11, t.mail) THEN 'not-wanted' END AS no) AS why`,
    [
      tx.communityId,
      plan.urgent,
      told.map(() => newId()),
      told.map(({ id }) => id),
      told.map(({ memberId }) => memberId),
      told.map(({ mail }) => mail),
      told.map(({ dueAt }) => dueAt),
      told.map(({ dailyAt }) => dailyAt),
      told.map(({ weeklyAt }) => weeklyAt),
      plan.topic,
      TOPICS[plan.topic].required ?? false,
      plan.gathers,
    ],
  );
  await writePushDeliveries(
    tx,
    plan.urgent,
    told.filter(({ mail }) => mail),
  );
  await writeSmsDeliveries(
    tx,
    plan,
    told.filter(({ sms }) => sms),
  );
}

/**
 * Whom no mail reaches has a delivery by SMS where there is a phone, with the reason if it is not wanted; whoever
 * wrote one is answered by one.
 */
async function writeSmsDeliveries(
  tx: Tx,
  plan: DeliveryPlan,
  told: readonly (Told & { readonly leavesAt: Date })[],
): Promise<void> {
  if (told.length === 0) return;
  await tx.sql(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, urgent, failure)
     SELECT $1, t.id, t.notification_id, 'sms', CASE WHEN wanted.it THEN 'queued' ELSE 'suppressed' END, t.leaves_at, $2,
       CASE WHEN NOT wanted.it THEN 'not-wanted' END
     FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[]) AS t (id, notification_id, member_id, leaves_at)
     JOIN member_identity i ON i.community_id = $1 AND i.member_id = t.member_id AND i.phone_sealed IS NOT NULL
     LEFT JOIN notification_setting s ON s.community_id = $1 AND s.member_id = t.member_id
     LEFT JOIN notification_preference p
       ON p.community_id = $1 AND p.member_id = t.member_id AND p.topic = $7 AND p.channel = 'sms'
     CROSS JOIN LATERAL (SELECT i.email_sealed IS NULL OR s.bounced_index IS NOT DISTINCT FROM i.email_index AS it) AS alone
     CROSS JOIN LATERAL (SELECT coalesce(p.wanted OR $8 AND alone.it, alone.it) OR $9 AS it) AS wanted
     WHERE alone.it OR wanted.it`,
    [
      tx.communityId,
      plan.urgent,
      told.map(() => newId()),
      told.map(({ id }) => id),
      told.map(({ memberId }) => memberId),
      told.map(({ leavesAt }) => leavesAt),
      plan.topic,
      TOPICS[plan.topic].required ?? false,
      TOPICS[plan.topic].tells.some(({ sms }) => sms),
    ],
  );
}
