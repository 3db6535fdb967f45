import { describe, expect, test } from '@jest/globals';
import { leavesAt } from './quiet-hours.rules.js';

const rome = 'Europe/Rome';
const night = { quietFromMinute: 21 * 60, quietUntilMinute: 8 * 60 };

describe('a message that waits', () => {
  const cases: [what: string, now: string, leaves: string][] = [
    [
      'leaves at once a moment before nine in the evening',
      '2026-11-23T19:59:59.999Z',
      '2026-11-23T19:59:59.999Z',
    ],
    ['waits from nine in the evening', '2026-11-23T20:00:00.000Z', '2026-11-24T07:00:00.000Z'],
    ['waits after midnight until the same morning', '2026-11-24T00:30:00.000Z', '2026-11-24T07:00:00.000Z'],
    ['waits a moment before eight', '2026-11-24T06:59:59.999Z', '2026-11-24T07:00:00.000Z'],
    ['leaves at eight', '2026-11-24T07:00:00.000Z', '2026-11-24T07:00:00.000Z'],
    [
      'leaves at the new eight after the spring night of 23 hours',
      '2026-03-28T20:30:00.000Z',
      '2026-03-29T06:00:00.000Z',
    ],
    [
      'leaves at the new eight after the autumn night of 25 hours',
      '2026-10-24T19:30:00.000Z',
      '2026-10-25T07:00:00.000Z',
    ],
  ];
  test.each(cases)('%s', (_, now, leaves) => {
    expect(leavesAt(new Date(now), rome, night).toISOString()).toBe(leaves);
  });

  test('knows quiet hours within one day', () => {
    const siesta = { quietFromMinute: 13 * 60, quietUntilMinute: 15 * 60 };
    expect(leavesAt(new Date('2026-07-01T11:00:00Z'), rome, siesta).toISOString()).toBe(
      '2026-07-01T13:00:00.000Z',
    );
    expect(leavesAt(new Date('2026-07-01T10:59:00Z'), rome, siesta).toISOString()).toBe(
      '2026-07-01T10:59:00.000Z',
    );
    expect(leavesAt(new Date('2026-07-01T13:00:00Z'), rome, siesta).toISOString()).toBe(
      '2026-07-01T13:00:00.000Z',
    );
  });

  test('does not wait a second time in the hour that happens twice', () => {
    const early = { quietFromMinute: 22 * 60, quietUntilMinute: 150 };
    expect(leavesAt(new Date('2026-10-25T00:29:00Z'), rome, early).toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(leavesAt(new Date('2026-10-25T01:15:00Z'), rome, early).toISOString()).toBe(
      '2026-10-25T01:15:00.000Z',
    );
  });

  test('ends quiet hours after the gap when their end is skipped', () => {
    const early = { quietFromMinute: 22 * 60, quietUntilMinute: 150 };
    expect(leavesAt(new Date('2026-03-29T00:59:00Z'), rome, early).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  test('never waits where there are no quiet hours', () => {
    const none = { quietFromMinute: 0, quietUntilMinute: 0 };
    const now = new Date('2026-11-24T00:00:00Z');
    expect(leavesAt(now, rome, none)).toBe(now);
  });
});
