import { BMatching, isBMatching } from './stages/b-matching.js';
import { Dive } from './stages/dive.js';
import { greedyPlan, improveEach } from './stages/greedy.js';
import { insightOf } from './insight/insight.js';
import type { Instance } from './model/instance.js';
import { buildInstance } from './model/instance.js';
import { LocalSearch } from './stages/local-search.js';
import { Plan } from './model/plan.js';
import { Prices } from './stages/prices.js';
import type { Effort, Insight, Problem, Solution, Stage } from './model/problem.js';
import { prove } from './proof/proof.js';
import { refineByEdges } from './proof/refine-by-edges.js';
import { Report } from './answer/report.js';
import { Subproblem } from './choice/subproblem.js';
import { preferIds } from './stages/tie-break.js';
import { validateProblem } from './input/validate-problem.js';

export interface SolveOptions {
  /** How far to go; default `standard`. */
  readonly effort?: Effort;
  /** Told of each stage as it ends. */
  readonly onStage?: (stage: Stage) => void;
  /** Told at the end what explanations need; without it nothing of that is computed. */
  readonly onInsight?: (insight: Insight) => void;
  /** Milliseconds from any origin, for the figures of the stages alone: no decision looks at it. */
  readonly now?: () => number;
  /** Told of each request's price, in points and by input index: how scarce help for it is. */
  readonly onPrices?: (prices: Float64Array) => void;
}

/** Falling steps of the prices, in parts of the mean weight. */
interface Schedule {
  readonly rounds: number;
  readonly step: number;
  readonly decay: number;
}

/** Budgets of work. */
interface Budget {
  readonly prices: Schedule;
  readonly dive: Schedule;
  /** Kicks of the local search, for each request. */
  readonly kicks: number;
  /** Steps of the local search, for each edge: a market too tight to try every open seat ends it before its kicks. */
  readonly steps: number;
}

/** One long fall: small steps too soon leave prices where they are, and the bound above what they could prove. */
const SETTLE: Schedule = { rounds: 100, step: 0.5, decay: 0.93 };
/** Where seats outnumber helpers' time, prices settle slowly at first. */
const TIGHT_SETTLE: Schedule = { rounds: 130, step: 0.3, decay: 0.953 };
/** Finer steps, for a bound worth proving. */
const POLISH: Schedule = { rounds: 100, step: 0.0125, decay: 0.95 };
const DIVE: Schedule = { rounds: 70, step: 0.03, decay: 0.92 };
/** Where seats outnumber helpers' time, wider and slower steps: more must change their mind around each choice. */
const TIGHT_DIVE: Schedule = { rounds: 160, step: 0.06, decay: 0.965 };
/** Part of the seats that greedy leaves empty, from which on a market counts as tight. */
const TIGHT = 0.1;
/** Edges that an exact matching may look at. */
const MATCHING_WORK = 400_000_000;

const QUICK: Budget = {
  prices: { rounds: 30, step: 0.4, decay: 0.82 },
  dive: { rounds: 25, step: 0.03, decay: 0.85 },
  kicks: 0,
  steps: 200,
};
/** Effort `proof` begins with the same and goes on from there: its plan is never worse. */
const STANDARD: Budget = { prices: SETTLE, dive: DIVE, kicks: 3, steps: 1_500 };

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
  const greedy = greedyPlan(instance);
  report.stage('greedy', greedy, Infinity);
  const exact = matchExactly(instance, prices);
  if (exact) report.stage('prices', exact, prices.bound);
  let plan = exact ?? planUnderPrices(instance, subproblem, prices, greedy, effort, report);
  if (effort !== 'quick' && !exact) {
    const better = await refineByEdges(instance, subproblem, prices, plan);
    if (better !== plan) report.stage('core', better, prices.bound);
    plan = better;
  }
  if (effort === 'proof') {
    if (plan.total < prices.bound) polish(instance, subproblem, prices, plan, report);
    plan = await prove(instance, subproblem, prices, plan, (name, best) =>
      report.stage(name, best, prices.bound),
    );
  }
  preferIds(instance, plan);
  options.onPrices?.(pointsOf(instance, prices.bestPrice));
  options.onInsight?.(insightOf(instance, subproblem, prices.bestPrice, plan));
  return report.solution(plan, prices.bound);
}

/** The best plan and its prices, where seats and caps on visits alone decide; null where more does. */
function matchExactly(instance: Instance, prices: Prices): Plan | null {
  if (!isBMatching(instance)) return null;
  const matching = new BMatching(instance);
  if (!matching.run(MATCHING_WORK)) return null;
  const plan = new Plan(instance);
  matching.layOut(plan);
  prices.adopt(matching.price);
  return plan;
}

/** Prices, dive and local search. */
function planUnderPrices(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  greedy: Plan,
  effort: Effort,
  report: Report,
): Plan {
  const tight = effort !== 'quick' && isTight(greedy);
  const budget = effort === 'quick' ? QUICK : STANDARD;
  prices.boundAtTop();
  prices.evaluate();
  settlePrices(prices, tight ? TIGHT_SETTLE : budget.prices, meanWeight(instance));
  report.stage('prices', greedy, prices.bound);
  if (greedy.total >= prices.bound) return greedy;
  const dive = new Dive(instance, subproblem, prices.bestPrice, prices.memory);
  const plan = divePlan(instance, dive, tight ? TIGHT_DIVE : budget.dive, greedy);
  report.stage('dive', plan, prices.bound);
  search(instance, subproblem, prices, plan, budget);
  report.stage('local-search', plan, prices.bound);
  return plan;
}

/** Finer prices for a lower bound, and a search under them. */
function polish(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  plan: Plan,
  report: Report,
): void {
  settlePrices(prices, POLISH, meanWeight(instance));
  report.stage('prices', plan, prices.bound);
  search(instance, subproblem, prices, plan, STANDARD);
  report.stage('local-search', plan, prices.bound);
}

function search(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  plan: Plan,
  { kicks, steps }: Budget,
): void {
  const search = new LocalSearch(instance, subproblem, plan, prices.bestPrice, steps * instance.edgeCount);
  search.fillOpen(3);
  if (kicks > 0) search.wander(kicks * instance.requestCount, prices.bound);
  improveEach(instance, plan, subproblem, 4);
}

function pointsOf(instance: Instance, price: Float64Array): Float64Array {
  const points = new Float64Array(instance.requestCount);
  instance.requestOrder.forEach((source, request) => {
    points[source] = price[request]! / instance.scale;
  });
  return points;
}

function meanWeight(instance: Instance): number {
  return instance.edgeCount === 0
    ? 0
    : instance.weight.reduce((sum, one) => sum + one, 0) / instance.edgeCount;
}

function isTight(plan: Plan): boolean {
  const sum = (seats: Int32Array): number => seats.reduce((total, one) => total + one, 0);
  return sum(plan.open) > TIGHT * sum(plan.instance.demand);
}

function settlePrices(prices: Prices, { rounds, step, decay }: Schedule, unit: number): void {
  // Multiplied up, not raised to a power: Math.pow may differ in the last bit from one machine to the next.
  let length = unit * step;
  for (let round = 0; round < rounds; round += 1, length *= decay) prices.sweep(length);
  prices.evaluate();
}

function divePlan(instance: Instance, dive: Dive, schedule: Schedule, greedy: Plan): Plan {
  const plan = new Plan(instance);
  const everyone = Int32Array.from({ length: instance.helperCount }, (_, helper) => helper);
  dive.run(plan, everyone, { ...schedule, step: meanWeight(instance) * schedule.step });
  return plan.total >= greedy.total ? plan : greedy;
}
