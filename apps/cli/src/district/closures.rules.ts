import { patronDayIn, publicHolidays } from '#communities';
import { addDays, type LocalDay } from '#platform';
import { MUNICIPALITIES } from './pavia.data.js';

export interface ClosureData {
  readonly kind: 'holiday' | 'patron' | 'school';
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
  readonly name: string;
  /** Place in MUNICIPALITIES; undefined: the whole district. */
  readonly municipality?: number;
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

/** Easter Sunday, which the national holidays of a year name. */
export function easterOf(holidays: readonly { readonly day: LocalDay; readonly name: string }[]): LocalDay {
  const easter = holidays.find(({ name }) => name === 'Domenica di Pasqua');
  if (!easter) throw new Error('The holiday tables know no Easter of that year.');
  return easter.day;
}

const DAYS_BACK = 120;
const DAYS_AHEAD = 420;

/** Holidays, patrons' days and school closures that touch the school years around a day, in the order of their days. */
export async function closuresAround(day: LocalDay): Promise<ClosureData[]> {
  const first = addDays(day, -DAYS_BACK);
  const last = addDays(day, DAYS_AHEAD);
  const from = Number(first.slice(0, 4));
  const years = Array.from({ length: Number(last.slice(0, 4)) - from + 2 }, (_, index) => from - 1 + index);
  const closures = (await Promise.all(years.map(closuresOf))).flat();
  return closures
    .filter(({ firstDay, lastDay }) => lastDay >= first && firstDay <= last)
    .sort((a, b) => a.firstDay.localeCompare(b.firstDay) || a.name.localeCompare(b.name));
}

async function closuresOf(year: number): Promise<ClosureData[]> {
  const [holidays, next] = await Promise.all([publicHolidays('IT', year), publicHolidays('IT', year + 1)]);
  return [
    ...holidays.map(({ day, name }): ClosureData => ({ kind: 'holiday', firstDay: day, lastDay: day, name })),
    ...patronsOf(year),
    ...schoolClosures(year, easterOf(next)),
  ];
}

function patronsOf(year: number): ClosureData[] {
  return MUNICIPALITIES.flatMap(({ name, patron }, municipality) => {
    const day = patron ? patronDayIn(year, patron) : undefined;
    return day
      ? [{ kind: 'patron' as const, firstDay: day, lastDay: day, name: `Patrono di ${name}`, municipality }]
      : [];
  });
}

/** Every closed day of a municipality: the whole district's and its own. */
export function closedDaysIn(closures: readonly ClosureData[], municipality: number): Set<LocalDay> {
  const days = new Set<LocalDay>();
  for (const closure of closures) {
    if (closure.municipality !== undefined && closure.municipality !== municipality) continue;
    for (let day = closure.firstDay; day <= closure.lastDay; day = addDays(day, 1)) days.add(day);
  }
  return days;
}
