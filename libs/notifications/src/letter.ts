import type { ClaimedMail } from './delivery.queries.js';
import type { ClaimedDigest } from './digest.queries.js';
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

/** One mail to one person: a single delivery, or all that a digest gathers. */
export interface Letter {
  readonly memberId: string;
  readonly email: string | null;
  readonly language: LanguageCode;
  /** What its way out switches off. */
  readonly topic: Unsubscribable;
  readonly deliveries: readonly LetterDelivery[];
  /** Made when it is sent. @throws Error when a message misses a value */
  words(): Words & { readonly footer: string };
}

export interface LetterDelivery {
  readonly id: string;
  /** This try included. */
  readonly attempts: number;
  readonly topic: TopicName;
  readonly subjectId: string | null;
}

export function letterOf(mail: ClaimedMail): Letter {
  const language = languageOf(mail.language, mail.communityLanguage);
  return {
    memberId: mail.memberId,
    email: mail.email,
    language,
    topic: mail.topic,
    deliveries: [mail],
    words: () => ({
      ...writeMessage(language, mail.messageId, mail.values, mail.where),
      footer: writeFooter(language, mail.where),
    }),
  };
}

/** So many lines are read; the rest is on the page. */
const MOST_LINES = 20;

export function letterOfDigest({ memberId, email, items, ...digest }: ClaimedDigest): Letter {
  const language = languageOf(digest.language, digest.communityLanguage);
  return {
    memberId,
    email,
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
  };
}
