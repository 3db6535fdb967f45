import { describe, expect, it } from '@jest/globals';
import type { Optimum } from '../../../../../test/bench/matching-oracle.js';
import { bruteForce, randomRichProblem } from '../../../../../test/bench/matching-oracle.js';
import type { Effort, Problem, Solution } from '../index.js';
import { checkSolution, InvalidProblem, solve, validateProblem } from '../index.js';

const SEEDS = 2_400;

/** A random problem of the whole model whose approved work is possible. */
function validProblem(seed: number): Problem {
  const problem = randomRichProblem(seed);
  try {
    return validateProblem(problem);
  } catch (fault) {
    if (!(fault instanceof InvalidProblem) || !fault.path.startsWith('$.approved')) throw fault;
    return validateProblem({ ...problem, approved: [] });
  }
}

/** The stability bonus that a plan keeps. */
function bonusOf(problem: Problem, solution: Solution): number {
  const startOf = new Map(solution.starts ?? []);
  const kept = solution.assignments.filter((pair, index) =>
    (problem.current ?? []).some(([request, helper, start]) => {
      const given = startOf.get(index) ?? problem.requests[request]!.start;
      return request === pair[0] && helper === pair[1] && (start == null || start === given);
    }),
  );
  return kept.length * (problem.stabilityBonus ?? 0);
}

describe('the whole model', () => {
  it.each([0, 1, 2, 3])(
    'is proven as brute force finds it: other starts, free times and homes, fairness, links (part %i)',
    async (part) => {
      const wrong: [number, Optimum, Solution][] = [];
      for (let seed = part * (SEEDS / 4); seed < (part + 1) * (SEEDS / 4); seed += 1) {
        const problem = validProblem(seed);
        const best = bruteForce(problem);
        const solution = await solve(problem, { effort: 'proof' });
        const right =
          checkSolution(problem, solution).length === 0 &&
          solution.status === 'optimal' &&
          solution.objective + bonusOf(problem, solution) === best.worth &&
          solution.assignments.length >= best.seats;
        if (!right) wrong.push([seed, best, solution]);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each<Effort>(['quick', 'standard'])(
    'is never bounded below the optimum at effort %s',
    async (effort) => {
      const wrong: number[] = [];
      for (let seed = 20_000; seed < 20_600; seed += 1) {
        const problem = validProblem(seed);
        const best = bruteForce(problem).worth;
        const solution = await solve(problem, { effort });
        const bonus = bonusOf(problem, solution);
        const sound = solution.bound + bonus >= best && solution.objective + bonus <= best;
        const honest = solution.status !== 'optimal' || solution.objective + bonus === best;
        if (!sound || !honest || checkSolution(problem, solution).length > 0) wrong.push(seed);
      }
      expect(wrong).toEqual([]);
    },
  );
});
