import type { Effort, Insight, Problem, Solution } from './problem.js';
import { solve } from './solve.js';

/** A plan with the numbers that explanations need. */
export interface Explained {
  readonly solution: Solution;
  readonly insight: Insight;
}

export async function solveExplained(problem: Problem, effort: Effort): Promise<Explained> {
  let insight: Insight = { prices: [], claims: [], alternatives: [] };
  const solution = await solve(problem, { effort, onInsight: (told) => (insight = told) });
  return { solution, insight };
}
