import { describe, expect, it } from '@jest/globals';
import { copiedDay, fillingOf, hoursOf, minutesOfWeek, painted, slotsOf, weekOf } from './grid.rules.js';

const monday = { weekday: 1, startTime: '15:00', endTime: '18:00' };

describe('the week of a helper', () => {
  it('comes back as it was written', () => {
    const hours = [monday, { weekday: 6, startTime: '09:30', endTime: '12:00' }];
    expect(hoursOf(weekOf(hours))).toEqual(hours);
    expect(minutesOfWeek(weekOf(hours))).toBe(330);
  });

  it('goes on past midnight, also from Sunday to Monday', () => {
    const night = { weekday: 7, startTime: '22:00', endTime: '01:00', endsNextDay: true };
    expect(hoursOf(weekOf([night]))).toEqual([
      { weekday: 1, startTime: '00:00', endTime: '01:00' },
      { weekday: 7, startTime: '22:00', endTime: '00:00', endsNextDay: true },
    ]);
  });

  it('says of a band whether none, some or all of it is free', () => {
    const week = weekOf([monday]);
    expect(fillingOf(week, slotsOf(0, 8, 12))).toBe('none');
    expect(fillingOf(week, slotsOf(0, 14, 18))).toBe('some');
    expect(fillingOf(week, slotsOf(0, 15, 18))).toBe('all');
  });

  it('is painted and wiped cell by cell, and nothing beside it changes', () => {
    const week = painted(weekOf([monday]), slotsOf(0, 14, 16), false);
    expect(hoursOf(week)).toEqual([{ ...monday, startTime: '16:00' }]);
    expect(hoursOf(painted(week, slotsOf(1, 14, 15), true))).toHaveLength(2);
  });

  it('copies a day over others whole: what they had before is gone', () => {
    const week = weekOf([monday, { weekday: 2, startTime: '08:00', endTime: '09:00' }]);
    expect(hoursOf(copiedDay(week, 0, [1, 2]))).toEqual([
      monday,
      { ...monday, weekday: 2 },
      { ...monday, weekday: 3 },
    ]);
  });
});
