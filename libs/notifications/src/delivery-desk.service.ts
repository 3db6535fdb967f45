import { communityOf } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { deskReachesMember, givenNames, IdentityCodec } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { forgetBounce } from './bounce.js';
import type { MessageId } from './messages/message-ids.js';
import { notificationError } from './notifications.errors.js';
import type { TopicName } from './topics.js';
import {
  copyText,
  languageOf,
  writeFooter,
  writeMessage,
  type LanguageCode,
  type SafeValues,
} from './words.js';

export const DELIVERY_STATES = ['queued', 'sending', 'sent', 'failed', 'suppressed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A delivery as coordinators see it: whose it is and what went wrong, never an address or the words. */
export interface DeliveryView {
  readonly id: string;
  readonly memberId: string;
  readonly topic: TopicName;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly failure: string | null;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
}

/** A message in one piece. */
export interface DeliveryWords {
  readonly id: string;
  readonly language: LanguageCode;
  readonly text: string;
}

const COLUMNS = `d.id, n.member_id AS "memberId", n.topic, d.channel, d.state, d.attempts, d.failure, d.due_at AS "dueAt",
  d.sent_at AS "sentAt"`;
const FROM = `delivery d JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id`;
const TO = `JOIN member m ON m.community_id = n.community_id AND m.id = n.member_id`;

/** What coordinators do about mails that did not arrive. */
@Injectable()
export class DeliveryDeskService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** @throws InvalidInput for a bad cursor or limit */
  async list(
    actor: MemberActor,
    query: { state: DeliveryState; limit?: number; cursor?: string },
  ): Promise<Page<DeliveryView>> {
    requireCoordinator(actor);
    const { limit, after } = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<DeliveryView>(
        `SELECT ${COLUMNS} FROM ${FROM} ${TO} WHERE d.community_id = $1 AND d.state = $2 AND ($3::uuid IS NULL OR d.id < $3)
           AND ${deskReachesMember(tx, 'm', '$5')}
         ORDER BY d.id DESC LIMIT $4`,
        [tx.communityId, query.state, after ?? null, limit + 1, actor.memberId],
      );
      return toPage(rows, limit);
    });
  }

  /**
   * The words of a delivery in the member's language, for the desk to pass on by hand. Recorded.
   * @throws DomainError not-found
   */
  async wordsOf(actor: MemberActor, id: string): Promise<DeliveryWords> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<{
        memberId: string;
        messageId: MessageId;
        values: SafeValues;
        language: string;
      }>(
        `SELECT n.member_id AS "memberId", n.message_id AS "messageId", n.message_values AS values, m.language
         FROM ${FROM} ${TO}
         WHERE d.community_id = $1 AND d.id = $2 AND ${deskReachesMember(tx, 'm', '$3')}`,
        [tx.communityId, id, actor.memberId],
      );
      if (!row) throw commonError('not-found');
      await tx.audit({ action: 'delivery.read-words', kind: 'member', ids: [row.memberId] });
      const community = await communityOf(tx);
      const language = languageOf(row.language, community.defaultLanguage);
      const helper = row.values.helperId;
      const where = {
        timeZone: community.timeZone,
        community: community.name,
        deskPhone: community.deskPhone,
        helperName: helper ? (await givenNames(tx, this.codec, [helper])).get(helper) : undefined,
      };
      const words = writeMessage(language, row.messageId, row.values, where);
      return { id, language, text: copyText(words, writeFooter(language, where)) };
    });
  }

  /** Queues a failed mail anew, with all its attempts. @throws DomainError not-found, delivery-not-failed */
  async retry(actor: MemberActor, id: string): Promise<DeliveryView> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const present = await find(tx, id);
      if (!present) throw commonError('not-found');
      const queued = await tx.sql(
        `UPDATE delivery SET state = 'queued', attempts = 0, interruptions = 0, gathered = false, failure = NULL, due_at = $3
         WHERE community_id = $1 AND id = $2 AND state = 'failed' RETURNING id`,
        [tx.communityId, id, tx.now],
      );
      if (queued.length === 0)
        throw notificationError('delivery-not-failed', undefined, { state: present.state });
      await forgetBounce(tx, present.memberId);
      await tx.audit({ action: 'delivery.retry', kind: 'delivery', ids: [id] });
      return (await find(tx, id))!;
    });
  }
}

async function find(tx: Tx, id: string): Promise<DeliveryView | undefined> {
  const [row] = await tx.sql<DeliveryView>(
    `SELECT ${COLUMNS} FROM ${FROM} ${TO} WHERE d.community_id = $1 AND d.id = $2 AND ${deskReachesMember(tx, 'm', '$3')}`,
    [tx.communityId, id, tx.actor.memberId ?? null],
  );
  return row;
}
