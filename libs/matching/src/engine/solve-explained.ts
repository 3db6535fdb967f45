import { rearrange, type RearrangeOptions } from './incremental/rearrange.js';
import type { Effort, Insight, Problem, Solution } from './model/problem.js';
import { solve, type SolveOptions } from './solve.js';

/** A plan with the numbers that explanations need. */
export interface Explained {
  readonly solution: Solution;
  readonly insight: Insight;
}

/** What is known of the plan in force. */
export type WarmStart = Pick<RearrangeOptions, 'prices' | 'standing' | 'wanted' | 'rounds' | 'rising'>;

const NOTHING: Insight = { prices: [], claims: [], alternatives: [] };

export async function solveExplained(
  problem: Problem,
  effort: Effort,
  options: Pick<SolveOptions, 'onStage' | 'now'> = {},
): Promise<Explained> {
  let insight = NOTHING;
  const solution = await solve(problem, { ...options, effort, onInsight: (told) => (insight = told) });
  return { solution, insight };
}

export function rearrangeExplained(problem: Problem, warm: WarmStart): Explained {
  let insight = NOTHING;
  const solution = rearrange(problem, { ...warm, onInsight: (told) => (insight = told) });
  return { solution, insight };
}
