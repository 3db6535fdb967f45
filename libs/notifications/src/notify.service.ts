import { communityOf, policiesToday, type Policies } from '#communities';
import type { Tx } from '#database';
import { localDay, minutesBetween, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { digestLeavesAt } from './digest.rules.js';
import { leavesAt } from './quiet-hours.rules.js';
import { findRecipients, type Recipient } from './recipients.js';
import { loadSubject } from './subjects.js';
import { hasSms } from './sms/sms-text.js';
import { topicOf, TOPICS, type Quiet, type TopicName } from './topics.js';
import { isSilent } from './silence.query.js';
import type { SafeValues } from './words.js';
import { writeDeliveries, type DeliveryPlan, type Timing } from './write-deliveries.js';

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
    const [helperId] = subject.helperIds;
    const silent = ASKING.includes(name) && helperId !== undefined && (await isSilent(tx, helperId));
    const tells = TOPICS[name].tells.filter(
      (told) =>
        (told.missing === undefined || told.missing === missing) &&
        (told.answer === undefined || told.answer === event.values['answer']) &&
        (!told.afterSilence || silent),
    );
    const recipients = await findRecipients(tx, subject, tells);
    if (recipients.length === 0) return 0;
    const policies = await policiesToday(tx);
    const values =
      name === 'hours-to-confirm'
        ? { ...subject.values, autoConfirmDays: policies.autoConfirmDays }
        : subject.values;
    const timing = timingOf(tx.now, timeZone, policies, TOPICS[name].quiet, values);
    const far = minutesBetween(tx.now, new Date(values.startsAt ?? tx.now)) >= NEAR_MINUTES;
    const gathers = TOPICS[name].gathers
      ? 'as-wanted'
      : name === 'helper-asked' && silent && far
        ? 'daily'
        : 'never';
    return writeNotifications(tx, { topic: name, event, values, recipients, gathers, ...timing });
  }
}

const ASKING: readonly TopicName[] = ['helper-asked', 'helper-silent'];

/** An ask about a visit nearer than this has only hours for its answer: it does not wait for a digest. */
const NEAR_MINUTES = 48 * 60;

function timingOf(now: Date, timeZone: string, policies: Policies, quiet: Quiet, values: SafeValues): Timing {
  const today =
    values.startsAt !== undefined &&
    localDay(timeZone, new Date(values.startsAt)) === localDay(timeZone, now);
  const urgent = quiet === 'at-once' || (quiet === 'same-day' && today);
  return {
    urgent,
    leaves: (own) => {
      const hours = own ?? policies;
      return {
        dueAt: urgent ? now : leavesAt(now, timeZone, hours),
        dailyAt: digestLeavesAt(now, timeZone, hours.quietUntilMinute, 'daily'),
        weeklyAt: digestLeavesAt(now, timeZone, hours.quietUntilMinute, 'weekly'),
      };
    },
  };
}

interface Plan extends DeliveryPlan {
  readonly event: NotifiedEvent;
  readonly values: SafeValues;
  readonly recipients: readonly Recipient[];
}

/** The unique key (member, event) decides what is new; only what is new gets deliveries. */
async function writeNotifications(tx: Tx, plan: Plan): Promise<number> {
  const written = await tx.sql<{ id: string; memberId: string }>(
    `INSERT INTO notification (community_id, id, member_id, topic, message_id, message_values, subject_id, event_key, created_at)
     SELECT $1, t.id, t.member_id, $2, t.message_id, $3, $4, $5, $6
     FROM unnest($7::uuid[], $8::uuid[], $9::text[]) AS t (id, member_id, message_id)
     JOIN member m ON m.community_id = $1 AND m.id = t.member_id AND m.state <> 'left'
     ON CONFLICT ON CONSTRAINT notification_once DO NOTHING
     RETURNING id, member_id AS "memberId"`,
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
  for (const { id } of written) tx.live('notification.changed', id);
  const recipients = new Map(plan.recipients.map((recipient) => [recipient.memberId, recipient]));
  const told = written.map(({ id, memberId }) => {
    const { mail, sms, message } = recipients.get(memberId)!;
    return { id, memberId, mail, sms: (sms ?? mail) && hasSms(message) };
  });
  if (told.length > 0) await writeDeliveries(tx, plan, told);
  return written.length;
}
