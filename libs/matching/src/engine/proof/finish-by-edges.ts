import type { Highs } from 'highs';
import type { Subproblem } from '../choice/subproblem.js';
import type { Instance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import type { Prices } from '../stages/prices.js';
import { conclude } from './conclude.js';
import { buildEdgeCore, layOutEdges, startOf } from './edge-core.js';
import { edgeLosses } from './edge-losses.js';
import { solveCore } from './highs-runtime.js';

/** Undecided visits that branch and bound takes on one by one where their sets are too many. */
const MAX_EDGES = 4_000;
const MAX_INSTANCE_EDGES = 50_000;
/** Cores within one point of the bound, two, three and so on; after as many, twice as far each. */
const SINGLE_STEPS = 12;
/** Work of one core, and of all. */
const MAX_NODES = 20_000;
const MAX_ITERATIONS = 200_000;

/** No plan scores a point more; below a point, only the preference among equals is left open. */
export function isProvenInPoints({ scale }: Instance, prices: Prices, plan: Plan): boolean {
  return Math.floor(prices.bound / scale) <= Math.floor(plan.total / scale);
}

/**
 * Branch and bound over single visits, a few points at a time: is there a plan within one point of the bound, within
 * two, and so on? So near the bound the prices leave few visits undecided, each answer is quick, and the first plan
 * found is the best (after Posta, Ferland and Michelon 2012).
 */
export function finishByEdges(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  best: Plan,
  highs: Highs,
): Plan {
  if (instance.edgeCount > MAX_INSTANCE_EDGES) return best;
  const losses = edgeLosses(instance, subproblem, prices.bestPrice, prices.priced - best.total);
  if (!losses) return best;
  const { scale } = instance;
  let winner = best;
  let iterations = MAX_ITERATIONS;
  let step = 1;
  let points = Math.floor(prices.bound / scale);
  for (let round = 0; !isProvenInPoints(instance, prices, winner) && iterations > 0; round += 1) {
    const reach = Math.min(prices.priced - points * scale, prices.priced - winner.total);
    const core = buildEdgeCore(instance, prices.bestPrice, losses, reach, MAX_EDGES);
    if (!core) return winner;
    const answer = solveCore(highs, core.data, {
      maxNodes: MAX_NODES,
      maxIterations: iterations,
      tolerance: 0.4 / scale,
      start: startOf(instance, core, winner),
      enough: (reach - core.settledLoss) / scale,
    });
    iterations -= answer.iterations;
    const found = answer.values ? new Plan(instance) : winner;
    if (answer.values) layOutEdges(instance, core, answer.values, found);
    winner = conclude(instance, prices, winner, found, core.settledLoss, reach, answer);
    if (prices.bound > prices.priced - reach) return winner;
    if (round >= SINGLE_STEPS) step *= 2;
    points = Math.floor(prices.bound / scale) - step;
  }
  return winner;
}
