import { describe, expect, it } from '@jest/globals';
import { solveFullModel } from '../../../../../test/bench/matching-full-model.js';
import { makeInstance } from '../../../../../test/bench/matching-instances.js';
import type { Problem } from '../index.js';
import { checkSolution, solve } from '../index.js';

describe('proof', () => {
  it.each([
    [1, 60, 40],
    [2, 80, 30],
    [3, 120, 100],
    [4, 200, 120],
  ])(
    'agrees with the textbook model on a community of middle size (seed %i, %i x %i)',
    async (seed, requests, helpers) => {
      const problem = makeInstance({ requests, helpers, seed });
      const full = await solveFullModel(problem, 60);
      const solution = await solve(problem, { effort: 'proof' });
      expect(full.optimal).toBe(true);
      expect(checkSolution(problem, solution)).toEqual([]);
      expect(solution).toMatchObject({ objective: full.objective, bound: full.objective, status: 'optimal' });
    },
  );

  it.each([
    [11, 30, 20],
    [12, 40, 24],
    [13, 24, 10],
  ])(
    'agrees with it on other starts, free times, fairness and links (seed %i, %i x %i)',
    async (seed, requests, helpers) => {
      const problem = makeWhole(seed, requests, helpers);
      const full = await solveFullModel(problem, 60);
      const solution = await solve(problem, { effort: 'proof' });
      expect(full.optimal).toBe(true);
      expect(checkSolution(problem, solution)).toEqual([]);
      expect(solution).toMatchObject({ objective: full.objective, bound: full.objective, status: 'optimal' });
    },
  );
});

/** A community of whom a third of the requests may begin earlier or later; days, steps and links as in life. */
function makeWhole(seed: number, count: number, helperCount: number): Problem {
  const base = makeInstance({ requests: count, helpers: helperCount, seed });
  const requests = base.requests.map((request, index) =>
    index % 3 === 0 ? { ...request, starts: [request.start! - 60, request.start! + 60] } : request,
  );
  const helpers = base.helpers.map((helper, index) => ({
    ...helper,
    ...(index % 2 === 0 && {
      free: Array.from({ length: 7 }, (_, day) => [day * 1_440 + 420, day * 1_440 + 1_260] as const),
    }),
    fairness: {
      visits: [
        [1, 20],
        [2, 60],
      ] as const,
      minutes: [[240, 30]] as const,
    },
  }));
  const together = Array.from({ length: Math.floor(count / 4) }, (_, k) => [4 * k, 4 * k + 1, 80] as const);
  return { ...base, requests, helpers, together };
}
