import { writtenLanguage } from '#communities';
import { format, oneLine, placeholders } from './format.js';
import { LANGUAGES, type Circumstances, type LanguageCode, type SafeValues } from './languages.js';
import type { MessageId } from './messages/message-ids.js';

export { LANGUAGES, type Circumstances, type LanguageCode, type SafeValues } from './languages.js';

export interface Words {
  readonly subject: string;
  readonly text: string;
}

/** The language of the words: the wanted one, else the community's, else Italian. */
export function languageOf(wanted: string, fallback = 'it'): LanguageCode {
  return writtenLanguage([wanted, fallback]);
}

/** Makes the subject and the text of a message in a language. */
export function writeMessage(
  language: LanguageCode,
  id: MessageId,
  values: SafeValues,
  where: Circumstances,
): Words {
  const message = LANGUAGES[language].messages[id];
  const placed = placeholders(language, values, where);
  return {
    subject: oneLine(format(language, message.subject, placed)),
    text: format(language, message.text, placed),
  };
}

export function writeFooter(language: LanguageCode, where: Circumstances): string {
  return format(language, LANGUAGES[language].footer, placeholders(language, {}, where));
}

/** A message as one piece of plain text, ready for WhatsApp or another messenger: the subject as its first line. */
export function copyText({ subject, text }: Words, footer: string): string {
  return `${subject}\n\n${text}\n\n${footer}`;
}

/** Several messages in one: their subjects, one a line. */
export function writeDigest(language: LanguageCode, subjects: readonly string[], count: number): Words {
  const words = LANGUAGES[language].digest;
  const more = count - subjects.length;
  return {
    subject: format(language, words.subject, { count }),
    text: [
      words.intro,
      ...subjects.map((subject) => `• ${subject}`),
      ...(more > 0 ? [format(language, words.more, { count: more })] : []),
    ].join('\n'),
  };
}

/** The page behind a link that confirms hours: without a button when there is nothing to confirm. */
export interface HoursPageWords {
  readonly title: string;
  readonly text: string;
  readonly button?: string;
  /** What to do when it is not right. */
  readonly otherwise?: string;
  readonly signIn: string;
}

export function writeHoursPage(
  language: LanguageCode,
  standing: 'open' | 'settled' | 'disputed' | 'over',
  values: SafeValues,
  where: Circumstances,
): HoursPageWords {
  const { hoursPage } = LANGUAGES[language];
  const placed = placeholders(language, values, where);
  const { button, signIn } = hoursPage;
  return {
    title: hoursPage[standing].subject,
    text: format(language, hoursPage[standing].text, placed),
    signIn,
    ...(standing === 'open' ? { button, otherwise: format(language, hoursPage.otherwise, placed) } : {}),
  };
}

/** What the page says when mails are switched off. */
export function writeUnsubscribed(language: LanguageCode, community: { readonly deskPhone: string }): string {
  return format(language, LANGUAGES[language].unsubscribe.done, {
    desk: language === 'ar' ? `\u2068${oneLine(community.deskPhone)}\u2069` : oneLine(community.deskPhone),
  });
}

export function writeSignIn(
  language: LanguageCode,
  code: string,
): Words & { linkLabel: string; footer: string } {
  const { subject, text, linkLabel, footer } = LANGUAGES[language].signIn;
  return {
    subject: format(language, subject, { code }),
    text: format(language, text, { code }),
    linkLabel,
    footer,
  };
}

/**
 * The code by SMS. Its last line binds it to our own address: a phone offers to fill it in there and nowhere else
 * (origin-bound one-time codes), so that a page that only looks like ours is not handed it.
 * @param host of the address people open
 */
export function writeSignInSms(language: LanguageCode, code: string, host: string): string {
  return `${format(language, LANGUAGES[language].signIn.sms, { code })}\n\n@${host} #${code}`;
}
