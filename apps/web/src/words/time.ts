import { READ_IN } from './languages.js';
import { t } from './words.js';

/** Dates in the community's time zone, durations in hours and minutes. */

export const { locale } = READ_IN;

const place = { timeZone: 'Europe/Rome', offsetMs: 0 };

/**
 * Set once the community is known.
 * @param businessNow what the service took for now: a demonstration moves it
 * @param toldAt when it said so, by the device's clock: without a network that was some time ago
 */
export function setTime(timeZone: string, businessNow: string, toldAt: number): void {
  place.timeZone = timeZone;
  place.offsetMs = Date.parse(businessNow) - toldAt;
}

export const now = (): Date => new Date(Date.now() + place.offsetMs);

const formats = new Map<string, Intl.DateTimeFormat>();

/** One for each way of writing dates that the application has: to make one takes a cheap phone longer than many uses of it. */
function formatFor(
  language: string,
  options: Intl.DateTimeFormatOptions = {},
  timeZone = place.timeZone,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, timeZone, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone, ...options });
  formats.set(key, format);
  return format;
}

function shown(
  instant: string | Date,
  options: Intl.DateTimeFormatOptions,
  timeZone = place.timeZone,
): string {
  return formatFor(locale, options, timeZone).format(new Date(instant));
}

/** Between a day and its hours. */
export const COMMA = `${READ_IN.comma} `;

const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const YEAR = { year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** A day of another year says which: a check valid until a nineteenth of February may be this one's or the next's. */
function withYear(
  instant: string | Date,
  options: Intl.DateTimeFormatOptions,
  timeZone = place.timeZone,
): string {
  const another = shown(instant, YEAR, timeZone) !== shown(now(), YEAR);
  return shown(instant, another ? { ...options, ...YEAR } : options, timeZone);
}

export const dayOf = (instant: string | Date) => withYear(instant, DAY);
export const longDayOf = (instant: string | Date) => withYear(instant, LONG_DAY);
export const dateOf = (instant: string | Date) =>
  shown(instant, { day: 'numeric', month: 'short', year: 'numeric' });
export const timeOf = (instant: string | Date) => shown(instant, TIME);
export const dayAndTime = (instant: string | Date) => `${dayOf(instant)}${COMMA}${timeOf(instant)}`;
/** From one to the other, never in two lines. */
export const span = (from: string | number, to: string | number) => `${from}\u2060–\u2060${to}`;
export const times = (from: string, to: string) => span(timeOf(from), timeOf(to));

/** 'YYYY-MM-DD' of the instant in the community. */
export function localDay(instant: string | Date = now()): string {
  return formatFor('en-CA').format(new Date(instant));
}

export function addDays(day: string, days: number): string {
  const moved = new Date(`${day}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** ISO weekday of a local day, 1 Monday. */
export const weekdayOf = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** A local day in words; noon UTC is the same day wherever a community is. */
export const dayInWords = (day: string, long = true) =>
  withYear(`${day}T12:00:00Z`, long ? LONG_DAY : DAY, 'UTC');

/** @param weekday ISO, 1 Monday */
export const weekdayName = (weekday: number) =>
  shown(new Date(Date.UTC(2024, 0, weekday, 12)), { weekday: 'long' }, 'UTC');

/** For the head of a column. Arabic has no short names, only letters that everybody knows: its PO file says so. */
export const weekdayInShort = (weekday: number) =>
  shown(new Date(Date.UTC(2024, 0, weekday, 12)), { weekday: READ_IN.weekdays }, 'UTC');

/** "today", "tomorrow", or the day. */
export function nearDay(instant: string | Date): string {
  const day = localDay(instant);
  if (day === localDay()) return t('time.today');
  if (day === addDays(localDay(), 1)) return t('time.tomorrow');
  return longDayOf(instant);
}

/** A sign before its number, on the left of it in every language: the mark makes it part of what is read that way. */
export const signed = (sign: '+' | '−', text: string) => `\u200e${sign}${text}`;

export function duration(minutes: number): string {
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const text =
    whole === 0
      ? t('time.minutes', { minutes: rest })
      : rest === 0
        ? t('time.hours', { hours: whole })
        : t('time.hoursMinutes', { hours: whole, minutes: rest });
  return minutes < 0 ? signed('−', text) : text;
}

/** Minutes after midnight as a clock shows them. */
export const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
export const listOf = (parts: readonly string[]) => lists.format(parts);

const LANGUAGE_NAMES = new Intl.DisplayNames(locale, { type: 'language' });
export const languageName = (code: string) => LANGUAGE_NAMES.of(code) ?? code;

/** A period as one reads it: its day once, or both days when it goes over midnight. */
export function visitPeriod(from: string, to: string): string {
  return localDay(from) === localDay(to)
    ? `${dayOf(from)}${COMMA}${times(from, to)}`
    : `${dayAndTime(from)} – ${dayAndTime(to)}`;
}

/** The instant of a wall-clock time on a day in the community: the first of two, where the clocks go back. */
export function instantOf(day: string, time: string): string {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const candidates = [asUtc - offsetAt(asUtc - DAY_MS), asUtc - offsetAt(asUtc + DAY_MS)];
  const right = candidates.filter((at) => localDay(new Date(at)) === day && timeOf(new Date(at)) === time);
  return new Date(Math.min(...(right.length > 0 ? right : candidates))).toISOString();
}

const DAY_MS = 86_400_000;

/** How far the community's clocks run ahead of UTC, in milliseconds. */
function offsetAt(at: number): number {
  const parts = formatFor('en-CA', {
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at / 1_000) * 1_000;
}
