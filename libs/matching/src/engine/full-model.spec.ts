import { describe, expect, it } from '@jest/globals';
import { solveFullModel } from '../../../../test/bench/matching-full-model.js';
import { makeInstance } from '../../../../test/bench/matching-instances.js';
import { checkSolution, solve } from './index.js';

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
});
