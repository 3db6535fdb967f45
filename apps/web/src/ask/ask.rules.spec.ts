import { describe, expect, it } from '@jest/globals';
import { wrongsOf } from './ask.rules.js';
import { isLong } from './days.rules.js';
import type { Draft } from './draft.js';

const TODAY = '2026-10-05';
const IN_400_DAYS = '2027-11-09';
const IN_401_DAYS = '2027-11-10';
const times = { startTime: '16:00', endTime: '18:00', returns: false };
const wrong = (part: Pick<Draft, 'frequency' | 'firstDay' | 'untilDay'>) =>
  wrongsOf('when', { ...times, ...part } as Draft, undefined, TODAY);

describe('when help is needed', () => {
  it.each(['once', 'weekly'] as const)('%s begins today or within 400 days', (frequency) => {
    const from = (firstDay: string) => wrong({ frequency, firstDay, untilDay: firstDay });
    expect(from(TODAY)).toEqual([]);
    expect(from(IN_400_DAYS)).toEqual([]);
    expect(from(IN_401_DAYS)).toEqual([{ field: 'firstDay', words: 'wrong.far' }]);
    expect(from('2026-10-04')).toEqual([{ field: 'firstDay', words: 'wrong.past' }]);
    expect(from('')).toEqual([{ field: 'firstDay', words: 'wrong.day' }]);
  });

  it('weekly runs at most 400 days', () => {
    const until = (untilDay: string) => wrong({ frequency: 'weekly', firstDay: TODAY, untilDay });
    expect(until(IN_400_DAYS)).toEqual([]);
    expect(until(IN_401_DAYS)).toEqual([{ field: 'untilDay', words: 'wrong.long' }]);
    expect(isLong({ firstDay: '', untilDay: IN_401_DAYS })).toBe(false);
  });
});
