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
  readonly iterations: number;
}

/** Budgets of work, never of clock, and what is known beforehand. */
interface CoreLimits {
  /** Branch-and-bound nodes. */
  readonly maxNodes: number;
  /** Simplex iterations, of the root and of all nodes together. */
  readonly maxIterations: number;
  /** Loss that may be left unproven. */
  readonly tolerance: number;
  /** A point to begin with, by variable; where it breaks a row it is passed over. */
  readonly start?: Float64Array | null;
  /** No loss beyond this one is of interest: the search ends once it is proven. */
  readonly enough?: number;
}

export function solveCore(highs: Highs, parts: ModelParts, limits: CoreLimits): CoreAnswer {
  const { modelStatus, callbackType } = highs.constants;
  const { maxNodes, maxIterations, tolerance, start = null, enough = Infinity } = limits;
  // Nothing is proven by a value within the solver's own tolerance.
  const proven = enough + Math.max(0.01, Math.abs(enough) * 1e-5);
  let iterations = 0;
  try {
    const model = highs.createModel(modelData(parts));
    model.options.set({ ...QUIET, mip_max_nodes: maxNodes, mip_rel_gap: 0, mip_abs_gap: tolerance });
    if (start) model.setSolution({ colValue: start });
    model.run({
      [callbackType.simplexInterrupt](event) {
        if ((event.data.simplex_iteration_count ?? 0) > maxIterations) event.interrupt();
      },
      [callbackType.mipInterrupt](event) {
        iterations = Number(event.data.mip_total_lp_iterations ?? 0);
        if (iterations > maxIterations || (event.data.mip_dual_bound ?? -Infinity) > proven)
          event.interrupt();
      },
    });
    const status = model.getModelStatus();
    const infeasible = status === modelStatus.infeasible;
    const found = Number.isFinite(model.getObjectiveValue());
    const dual = model.info.get('mip_dual_bound');
    const values = found ? Float64Array.from(model.getSolution().colValue) : null;
    model.dispose();
    if (infeasible) return { status: 'infeasible', values: null, lossBound: Infinity, iterations };
    return {
      status: status === modelStatus.optimal ? 'optimal' : 'stopped',
      values,
      lossBound: Number.isFinite(dual) ? Number(dual) : null,
      iterations,
    };
  } catch {
    // WebAssembly gave up (memory, a trap): that runtime is lost, the plan in hand stands, unproven.
    runtime = undefined;
    return { status: 'stopped', values: null, lossBound: null, iterations: maxIterations };
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
