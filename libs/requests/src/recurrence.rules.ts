import {
  addDays,
  addMinutes,
  daysBetween,
  instantAt,
  minutesBetween,
  weekdayOf,
  type LocalDay,
} from '#platform';
import { requestError } from './request.errors.js';

/** Dates of one request; a return journey makes two visits of each. */
export const MAX_OCCURRENCES = 400;
/** How long a request runs, and how far ahead it begins. */
export const MAX_SCHEDULE_DAYS = 400;

/** Local wall-clock minutes after the midnight that begins the occurrence's day; from 1,440 on the day after. */
export interface LegTimes {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** When help is needed. Exact when the duration fills the window from start to end. */
export interface Schedule extends LegTimes {
  readonly frequency: 'once' | 'weekly';
  readonly firstDay: LocalDay;
  readonly untilDay: LocalDay;
  /** ISO weekdays, 1 Monday; empty when it is once. */
  readonly weekdays: readonly number[];
  readonly durationMinutes: number;
  readonly returnLeg: LegTimes | null;
}

export interface PlannedTimes {
  readonly windowStartsAt: Date;
  readonly windowEndsAt: Date;
  /** The planned times: the earliest in the window until others are chosen. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Minutes that really pass: over a clock change not what the wall clock says. */
  readonly elapsedMinutes: number;
}

export interface Occurrence extends PlannedTimes {
  readonly day: LocalDay;
  /** 0 outward or only, 1 return. */
  readonly leg: 0 | 1;
}

/** How many dates a schedule has, closures not yet left out; computed without listing them. */
export function countOccurrences(schedule: Schedule): number {
  if (schedule.frequency === 'once') return 1;
  const days = daysBetween(schedule.firstDay, schedule.untilDay) + 1;
  const firstWeekday = weekdayOf(schedule.firstDay);
  const inRest = (weekday: number) => (weekday - firstWeekday + 7) % 7 < days % 7;
  const weekdays = new Set(schedule.weekdays);
  return Math.floor(days / 7) * weekdays.size + [...weekdays].filter(inRest).length;
}

/**
 * The dated occurrences of a schedule, in order, without the closed days.
 * @throws DomainError too-many-occurrences or schedule-too-long before anything is expanded.
 */
export function expandSchedule(
  schedule: Schedule,
  timeZone: string,
  closedDays: ReadonlySet<LocalDay> = new Set(),
): Occurrence[] {
  checkScheduleBounds(schedule);
  const wanted = new Set(schedule.frequency === 'once' ? [weekdayOf(schedule.firstDay)] : schedule.weekdays);
  const lastDay = schedule.frequency === 'once' ? schedule.firstDay : schedule.untilDay;
  const length = daysBetween(schedule.firstDay, lastDay) + 1;
  const firstWeekday = weekdayOf(schedule.firstDay);
  const occurrences: Occurrence[] = [];
  for (let offset = 0; offset < length; offset += 1) {
    if (!wanted.has(((firstWeekday - 1 + offset) % 7) + 1)) continue;
    const day = addDays(schedule.firstDay, offset);
    if (closedDays.has(day)) continue;
    occurrences.push({ day, leg: 0, ...planTimes(timeZone, day, schedule, schedule.durationMinutes) });
    const back = schedule.returnLeg;
    if (back) {
      occurrences.push({ day, leg: 1, ...planTimes(timeZone, day, back, back.endMinute - back.startMinute) });
    }
  }
  return occurrences;
}

/** @throws DomainError too-many-occurrences, schedule-too-long. */
export function checkScheduleBounds(schedule: Schedule): void {
  const occurrences = countOccurrences(schedule);
  if (occurrences > MAX_OCCURRENCES) {
    throw requestError(
      'too-many-occurrences',
      `This schedule has ${occurrences} dates; a request may have at most ${MAX_OCCURRENCES}.`,
      { occurrences, limit: MAX_OCCURRENCES },
    );
  }
  const days = daysBetween(schedule.firstDay, schedule.untilDay);
  if (days > MAX_SCHEDULE_DAYS)
    throw requestError('schedule-too-long', undefined, { days, limit: MAX_SCHEDULE_DAYS });
}

/**
 * One day's times as instants. A visit that fills its window keeps its local start and end over a clock change; a
 * shorter one keeps its elapsed minutes as far as the window allows.
 */
export function planTimes(
  timeZone: string,
  day: LocalDay,
  leg: LegTimes,
  durationMinutes: number,
): PlannedTimes {
  const windowStartsAt = instantAt(timeZone, day, leg.startMinute);
  const localEnd = instantAt(timeZone, day, leg.endMinute);
  // A start inside the skipped hour moves forward and may pass the local end: then the visit keeps its length.
  const windowEndsAt =
    localEnd > windowStartsAt ? localEnd : addMinutes(windowStartsAt, leg.endMinute - leg.startMinute);
  const exact = durationMinutes >= leg.endMinute - leg.startMinute;
  const wantedEnd = exact ? windowEndsAt : addMinutes(windowStartsAt, durationMinutes);
  const endsAt = wantedEnd < windowEndsAt ? wantedEnd : windowEndsAt;
  return {
    windowStartsAt,
    windowEndsAt,
    startsAt: windowStartsAt,
    endsAt,
    elapsedMinutes: minutesBetween(windowStartsAt, endsAt),
  };
}
