import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { Injectable } from '@nestjs/common';
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

@Injectable()
export class PreferenceService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Every topic with the member's choice, or the default: mail where the topic sends any. */
  async listOwn(actor: MemberActor): Promise<Preference[]> {
    return this.uow.run(actor, (tx) => preferencesOf(tx, actor.memberId));
  }

  /** Changes the named topics and leaves the others. @throws DomainError mail-is-required */
  async changeOwn(actor: MemberActor, changes: readonly PreferenceChange[]): Promise<Preference[]> {
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
      return preferencesOf(tx, actor.memberId);
    });
  }
}

async function preferencesOf(tx: Tx, memberId: string): Promise<Preference[]> {
  const rows = await tx.sql<{ topic: TopicName; wanted: boolean }>(
    `SELECT topic, wanted FROM notification_preference WHERE community_id = $1 AND member_id = $2 AND channel = 'e-mail'`,
    [tx.communityId, memberId],
  );
  const chosen = new Map(rows.map(({ topic, wanted }) => [topic, wanted]));
  return TOPIC_NAMES.map((topic) => ({
    topic,
    channel: 'e-mail',
    wanted: chosen.get(topic) ?? TOPICS[topic].tells.some(({ mail }) => mail),
    required: TOPICS[topic].required ?? false,
  }));
}
