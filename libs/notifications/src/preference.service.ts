import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { Injectable } from '@nestjs/common';
import type { Rhythm } from './digest.rules.js';
import { notificationError } from './notifications.errors.js';
import { communityQuietHours, ownQuietHours } from './quiet-hours.queries.js';
import type { QuietHours } from './quiet-hours.rules.js';
import { TOPIC_NAMES, TOPICS, type TopicName } from './topics.js';
import { hasSms } from './sms/sms-text.js';

/** Whether a member wants mail, or short messages, about a topic. The inbox has everything. */
export interface Preference {
  readonly topic: TopicName;
  readonly channel: PreferenceChannel;
  readonly wanted: boolean;
  /** About safety: cannot be switched off. */
  readonly required: boolean;
}

export const PREFERENCE_CHANNELS = ['e-mail', 'sms'] as const;
export type PreferenceChannel = (typeof PREFERENCE_CHANNELS)[number];

export type PreferenceChange = Pick<Preference, 'topic' | 'channel' | 'wanted'>;

/** How a member wants to be told. */
export interface Preferences {
  readonly preferences: readonly Preference[];
  /** Of what can wait; answers, changes of plan and safety never do. */
  readonly rhythm: Rhythm;
  /** The member's own; null: as the community's. */
  readonly quietHours: QuietHours | null;
  readonly communityQuietHours: QuietHours;
}

/** Beside the topics; what is left out stays as it is. */
export interface SettingChange {
  readonly rhythm?: Rhythm;
  readonly quietHours?: QuietHours | null;
}

/** What a short message may be about. Answers to a reply are no choice: whoever wrote wants one. */
const SMS_TOPICS = TOPIC_NAMES.filter((topic) =>
  TOPICS[topic].tells.some(({ mail, message }) => mail && hasSms(message)),
);

@Injectable()
export class PreferenceService {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * Every topic with the member's choice, or the default: mail where the topic sends any, and for members with a
   * phone short messages where no mail reaches them.
   */
  async listOwn(actor: MemberActor): Promise<Preferences> {
    return this.uow.run(actor, (tx) => preferencesOf(tx, actor.memberId));
  }

  /** Changes the named topics, and the rhythm and quiet hours when given, and leaves the rest. @throws DomainError mail-is-required */
  async changeOwn(
    actor: MemberActor,
    changes: readonly PreferenceChange[],
    setting: SettingChange = {},
  ): Promise<Preferences> {
    // The last word on a topic counts: one statement cannot write a row twice.
    const latest = [
      ...new Map(changes.map((change) => [`${change.topic} ${change.channel}`, change])).values(),
    ];
    return this.uow.run(actor, async (tx) => {
      const reach = await reachOf(tx, actor.memberId);
      const refused = changes.find(
        ({ topic, channel, wanted }) => !wanted && isRequired(topic, channel, reach),
      );
      if (refused) throw notificationError('mail-is-required', undefined, { topic: refused.topic });
      await tx.sql(
        `INSERT INTO notification_preference (community_id, member_id, topic, channel, wanted)
         SELECT $1, $2, t.topic, t.channel, t.wanted FROM unnest($3::text[], $4::text[], $5::boolean[]) AS t (topic, channel, wanted)
         ON CONFLICT (community_id, member_id, topic, channel) DO UPDATE SET wanted = excluded.wanted`,
        [
          tx.communityId,
          actor.memberId,
          latest.map(({ topic }) => topic),
          latest.map(({ channel }) => channel),
          latest.map(({ wanted }) => wanted),
        ],
      );
      await changeSetting(tx, actor.memberId, setting);
      return preferencesOf(tx, actor.memberId);
    });
  }
}

async function changeSetting(tx: Tx, memberId: string, { rhythm, quietHours }: SettingChange): Promise<void> {
  if (rhythm) {
    await tx.sql(
      `INSERT INTO notification_setting (community_id, member_id, rhythm) VALUES ($1, $2, $3)
       ON CONFLICT (community_id, member_id) DO UPDATE SET rhythm = excluded.rhythm`,
      [tx.communityId, memberId, rhythm],
    );
  }
  if (quietHours === undefined) return;
  await tx.sql(
    `INSERT INTO notification_setting (community_id, member_id, quiet_from_minute, quiet_until_minute) VALUES ($1, $2, $3, $4)
     ON CONFLICT (community_id, member_id) DO UPDATE SET quiet_from_minute = excluded.quiet_from_minute,
       quiet_until_minute = excluded.quiet_until_minute`,
    [tx.communityId, memberId, quietHours?.quietFromMinute ?? null, quietHours?.quietUntilMinute ?? null],
  );
}

/** How a member can be told beside the inbox. */
interface Reach {
  readonly phone: boolean;
  /** No mail reaches them: no address, or one that is refused. */
  readonly phoneAlone: boolean;
}

async function reachOf(tx: Tx, memberId: string): Promise<Reach> {
  const [row] = await tx.sql<Reach>(
    `SELECT i.phone_sealed IS NOT NULL AS phone, i.phone_sealed IS NOT NULL
       AND (i.email_sealed IS NULL OR s.bounced_index IS NOT DISTINCT FROM i.email_index) AS "phoneAlone"
     FROM member_identity i
     LEFT JOIN notification_setting s ON s.community_id = i.community_id AND s.member_id = i.member_id
     WHERE i.community_id = $1 AND i.member_id = $2`,
    [tx.communityId, memberId],
  );
  return row ?? { phone: false, phoneAlone: false };
}

const isRequired = (topic: TopicName, channel: PreferenceChannel, reach: Reach): boolean =>
  (TOPICS[topic].required ?? false) && (channel === 'e-mail' || reach.phoneAlone);

async function preferencesOf(tx: Tx, memberId: string): Promise<Preferences> {
  const rows = await tx.sql<{ topic: TopicName; channel: PreferenceChannel; wanted: boolean }>(
    `SELECT topic, channel, wanted FROM notification_preference
     WHERE community_id = $1 AND member_id = $2 AND channel IN ('e-mail', 'sms')`,
    [tx.communityId, memberId],
  );
  const reach = await reachOf(tx, memberId);
  const chosen = new Map(rows.map(({ topic, channel, wanted }) => [`${topic} ${channel}`, wanted]));
  const preference = (topic: TopicName, channel: PreferenceChannel, usual: boolean): Preference => {
    const required = isRequired(topic, channel, reach);
    const wanted = chosen.get(`${topic} ${channel}`) ?? usual;
    return { topic, channel, wanted: wanted || (required && channel === 'sms'), required };
  };
  const [setting] = await tx.sql<{ rhythm: Rhythm }>(
    'SELECT rhythm FROM notification_setting WHERE community_id = $1 AND member_id = $2',
    [tx.communityId, memberId],
  );
  return {
    preferences: [
      ...TOPIC_NAMES.map((topic) =>
        preference(
          topic,
          'e-mail',
          TOPICS[topic].tells.some(({ mail }) => mail),
        ),
      ),
      ...(reach.phone ? SMS_TOPICS.map((topic) => preference(topic, 'sms', reach.phoneAlone)) : []),
    ],
    rhythm: setting?.rhythm ?? 'at-once',
    quietHours: (await ownQuietHours(tx, [memberId])).get(memberId) ?? null,
    communityQuietHours: await communityQuietHours(tx),
  };
}
