import { IntlMessageFormat } from 'intl-messageformat';
import { ar } from './messages/ar.js';
import { en } from './messages/en.js';
import { it } from './messages/it.js';
import type { Language, MessageId } from './messages/message-ids.js';

export const LANGUAGES = { it, en, ar } as const satisfies Record<string, Language>;
export type LanguageCode = keyof typeof LANGUAGES;

/** What a notification keeps beside its message id: instants, days, numbers, ids, a category. Never a person's data. */
export interface SafeValues {
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly categoryCode?: string;
  readonly category?: string;
  readonly credential?: string;
  /** Whose first name is looked up when the words are made, so that it dies with the identity row. */
  readonly helperId?: string;
  readonly minutes?: number;
  readonly visits?: number;
  readonly count?: number;
  readonly autoConfirmDays?: number;
  readonly validUntil?: string;
  readonly happenedOn?: string;
}

/** What is known only when the words are made. */
export interface Circumstances {
  readonly timeZone: string;
  readonly community: string;
  readonly deskPhone: string;
  /** First name of `helperId`, when there is one. */
  readonly helperName: string | undefined;
}

export interface Words {
  readonly subject: string;
  readonly text: string;
}

/** The language of the words: the wanted one, else the community's, else Italian. */
export function languageOf(wanted: string, fallback = 'it'): LanguageCode {
  const found = [wanted, fallback]
    .map((code) => code.split('-')[0]!)
    .find((code) => Object.hasOwn(LANGUAGES, code));
  return (found ?? 'it') as LanguageCode;
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

function placeholders(
  language: LanguageCode,
  values: SafeValues,
  where: Circumstances,
): Record<string, string | number | undefined> {
  const words = LANGUAGES[language];
  const dates = datesOf(language, where.timeZone);
  // A phone number or a name inside a text of the other direction keeps its own order.
  const apart = (text: string) => (language === 'ar' ? `\u2068${oneLine(text)}\u2069` : oneLine(text));
  return {
    day: values.startsAt && dates.day.format(new Date(values.startsAt)),
    time: values.startsAt && apart(dates.time.format(new Date(values.startsAt))),
    until: values.endsAt && apart(dates.time.format(new Date(values.endsAt))),
    category: values.category && apart(words.categories[values.categoryCode ?? ''] ?? values.category),
    credential: values.credential && apart(values.credential),
    helper: apart(where.helperName ?? words.someone),
    desk: apart(where.deskPhone),
    community: apart(where.community),
    validUntil: values.validUntil && dates.plainDay.format(new Date(`${values.validUntil}T12:00:00Z`)),
    happenedOn: values.happenedOn && dates.plainDay.format(new Date(`${values.happenedOn}T12:00:00Z`)),
    minutes: values.minutes,
    visits: values.visits,
    count: values.count,
    autoConfirmDays: values.autoConfirmDays,
  };
}

interface Dates {
  readonly day: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  /** For calendar days, which have no time zone: they are read at noon UTC. */
  readonly plainDay: Intl.DateTimeFormat;
}

const MOST_KEPT = 500;
const dates = new Map<string, Dates>();
const formats = new Map<string, IntlMessageFormat>();

/** Latin digits in every language: they are those of Italian clocks, calendars and phones. */
function localeOf(language: LanguageCode): string {
  return { it: 'it-IT-u-nu-latn', en: 'en-GB-u-nu-latn', ar: 'ar-u-nu-latn' }[language];
}

function datesOf(language: LanguageCode, timeZone: string): Dates {
  return keep(dates, `${language} ${timeZone}`, () => {
    const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
    return {
      day: new Intl.DateTimeFormat(localeOf(language), { ...day, timeZone }),
      time: new Intl.DateTimeFormat(localeOf(language), {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }),
      plainDay: new Intl.DateTimeFormat(localeOf(language), {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }),
    };
  });
}

/** @throws Error when the message names a value that is not there: half a sentence is worse than none. */
function format(
  language: LanguageCode,
  pattern: string,
  values: Record<string, string | number | undefined>,
): string {
  const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const compiled = keep(
    formats,
    `${language} ${pattern}`,
    () => new IntlMessageFormat(pattern, localeOf(language), undefined, { ignoreTag: true }),
  );
  return String(compiled.format(known));
}

function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found) return found;
  if (map.size >= MOST_KEPT) map.clear();
  const made = make();
  map.set(key, made);
  return made;
}

/** Values come from people who edit names and categories: a line end must not become a header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
