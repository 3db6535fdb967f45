import { withinCaps } from '../model/caps.js';
import type { Instance } from '../model/instance.js';
import { LabelSearch } from './label-search.js';
import { MemorySearch } from './memory-search.js';
import { linked } from '../model/travel-graph.js';

/**
 * The best feasible set of visits of one helper for given values: weighted interval scheduling with caps. Solved in
 * stages, each exact when its answer respects the caps: no cap (suffix dynamic programming, O(n); with travel a
 * longest path in a DAG, O(n^2)), then labels that carry the caps.
 */
export class Subproblem {
  /** Value of each position of the helper in hand; the caller fills it; -Infinity: closed. */
  readonly value: Float64Array;
  /** The best set: positions in order of time. */
  readonly chosen: Int32Array;
  count = 0;
  /** No set is worth more. Above the returned value only when a label search ran out of work. */
  upper = 0;
  /** Best value of positions i.., caps ignored (with travel: of the chains that begin with i). */
  readonly suffix: Float64Array;
  /** With travel: best of the chains that can begin the day at position i or later; 0: none. */
  private readonly far: Float64Array;
  /** Sets that need memory are searched for a moment only: for prices on their way, never for a bound to keep. */
  hasty = false;
  /** Steps taken so far, for budgets: positions looked at, and comparisons of chains. */
  work = 0;
  private readonly search: LabelSearch;
  private readonly memory: MemorySearch | null;

  constructor(private readonly instance: Instance) {
    this.value = new Float64Array(instance.maxDegree);
    this.chosen = new Int32Array(instance.maxDegree);
    this.suffix = new Float64Array(instance.maxDegree + 1);
    this.far = new Float64Array(instance.maxDegree + 1);
    this.search = new LabelSearch(instance);
    this.memory = instance.extras && new MemorySearch(instance, instance.extras);
  }

  /** Fills `value` with weight less price. */
  priced(helper: number, price: Float64Array): void {
    const { helperFirst, edgeRequest, weight } = this.instance;
    const first = helperFirst[helper]!;
    const degree = helperFirst[helper + 1]! - first;
    for (let i = 0; i < degree; i += 1) this.value[i] = weight[first + i]! - price[edgeRequest[first + i]!]!;
  }

  /** Returns the value of `chosen`, which is feasible. */
  solve(helper: number): number {
    const { helperFirst } = this.instance;
    this.work += helperFirst[helper + 1]! - helperFirst[helper]!;
    if (this.memory?.concerns(helper)) {
      const best = this.memory.solve(helper, this.value, this.chosen, this.hasty);
      this.work += this.memory.spent;
      this.count = this.memory.count;
      this.upper = this.memory.upper;
      return best;
    }
    const best = this.instance.travel ? this.solveLinked(helper) : this.solveIntervals(helper);
    this.upper = best;
    if (best <= 0 || withinCaps(this.instance, helper, this.chosen, this.count)) return best;
    const capped = this.search.run(helper, this.value, this.suffix, this.chosen);
    this.count = this.search.count;
    if (this.search.complete) this.upper = capped;
    return capped;
  }

  private solveIntervals(helper: number): number {
    const { helperFirst, next } = this.instance;
    const { suffix, value, chosen } = this;
    const first = helperFirst[helper]!;
    const degree = helperFirst[helper + 1]! - first;
    let best = 0;
    suffix[degree] = 0;
    for (let i = degree - 1; i >= 0; i -= 1) {
      const worth = value[i]!;
      if (worth > 0) {
        const taken = worth + suffix[next[first + i]!]!;
        if (taken > best) best = taken;
      }
      suffix[i] = best;
    }
    let count = 0;
    for (let i = 0; i < degree && suffix[i]! > 0;) {
      if (suffix[i] === suffix[i + 1]) {
        i += 1;
        continue;
      }
      chosen[count] = i;
      count += 1;
      i = next[first + i]!;
    }
    this.count = count;
    return best;
  }

  private solveLinked(helper: number): number {
    const travel = this.instance.travel!;
    const { suffix, value, chosen } = this;
    const first = this.instance.helperFirst[helper]!;
    const degree = this.instance.helperFirst[helper + 1]! - first;
    const skippable = travel.skippable[helper] === 1;
    const { far } = this;
    far[degree] = 0;
    let best = 0;
    let start = -1;
    for (let i = degree - 1; i >= 0; i -= 1) {
      suffix[i] = -Infinity;
      far[i] = far[i + 1]!;
      if (value[i] === -Infinity || (skippable && value[i]! <= 0)) continue;
      const tail = travel.tail[first + i]!;
      let rest = travel.exit[first + i] === 1 ? far[tail]! : -Infinity;
      for (let j = i + 1; j < tail; j += 1) {
        if (suffix[j]! > rest && linked(travel, first + i, j)) rest = suffix[j]!;
      }
      suffix[i] = value[i]! + rest;
      if (travel.entry[first + i] === 0) continue;
      if (suffix[i]! > far[i]!) far[i] = suffix[i]!;
      if (suffix[i]! > best) {
        best = suffix[i]!;
        start = i;
      }
    }
    this.count = 0;
    for (let i = start; i >= 0;) {
      chosen[this.count] = i;
      this.count += 1;
      i = this.successor(first, i, degree, suffix[i]! - value[i]!);
    }
    return best;
  }

  /** The position whose suffix gave `rest`, or -1 where the chain ends. */
  private successor(first: number, i: number, degree: number, rest: number): number {
    const travel = this.instance.travel!;
    if (rest === 0 && travel.exit[first + i] === 1) return -1;
    let j = i + 1;
    while (j < degree && !(this.suffix[j] === rest && linked(travel, first + i, j))) j += 1;
    return j < degree ? j : -1;
  }
}
