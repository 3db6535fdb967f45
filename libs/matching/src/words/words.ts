import type { WrittenLanguage } from '#communities';
import { IntlMessageFormat } from 'intl-messageformat';
import { ar } from './ar.js';
import { en } from './en.js';
import { it } from './it.js';
import type { Band, Lexicon, WordId } from './message-ids.js';

export const LEXICONS = { it, en, ar } as const satisfies Record<WrittenLanguage, Lexicon>;

/** What a sentence is made of, as it is stored: numbers, instants, local days, ids of things. Never a person's data. */
export type WordValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A sentence to be said: kept without its language. */
export interface Saying {
  readonly id: WordId;
  readonly values: WordValues;
}

/** The same with its sentence. */
export interface Said extends Saying {
  readonly sentence: string;
}

/** What is known only when the sentence is made: the community's time zone and its own names of things, by id. */
export interface Reading {
  readonly language: WrittenLanguage;
  readonly timeZone: string;
  readonly names: ReadonlyMap<string, string>;
}

export function say(reading: Reading, saying: Saying): Said {
  return { ...saying, sentence: sentenceOf(reading, saying) };
}

/** @throws Error when the sentence names a value that is not there: half a sentence is worse than none. */
function sentenceOf(reading: Reading, { id, values }: Saying): string {
  const pattern = LEXICONS[reading.language].sentences[id];
  const placed = placeholders(reading, values);
  return String(formatOf(reading.language, pattern).format(placed)).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function placeholders(reading: Reading, values: WordValues): Record<string, string | number> {
  const lexicon: Lexicon = LEXICONS[reading.language];
  const placed: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') placed[name] = value;
    else if (typeof value === 'string' || typeof value === 'boolean') placed[name] = String(value);
  }
  const named = (id: string) => apart(reading.language, reading.names.get(id) ?? '–');
  if (typeof values['categoryId'] === 'string') placed['category'] = named(values['categoryId']);
  if (typeof values['zoneId'] === 'string') placed['zone'] = named(values['zoneId']);
  if (Array.isArray(values['credentialTypeIds']))
    placed['credentials'] = new Intl.ListFormat(reading.language).format(
      (values['credentialTypeIds'] as string[]).map(named),
    );
  if (typeof values['weekday'] === 'number')
    placed['when'] = lexicon.when
      .replace('{weekday}', lexicon.weekdays[values['weekday'] - 1] ?? '')
      .replace('{band}', lexicon.bands[values['band'] as Band] ?? '');
  for (const name of ['until', 'since'])
    if (typeof values[name] === 'string') placed[name] = dayOf(reading, values[name]);
  if (typeof values['from'] === 'string') placed['from'] = momentOf(reading, values['from']);
  return placed;
}

/** A local day, or the local day of an instant. */
function dayOf({ language, timeZone }: Reading, value: string): string {
  const plain = value.length === 10;
  const format = new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: plain ? 'UTC' : timeZone,
  });
  return format.format(new Date(plain ? `${value}T12:00:00Z` : value));
}

function momentOf({ language, timeZone }: Reading, instant: string): string {
  const date = new Date(instant);
  const day = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  });
  const time = new Intl.DateTimeFormat(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  return `${day.format(date)} ${apart(language, time.format(date))}`;
}

/** A name or a number inside a text of the other direction keeps its own order. */
function apart(language: WrittenLanguage, text: string): string {
  return language === 'ar' ? `\u2068${text}\u2069` : text;
}

/** Latin digits in every language, as on Italian clocks and calendars. */
function localeOf(language: WrittenLanguage): string {
  return { it: 'it-IT-u-nu-latn', en: 'en-GB-u-nu-latn', ar: 'ar-u-nu-latn' }[language];
}

/** Compiled sentences: there are no more than the lexicons hold. */
const formats = new Map<string, IntlMessageFormat>();

function formatOf(language: WrittenLanguage, pattern: string): IntlMessageFormat {
  const key = `${language} ${pattern}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new IntlMessageFormat(pattern, localeOf(language), undefined, { ignoreTag: true });
  formats.set(key, made);
  return made;
}
