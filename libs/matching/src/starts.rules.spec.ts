import { describe, expect, it } from '@jest/globals';
import { startsToWeigh } from './starts.rules.js';

const quarters = (from: number, count: number) => Array.from({ length: count }, (_, k) => from + 15 * k);

describe('the starts that a plan weighs', () => {
  it('are all that helpers can make while they are few', () => {
    expect(startsToWeigh(600, [{ starts: [600, 615] }, { starts: [615, 630] }])).toEqual([600, 615, 630]);
    expect(startsToWeigh(600, [{ starts: quarters(600, 12) }])).toEqual(quarters(600, 12));
  });

  it('are thinned out where they are many, the best kept', () => {
    const weighed = startsToWeigh(615, [{ starts: quarters(600, 13) }]);
    expect(weighed).toEqual([600, 615, 630, 660, 690, 720, 750, 780]);
  });

  it('leave each helper one', () => {
    const weighed = startsToWeigh(600, [{ starts: quarters(600, 40) }, { starts: [615] }]);
    expect(weighed).toContain(615);
  });

  it('are the one start where nobody comes', () => {
    expect(startsToWeigh(600, [])).toEqual([600]);
  });

  it('are for two seats those that two can make', () => {
    const helpers = [{ starts: [0, 15, 30] }, { starts: [30, 45] }, { starts: [60] }];
    expect(startsToWeigh(30, helpers, 2)).toEqual([30]);
    expect(startsToWeigh(30, helpers, 1)).toEqual([0, 15, 30, 45, 60]);
  });

  it('are for two seats all the same when nobody shares one', () => {
    expect(startsToWeigh(0, [{ starts: [0] }, { starts: [15] }], 2)).toEqual([0, 15]);
  });
});
