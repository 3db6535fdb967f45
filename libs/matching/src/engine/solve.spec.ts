import { describe, expect, it } from '@jest/globals';
import { makeInstance } from '../../../../test/bench/matching-instances.js';
import type { Optimum } from '../../../../test/bench/matching-oracle.js';
import { bruteForce, randomProblem } from '../../../../test/bench/matching-oracle.js';
import type { Effort, Problem, Solution } from './index.js';
import { checkSolution, InvalidProblem, solve, validateProblem } from './index.js';

const SEEDS = 2_400;

/** A random problem whose approved work is possible. */
function validProblem(seed: number): Problem {
  const problem = randomProblem(seed);
  try {
    return validateProblem(problem);
  } catch (fault) {
    if (!(fault instanceof InvalidProblem)) throw fault;
    return validateProblem({ ...problem, approved: [] });
  }
}

/** Score plus stability bonus. */
function worth(problem: Problem, solution: Solution): number {
  const current = new Set((problem.current ?? []).map(String));
  const kept = solution.assignments.filter((pair) => current.has(String(pair)));
  return solution.objective + kept.length * (problem.stabilityBonus ?? 0);
}

function bonusOf(problem: Problem, solution: Solution): number {
  return worth(problem, solution) - solution.objective;
}

describe('solve', () => {
  it.each([0, 1, 2, 3])(
    'proves the optimum that brute force finds, in every mix of rules (part %i)',
    async (part) => {
      const wrong: [number, Optimum, Solution][] = [];
      for (let seed = part * (SEEDS / 4); seed < (part + 1) * (SEEDS / 4); seed += 1) {
        const problem = validProblem(seed);
        const best = bruteForce(problem);
        const solution = await solve(problem, { effort: 'proof' });
        const right =
          checkSolution(problem, solution).length === 0 &&
          solution.status === 'optimal' &&
          worth(problem, solution) === best.worth &&
          solution.assignments.length >= best.seats;
        if (!right) wrong.push([seed, best, solution]);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each<Effort>(['quick', 'standard'])(
    'never bounds below the optimum nor breaks a rule at effort %s',
    async (effort) => {
      const wrong: number[] = [];
      for (let seed = 10_000; seed < 10_600; seed += 1) {
        const problem = validProblem(seed);
        const best = bruteForce(problem).worth;
        const solution = await solve(problem, { effort });
        const sound = solution.bound + bonusOf(problem, solution) >= best && worth(problem, solution) <= best;
        const honest = solution.status !== 'optimal' || worth(problem, solution) === best;
        if (!sound || !honest || checkSolution(problem, solution).length > 0) wrong.push(seed);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('gives the same plan twice', async () => {
    const problem = makeInstance({ requests: 300, helpers: 200, seed: 5, travel: true });
    expect(await solve(problem)).toEqual(await solve(problem));
  });

  it('gives the same plan whatever the order of the input', async () => {
    const problem = makeInstance({ requests: 200, helpers: 150, seed: 6 });
    const last = problem.requests.length - 1;
    const turned: Problem = {
      ...problem,
      requests: [...problem.requests].reverse(),
      edges: [...problem.edges].reverse().map(([request, ...rest]) => [last - request, ...rest] as const),
    };
    const plain = await solve(problem);
    const back = (await solve(turned)).assignments.map(([request, helper]) => [last - request, helper]);
    back.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
    expect(back).toEqual(plain.assignments);
  });

  it('beats greedy and stays within a small proven gap on a community with travel', async () => {
    const problem = makeInstance({ requests: 400, helpers: 200, seed: 8, travel: true });
    const solution = await solve(problem);
    expect(checkSolution(problem, solution)).toEqual([]);
    expect(solution.objective).toBeGreaterThan(solution.stages[0]!.objective);
    expect(solution.gap).toBeLessThan(0.02);
  });

  it('reports every stage in order, each with a plan no worse', async () => {
    const seen: string[] = [];
    const problem = makeInstance({ requests: 120, helpers: 60, seed: 9 });
    const solution = await solve(problem, { effort: 'proof', onStage: (stage) => seen.push(stage.name) });
    expect(seen.slice(0, 4)).toEqual(['greedy', 'prices', 'dive', 'local-search']);
    expect(seen.at(-1)).toBe('proof');
    const objectives = solution.stages.map((stage) => stage.objective);
    expect(objectives).toEqual([...objectives].sort((a, b) => a - b));
  });

  it('answers an empty problem', async () => {
    const empty: Problem = { version: 1, requests: [], helpers: [], edges: [] };
    expect(await solve(empty, { effort: 'proof' })).toMatchObject({
      objective: 0,
      bound: 0,
      gap: 0,
      status: 'optimal',
    });
  });
});
