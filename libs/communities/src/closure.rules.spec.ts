import { expect, test } from '@jest/globals';
import { completeHolidays, isPatronRule, patronDayIn } from './closure.rules.js';
import { publicHolidays } from './holidays.js';

test('a patron’s day is a date or a weekday of a month', () => {
  expect(patronDayIn(2026, '12-09')).toBe('2026-12-09');
  expect(patronDayIn(2026, '1st Monday of September')).toBe('2026-09-07');
  expect(patronDayIn(2025, '1st Monday of September')).toBe('2025-09-01');
  expect(patronDayIn(2026, '4th Sunday of October')).toBe('2026-10-25');
  expect(patronDayIn(2026, 'last Sunday of August')).toBe('2026-08-30');
  expect(patronDayIn(2026, 'last Thursday of December')).toBe('2026-12-31');
});

test('29 February is a patron’s day in leap years alone', () => {
  expect(isPatronRule('02-29')).toBe(true);
  expect(patronDayIn(2028, '02-29')).toBe('2028-02-29');
  expect(patronDayIn(2027, '02-29')).toBeUndefined();
});

test.each(['13-01', '02-30', '5th Monday of May', 'first Monday of May', 'Christmas', ''])(
  '%j is none',
  (rule) => {
    expect(isPatronRule(rule)).toBe(false);
  },
);

test('4 October is a holiday in Italy from 2026 on, and once', () => {
  expect(completeHolidays('IT', 2025, [])).toEqual([]);
  expect(completeHolidays('IT', 2026, []).map(({ day }) => day)).toEqual(['2026-10-04']);
  expect(completeHolidays('IT', 2026, [{ day: '2026-10-04', name: 'San Francesco' }])).toHaveLength(1);
  expect(completeHolidays('FR', 2026, [])).toEqual([]);
});

test('Easter Monday moves, and the feasts that are no holidays are left out', async () => {
  const days = async (year: number) => (await publicHolidays('IT', year)).map(({ day }) => day);
  expect(await days(2026)).toEqual(expect.arrayContaining(['2026-04-06', '2026-10-04', '2026-12-26']));
  expect(await days(2027)).toEqual(expect.arrayContaining(['2027-03-29', '2027-10-04']));
  expect(await days(2026)).not.toContain('2026-05-10');
});
