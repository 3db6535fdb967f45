import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, instantAt, localDay, localMinute, weekdayOf } from '#platform';
import {
  EXCEPTION_KINDS,
  freeIntervals,
  type AvailabilityException,
  type AvailabilityRules,
} from './free-time.rules.js';
import { contains, mergeIntervals, subtractIntervals, type Interval } from './interval.rules.js';

const ROME = 'Europe/Rome';
const MINUTE_MS = 60_000;

function rules(parts: Partial<AvailabilityRules>): AvailabilityRules {
  return { weekly: [], exceptions: [], pausedUntil: null, ...parts };
}

function away(
  firstDay: string,
  lastDay: string,
  startMinute: number | null = null,
  endMinute: number | null = null,
) {
  return { kind: 'away', firstDay, lastDay, startMinute, endMinute } as const satisfies AvailabilityException;
}

function freeOn(own: AvailabilityRules, firstDay: string, days: number): string[] {
  const from = instantAt(ROME, firstDay, 0);
  const to = instantAt(ROME, addDays(firstDay, days), 0);
  return freeIntervals(own, from, to, ROME).map(
    ({ start, end }) =>
      `${new Date(start).toISOString().slice(0, 16)}/${new Date(end).toISOString().slice(0, 16)}`,
  );
}

describe('free time', () => {
  test('follows the local clock: the same wall-clock hours are another instant in summer', () => {
    const own = rules({ weekly: [{ weekday: 1, startMinute: 960, endMinute: 1_080 }] });
    expect(freeOn(own, '2026-01-12', 1)).toEqual(['2026-01-12T15:00/2026-01-12T17:00']);
    expect(freeOn(own, '2026-07-13', 1)).toEqual(['2026-07-13T14:00/2026-07-13T16:00']);
  });

  test('hours over midnight reach into the next day, also from the day before the first', () => {
    const own = rules({ weekly: [{ weekday: 1, startMinute: 1_320, endMinute: 1_560 }] });
    expect(freeOn(own, '2026-01-13', 1)).toEqual(['2026-01-12T23:00/2026-01-13T01:00']);
    expect(freeOn(own, '2026-01-12', 2)).toEqual(['2026-01-12T21:00/2026-01-13T01:00']);
  });

  test('in the week the clocks go forward, a skipped time moves forward and the night is an hour shorter', () => {
    const night = rules({ weekly: [{ weekday: 6, startMinute: 1_380, endMinute: 1_620 }] });
    expect(freeOn(night, '2026-03-28', 2)).toEqual(['2026-03-28T22:00/2026-03-29T01:00']);
    const gap = rules({ weekly: [{ weekday: 7, startMinute: 150, endMinute: 240 }] });
    expect(freeOn(gap, '2026-03-29', 1)).toEqual(['2026-03-29T01:30/2026-03-29T02:00']);
  });

  test('in the week the clocks go back, a doubled time is the first of the two', () => {
    const own = rules({ weekly: [{ weekday: 7, startMinute: 150, endMinute: 240 }] });
    expect(freeOn(own, '2026-10-25', 1)).toEqual(['2026-10-25T00:30/2026-10-25T03:00']);
    const night = rules({ weekly: [{ weekday: 6, startMinute: 1_380, endMinute: 1_620 }] });
    expect(freeOn(night, '2026-10-24', 2)).toEqual(['2026-10-24T21:00/2026-10-25T02:00']);
  });

  test('a whole day away ends at its midnight; minutes away leave the rest; away outweighs extra', () => {
    const weekly = [1, 2].map((weekday) => ({ weekday, startMinute: 600, endMinute: 720 }));
    expect(
      freeOn(rules({ weekly, exceptions: [away('2026-01-12', '2026-01-12')] }), '2026-01-12', 2),
    ).toEqual(['2026-01-13T09:00/2026-01-13T11:00']);
    expect(
      freeOn(rules({ weekly, exceptions: [away('2026-01-12', '2026-01-13', 630, 660)] }), '2026-01-12', 1),
    ).toEqual(['2026-01-12T09:00/2026-01-12T09:30', '2026-01-12T10:00/2026-01-12T11:00']);
    const extra = { ...away('2026-01-14', '2026-01-14', 600, 660), kind: 'extra' } as const;
    expect(freeOn(rules({ weekly, exceptions: [extra] }), '2026-01-14', 1)).toHaveLength(1);
    expect(
      freeOn(rules({ weekly, exceptions: [extra, away('2026-01-14', '2026-01-14')] }), '2026-01-14', 1),
    ).toEqual([]);
  });

  test('hours given alone are all of their days, whatever the week says; two of a day add up, and away outweighs them', () => {
    const weekly = [1, 2].map((weekday) => ({ weekday, startMinute: 600, endMinute: 720 }));
    const only = (start: number, end: number) =>
      ({ ...away('2026-01-12', '2026-01-12', start, end), kind: 'only' }) as const;
    const after = '2026-01-13T09:00/2026-01-13T11:00';
    expect(freeOn(rules({ weekly, exceptions: [only(690, 1_020)] }), '2026-01-12', 2)).toEqual([
      '2026-01-12T10:30/2026-01-12T16:00',
      after,
    ]);
    expect(freeOn(rules({ weekly, exceptions: [only(480, 540), only(900, 960)] }), '2026-01-12', 2)).toEqual([
      '2026-01-12T07:00/2026-01-12T08:00',
      '2026-01-12T14:00/2026-01-12T15:00',
      after,
    ]);
    const noon = away('2026-01-12', '2026-01-12', 720, 780);
    expect(freeOn(rules({ weekly, exceptions: [only(690, 1_020), noon] }), '2026-01-12', 1)).toEqual([
      '2026-01-12T10:30/2026-01-12T11:00',
      '2026-01-12T12:00/2026-01-12T16:00',
    ]);
  });

  test('hours given alone may run over midnight, into the hours of the next day', () => {
    const weekly = [{ weekday: 2, startMinute: 120, endMinute: 180 }];
    const night = { ...away('2026-01-12', '2026-01-12', 1_380, 1_560), kind: 'only' } as const;
    expect(freeOn(rules({ weekly, exceptions: [night] }), '2026-01-12', 2)).toEqual([
      '2026-01-12T22:00/2026-01-13T02:00',
    ]);
  });

  test('a pause ends when its day begins', () => {
    const own = rules({
      weekly: [1, 2, 3].map((weekday) => ({ weekday, startMinute: 0, endMinute: 1_440 })),
      pausedUntil: '2026-01-13',
    });
    expect(freeOn(own, '2026-01-12', 3)).toEqual(['2026-01-12T23:00/2026-01-14T23:00']);
  });

  test('refuses stretches that are too long', () => {
    expect(() =>
      freeIntervals(rules({}), instantAt(ROME, '2026-01-01', 0), instantAt(ROME, '2028-01-01', 0), ROME),
    ).toThrow(RangeError);
  });
});

const day = fc.integer({ min: 0, max: 13 }).map((offset) => addDays('2026-03-23', offset));
const span = fc.tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 720 }));
const someRules = fc.record({
  weekly: fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 7 }), span)
      .map(([weekday, [startMinute, length]]) => ({ weekday, startMinute, endMinute: startMinute + length })),
    { maxLength: 8 },
  ),
  exceptions: fc.array(
    fc
      .tuple(fc.constantFrom(...EXCEPTION_KINDS), day, fc.integer({ min: 0, max: 3 }), fc.option(span))
      .map(([kind, first, days, minutes]) => ({
        kind: minutes ? kind : ('away' as const),
        firstDay: first,
        lastDay: addDays(first, days),
        startMinute: minutes ? minutes[0] : null,
        endMinute: minutes ? minutes[0] + minutes[1] : null,
      })),
    { maxLength: 5 },
  ),
  pausedUntil: fc.option(day),
});

describe('free time of any rules', () => {
  const from = instantAt(ROME, '2026-03-24', 300);
  const to = instantAt(ROME, '2026-04-04', 900);

  test('is sorted, merged, half-open and within its bounds', () => {
    fc.assert(
      fc.property(someRules, (own) => {
        const free = freeIntervals(own, from, to, ROME);
        for (const [index, { start, end }] of free.entries()) {
          expect(start).toBeLessThan(end);
          expect(start).toBeGreaterThanOrEqual(from.getTime());
          expect(end).toBeLessThanOrEqual(to.getTime());
          if (index > 0) expect(start).toBeGreaterThan(free[index - 1]!.end);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('agrees with asking the local clock minute by minute, away from the night of the change', () => {
    const instants = fc
      .integer({ min: 0, max: 11 * 1_440 })
      .map((minutes) => from.getTime() + minutes * MINUTE_MS);
    fc.assert(
      fc.property(someRules, instants, (own, instant) => {
        fc.pre(
          instant < to.getTime() && !['2026-03-29', '2026-03-30'].includes(localDay(ROME, new Date(instant))),
        );
        const expected = isFreeByTheClock(own, new Date(instant));
        expect(contains(freeIntervals(own, from, to, ROME), instant, instant + 1)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  test('a longer view cut to the shorter one is the same', () => {
    fc.assert(
      fc.property(someRules, (own) => {
        const wide = freeIntervals(
          own,
          instantAt(ROME, '2026-03-23', 0),
          instantAt(ROME, '2026-04-06', 0),
          ROME,
        );
        const holes = [
          { start: 0, end: from.getTime() },
          { start: to.getTime(), end: Number.MAX_SAFE_INTEGER },
        ];
        expect(freeIntervals(own, from, to, ROME)).toEqual(subtractIntervals(wide, holes));
      }),
      { numRuns: 100 },
    );
  });
});

function isFreeByTheClock(own: AvailabilityRules, instant: Date): boolean {
  const today = localDay(ROME, instant);
  const minute = localMinute(ROME, instant);
  const within = (on: (day: string) => boolean, start: number, end: number) =>
    (on(today) && start <= minute && minute < end) ||
    (on(addDays(today, -1)) && start <= minute + 1_440 && minute + 1_440 < end);
  const matches = ({ firstDay, lastDay, startMinute, endMinute }: AvailabilityException) =>
    within((on) => on >= firstDay && on <= lastDay, startMinute ?? 0, endMinute ?? 1_440);
  const given =
    own.weekly.some((hours) =>
      within((on) => weekdayOf(on) === hours.weekday, hours.startMinute, hours.endMinute),
    ) || own.exceptions.some((exception) => exception.kind !== 'away' && matches(exception));
  const alone = own.exceptions.filter(
    ({ kind, firstDay, lastDay }) => kind === 'only' && today >= firstDay && today <= lastDay,
  );
  const taken =
    (own.pausedUntil !== null && today < own.pausedUntil) ||
    own.exceptions.some((exception) => exception.kind === 'away' && matches(exception)) ||
    (alone.length > 0 &&
      !alone.some(({ startMinute, endMinute }) => startMinute! <= minute && minute < endMinute!));
  return given && !taken;
}

describe('contains', () => {
  const free: Interval[] = [
    { start: 10, end: 20 },
    { start: 30, end: 40 },
  ];
  test.each([
    [10, 20, true],
    [9, 20, false],
    [10, 21, false],
    [30, 31, true],
    [20, 30, false],
    [15, 35, false],
    [40, 41, false],
    [12, 12, false],
  ])('[%i, %i) -> %s', (start, end, expected) => {
    expect(contains(free, start, end)).toBe(expected);
  });

  test('touching intervals are merged, so a visit may lie across their border', () => {
    const merged = mergeIntervals([
      { start: 20, end: 30 },
      { start: 10, end: 20 },
      { start: 5, end: 5 },
    ]);
    expect(merged).toEqual([{ start: 10, end: 30 }]);
    expect(contains(merged, 15, 25)).toBe(true);
  });
});
