import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { Injectable } from '@nestjs/common';
import type { Rhythm } from './digest.rules.js';
import { notificationError } from './notifications.errors.js';
import { TOPIC_NAMES, TOPICS, type TopicName } from './topics.js';

/** Whether a member wants mail about a topic. The inbox has everything. */
export interface Preference {
  readonly topic: TopicName;
  readonly channel: 'e-mail';
  readonly wanted: boolean;
  /** About safety: cannot be switched off. */
  readonly required: boolean;
}

export type PreferenceChange = Pick<Preference, 'topic' | 'channel' | 'wanted'>;

/** How a member wants to be told. */
export interface Preferences {
  readonly preferences: readonly Preference[];
  /** Of what can wait; answers, changes of plan and safety never do. */
  readonly rhythm: Rhythm;
}

@Injectable()
export class PreferenceService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Every topic with the member's choice, or the default: mail where the topic sends any. */
  async listOwn(actor: MemberActor): Promise<Preferences> {
    return this.uow.run(actor, (tx) => preferencesOf(tx, actor.memberId));
  }

  /** Changes the named topics, and the rhythm when given, and leaves the rest. @throws DomainError mail-is-required */
  async changeOwn(
    actor: MemberActor,
    changes: readonly PreferenceChange[],
    rhythm?: Rhythm,
  ): Promise<Preferences> {
    const refused = changes.find(({ topic, wanted }) => TOPICS[topic].required && !wanted);
    if (refused) throw notificationError('mail-is-required', undefined, { topic: refused.topic });
    // The last word on a topic counts: one statement cannot write a row twice.
    const latest = [...new Map(changes.map((change) => [change.topic, change])).values()];
    return this.uow.run(actor, async (tx) => {
      await tx.sql(
        `INSERT INTO notification_preference (community_id, member_id, topic, channel, wanted)
         SELECT $1, $2, t.topic, 'e-mail', t.wanted FROM unnest($3::text[], $4::boolean[]) AS t (topic, wanted)
         ON CONFLICT (community_id, member_id, topic, channel) DO UPDATE SET wanted = excluded.wanted`,
        [
          tx.communityId,
          actor.memberId,
          latest.map(({ topic }) => topic),
          latest.map(({ wanted }) => wanted),
        ],
      );
      if (rhythm) {
        await tx.sql(
          `INSERT INTO notification_setting (community_id, member_id, rhythm) VALUES ($1, $2, $3)
           ON CONFLICT (community_id, member_id) DO UPDATE SET rhythm = excluded.rhythm`,
          [tx.communityId, actor.memberId, rhythm],
        );
      }
      return preferencesOf(tx, actor.memberId);
    });
  }
}

async function preferencesOf(tx: Tx, memberId: string): Promise<Preferences> {
  const rows = await tx.sql<{ topic: TopicName; wanted: boolean }>(
    `SELECT topic, wanted FROM notification_preference WHERE community_id = $1 AND member_id = $2 AND channel = 'e-mail'`,
    [tx.communityId, memberId],
  );
  const chosen = new Map(rows.map(({ topic, wanted }) => [topic, wanted]));
  const preferences = TOPIC_NAMES.map((topic) => ({
    topic,
    channel: 'e-mail' as const,
    wanted: chosen.get(topic) ?? TOPICS[topic].tells.some(({ mail }) => mail),
    required: TOPICS[topic].required ?? false,
  }));
  const [setting] = await tx.sql<{ rhythm: Rhythm }>(
    'SELECT rhythm FROM notification_setting WHERE community_id = $1 AND member_id = $2',
    [tx.communityId, memberId],
  );
  return { preferences, rhythm: setting?.rhythm ?? 'at-once' };
}
