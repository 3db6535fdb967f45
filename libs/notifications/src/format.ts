import { checkName, kindName } from '#communities';
import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGES, type Circumstances, type LanguageCode, type SafeValues } from './languages.js';

/** The values of a message as its sentences name them, in the reader's language and the community's time. */
export function placeholders(
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
    category: values.category && apart(kindName(language, values.categoryCode, values.category)),
    credential: values.credential && apart(checkName(language, values.credentialCode, values.credential)),
    organisation: values.organisation && apart(values.organisation),
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

/** The day of an instant in few letters ('mar 24 nov'), for where letters are counted. */
export function shortDay(language: LanguageCode, timeZone: string, instant: Date): string {
  return datesOf(language, timeZone).shortDay.format(instant);
}

interface Dates {
  readonly day: Intl.DateTimeFormat;
  readonly shortDay: Intl.DateTimeFormat;
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
      shortDay: new Intl.DateTimeFormat(localeOf(language), {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        timeZone,
      }),
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
export function format(
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
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
