import type { Highs } from 'highs';
import type { ModelParts } from './core-model.js';

/** Loaded once, on the first proof: planning without proof needs no WebAssembly. */
let runtime: Promise<Highs> | undefined;

export async function loadHighs(): Promise<Highs> {
  // The package's one declaration file speaks of its CommonJS build: the ES module's default is the loader itself.
  runtime ??= import('highs').then((module) => (module.default as unknown as () => Promise<Highs>)());
  return runtime;
}

/** What HiGHS says of a core, in points (units of the model's costs). */
export interface CoreAnswer {
  readonly status: 'optimal' | 'infeasible' | 'stopped';
  /** Value of each variable, or null without a feasible point. */
  readonly values: Float64Array | null;
  /** No better loss exists, as far as proven; null when nothing is. */
  readonly lossBound: number | null;
}

/**
 * @param maxNodes branch-and-bound nodes: work, never clock
 * @param maxIterations simplex iterations, of the root and of all nodes together
 * @param tolerance loss that may be left unproven
 */
export function solveCore(
  highs: Highs,
  parts: ModelParts,
  maxNodes: number,
  maxIterations: number,
  tolerance: number,
): CoreAnswer {
  const { modelStatus, callbackType } = highs.constants;
  try {
    const model = highs.createModel(modelData(parts));
    model.options.set({ ...QUIET, mip_max_nodes: maxNodes, mip_rel_gap: 0, mip_abs_gap: tolerance });
    model.run({
      [callbackType.simplexInterrupt](event) {
        if ((event.data.simplex_iteration_count ?? 0) > maxIterations) event.interrupt();
      },
      [callbackType.mipInterrupt](event) {
        if (Number(event.data.mip_total_lp_iterations ?? 0) > maxIterations) event.interrupt();
      },
    });
    const status = model.getModelStatus();
    const infeasible = status === modelStatus.infeasible;
    const found = Number.isFinite(model.getObjectiveValue());
    const dual = model.info.get('mip_dual_bound');
    const values = found ? Float64Array.from(model.getSolution().colValue) : null;
    model.dispose();
    if (infeasible) return { status: 'infeasible', values: null, lossBound: Infinity };
    return {
      status: status === modelStatus.optimal ? 'optimal' : 'stopped',
      values,
      lossBound: Number.isFinite(dual) ? Number(dual) : null,
    };
  } catch {
    // WebAssembly gave up (memory, a trap): that runtime is lost, the plan in hand stands, unproven.
    runtime = undefined;
    return { status: 'stopped', values: null, lossBound: null };
  }
}

const QUIET = { output_flag: false, random_seed: 0 } as const;

function modelData(parts: ModelParts): Parameters<Highs['createModel']>[0] {
  const { numCols, numRows, colCost, colUpper, rowLower, rowUpper, starts, indices, values } = parts;
  return {
    numCols,
    numRows,
    colCost,
    colLower: new Float64Array(numCols),
    colUpper,
    rowLower,
    rowUpper,
    matrix: {
      format: 'csc',
      numRows,
      numCols,
      starts,
      indices,
      values,
    },
    integrality: new Int32Array(numCols).fill(1),
  };
}
