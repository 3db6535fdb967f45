import { Temporal } from 'temporal-polyfill';

/** A calendar day of the community, 'YYYY-MM-DD'. */
export type LocalDay = string;

const DAY_MINUTES = 1_440;

/**
 * The instant of a local wall-clock minute. Minutes from 1,440 on run into the next day. A time that a clock change
 * skips moves forward, a time that happens twice is the first of the two.
 */
export function instantAt(timeZone: string, day: LocalDay, minuteOfDay: number): Date {
  const date = Temporal.PlainDate.from(day).add({ days: Math.floor(minuteOfDay / DAY_MINUTES) });
  const minutes = minuteOfDay % DAY_MINUTES;
  const zoned = date.toZonedDateTime({
    timeZone,
    plainTime: new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60),
  });
  return new Date(zoned.epochMilliseconds);
}

function zonedOf(timeZone: string, instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

export function localDay(timeZone: string, instant: Date): LocalDay {
  return zonedOf(timeZone, instant).toPlainDate().toString();
}

/** Minutes since local midnight, 0 to 1,439. */
export function localMinute(timeZone: string, instant: Date): number {
  const { hour, minute } = zonedOf(timeZone, instant);
  return hour * 60 + minute;
}

/** ISO weekday, 1 Monday to 7 Sunday. */
export function weekdayOf(day: LocalDay): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

export function addDays(day: LocalDay, days: number): LocalDay {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function addMonths(day: LocalDay, months: number): LocalDay {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** The local ISO week that holds the day: its Monday. */
export function mondayOf(day: LocalDay): LocalDay {
  return addDays(day, 1 - weekdayOf(day));
}

/** Elapsed minutes between two instants, whole. */
export function minutesBetween(start: Date, end: Date): number {
  return Math.round((end.getTime() - start.getTime()) / 60_000);
}

export function addMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function isLocalDay(value: unknown): value is LocalDay {
  if (typeof value !== 'string' || !DAY.test(value)) return false;
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' }).toString() === value;
  } catch {
    return false;
  }
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** 'HH:MM' -> minutes since midnight; undefined when it is no time. */
export function parseTime(value: string): number | undefined {
  const match = TIME.exec(value);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** Minutes since midnight -> 'HH:MM' (minutes from 1,440 on wrap). */
export function formatTime(minute: number): string {
  const within = minute % DAY_MINUTES;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}
