import type { Instance } from '../model/instance.js';
import { buildInstance } from '../model/instance.js';
import { LocalSearch } from '../stages/local-search.js';
import type { Plan } from '../model/plan.js';
import { Prices } from '../stages/prices.js';
import { insightOf } from '../insight/insight.js';
import type { CurrentPair, Insight, Problem, Solution } from '../model/problem.js';
import { Report } from '../answer/report.js';
import { Subproblem } from '../choice/subproblem.js';
import { validateProblem } from '../input/validate-problem.js';
import { marginalPrice } from './marginal-price.js';
import { standingPlan } from './standing-plan.js';

/** Rounds in which open seats are tried again after others have moved. */
const ROUNDS = 2;
/** First step of settling prices, in parts of the mean weight, and its factor a round. */
const FIRST_STEP = 0.05;
const DECAY = 0.88;
/** A bound costs as much as a round: it is taken each so many. */
const EVALUATED = 5;

/** Steps that chains may take, for each edge and in all: enough for a neighbourhood, and an end for a whole market. */
const STEPS = 3_000;
const MOST_STEPS = 60_000_000;

export interface RearrangeOptions {
  /** Price of each request in points, by input index; null or absent: not known yet. */
  readonly prices?: readonly (number | null)[];
  /** The plan to go on from, where it is another than the `current` pairs that earn the bonus. */
  readonly standing?: readonly CurrentPair[];
  /** Filled requests that somebody new might serve better. */
  readonly wanted?: readonly number[];
  /** Rounds in which the prices may settle anew, for a closer bound; 0 when absent. */
  readonly rounds?: number;
  /** Whether they may only rise: a pair left out of the problem for its price is then still not worth it. */
  readonly rising?: boolean;
  /** Told at the end what explanations need; without it nothing of that is computed. */
  readonly onInsight?: (insight: Insight) => void;
}

/**
 * Plans on from the plan in force (`current`) instead of anew: open seats are placed by short chains of best
 * responses under known prices. A standing pair moves only where the plan gains more than its stability bonus; what is
 * approved never does. The bound holds for this problem, at these prices.
 * @throws InvalidProblem when the problem breaks its contract
 */
export function rearrange(problem: Problem, options: RearrangeOptions = {}): Solution {
  validateProblem(problem);
  const instance = buildInstance(problem);
  const subproblem = new Subproblem(instance);
  const prices = new Prices(instance, subproblem);
  warm(instance, subproblem, prices.price, options.prices ?? []);
  prices.evaluate();
  resettle(instance, prices, options.rounds ?? 0, options.rising ?? false);
  const plan = standingPlan(instance, options.standing);
  const report = new Report(instance, () => 0, 0);
  report.stage('greedy', plan, prices.bound);
  const search = new LocalSearch(
    instance,
    subproblem,
    plan,
    prices.price,
    Math.min(MOST_STEPS, STEPS * instance.edgeCount),
  );
  fill(instance, plan, search);
  offer(instance, plan, search, prices.price, options.wanted ?? []);
  report.stage('local-search', plan, prices.bound);
  options.onInsight?.(insightOf(instance, subproblem, prices.price, plan));
  return report.solution(plan, prices.bound);
}

/** Known prices into the units of the weights; then the missing ones, one after the other. */
function warm(
  instance: Instance,
  subproblem: Subproblem,
  price: Float64Array,
  known: readonly (number | null)[],
): void {
  const missing: number[] = [];
  instance.requestOrder.forEach((source, request) => {
    const points = known[source] ?? null;
    if (points === null) missing.push(request);
    else price[request] = Math.round(points * instance.scale);
  });
  for (const request of missing) marginalPrice(instance, subproblem, price, request);
}

/** Lets warm prices settle around what changed, in falling steps; the best of them stay. */
function resettle(instance: Instance, prices: Prices, rounds: number, rising: boolean): void {
  if (rounds === 0 || instance.edgeCount === 0) return;
  const least = rising ? prices.price.slice() : new Float64Array(instance.requestCount);
  let step = (FIRST_STEP * instance.weight.reduce((sum, one) => sum + one, 0)) / instance.edgeCount;
  for (let round = 0; round < rounds; round += 1, step *= DECAY) {
    prices.sweep(step);
    for (let request = 0; request < least.length; request += 1)
      if (prices.price[request]! < least[request]!) prices.price[request] = least[request]!;
    if ((round + 1) % EVALUATED === 0) prices.evaluate();
  }
  prices.price.set(prices.bestPrice);
}

/** Tries every way to fill each open seat, until a round gains nothing. */
function fill(instance: Instance, plan: Plan, search: LocalSearch): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = plan.total;
    for (let request = 0; request < instance.requestCount; request += 1) {
      while (plan.open[request]! > 0 && search.improveThroughEach(request, -1)) continue;
    }
    if (plan.total <= before) return;
  }
}

/** Takes each wanted request from its helper, one at a time, and lets a chain place it better. */
function offer(
  instance: Instance,
  plan: Plan,
  search: LocalSearch,
  price: Float64Array,
  wanted: readonly number[],
): void {
  const rank = new Map(Array.from(instance.requestOrder, (source, request) => [source, request]));
  for (const source of wanted) {
    const request = rank.get(source)!;
    const known = price[request]!;
    // Its price knows nothing of the new chance: a chain must not be given up before it was tried.
    price[request] = Infinity;
    for (const helper of holders(instance, plan, request)) search.improveThroughEach(request, helper);
    price[request] = known;
  }
}

function holders(instance: Instance, plan: Plan, request: number): number[] {
  const { requestFirst, requestEdges, edgeHelper, helperFirst } = instance;
  const found: number[] = [];
  for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
    const edge = requestEdges[k]!;
    const helper = edgeHelper[edge]!;
    if (plan.indexOf(helper, edge - helperFirst[helper]!) >= 0) found.push(helper);
  }
  return found;
}
