import { describe, expect, it } from '@jest/globals';
import { dayOf, isSpent, keyName } from './sealing.rules.js';

const NOON = Date.UTC(2026, 9, 10, 12);
const DAY_MS = 86_400_000;
const keyOf = (days: number) => keyName('agenda', dayOf(NOON + days * DAY_MS));

describe('a key of what is kept on a device', () => {
  it('is one a day and a purpose', () => {
    expect(keyName('agenda', dayOf(NOON))).toBe(keyName('agenda', dayOf(NOON + DAY_MS / 3)));
    expect(keyOf(0)).not.toBe(keyOf(1));
    expect(keyName('draft', dayOf(NOON))).not.toBe(keyOf(0));
  });

  it('is spent four days after its own, when nothing under it can be of use any more', () => {
    expect([0, -1, -3, -4, -30].map((days) => isSpent(keyOf(days), NOON))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('is spent when it is of a day to come, as a clock that was set back leaves it; the next day is another zone’s', () => {
    expect([1, 2, 30].map((days) => isSpent(keyOf(days), NOON))).toEqual([false, true, true]);
  });

  it('is spent when nobody knows its day', () => {
    expect(isSpent('agenda-?', NOON)).toBe(true);
  });
});
