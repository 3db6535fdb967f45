import { addDays, daysBetween, isLocalDay, parseTime, weekdayOf, type LocalDay } from '#platform';
import { requestError } from './request.errors.js';
import {
  checkScheduleBounds,
  expandSchedule,
  MAX_SCHEDULE_DAYS,
  type LegTimes,
  type Occurrence,
  type Schedule,
} from './recurrence.rules.js';

export const MAX_NOTE_CHARACTERS = 300;
const LEAST_MINUTES = 15;
const DAY_MINUTES = 1_440;

export interface TimesInput {
  /** 'HH:MM' on the local wall clock. */
  readonly startTime: string;
  readonly endTime: string;
  readonly endsNextDay?: boolean;
}

/** A schedule as people write it. */
export interface ScheduleInput extends TimesInput {
  readonly frequency: 'once' | 'weekly';
  readonly firstDay: LocalDay;
  readonly untilDay?: LocalDay;
  readonly weekdays?: readonly number[];
  /** Less than the window from start to end means: some time within it. */
  readonly durationMinutes?: number;
  readonly returnLeg?: TimesInput & { readonly startsNextDay?: boolean };
}

const wrong = (detail: string) => requestError('times-wrong', detail);

/**
 * Reads a schedule and checks all that needs no clock.
 * @throws DomainError times-wrong and the bounds of a schedule.
 */
export function readSchedule(input: ScheduleInput): Schedule {
  const times = readTimes(input, 0, 'schedule');
  const window = times.endMinute - times.startMinute;
  const durationMinutes = input.durationMinutes ?? window;
  if (durationMinutes < LEAST_MINUTES) throw wrong(`Help takes at least ${LEAST_MINUTES} minutes.`);
  if (durationMinutes > window) {
    throw wrong(
      `${durationMinutes} minutes do not fit between ${input.startTime} and ${input.endTime} (${window} minutes).`,
    );
  }
  const schedule: Schedule = {
    ...readDays(input),
    ...times,
    durationMinutes,
    returnLeg: input.returnLeg ? readReturn(input.returnLeg, times) : null,
  };
  checkScheduleBounds(schedule);
  return schedule;
}

function readDays(input: ScheduleInput): Pick<Schedule, 'frequency' | 'firstDay' | 'untilDay' | 'weekdays'> {
  const { frequency, firstDay } = input;
  if (!isLocalDay(firstDay)) throw wrong(`firstDay ${firstDay} is not a day of the calendar.`);
  if (input.untilDay !== undefined && !isLocalDay(input.untilDay)) {
    throw wrong(`untilDay ${input.untilDay} is not a day of the calendar.`);
  }
  if (frequency === 'once') {
    if ((input.untilDay ?? firstDay) !== firstDay)
      throw wrong('Help that is needed once ends on its first day.');
    if ((input.weekdays ?? []).length > 0) throw wrong('Weekdays belong to weekly help; leave them out.');
    return { frequency, firstDay, untilDay: firstDay, weekdays: [] };
  }
  if (input.untilDay === undefined) throw wrong('Weekly help needs a last day (untilDay).');
  if (daysBetween(firstDay, input.untilDay) < 0) throw wrong('The last day (untilDay) is before the first.');
  const weekdays = input.weekdays?.length ? [...new Set(input.weekdays)].sort() : [weekdayOf(firstDay)];
  return { frequency, firstDay, untilDay: input.untilDay, weekdays };
}

function readReturn(input: TimesInput & { readonly startsNextDay?: boolean }, outward: LegTimes): LegTimes {
  const times = readTimes(input, input.startsNextDay ? DAY_MINUTES : 0, 'return');
  if (times.startMinute < outward.endMinute) throw wrong('The return begins before the way there has ended.');
  if (times.endMinute - times.startMinute < LEAST_MINUTES)
    throw wrong(`A return takes at least ${LEAST_MINUTES} minutes.`);
  return times;
}

function readTimes(input: TimesInput, startOffset: number, name: string): LegTimes {
  const start = parseTime(input.startTime);
  const end = parseTime(input.endTime);
  if (start === undefined || end === undefined) throw wrong(`The ${name} times must be like 16:30.`);
  const startMinute = start + startOffset;
  const endMinute = end + Math.max(startOffset, input.endsNextDay ? DAY_MINUTES : 0);
  if (endMinute <= startMinute) {
    throw wrong(
      `The ${name} ends (${input.endTime}) before it starts (${input.startTime}); say endsNextDay if it runs over midnight.`,
    );
  }
  if (endMinute - startMinute > DAY_MINUTES) throw wrong(`The ${name} is longer than 24 hours.`);
  return { startMinute, endMinute };
}

/**
 * Leaves out what has already begun.
 * @param startedOn the first day of a request that already runs: it may lie in the past.
 * @throws DomainError too-far-ahead, in-the-past, no-occurrences.
 */
export function keepComing(
  occurrences: readonly Occurrence[],
  schedule: Schedule,
  at: { readonly now: Date; readonly today: LocalDay; readonly startedOn?: LocalDay },
): Occurrence[] {
  const daysAhead = daysBetween(at.today, schedule.firstDay);
  if (daysAhead > MAX_SCHEDULE_DAYS) {
    throw requestError('too-far-ahead', undefined, {
      field: 'firstDay',
      lastDay: addDays(at.today, MAX_SCHEDULE_DAYS),
      limit: MAX_SCHEDULE_DAYS,
    });
  }
  const coming = occurrences.filter(({ startsAt }) => startsAt > at.now);
  const begunBefore = at.startedOn !== undefined && schedule.firstDay === at.startedOn;
  const past =
    schedule.firstDay < at.today ||
    (schedule.frequency === 'once' && occurrences.length > 0 && coming.length === 0);
  if (past && !begunBefore)
    throw requestError('in-the-past', undefined, { firstDay: schedule.firstDay, today: at.today });
  if (coming.length === 0) throw requestError('no-occurrences');
  return coming;
}

/** The facts that a category may demand of a request. */
export interface CategoryDemands {
  readonly code: string;
  readonly needsDependants: boolean;
  readonly needsSubjects: boolean;
  readonly needsDropOff: boolean;
}

/** @throws DomainError facts-missing naming every missing fact. */
export function checkFacts(
  category: CategoryDemands,
  facts: {
    readonly dependants: number;
    readonly subjects: number;
    readonly hasDropOff: boolean;
    readonly hasReturn: boolean;
  },
): void {
  const missing: string[] = [];
  if (category.needsDependants && facts.dependants === 0) missing.push('dependantIds');
  if (category.needsSubjects && facts.subjects === 0) missing.push('subjects');
  if ((category.needsDropOff || facts.hasReturn) && !facts.hasDropOff) missing.push('dropOff');
  if (missing.length > 0) {
    throw requestError('facts-missing', `A request for ${category.code} needs ${missing.join(', ')}.`, {
      missing,
    });
  }
}

/** @throws DomainError facts-missing when the note is longer than its reader should have to read. */
export function checkNote(note: string | null): void {
  if (note !== null && [...note].length > MAX_NOTE_CHARACTERS) {
    throw wrongNote([...note].length);
  }
}

const wrongNote = (characters: number) =>
  requestError(
    'facts-missing',
    `The note has ${characters} characters; at most ${MAX_NOTE_CHARACTERS} are read.`,
  );

/** Does a changed request ask for a visit that was not there, for longer ones, or for more helpers at each? */
export function asksMore(before: Asked, after: Asked): boolean {
  if (after.seatsNeeded > before.seatsNeeded) return true;
  const known = new Map(minutesByVisit(before.schedule));
  return minutesByVisit(after.schedule).some(([visit, minutes]) => minutes > (known.get(visit) ?? 0));
}

interface Asked {
  readonly schedule: Schedule;
  readonly seatsNeeded: number;
}

/** The minutes of each visit; on a clock that never changes, for only the difference counts. */
function minutesByVisit(schedule: Schedule): [visit: string, minutes: number][] {
  return expandSchedule(schedule, 'UTC').map(({ day, leg, startsAt, endsAt }) => [
    `${day}/${leg}`,
    (endsAt.getTime() - startsAt.getTime()) / 60_000,
  ]);
}

/** The facts that decide who may help: hard rules matched them when the helpers of coming visits were approved. */
const MATCHED = ['dependantIds', 'mobility', 'languages', 'subjects', 'regimes'] as const;

type MatchedFacts = Readonly<Record<(typeof MATCHED)[number], readonly string[]>> & {
  readonly school?: string | null;
  readonly zoneId: string;
  readonly dropOff?: { readonly zoneId: string; readonly address: string } | null;
};

/** @returns the names of the matched facts that differ; the order within a list means nothing. */
export function changedMatchedFacts(before: MatchedFacts, after: MatchedFacts): string[] {
  const changed: string[] = MATCHED.filter((name) => setKey(before[name]) !== setKey(after[name]));
  if ((before.school ?? null) !== (after.school ?? null)) changed.push('school');
  if (before.zoneId !== after.zoneId) changed.push('zoneId');
  const [from, to] = [before.dropOff, after.dropOff];
  if (from?.zoneId !== to?.zoneId || from?.address !== to?.address) changed.push('dropOff');
  return changed;
}

const setKey = (values: readonly string[]) => JSON.stringify([...new Set(values)].sort());

/** The same schedule from another first day on, as long as before unless a last day is given. */
export function shiftSchedule(
  schedule: ScheduleInput,
  firstDay: LocalDay,
  untilDay?: LocalDay,
): ScheduleInput {
  if (!isLocalDay(firstDay)) throw wrong(`firstDay ${firstDay} is not a day of the calendar.`);
  if (schedule.frequency === 'once') return { ...schedule, firstDay, untilDay: undefined };
  const days = schedule.untilDay ? daysBetween(schedule.firstDay, schedule.untilDay) : 0;
  return { ...schedule, firstDay, untilDay: untilDay ?? addDays(firstDay, days) };
}
