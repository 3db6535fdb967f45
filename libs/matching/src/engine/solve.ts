import { Dive } from './dive.js';
import { greedyPlan, improveEach } from './greedy.js';
import type { Instance } from './instance.js';
import { buildInstance } from './instance.js';
import { LocalSearch } from './local-search.js';
import type { Plan } from './plan.js';
import { Prices } from './prices.js';
import type { Effort, Problem, Solution, Stage } from './problem.js';
import { prove } from './proof.js';
import { Report } from './report.js';
import { Subproblem } from './subproblem.js';
import { preferIds } from './tie-break.js';
import { validateProblem } from './validate-problem.js';

export interface SolveOptions {
  /** How far to go; default `standard`. */
  readonly effort?: Effort;
  /** Told of each stage as it ends. */
  readonly onStage?: (stage: Stage) => void;
  /** Milliseconds from any origin, for the figures of the stages alone: no decision looks at it. */
  readonly now?: () => number;
}

/** Budgets of work; steps are fractions of the mean weight. */
interface Budget {
  readonly sweeps: number;
  readonly firstStep: number;
  readonly decay: number;
  readonly diveRounds: number;
  readonly diveStep: number;
  readonly diveDecay: number;
  /** Kicks of the local search, for each request. */
  readonly kicks: number;
}

const STANDARD: Budget = {
  sweeps: 60,
  firstStep: 0.5,
  decay: 0.9,
  diveRounds: 70,
  diveStep: 0.03,
  diveDecay: 0.92,
  kicks: 2,
};

const BUDGETS: Record<Effort, Budget> = {
  quick: { ...STANDARD, sweeps: 30, decay: 0.82, diveRounds: 25, diveDecay: 0.85, kicks: 0 },
  standard: STANDARD,
  proof: { ...STANDARD, sweeps: 100, decay: 0.93, kicks: 4 },
};

/**
 * Plans: the best assignments found, with a proven bound. Same problem and effort, same answer, on any machine.
 * @throws InvalidProblem when the problem breaks its contract
 */
export async function solve(problem: Problem, options: SolveOptions = {}): Promise<Solution> {
  const now = options.now ?? (() => 0);
  const began = now();
  validateProblem(problem);
  const effort = options.effort ?? 'standard';
  const instance = buildInstance(problem);
  const report = new Report(instance, now, began, options.onStage);
  const subproblem = new Subproblem(instance);
  const prices = new Prices(instance, subproblem);
  let plan = greedyPlan(instance);
  report.stage('greedy', plan, Infinity);
  settlePrices(instance, prices, BUDGETS[effort]);
  report.stage('prices', plan, prices.bound);
  plan = dive(instance, subproblem, prices, BUDGETS[effort], plan);
  report.stage('dive', plan, prices.bound);
  const search = new LocalSearch(instance, subproblem, plan, prices.bestPrice);
  search.fillOpen(3);
  search.perturb(BUDGETS[effort].kicks * instance.requestCount);
  improveEach(instance, plan, subproblem, 4);
  report.stage('local-search', plan, prices.bound);
  if (effort === 'proof') {
    plan = await prove(instance, subproblem, prices, plan, (name, best) =>
      report.stage(name, best, prices.bound),
    );
  }
  preferIds(instance, plan);
  return report.solution(plan, prices.bound);
}

function meanWeight(instance: Instance): number {
  return instance.edgeCount === 0
    ? 0
    : instance.weight.reduce((sum, one) => sum + one, 0) / instance.edgeCount;
}

function settlePrices(instance: Instance, prices: Prices, budget: Budget): void {
  prices.evaluate();
  let step = meanWeight(instance) * budget.firstStep;
  for (let round = 0; round < budget.sweeps; round += 1) {
    prices.sweep(step);
    step *= budget.decay;
  }
  prices.evaluate();
}

function dive(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  budget: Budget,
  greedy: Plan,
): Plan {
  const descent = new Dive(instance, subproblem, prices.bestPrice.slice(), prices.memory);
  const plan = descent.run({
    rounds: budget.diveRounds,
    step: meanWeight(instance) * budget.diveStep,
    decay: budget.diveDecay,
  });
  return plan.total >= greedy.total ? plan : greedy;
}
