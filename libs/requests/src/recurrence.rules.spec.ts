import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, localMinute, weekdayOf } from '#platform';
import { countOccurrences, expandSchedule, MAX_OCCURRENCES, type Schedule } from './recurrence.rules.js';

const ROME = 'Europe/Rome';

function weekly(parts: Partial<Schedule> = {}): Schedule {
  const schedule: Schedule = {
    frequency: 'weekly',
    firstDay: '2026-03-23',
    untilDay: '2026-04-05',
    weekdays: [2],
    startMinute: 960,
    endMinute: 1_080,
    durationMinutes: 120,
    returnLeg: null,
    ...parts,
  };
  return { ...schedule, durationMinutes: parts.durationMinutes ?? schedule.endMinute - schedule.startMinute };
}

const once = (parts: Partial<Schedule>) =>
  weekly({ frequency: 'once', weekdays: [], untilDay: parts.firstDay ?? '2026-03-23', ...parts });

const iso = (instant: Date) => instant.toISOString().slice(0, 16);
const shown = (schedule: Schedule, closed: string[] = []) =>
  expandSchedule(schedule, ROME, new Set(closed)).map(
    ({ startsAt, endsAt, elapsedMinutes }) => `${iso(startsAt)}/${iso(endsAt)} ${elapsedMinutes}`,
  );

describe('a schedule', () => {
  test('keeps its wall-clock time over the change to summer time', () => {
    expect(shown(weekly())).toEqual([
      '2026-03-24T15:00/2026-03-24T17:00 120',
      '2026-03-31T14:00/2026-03-31T16:00 120',
    ]);
  });

  test('keeps its wall-clock time over the change to winter time', () => {
    expect(shown(weekly({ firstDay: '2026-10-19', untilDay: '2026-11-01', weekdays: [7] }))).toEqual([
      '2026-10-25T15:00/2026-10-25T17:00 120',
      '2026-11-01T15:00/2026-11-01T17:00 120',
    ]);
  });

  test('an evening over the night of a change keeps local start and end and reports what really passes', () => {
    const evening = { startMinute: 1_320, endMinute: 1_620 };
    expect(shown(once({ firstDay: '2026-03-28', ...evening }))).toEqual([
      '2026-03-28T21:00/2026-03-29T01:00 240',
    ]);
    expect(shown(once({ firstDay: '2026-10-24', ...evening }))).toEqual([
      '2026-10-24T20:00/2026-10-25T02:00 360',
    ]);
  });

  test('a skipped time moves forward, a doubled one is the first, and nothing ends before it starts', () => {
    expect(shown(once({ firstDay: '2026-03-29', startMinute: 150, endMinute: 240 }))).toEqual([
      '2026-03-29T01:30/2026-03-29T02:00 30',
    ]);
    expect(shown(once({ firstDay: '2026-03-29', startMinute: 150, endMinute: 195 }))).toEqual([
      '2026-03-29T01:30/2026-03-29T02:15 45',
    ]);
    expect(shown(once({ firstDay: '2026-10-25', startMinute: 150, endMinute: 240 }))).toEqual([
      '2026-10-25T00:30/2026-10-25T03:00 150',
    ]);
  });

  test('a window keeps the elapsed duration, cut when the window itself lost its hour', () => {
    const window = { startMinute: 60, endMinute: 210 };
    expect(shown(once({ firstDay: '2026-03-22', ...window, durationMinutes: 120 }))).toEqual([
      '2026-03-22T00:00/2026-03-22T02:00 120',
    ]);
    expect(shown(once({ firstDay: '2026-03-29', ...window, durationMinutes: 120 }))).toEqual([
      '2026-03-29T00:00/2026-03-29T01:30 90',
    ]);
  });

  test('skips closed days', () => {
    expect(shown(weekly(), ['2026-03-24'])).toEqual(['2026-03-31T14:00/2026-03-31T16:00 120']);
  });

  test('a return journey is two visits of the same day', () => {
    const legs = expandSchedule(
      once({
        firstDay: '2026-03-23',
        startMinute: 450,
        endMinute: 480,
        returnLeg: { startMinute: 960, endMinute: 990 },
      }),
      ROME,
    );
    expect(legs.map(({ day, leg, startsAt }) => `${day} ${leg} ${iso(startsAt)}`)).toEqual([
      '2026-03-23 0 2026-03-23T06:30',
      '2026-03-23 1 2026-03-23T15:00',
    ]);
  });

  test('ten thousand dates are refused before one is made, and the limit is named', () => {
    const everyDay = weekly({ weekdays: [1, 2, 3, 4, 5, 6, 7], untilDay: addDays('2026-03-23', 9_999) });
    expect(countOccurrences(everyDay)).toBe(10_000);
    expect(() => expandSchedule(everyDay, ROME)).toThrow(
      expect.objectContaining({
        code: 'too-many-occurrences',
        status: 422,
        facts: { occurrences: 10_000, limit: MAX_OCCURRENCES },
      }),
    );
  });

  test('exactly four hundred dates are allowed, one more is not', () => {
    const days = (count: number) =>
      weekly({ weekdays: [1, 2, 3, 4, 5, 6, 7], untilDay: addDays('2026-03-23', count - 1) });
    expect(expandSchedule(days(400), ROME)).toHaveLength(400);
    expect(() => expandSchedule(days(401), ROME)).toThrow(
      expect.objectContaining({ code: 'too-many-occurrences' }),
    );
  });

  test('a rare rule over years is refused for its length', () => {
    expect(() => expandSchedule(weekly({ untilDay: '2027-06-01' }), ROME)).toThrow(
      expect.objectContaining({ code: 'schedule-too-long' }),
    );
  });

  test('any schedule: the count is right, days are wanted ones in order, local starts are kept outside the skipped hour', () => {
    const schedules = fc
      .record({
        offset: fc.integer({ min: 0, max: 700 }),
        length: fc.integer({ min: 0, max: 90 }),
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        startMinute: fc.integer({ min: 0, max: 1_439 }),
        minutes: fc.integer({ min: 15, max: 1_440 }),
        share: fc.double({ min: 0.02, max: 1, noNaN: true }),
      })
      .map(({ offset, length, weekdays, startMinute, minutes, share }) => {
        const firstDay = addDays('2026-01-01', offset);
        const durationMinutes = Math.max(15, Math.floor(minutes * share));
        return weekly({
          firstDay,
          untilDay: addDays(firstDay, length),
          weekdays,
          startMinute,
          endMinute: startMinute + minutes,
          durationMinutes,
        });
      });
    fc.assert(
      fc.property(schedules, (schedule) => {
        const occurrences = expandSchedule(schedule, ROME);
        expect(occurrences).toHaveLength(countOccurrences(schedule));
        for (const [index, occurrence] of occurrences.entries()) {
          expect(schedule.weekdays).toContain(weekdayOf(occurrence.day));
          if (index > 0) expect(occurrence.day > occurrences[index - 1]!.day).toBe(true);
          expect(
            occurrence.startsAt < occurrence.endsAt && occurrence.endsAt <= occurrence.windowEndsAt,
          ).toBe(true);
          const skipped = schedule.startMinute >= 120 && schedule.startMinute < 180;
          if (!skipped) expect(localMinute(ROME, occurrence.startsAt)).toBe(schedule.startMinute);
        }
      }),
      { numRuns: 40 },
    );
  });
});
