import { expect, test } from '@jest/globals';
import { closuresAround, schoolClosures } from './closures.rules.js';

test('every municipality with a patron has its day each year', async () => {
  const closures = await closuresAround('2026-11-22');
  const days = closures
    .filter(({ kind }) => kind === 'patron')
    .map(({ firstDay, municipality }) => `${firstDay} ${municipality}`);
  expect(days).toEqual(
    expect.arrayContaining(['2026-12-09 0', '2026-09-07 1', '2027-09-06 1', '2026-10-18 8']),
  );
  expect(days.some((day) => day.endsWith(' 6'))).toBe(false);
});

test('4 October is a national holiday since 2026, and Easter Monday moves', async () => {
  const holidays = async (day: string) =>
    (await closuresAround(day)).filter(({ kind }) => kind === 'holiday').map(({ firstDay }) => firstDay);
  expect(await holidays('2025-11-01')).not.toContain('2025-10-04');
  expect(await holidays('2026-11-01')).toEqual(
    expect.arrayContaining(['2026-10-04', '2027-10-04', '2027-03-29']),
  );
  expect(await holidays('2025-11-01')).toContain('2026-04-06');
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
  const days = closures.map(({ firstDay }) => firstDay);
  expect(days).toEqual(days.toSorted());
});
