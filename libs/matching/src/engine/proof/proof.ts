import type { Highs } from 'highs';
import type { Columns } from './columns.js';
import { ColumnEnumeration } from './columns.js';
import type { CoreModel } from './core-model.js';
import { buildCore, startOf } from './core-model.js';
import { conclude } from './conclude.js';
import { finishByEdges, isProvenInPoints } from './finish-by-edges.js';
import { loadHighs, solveCore } from './highs-runtime.js';
import type { Instance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import type { Prices } from '../stages/prices.js';
import type { StageName } from '../model/problem.js';
import type { Subproblem } from '../choice/subproblem.js';

/** Work a proof may take. */
const MAX_ROUNDS = 12;
const MAX_STEPS = 20_000_000;
const MAX_NODES = 20_000;
const MAX_NODES_RESTRICTED = 20;
const MAX_ITERATIONS = 200_000;
const MAX_ITERATIONS_RESTRICTED = 15_000;
/** Columns beyond one a helper, widened when a round gains little. */
const WIDTHS = [2_000, 6_000, 20_000, 60_000] as const;
/** Cores below are handed to branch and bound at once; above, a better plan first makes them smaller. */
const SMALL_CORE = 12_000;
/** A gap this many times wider than what the core can hold is beyond it. */
const HOPELESS = 1_000;
/** A round that leaves more than this part of the gap gained little. */
const LITTLE = 0.7;

/**
 * Closes the gap. At prices p every plan loses, against the bound, the sum of its columns' losses and the prices of
 * its empty seats; so a plan better than the one in hand uses only columns that lose less than the gap. These are
 * enumerated and HiGHS finds the best among them: that is the optimum. While they are too many, those within a part of
 * the gap give better plans, which narrow it.
 */
export async function prove(
  instance: Instance,
  subproblem: Subproblem,
  prices: Prices,
  plan: Plan,
  onStage: (name: StageName, plan: Plan) => void,
): Promise<Plan> {
  const enumeration = new ColumnEnumeration(instance, subproblem, prices);
  let best = plan;
  if (instance.edgeCount === 0 || prices.bound <= best.total) {
    onStage('proof', best);
    return best;
  }
  const highs = await loadHighs();
  let width = 0;
  let edgesTried = false;
  for (let round = 0; round < MAX_ROUNDS && width < WIDTHS.length && prices.bound > best.total; round += 1) {
    const before = prices.bound - best.total;
    const core = widestCore(instance, enumeration, prices, best, instance.helperCount + WIDTHS[width]!);
    if (!core?.all && !edgesTried) {
      edgesTried = true;
      best = finishByEdges(instance, subproblem, prices, best, highs);
      onStage('core', best);
      // The solver's tolerance is coarser than a preference among equals: rounds for that alone would find nothing.
      if (isProvenInPoints(instance, prices, best)) break;
      continue;
    }
    if (core && core.reach * HOPELESS < before) break;
    const last = width === WIDTHS.length - 1;
    if (core) {
      const exact = core.all && (last || core.model.columnOf.length <= SMALL_CORE);
      best = exact
        ? finish(instance, prices, best, highs, core)
        : refine(instance, prices, best, highs, core);
      onStage('core', best);
    }
    if (prices.bound - best.total > before * LITTLE) width += 1;
  }
  onStage('proof', best);
  return best;
}

interface Core {
  readonly model: CoreModel;
  readonly columns: Columns;
  /** Loss up to which columns were enumerated. */
  readonly reach: number;
  /** The reach is the whole gap. */
  readonly all: boolean;
}

/** Columns within the gap, or within the largest part of it that stays small enough. */
function widestCore(
  instance: Instance,
  enumeration: ColumnEnumeration,
  prices: Prices,
  best: Plan,
  maxColumns: number,
): Core | null {
  // Counted from the bound that these prices give: a bound proven elsewhere says nothing of the loss of a set.
  const gap = prices.priced - best.total;
  for (let reach = gap; reach >= instance.scale / 8 || reach === gap; reach = Math.floor(reach / 2)) {
    const columns = enumeration.run(reach, maxColumns, MAX_STEPS, best);
    if (!columns) continue;
    const all = reach === gap;
    return { model: buildCore(instance, columns, prices.bestPrice, reach, all), columns, reach, all };
  }
  return null;
}

/** A better plan from a short search among the columns that lose least. */
function refine(instance: Instance, prices: Prices, best: Plan, highs: Highs, core: Core): Plan {
  if (core.model.data.numCols === 0) return best;
  const answer = solveCore(highs, core.model.data, {
    maxNodes: MAX_NODES_RESTRICTED,
    maxIterations: MAX_ITERATIONS_RESTRICTED,
    tolerance: 0.4 / instance.scale,
    start: startOf(instance, core.columns, core.model, best),
  });
  const found = answer.values ? planOf(instance, core, answer.values) : best;
  return conclude(instance, prices, best, found, core.model.settledLoss, core.reach, answer);
}

/** Branch and bound over all columns that matter: its bound is the bound. */
function finish(instance: Instance, prices: Prices, best: Plan, highs: Highs, core: Core): Plan {
  const { model } = core;
  // Only better plans live in the core: none there means that the plan in hand is the best.
  if (!model.feasible) {
    prices.lower(best.total);
    return best;
  }
  if (model.data.numCols === 0) {
    const found = planOf(instance, core, new Float64Array(0));
    const winner = found.total > best.total ? found : best;
    prices.lower(winner.total);
    return winner;
  }
  const answer = solveCore(highs, model.data, {
    maxNodes: MAX_NODES,
    maxIterations: MAX_ITERATIONS,
    tolerance: 0.4 / instance.scale,
    start: startOf(instance, core.columns, model, best),
  });
  const found = answer.values ? planOf(instance, core, answer.values) : best;
  return conclude(instance, prices, best, found, model.settledLoss, core.reach, answer);
}

function planOf(instance: Instance, core: Core, values: Float64Array): Plan {
  const { columns, model } = core;
  const plan = new Plan(instance);
  const positions = new Int32Array(instance.maxDegree);
  const take = (column: number): void => {
    const from = columns.first[column]!;
    const count = columns.first[column + 1]! - from;
    if (count === 0) return;
    const helper = instance.edgeHelper[columns.edges[from]!]!;
    for (let k = 0; k < count; k += 1)
      positions[k] = columns.edges[from + k]! - instance.helperFirst[helper]!;
    plan.assign(helper, positions, count);
  };
  for (const column of model.settled) take(column);
  for (let variable = 0; variable < model.columnOf.length; variable += 1) {
    if ((values[variable] ?? 0) > 0.5) take(model.columnOf[variable]!);
  }
  return plan.isFeasible() ? plan : new Plan(instance);
}
