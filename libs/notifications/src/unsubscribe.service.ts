import { systemActor, UnitOfWork, type Tx } from '#database';
import { communityOf } from '#communities';
import { IdentityCodec, lastingHash } from '#members';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { GATHERED_TOPICS, TOPIC_NAMES, TOPICS, type TopicName } from './topics.js';
import { languageOf, LANGUAGES, writeUnsubscribed, type LanguageCode } from './words.js';

/** What a mail may be unsubscribed from: its topic, or with a digest all that digests hold. */
export type Unsubscribable = TopicName | 'digest';

interface Place {
  readonly communityId: string;
  readonly memberId: string;
  readonly topic: Unsubscribable;
}

const MAC_BYTES = 16;
const TOKEN = /^([0-9a-f]{32})([0-9a-f]{32})([a-z-]{1,40})\.([\w-]{22})$/;

/** May mails of this kind be switched off at all? */
export const isUnsubscribable = (topic: Unsubscribable): boolean =>
  topic === 'digest' || !TOPICS[topic].required;

interface ReadToken extends Place {
  readonly signed: string;
  readonly mac: Buffer;
}

/** What a token says, whether it is a good one or not. @throws DomainError not-found for what is no token */
function readToken(token: string): ReadToken {
  const [, community, member, topic, mac] = TOKEN.exec(token) ?? [];
  const known = topic === 'digest' || (TOPIC_NAMES as readonly string[]).includes(topic ?? '');
  if (!community || !member || !mac || !known) throw commonError('not-found');
  return {
    communityId: uuid(community),
    memberId: uuid(member),
    topic: topic as Unsubscribable,
    signed: `${community}${member}${topic}`,
    mac: Buffer.from(mac, 'base64url'),
  };
}

const bare = (id: string) => id.replaceAll('-', '');
const uuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The words of the page behind the link. */
export interface UnsubscribePage {
  readonly language: LanguageCode;
  readonly title: string;
  readonly question: string;
  readonly button: string;
  readonly done: string;
}

/** One click in a mail ends mails of its kind (RFC 8058). */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** The part of an address that unsubscribes one member from one topic: no account, no expiry, nothing to guess. */
  tokenFor({ communityId, memberId, topic }: Place): Promise<string> {
    const plain = `${bare(communityId)}${bare(memberId)}${topic}`;
    return this.uow.run(systemActor(communityId), async (tx) => {
      return `${plain}.${(await this.macOf(tx, plain)).toString('base64url')}`;
    });
  }

  /** Changes nothing. @param wanted the language chosen on the page; else the member's @throws DomainError not-found */
  describe(token: string, wanted?: string): Promise<UnsubscribePage> {
    const place = readToken(token);
    return this.uow.run(systemActor(place.communityId), async (tx) => {
      await this.requireGenuine(tx, place);
      const community = await communityOf(tx);
      const [member] = await tx.sql<{ language: string }>(
        'SELECT language FROM member WHERE community_id = $1 AND id = $2',
        [tx.communityId, place.memberId],
      );
      if (!member) throw commonError('not-found');
      const language = languageOf(wanted ?? member.language, community.defaultLanguage);
      const { title, question, button } = LANGUAGES[language].unsubscribe;
      return { language, title, question, button, done: writeUnsubscribed(language, community) };
    });
  }

  /** Switches the mails off; a second time changes nothing. @throws DomainError not-found */
  async unsubscribe(token: string, wanted?: string): Promise<UnsubscribePage> {
    const page = await this.describe(token, wanted);
    const { communityId, memberId, topic } = readToken(token);
    if (!isUnsubscribable(topic)) throw commonError('not-found');
    await this.uow.run(systemActor(communityId), (tx) =>
      tx.sql(
        `INSERT INTO notification_preference (community_id, member_id, topic, channel, wanted)
         SELECT $1, $2, t.topic, 'e-mail', false FROM unnest($3::text[]) AS t (topic)
         ON CONFLICT (community_id, member_id, topic, channel) DO UPDATE SET wanted = false`,
        [tx.communityId, memberId, topic === 'digest' ? GATHERED_TOPICS : [topic]],
      ),
    );
    return page;
  }

  private async requireGenuine(tx: Tx, { signed, mac }: ReadToken): Promise<void> {
    const right = await this.macOf(tx, signed);
    if (mac.length !== right.length || !timingSafeEqual(mac, right)) throw commonError('not-found');
  }

  private async macOf(tx: Tx, plain: string): Promise<Buffer> {
    return (await lastingHash(tx.sql, this.codec, 'unsubscribe'))(plain).subarray(0, MAC_BYTES);
  }
}
