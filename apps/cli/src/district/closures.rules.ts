import { addDays, daysBetween, weekdayOf, type LocalDay } from '#platform';
import { MUNICIPALITIES } from './pavia.data.js';

export interface ClosureData {
  readonly kind: 'holiday' | 'patron' | 'school';
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
  readonly name: string;
  /** Place in MUNICIPALITIES; undefined: the whole district. */
  readonly municipality?: number;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July',
  'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore
const RULE = /^(1st|2nd|3rd|4th|last) (\w+) of (\w+)$/;

const two = (value: number): string => String(value).padStart(2, '0');

/** The patron's day of a year: 'MM-DD', or an ordinal weekday of a month. @throws RangeError for an unknown rule. */
export function patronDay(rule: string, year: number): LocalDay {
  if (/^\d{2}-\d{2}$/.test(rule)) return `${year}-${rule}`;
  const [, ordinal, weekdayName, monthName] = RULE.exec(rule) ?? [];
  const weekday = WEEKDAYS.indexOf(weekdayName ?? '') + 1;
  const month = MONTHS.indexOf(monthName ?? '') + 1;
  if (!ordinal || weekday === 0 || month === 0)
    throw new RangeError(`no patron's day follows from "${rule}"`);
  const first = `${year}-${two(month)}-01`;
  const firstMatch = addDays(first, (weekday - weekdayOf(first) + 7) % 7);
  if (ordinal !== 'last') return addDays(firstMatch, (Number(ordinal[0]) - 1) * 7);
  const fifth = addDays(firstMatch, 28);
  return fifth.slice(5, 7) === two(month) ? fifth : addDays(firstMatch, 21);
}

/** Lombardy's school closures of the school year that begins in September of `year`, around its Easter Sunday. */
export function schoolClosures(year: number, easter: LocalDay): ClosureData[] {
  const school = (firstDay: LocalDay, lastDay: LocalDay, name: string): ClosureData => ({
    kind: 'school',
    firstDay,
    lastDay,
    name,
  });
  return [
    school(`${year}-12-23`, `${year + 1}-01-06`, 'Vacanze di Natale'),
    // Ash Wednesday is 46 days before Easter; the schools close on the Monday and Tuesday before it (Roman rite).
    school(addDays(easter, -48), addDays(easter, -47), 'Carnevale'),
    school(addDays(easter, -3), addDays(easter, 2), 'Vacanze di Pasqua'),
    school(`${year + 1}-06-09`, `${year + 1}-09-11`, 'Vacanze estive'),
  ];
}

interface ItalianYear {
  readonly holidays: readonly { readonly day: LocalDay; readonly name: string }[];
  readonly easter: LocalDay;
}

/** National holidays by law, from the date-holidays tables; loaded when needed, the tables are large. */
export async function italianYears(years: readonly number[]): Promise<ReadonlyMap<number, ItalianYear>> {
  const { default: Holidays } = await import('date-holidays');
  const calendar = new Holidays('IT', { languages: ['it'], types: ['public'] });
  return new Map(
    years.map((year) => {
      const holidays = calendar.getHolidays(year).map(({ date, name }) => ({ day: date.slice(0, 10), name }));
      const easter = holidays.find(({ name }) => name === 'Domenica di Pasqua');
      if (!easter) throw new Error(`The holiday tables know no Easter of ${year}.`);
      return [year, { holidays, easter: easter.day }];
    }),
  );
}

const DAYS_BACK = 120;
const DAYS_AHEAD = 420;

/** Holidays, patrons' days and school closures that touch the school years around a day, in the order of their days. */
export async function closuresAround(day: LocalDay): Promise<ClosureData[]> {
  const first = addDays(day, -DAYS_BACK);
  const last = addDays(day, DAYS_AHEAD);
  const from = Number(first.slice(0, 4));
  const years = Array.from({ length: Number(last.slice(0, 4)) - from + 3 }, (_, index) => from - 1 + index);
  const calendar = await italianYears(years);
  const closures = years.flatMap((year): ClosureData[] => [
    ...calendar
      .get(year)!
      .holidays.map(({ day, name }): ClosureData => ({ kind: 'holiday', firstDay: day, lastDay: day, name })),
    ...patronsOf(year),
    ...(calendar.has(year + 1) ? schoolClosures(year, calendar.get(year + 1)!.easter) : []),
  ]);
  return closures
    .filter(({ firstDay, lastDay }) => lastDay >= first && firstDay <= last)
    .sort((a, b) => daysBetween(b.firstDay, a.firstDay) || a.name.localeCompare(b.name, 'it'));
}

function patronsOf(year: number): ClosureData[] {
  return MUNICIPALITIES.flatMap(({ name, patron }, municipality) => {
    if (!patron) return [];
    const day = patronDay(patron, year);
    return [
      { kind: 'patron' as const, firstDay: day, lastDay: day, name: `Patrono di ${name}`, municipality },
    ];
  });
}
