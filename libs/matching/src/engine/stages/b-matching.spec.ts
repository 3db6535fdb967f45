import { describe, expect, it } from '@jest/globals';
import { solveFullModel } from '../../../../../test/bench/matching-full-model.js';
import { makeInstance } from '../../../../../test/bench/matching-instances.js';
import { isBMatching } from './b-matching.js';
import { checkSolution, solve } from '../index.js';
import { buildInstance } from '../model/instance.js';

describe('a problem without time', () => {
  it.each([
    [1, 60, 40, false],
    [2, 90, 20, false],
    [3, 40, 80, false],
    [4, 70, 70, true],
  ])(
    'is planned as well as the textbook model at effort standard (seed %i, %i x %i, single %s)',
    async (seed, requests, helpers, single) => {
      const problem = makeInstance({ requests, helpers, seed, timeless: true, single });
      expect(isBMatching(buildInstance(problem))).toBe(true);
      const full = await solveFullModel(problem, 60);
      const solution = await solve(problem);
      expect(full.optimal).toBe(true);
      expect(checkSolution(problem, solution)).toEqual([]);
      expect(solution).toMatchObject({ objective: full.objective, bound: full.objective, status: 'optimal' });
      expect(solution.stages.map(({ name }) => name)).toEqual(['greedy', 'prices']);
    },
  );

  it('is none where visits overlap, minutes are short or weeks are capped', () => {
    const requests = ['a', 'b'].map((id) => ({ id, needed: 1, start: 0, end: 60 }));
    const edges = [
      [0, 0, 5, 60],
      [1, 0, 5, 60],
    ] as const;
    const is = (helper: object, free = true): boolean =>
      isBMatching(
        buildInstance({
          version: 1,
          requests: free ? requests.map(({ id, needed }) => ({ id, needed })) : requests,
          helpers: [{ id: 'h', ...helper }],
          edges,
        }),
      );
    expect(is({})).toBe(true);
    expect(is({}, false)).toBe(false);
    expect(is({ maxMinutes: 120 })).toBe(true);
    expect(is({ maxMinutes: 119 })).toBe(false);
    const caps = [{ from: -10, to: 10, maxRequests: 1 }];
    const later = requests.map((request, k) => ({ ...request, start: 90 * k, end: 90 * k + 60 }));
    expect(
      isBMatching(buildInstance({ version: 1, requests: later, helpers: [{ id: 'h', caps }], edges })),
    ).toBe(false);
  });
});
