import type { JoinMessage } from '#members';
import { format, oneLine } from '../format.js';
import type { LanguageCode } from '../languages.js';
import { withinParts } from '../sms/sms-length.rules.js';
import { joinAr } from './join-words.ar.js';
import { joinEn } from './join-words.en.js';
import { joinIt } from './join-words.it.js';

export interface JoinLetter {
  readonly subject: string;
  readonly text: string;
  /** The words of the link, where there is one to follow. */
  readonly button?: string;
  /** The same in few letters. */
  readonly sms: string;
}

export type JoinWords = Readonly<Record<JoinMessage['kind'], JoinLetter>>;

const JOIN_WORDS: Readonly<Record<LanguageCode, JoinWords>> = { it: joinIt, en: joinEn, ar: joinAr };

export interface JoinValues {
  readonly community: string;
  readonly desk: string;
  readonly code: string;
  readonly link: string;
  readonly reason: string;
}

/** The letter in a language, each value on one line and in its own direction. */
export function writeJoinLetter(
  language: LanguageCode,
  kind: JoinMessage['kind'],
  values: JoinValues,
): JoinLetter {
  const { subject, text, button, sms } = JOIN_WORDS[language][kind];
  const apart = (value: string) => (language === 'ar' ? `\u2068${oneLine(value)}\u2069` : oneLine(value));
  const placed = { ...values, community: apart(values.community), desk: apart(values.desk) };
  return {
    subject: oneLine(format(language, subject, placed)),
    text: format(language, text, { ...placed, reason: apart(values.reason) }),
    button,
    // A phone finds a link that stands alone at the end of its line.
    sms: withinParts(format(language, sms, placed)),
  };
}
