import { expect, test } from '@jest/globals';
import { afterFailure, MOST_ATTEMPTS } from './delivery.rules.js';

test('a failure that may pass is tried again, later each time', () => {
  const waits = [1, 2, 3, 4].map((attempts) => afterFailure({ attempts, permanent: false }));
  expect(waits).toEqual([1, 5, 20, 60].map((minutes) => ({ again: true, minutes })));
});

test('the fifth failure is the last', () => {
  expect(afterFailure({ attempts: MOST_ATTEMPTS - 1, permanent: false }).again).toBe(true);
  expect(afterFailure({ attempts: MOST_ATTEMPTS, permanent: false })).toEqual({ again: false });
});

test('a permanent failure is not tried again', () => {
  expect(afterFailure({ attempts: 1, permanent: true })).toEqual({ again: false });
});
