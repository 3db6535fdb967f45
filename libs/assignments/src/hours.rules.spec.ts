import { expect, test } from '@jest/globals';
import { answerBy, freeSeatNumber, isLate } from './assignment.rules.js';
import { agreedMinutes, worthOf, type HoursFacts } from './hours.rules.js';

const HOUR: HoursFacts = {
  regime: 'timebank',
  given: 60,
  dependants: 1,
  siblingMultiplierPercent: 150,
  travelCounts: false,
  travelMinutes: 20,
};

test.each([
  ['an hour for one child is an hour', {}, { paid: 60, credited: 60 }],
  ['for siblings the bank adds half', { dependants: 2 }, { paid: 60, credited: 90 }],
  ['half minutes round up', { dependants: 2, given: 45 }, { paid: 45, credited: 68 }],
  [
    'travel counts where the category says so, without the multiplier',
    { dependants: 2, travelCounts: true },
    { paid: 80, credited: 110 },
  ],
  [
    'no time given is nothing owed, travel or not',
    { given: 0, travelCounts: true },
    { paid: 0, credited: 0 },
  ],
  ['a volunteer’s hour is a gift', { regime: 'volunteer' as const, dependants: 2 }, { paid: 0, credited: 0 }],
])('%s', (_, change, worth) => {
  expect(worthOf({ ...HOUR, ...change })).toEqual(worth);
});

test('two counts agree within the tolerance and not a minute beyond', () => {
  expect([agreedMinutes(60, 75, 15), agreedMinutes(60, 76, 15)]).toEqual([68, undefined]);
});

test('a cancellation is late less than the hours before the start', () => {
  const start = new Date('2026-10-12T14:00:00Z');
  expect(isLate(new Date('2026-10-11T14:00:00Z'), start, 24)).toBe(false);
  expect(isLate(new Date('2026-10-11T14:00:01Z'), start, 24)).toBe(true);
});

test('a helper answers within a day, four hours when the visit is under 48 hours away, and before it begins', () => {
  const at = new Date('2026-10-05T08:00:00Z');
  const policies = { answerWithinHours: 24, answerWithinHoursUrgent: 4 };
  expect(answerBy(at, new Date('2026-10-07T08:00:00Z'), policies)).toEqual(new Date('2026-10-06T08:00:00Z'));
  expect(answerBy(at, new Date('2026-10-07T07:59:00Z'), policies)).toEqual(new Date('2026-10-05T12:00:00Z'));
  expect(answerBy(at, new Date('2026-10-05T09:00:00Z'), policies)).toEqual(new Date('2026-10-05T09:00:00Z'));
});

test('the lowest free place is taken, none when the visit is covered', () => {
  expect([freeSeatNumber([], 1), freeSeatNumber([1, 3], 3), freeSeatNumber([2, 1], 2)]).toEqual([
    1,
    2,
    undefined,
  ]);
});
