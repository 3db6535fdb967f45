import { describe, expect, it } from '@jest/globals';
import { spokenSeconds, timeOf } from './run-time.rules.js';

describe('how long a run took', () => {
  it('is the sum of its parts, in their order', () => {
    const counts = { writeMs: 90, visits: 12, solveMs: 300, loadMs: 120, candidatesMs: 60 };
    expect(timeOf(counts)).toEqual({
      ms: 570,
      parts: [
        { part: 'load', ms: 120 },
        { part: 'candidates', ms: 60 },
        { part: 'solve', ms: 300 },
        { part: 'write', ms: 90 },
      ],
    });
  });

  it('is not told of a run that has not told it', () => {
    expect(timeOf({ visits: 12 })).toBeUndefined();
    expect(timeOf({ loadMs: 0 })).toEqual({ ms: 0, parts: [{ part: 'load', ms: 0 }] });
  });

  it.each([
    [0, 0.1],
    [149, 0.1],
    [150, 0.2],
    [9_949, 9.9],
    [9_999, 10],
    [10_000, 10],
    [10_501, 11],
  ])('of %i ms is said as %d seconds', (ms, seconds) => {
    expect(spokenSeconds(ms)).toBe(seconds);
  });
});
