import { addDays, daysBetween, instantAt, localDay, weekdayOf, type LocalDay } from '#platform';
import { clipIntervals, mergeIntervals, subtractIntervals, type Interval } from './interval.rules.js';

/** Local wall-clock hours of an ISO weekday (1 Monday); an end beyond 1,440 runs into the next day. */
export interface WeeklyHours {
  readonly weekday: number;
  readonly startMinute: number;
  readonly endMinute: number;
}

export const EXCEPTION_KINDS = ['away', 'extra', 'only'] as const;

/**
 * Dated change of the weekly hours, on each day from `firstDay` to `lastDay`: away, free beyond them, or free at these
 * hours alone. Without minutes it means whole days, which only being away may.
 */
export interface AvailabilityException {
  readonly kind: (typeof EXCEPTION_KINDS)[number];
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
}

export interface AvailabilityRules {
  readonly weekly: readonly WeeklyHours[];
  readonly exceptions: readonly AvailabilityException[];
  /** The pause ends when this day begins; null when there is none. */
  readonly pausedUntil: LocalDay | null;
}

interface CalendarDay {
  readonly day: LocalDay;
  readonly weekday: number;
  readonly start: number;
  readonly next: number;
}

/** The local days around a stretch of time with their first instants: made once, used for every helper. */
export interface Calendar {
  readonly timeZone: string;
  readonly from: number;
  readonly to: number;
  readonly days: readonly CalendarDay[];
}

/** Longest stretch that is expanded at once. */
export const MAX_CALENDAR_DAYS = 430;

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** @throws RangeError when `to` is before `from` or further than MAX_CALENDAR_DAYS from it. */
export function calendarOf(timeZone: string, from: Date, to: Date): Calendar {
  // The day before belongs to it: its hours may run over midnight.
  const first = addDays(localDay(timeZone, from), -1);
  const count = daysBetween(first, localDay(timeZone, to)) + 1;
  if (to < from || count > MAX_CALENDAR_DAYS) {
    throw new RangeError(`free time is computed for 0 to ${MAX_CALENDAR_DAYS} days, not ${count}`);
  }
  const days: CalendarDay[] = [];
  let day = first;
  let start = instantAt(timeZone, day, 0).getTime();
  for (let index = 0; index < count; index += 1) {
    const nextDay = addDays(day, 1);
    const next = instantAt(timeZone, nextDay, 0).getTime();
    days.push({ day, weekday: weekdayOf(day), start, next });
    day = nextDay;
    start = next;
  }
  return { timeZone, from: from.getTime(), to: to.getTime(), days };
}

/** Free time of one helper, sorted and merged, within the calendar. Being away outweighs hours given. */
export function freeIntervalsIn(rules: AvailabilityRules, calendar: Calendar): Interval[] {
  const wholeDays = (exception: AvailabilityException) => exception.startMinute === null;
  const given: Interval[] = [];
  const taken: Interval[] = [];
  for (const [index, { day, weekday, start, next }] of calendar.days.entries()) {
    for (const hours of rules.weekly) {
      if (hours.weekday === weekday) given.push(spanOn(calendar, index, hours.startMinute, hours.endMinute));
    }
    let alone: Interval[] | undefined;
    for (const exception of rules.exceptions) {
      if (day < exception.firstDay || day > exception.lastDay) continue;
      const span = wholeDays(exception)
        ? { start, end: next }
        : spanOn(calendar, index, exception.startMinute!, exception.endMinute!);
      (exception.kind === 'away' ? taken : given).push(span);
      if (exception.kind === 'only') (alone ??= []).push(span);
    }
    if (alone) taken.push(...subtractIntervals([{ start, end: next }], mergeIntervals(alone)));
    if (rules.pausedUntil !== null && day < rules.pausedUntil) taken.push({ start, end: next });
  }
  const free = subtractIntervals(mergeIntervals(given), mergeIntervals(taken));
  return clipIntervals(free, calendar.from, calendar.to);
}

/** Free time of one helper between two instants: half-open UTC intervals, sorted, merged. */
export function freeIntervals(rules: AvailabilityRules, from: Date, to: Date, timeZone: string): Interval[] {
  return freeIntervalsIn(rules, calendarOf(timeZone, from, to));
}

/** Local wall-clock minutes of a day as instants: a skipped time moves forward, a doubled one is the first. */
function spanOn(calendar: Calendar, index: number, startMinute: number, endMinute: number): Interval {
  return { start: instantIn(calendar, index, startMinute), end: instantIn(calendar, index, endMinute) };
}

function instantIn(calendar: Calendar, index: number, minute: number): number {
  const day = calendar.days[index]!;
  const overnight = minute >= DAY_MINUTES;
  const target = overnight ? calendar.days[index + 1] : day;
  const within = overnight ? minute - DAY_MINUTES : minute;
  // Days of 24 hours have no clock change (zones change at most once a day): plain arithmetic, no calendar lookups.
  if (target && target.next - target.start === DAY_MS) return target.start + within * MINUTE_MS;
  return instantAt(calendar.timeZone, day.day, minute).getTime();
}
