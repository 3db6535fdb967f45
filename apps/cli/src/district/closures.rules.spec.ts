import { expect, test } from '@jest/globals';
import { closuresAround, italianYears, patronDay, schoolClosures } from './closures.rules.js';

test.each([
  ['12-09', 2026, '2026-12-09'],
  ['1st Monday of September', 2026, '2026-09-07'],
  ['2nd Monday of September', 2025, '2025-09-08'],
  ['last Sunday of August', 2026, '2026-08-30'],
  ['last Sunday of August', 2025, '2025-08-31'],
  ['3rd Sunday of October', 2026, '2026-10-18'],
])("the patron's day '%s' of %i is %s", (rule, year, day) => {
  expect(patronDay(rule, year)).toBe(day);
});

test('an unknown rule is refused, not guessed', () => {
  expect(() => patronDay('some Monday of Septembre', 2026)).toThrow(RangeError);
});

test('4 October is a national holiday since 2026, and Easter Monday moves', async () => {
  const years = await italianYears([2025, 2026, 2027]);
  const days = (year: number) => years.get(year)!.holidays.map(({ day }) => day);
  expect(days(2025)).not.toContain('2025-10-04');
  expect(days(2026)).toContain('2026-10-04');
  expect(days(2027)).toContain('2027-10-04');
  expect(days(2026)).toContain('2026-04-06');
  expect(days(2027)).toContain('2027-03-29');
  expect(days(2026)).toHaveLength(13);
});

test('the schools of Lombardy close at Christmas, before Lent, at Easter and in summer', () => {
  const closed = schoolClosures(2026, '2027-03-28').map(({ firstDay, lastDay }) => `${firstDay}/${lastDay}`);
  expect(closed).toEqual([
    '2026-12-23/2027-01-06',
    '2027-02-08/2027-02-09',
    '2027-03-25/2027-03-30',
    '2027-06-09/2027-09-11',
  ]);
});

test('a day of January has the school year it lies in and the next one around it', async () => {
  const closures = await closuresAround('2027-01-10');
  const names = (kind: string) =>
    closures.filter((closure) => closure.kind === kind).map(({ firstDay }) => firstDay);
  expect(names('school')).toEqual(
    expect.arrayContaining(['2026-12-23', '2027-02-08', '2027-06-09', '2027-12-23']),
  );
  expect(names('patron')).toEqual(expect.arrayContaining(['2026-12-09', '2027-07-25', '2027-12-09']));
  expect(closures.map(({ firstDay }) => firstDay)).toEqual(
    [...closures.map(({ firstDay }) => firstDay)].sort(),
  );
});
