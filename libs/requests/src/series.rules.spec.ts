import { describe, expect, test } from '@jest/globals';
import type { ScheduleInput } from './request.rules.js';
import { continued, cutSeries } from './series.rules.js';
import type { StandingVisit } from './visit-plan.rules.js';

const MONDAYS: ScheduleInput = {
  frequency: 'weekly',
  firstDay: '2026-10-05',
  untilDay: '2026-11-05',
  weekdays: [1],
  startTime: '16:00',
  endTime: '18:00',
  durationMinutes: 60,
};
const NOW = new Date('2026-10-06T08:00:00Z');
const AT_FIVE = { startTime: '17:00', endTime: '18:30' };

const visit = (occurrence: string, parts: Partial<StandingVisit> = {}): StandingVisit => {
  const startsAt = new Date(`${occurrence}T14:00:00Z`);
  const endsAt = new Date(`${occurrence}T16:00:00Z`);
  return {
    id: occurrence,
    occurrence,
    leg: 0,
    state: 'planned',
    rescheduled: false,
    windowStartsAt: startsAt,
    windowEndsAt: endsAt,
    startsAt,
    endsAt,
    fromZoneId: 'a',
    toZoneId: 'a',
    seatsNeeded: 1,
    activeSeats: 0,
    ...parts,
  };
};
const from = (day: string) => visit(day);

describe('a series from one visit on', () => {
  test('has other times, all of them, and ends when it did', () => {
    expect(continued(MONDAYS, '2026-10-12', AT_FIVE)).toMatchObject({
      firstDay: '2026-10-12',
      untilDay: '2026-11-05',
      weekdays: [1],
      startTime: '17:00',
      endTime: '18:30',
      durationMinutes: undefined,
    });
  });

  test.each([
    [3, '2026-10-14', '2026-11-07'],
    [7, '2026-10-18', '2026-11-11'],
    [1, '2026-10-12', '2026-11-05'],
  ])('moves to another weekday (%i) within its week, and its end with it', (weekday, firstDay, untilDay) => {
    expect(continued(MONDAYS, '2026-10-12', { ...AT_FIVE, weekday })).toMatchObject({
      firstDay,
      untilDay,
      weekdays: [weekday],
    });
  });

  test('of several weekdays changes its times, not its days', () => {
    const twice = { ...MONDAYS, weekdays: [1, 4] };
    expect(continued(twice, '2026-10-12', { ...AT_FIVE, weekday: 1 }).weekdays).toEqual([1, 4]);
    expect(() => continued(twice, '2026-10-12', { ...AT_FIVE, weekday: 2 })).toThrow(
      expect.objectContaining({ code: 'times-wrong' }),
    );
  });

  test('is nothing that is needed once', () => {
    const once: ScheduleInput = { ...MONDAYS, frequency: 'once', weekdays: [] };
    expect(() => continued(once, '2026-10-12', AT_FIVE)).toThrow(
      expect.objectContaining({ code: 'times-wrong' }),
    );
  });

  test('runs over midnight only where it did', () => {
    const late = { startTime: '22:00', endTime: '01:00' };
    expect(continued({ ...MONDAYS, endsNextDay: true }, '2026-10-12', late).endsNextDay).toBe(true);
    expect(continued(MONDAYS, '2026-10-12', late).endsNextDay).toBe(false);
    expect(continued({ ...MONDAYS, endsNextDay: true }, '2026-10-12', AT_FIVE).endsNextDay).toBe(false);
  });
});

describe('the cut of a series', () => {
  test('leaves what is before the visit, and what has begun', () => {
    const cut = cutSeries(
      [visit('2026-10-05'), visit('2026-10-12'), visit('2026-10-19'), visit('2026-10-26')],
      from('2026-10-19'),
      NOW,
    );
    expect(cut.following.map(({ id }) => id)).toEqual(['2026-10-19', '2026-10-26']);
    expect(cut.asksAnew).toBe(true);
  });

  test('asks nothing anew from the next visit on, while nobody is coming', () => {
    const standing = [visit('2026-10-05'), visit('2026-10-12'), visit('2026-10-19')];
    expect(cutSeries(standing, from('2026-10-12'), NOW).asksAnew).toBe(false);
    const covered = [...standing, visit('2026-10-26', { activeSeats: 1 })];
    expect(cutSeries(covered, from('2026-10-12'), NOW).asksAnew).toBe(true);
  });

  test('keeps the days that a person cancelled after the visit', () => {
    const cut = cutSeries(
      [
        visit('2026-10-12', { state: 'cancelled' }),
        visit('2026-10-19'),
        visit('2026-10-26', { state: 'cancelled' }),
        visit('2026-11-02', { state: 'cancelled', rescheduled: true }),
      ],
      from('2026-10-19'),
      NOW,
    );
    expect(cut.cancelledDays).toEqual(['2026-10-26']);
  });
});
