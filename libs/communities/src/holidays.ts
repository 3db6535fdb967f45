import { completeHolidays, type Holiday } from './closure.rules.js';

/** Public holidays of a country in a year, named in its language. The calendar is large and loaded when first asked. */
export async function publicHolidays(country: string, year: number): Promise<Holiday[]> {
  const { default: Holidays } = await import('date-holidays');
  const known = new Holidays(country)
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .map(({ date, name }) => ({ day: date.slice(0, 10), name: name.slice(0, 120) }));
  return completeHolidays(country, year, known);
}
