import { greedyPlan, improveEach } from './greedy.js';
import { buildInstance } from './instance.js';
import type { Effort, Problem, Solution, Stage } from './problem.js';
import { Report } from './report.js';
import { Subproblem } from './subproblem.js';
import { validateProblem } from './validate-problem.js';

export interface SolveOptions {
  /** How far to go; default `standard`. */
  readonly effort?: Effort;
  /** Told of each stage as it ends. */
  readonly onStage?: (stage: Stage) => void;
  /** Milliseconds from any origin, for the figures of the stages alone: no decision looks at it. */
  readonly now?: () => number;
}

/**
 * Plans: the best assignments found, with a proven bound. Same problem and effort, same answer, on any machine.
 * @throws InvalidProblem when the problem breaks its contract
 */
export async function solve(problem: Problem, options: SolveOptions = {}): Promise<Solution> {
  const now = options.now ?? (() => 0);
  const began = now();
  validateProblem(problem);
  const instance = buildInstance(problem);
  const report = new Report(instance, now, began, options.onStage);
  const subproblem = new Subproblem(instance);
  const plan = greedyPlan(instance);
  report.stage('greedy', plan, Infinity);
  improveEach(instance, plan, subproblem, 8);
  const bound = instance.weight.reduce((sum, weight) => sum + weight, 0);
  return report.solution(plan, bound);
}
