import { communityOf, policiesOn, type Policies } from '#communities';
import type { Tx } from '#database';
import { localDay, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { leavesAt } from './quiet-hours.rules.js';
import { findRecipients, type Recipient } from './recipients.js';
import { loadSubject } from './subjects.js';
import { topicOf, TOPICS, type Quiet, type TopicName } from './topics.js';
import type { SafeValues } from './words.js';

/** An event as a reaction's job carries it. */
export interface NotifiedEvent {
  readonly outboxId: string;
  readonly subjectId: string;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

/** Turns events into notifications: one for each member concerned, with a delivery for the inbox and one for mail. */
@Injectable()
export class NotifyService {
  /**
   * Writes what a `notifications.*` reaction must tell, in the caller's transaction. Doing it twice changes nothing.
   * @returns how many notifications are new
   * @throws Error when the reaction is none of this room's
   */
  async react(tx: Tx, reaction: string, event: NotifiedEvent): Promise<number> {
    const name = topicOf(reaction);
    if (!name) throw new Error(`no topic stands behind the reaction ${reaction}`);
    const { timeZone } = await communityOf(tx);
    const subject = await loadSubject(tx, TOPICS[name].subject, event.subjectId, timeZone, event.values);
    if (!subject || (name === 'hours-due' && subject.hoursDeclared)) return 0;
    const missing = event.values['missing'] ?? 'arrived';
    const tells = TOPICS[name].tells.filter((told) => told.missing === undefined || told.missing === missing);
    const recipients = await findRecipients(tx, subject, tells);
    if (recipients.length === 0) return 0;
    const policies = await policiesOn(tx, localDay(timeZone, tx.now));
    const values =
      name === 'hours-to-confirm'
        ? { ...subject.values, autoConfirmDays: policies.autoConfirmDays }
        : subject.values;
    const timing = timingOf(tx.now, timeZone, policies, TOPICS[name].quiet, values);
    return writeNotifications(tx, { topic: name, event, values, recipients, ...timing });
  }
}

interface Timing {
  readonly urgent: boolean;
  readonly dueAt: Date;
}

function timingOf(now: Date, timeZone: string, policies: Policies, quiet: Quiet, values: SafeValues): Timing {
  const today =
    values.startsAt !== undefined &&
    localDay(timeZone, new Date(values.startsAt)) === localDay(timeZone, now);
  const urgent = quiet === 'at-once' || (quiet === 'same-day' && today);
  return { urgent, dueAt: urgent ? now : leavesAt(now, timeZone, policies) };
}

interface Plan extends Timing {
  readonly topic: TopicName;
  readonly event: NotifiedEvent;
  readonly values: SafeValues;
  readonly recipients: readonly Recipient[];
}

/** The unique key (member, event) decides what is new; only what is new gets deliveries. */
async function writeNotifications(tx: Tx, plan: Plan): Promise<number> {
  const written = await tx.sql<{ id: string; memberId: string; messageId: string }>(
    `INSERT INTO notification (community_id, id, member_id, topic, message_id, message_values, subject_id, event_key, created_at)
     SELECT $1, t.id, t.member_id, $2, t.message_id, $3, $4, $5, $6
     FROM unnest($7::uuid[], $8::uuid[], $9::text[]) AS t (id, member_id, message_id)
     JOIN member m ON m.community_id = $1 AND m.id = t.member_id AND m.state <> 'left'
     ON CONFLICT ON CONSTRAINT notification_once DO NOTHING
     RETURNING id, member_id AS "memberId", message_id AS "messageId"`,
    [
      tx.communityId,
      plan.topic,
      JSON.stringify(plan.values),
      plan.event.subjectId,
      plan.event.outboxId,
      tx.now,
      plan.recipients.map(() => newId()),
      plan.recipients.map(({ memberId }) => memberId),
      plan.recipients.map(({ message }) => message),
    ],
  );
  if (written.length > 0) await writeDeliveries(tx, plan, written);
  return written.length;
}

/** The inbox has it at once; a mail is queued, or kept as suppressed with the reason, so that nothing is unexplained. */
async function writeDeliveries(
  tx: Tx,
  plan: Plan,
  written: readonly { id: string; memberId: string }[],
): Promise<void> {
  const mails = new Map(plan.recipients.map(({ memberId, mail }) => [memberId, mail]));
  await tx.sql(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, urgent, sent_at)
     SELECT $1, t.id, t.notification_id, 'in-app', 'sent', $2, false, $2
     FROM unnest($3::uuid[], $4::uuid[]) AS t (id, notification_id)`,
    [tx.communityId, tx.now, written.map(() => newId()), written.map(({ id }) => id)],
  );
  await tx.sql(
    `INSERT INTO delivery (community_id, id, notification_id, channel, state, due_at, urgent, failure)
     SELECT $1, t.id, t.notification_id, 'e-mail', CASE WHEN why.no IS NULL THEN 'queued' ELSE 'suppressed' END, $2, $3, why.no
     FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::boolean[]) AS t (id, notification_id, member_id, mail)
     LEFT JOIN member_identity i ON i.community_id = $1 AND i.member_id = t.member_id
     LEFT JOIN notification_preference p
       ON p.community_id = $1 AND p.member_id = t.member_id AND p.topic = $8 AND p.channel = 'e-mail'
     CROSS JOIN LATERAL (SELECT CASE WHEN i.email_sealed IS NULL THEN 'no-address'
       WHEN NOT coalesce(p.wanted OR $9, t.mail) THEN 'not-wanted' END AS no) AS why`,
    [
      tx.communityId,
      plan.dueAt,
      plan.urgent,
      written.map(() => newId()),
      written.map(({ id }) => id),
      written.map(({ memberId }) => memberId),
      written.map(({ memberId }) => mails.get(memberId) ?? false),
      plan.topic,
      TOPICS[plan.topic].required ?? false,
    ],
  );
}
