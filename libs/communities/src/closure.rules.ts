import { addDays, isLocalDay, weekdayOf, type LocalDay } from '#platform';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const ORDINALS = ['1st', '2nd', '3rd', '4th'];
const FIXED = /^(\d{2})-(\d{2})$/;
const MOVING = new RegExp(
  `^(${[...ORDINALS, 'last'].join('|')}) (${WEEKDAYS.join('|')}) of (${MONTHS.join('|')})$`,
);

/** Does the text say a patron's day: 'MM-DD' or '2nd Monday of September' or 'last Sunday of August'? */
export function isPatronRule(text: string): boolean {
  // 29 February exists in a leap year alone, and is a day all the same.
  return patronDayIn(2028, text) !== undefined;
}

/** The patron's day of a year; undefined when the rule says nothing or falls on no day of that year. */
export function patronDayIn(year: number, rule: string): LocalDay | undefined {
  const fixed = FIXED.exec(rule);
  if (fixed) {
    const day = `${year}-${fixed[1]}-${fixed[2]}`;
    return isLocalDay(day) ? day : undefined;
  }
  const moving = MOVING.exec(rule);
  if (!moving) return undefined;
  const [, ordinal, weekdayName, monthName] = moving;
  const month = MONTHS.indexOf(monthName!) + 1;
  const weekday = WEEKDAYS.indexOf(weekdayName!) + 1;
  if (ordinal === 'last') {
    const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
    const end = addDays(next, -1);
    return addDays(end, -((weekdayOf(end) - weekday + 7) % 7));
  }
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * ORDINALS.indexOf(ordinal!));
}

export interface Holiday {
  readonly day: LocalDay;
  readonly name: string;
}

const SAINT_FRANCIS_FROM = 2026;

/** Italy keeps 4 October again since 2026 (law of 2025); a calendar that does not know yet is completed. */
export function completeHolidays(country: string, year: number, known: readonly Holiday[]): Holiday[] {
  const day = `${year}-10-04`;
  if (country !== 'IT' || year < SAINT_FRANCIS_FROM || known.some((holiday) => holiday.day === day)) {
    return [...known];
  }
  return [...known, { day, name: "San Francesco d'Assisi" }];
}
