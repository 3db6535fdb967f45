import type { Subproblem } from '../choice/subproblem.js';
import type { Instance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import type { Prices } from '../stages/prices.js';
import { buildEdgeCore, layOutEdges, startOf } from './edge-core.js';
import { edgeLosses } from './edge-losses.js';
import { loadHighs, solveCore } from './highs-runtime.js';

/** Undecided visits a core may hold, for each request and each helper: a relaxed plan leaves about as many in parts. */
const EDGES_EACH = 3;
const MAX_INSTANCE_EDGES = 20_000;
/** Part of the bound that a plan must lack for it to be worth while. */
const WORTH = 0.0001;
/** Requests for each helper from which on helpers are so full: with fewer, chains of exchanges do. */
const FULL = 2;
/** Work of all cores together: each asks again around the better plan. */
const MAX_ROUNDS = 3;
const MAX_NODES = 200;
const MAX_ITERATIONS = 10_000;

/**
 * A better plan where helpers are so full that no chain of exchanges fits: the visits whose helper the prices leave most
 * in doubt are decided anew together, all others stay where the prices want them. Says nothing of the bound.
 * @returns the better plan, or the same
 */
export async function refineByEdges(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  plan: Plan,
): Promise<Plan> {
  const { edgeCount, requestCount, helperCount } = instance;
  if (edgeCount > MAX_INSTANCE_EDGES || requestCount < FULL * helperCount) return plan;
  if (prices.bound - plan.total <= WORTH * prices.bound) return plan;
  const gap = prices.priced - plan.total;
  const losses = edgeLosses(instance, subproblem, prices.bestPrice, gap);
  if (!losses) return plan;
  const highs = await loadHighs();
  const most = EDGES_EACH * (requestCount + helperCount);
  let best = plan;
  let iterations = MAX_ITERATIONS;
  for (let round = 0; round < MAX_ROUNDS && iterations > 0; round += 1) {
    const reach = widest(losses.loss, prices.priced - best.total, most);
    const core = buildEdgeCore(instance, prices.bestPrice, losses, reach, most);
    if (!core) return best;
    const answer = solveCore(highs, core.data, {
      maxNodes: MAX_NODES,
      maxIterations: iterations,
      tolerance: 0.4 / instance.scale,
      start: startOf(instance, core, best),
    });
    iterations -= answer.iterations;
    if (!answer.values) return best;
    const found = new Plan(instance);
    layOutEdges(instance, core, answer.values, found);
    if (!found.isFeasible() || found.total <= best.total) return best;
    best = found;
  }
  return best;
}

/** The largest loss within `gap` up to which no more than so many edges lose. */
function widest(loss: Float64Array, gap: number, most: number): number {
  const within = loss.filter((one) => one <= gap).sort();
  return within.length <= most ? gap : within[most - 1]!;
}
