import type { ClaimedDelivery } from './delivery.queries.js';
import type { ClaimedDigest } from './digest.queries.js';
import type { MessageId } from './messages/message-ids.js';
import { hasSms, writeSms } from './sms/sms-text.js';
import type { TopicName } from './topics.js';
import type { Unsubscribable } from './unsubscribe.service.js';
import {
  languageOf,
  writeDigest,
  writeFooter,
  writeMessage,
  type LanguageCode,
  type Words,
} from './words.js';

/** One mail or short message to one person: a single delivery, or all that a digest gathers. */
export interface Letter {
  readonly channel: 'e-mail' | 'sms';
  readonly memberId: string;
  readonly address: string | null;
  readonly language: LanguageCode;
  /** What its way out switches off. */
  readonly topic: Unsubscribable;
  readonly deliveries: readonly LetterDelivery[];
  /** Made when it is sent. @throws Error when a message misses a value */
  words(): Words & { readonly footer: string };
  /** The same in few letters. @throws Error when a message misses a value, or is none for this channel */
  short(): string;
}

export interface LetterDelivery {
  readonly id: string;
  /** This try included. */
  readonly attempts: number;
  readonly topic: TopicName;
  readonly messageId: MessageId;
  readonly subjectId: string | null;
}

export function letterOf(mail: ClaimedDelivery): Letter {
  const language = languageOf(mail.language, mail.communityLanguage);
  return {
    channel: mail.channel,
    memberId: mail.memberId,
    address: mail.address,
    language,
    topic: mail.topic,
    deliveries: [mail],
    words: () => ({
      ...writeMessage(language, mail.messageId, mail.values, mail.where),
      footer: writeFooter(language, mail.where),
    }),
    short: () => {
      if (!hasSms(mail.messageId)) throw new Error(`${mail.messageId} is no short message`);
      return writeSms(language, mail.messageId, mail.values, mail.where);
    },
  };
}

/** So many lines are read; the rest is on the page. */
const MOST_LINES = 20;

export function letterOfDigest({ memberId, address, items, ...digest }: ClaimedDigest): Letter {
  const language = languageOf(digest.language, digest.communityLanguage);
  return {
    channel: 'e-mail',
    memberId,
    address,
    language,
    topic: 'digest',
    deliveries: items,
    words: () => ({
      ...writeDigest(
        language,
        items
          .slice(0, MOST_LINES)
          .map(({ messageId, values, where }) => writeMessage(language, messageId, values, where).subject),
        items.length,
      ),
      footer: writeFooter(language, items[0]!.where),
    }),
    short: () => {
      throw new Error('a digest is no short message');
    },
  };
}
