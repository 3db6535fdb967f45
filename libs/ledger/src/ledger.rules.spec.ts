import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  availableMinutes,
  faultOfEntries,
  percentOf,
  quarterOf,
  roundHalfUp,
  splitCapture,
  type CaptureFacts,
} from './ledger.rules.js';

test.each([
  [7.4, 7],
  [7.5, 8],
  [8, 8],
])('rounds %d half up to %d', (quantity, rounded) => {
  expect(roundHalfUp(quantity)).toBe(rounded);
});

test.each([
  [45, 10, 5],
  [44, 10, 4],
  [60, 150, 90],
  [1, 50, 1],
])('of %d minutes %d %% are %d', (minutes, percent, share) => {
  expect(percentOf(minutes, percent)).toBe(share);
});

test.each([
  ['2026-03-31T21:59:59Z', '2025-12-31T23:00:00Z', '2026-03-31T22:00:00Z'],
  ['2026-03-31T22:00:00Z', '2026-03-31T22:00:00Z', '2026-06-30T22:00:00Z'],
  ['2026-12-31T22:59:59Z', '2026-09-30T22:00:00Z', '2026-12-31T23:00:00Z'],
])('%s lies in the quarter of Rome from %s to %s', (instant, from, until) => {
  expect(quarterOf('Europe/Rome', new Date(instant))).toEqual({
    from: new Date(from),
    until: new Date(until),
  });
});

test.each([
  [[], false],
  [[{ accountId: 'a', minutes: 5 }], false],
  [
    [
      { accountId: 'a', minutes: 5 },
      { accountId: 'b', minutes: -4 },
    ],
    false,
  ],
  [
    [
      { accountId: 'a', minutes: 5 },
      { accountId: 'a', minutes: -5 },
    ],
    false,
  ],
  [
    [
      { accountId: 'a', minutes: 0 },
      { accountId: 'b', minutes: 0 },
    ],
    false,
  ],
  [
    [
      { accountId: 'a', minutes: 5.5 },
      { accountId: 'b', minutes: -5.5 },
    ],
    false,
  ],
  [
    [
      { accountId: 'a', minutes: 5 },
      { accountId: 'b', minutes: -5 },
    ],
    true,
  ],
])('entries %j make a transfer: %s', (entries, good) => {
  expect(faultOfEntries(entries) === undefined).toBe(good);
});

test('without a floor an account can give anything, with one down to it', () => {
  expect(availableMinutes({ balanceMinutes: 10, heldMinutes: 30, floorMinutes: -600 })).toBe(580);
  expect(availableMinutes({ balanceMinutes: -700, heldMinutes: 0, floorMinutes: -600 })).toBe(0);
  expect(availableMinutes({ balanceMinutes: 0, heldMinutes: 0, floorMinutes: null })).toBe(
    Number.MAX_SAFE_INTEGER,
  );
});

describe('the split of a capture', () => {
  const minutes = fc.integer({ min: 0, max: 3_000 });
  const facts: fc.Arbitrary<CaptureFacts> = fc.record({
    minutesPaid: fc.integer({ min: 1, max: 3_000 }),
    minutesCredited: fc.integer({ min: 1, max: 9_000 }),
    hold: fc.option(
      fc.record({
        from: fc.constantFrom('payer' as const, 'pool' as const),
        minutes: fc.integer({ min: 1, max: 3_000 }),
      }),
    ),
    payerFree: minutes,
    poolFree: minutes,
    toleranceMinutes: fc.integer({ min: 0, max: 60 }),
    levyPercent: fc.integer({ min: 0, max: 50 }),
    payerAgreed: fc.boolean(),
    settled: fc.boolean(),
  });

  test('is paid whole, takes from nobody more than they have, and lets only settled hours touch the bank', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const split = splitCapture(f);
        if (split === 'overrun') return !f.settled;
        const held = (from: 'payer' | 'pool') => (f.hold?.from === from ? f.hold.minutes : 0);
        return (
          split.fromPayer + split.fromPool + split.fromBank === f.minutesPaid &&
          split.fromPayer >= 0 &&
          split.fromPool >= 0 &&
          split.fromBank >= 0 &&
          split.fromPayer <= f.payerFree + held('payer') &&
          split.fromPool <= f.poolFree + held('pool') &&
          (f.settled || split.fromBank === 0) &&
          split.bonus === Math.max(0, f.minutesCredited - f.minutesPaid) &&
          split.levy <= f.minutesCredited
        );
      }),
      { numRuns: 10_000 },
    );
  });

  test('calls it an overrun exactly when neither payer nor pool may pay what exceeds the hold', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const over = Math.max(0, f.minutesPaid - (f.hold?.minutes ?? 0));
        const payable =
          over === 0 ||
          (f.payerAgreed && over <= f.payerFree) ||
          (over <= f.toleranceMinutes && over <= f.poolFree);
        return (splitCapture(f) === 'overrun') === (!payable && !f.settled);
      }),
      { numRuns: 10_000 },
    );
  });
});
