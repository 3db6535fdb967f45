import type { Subproblem } from '../choice/subproblem.js';
import type { Instance } from '../model/instance.js';

/** Added to a visit's value to force it into the best set: above any sum of weights, small enough to stay exact. */
const FORCED = 2 ** 51;
/** Edges looked at, for each of them all edges of its helper: beyond, cores of single edges are not for the problem. */
const MAX_WORK = 40_000_000;

/** What deciding each edge against its helper's best set at given prices costs at least. */
export interface EdgeLosses {
  /** Loss of taking an edge the helper does not want, or of leaving one that is wanted; Infinity: beyond reach. */
  readonly loss: Float64Array;
  /** 1: part of the helper's best set. */
  readonly wanted: Uint8Array;
  /** What all helpers gain by their best sets. */
  readonly gain: number;
}

/**
 * @param most losses above are not told apart
 * @returns null where the rules are more than rows of single edges can say, or the edges too many
 */
export function edgeLosses(
  instance: Instance,
  subproblem: Subproblem,
  price: Float64Array,
  most: number,
): EdgeLosses | null {
  if (instance.travel || instance.extras) return null;
  const { helperCount, helperFirst, edgeCount } = instance;
  const loss = new Float64Array(edgeCount).fill(Infinity);
  const wanted = new Uint8Array(edgeCount);
  let work = MAX_WORK;
  let gain = 0;
  for (let helper = 0; helper < helperCount; helper += 1) {
    const first = helperFirst[helper]!;
    const degree = helperFirst[helper + 1]! - first;
    work -= degree * degree;
    if (work < 0) return null;
    const { value } = subproblem;
    subproblem.priced(helper, price);
    subproblem.solve(helper);
    const top = subproblem.upper;
    gain += top;
    for (let k = 0; k < subproblem.count; k += 1) wanted[first + subproblem.chosen[k]!] = 1;
    for (let i = 0; i < degree; i += 1) {
      const own = value[i]!;
      // A set with this visit is worth less by at least what the visit takes away.
      if (own < -most) continue;
      const isWanted = wanted[first + i] === 1;
      value[i] = isWanted ? -Infinity : own + FORCED;
      subproblem.solve(helper);
      value[i] = own;
      loss[first + i] = top - (isWanted ? subproblem.upper : subproblem.upper - FORCED);
    }
  }
  return { loss, wanted, gain };
}
