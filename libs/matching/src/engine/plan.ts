import { withinCaps } from './caps.js';
import type { Instance } from './instance.js';
import { linked } from './travel-graph.js';

/** A feasible plan under construction: each helper's positions in order of time, and the seats still open. */
export class Plan {
  /** Visits of each helper. */
  readonly count: Int32Array;
  /** Positions of helper h: chosen[helperFirst[h] .. helperFirst[h] + count[h]). */
  readonly chosen: Int32Array;
  readonly open: Int32Array;
  /** Sum of the weights. */
  total = 0;
  private readonly trial: Int32Array;

  constructor(readonly instance: Instance) {
    this.count = new Int32Array(instance.helperCount);
    this.chosen = new Int32Array(instance.edgeCount);
    this.open = instance.demand.slice();
    this.trial = new Int32Array(instance.maxDegree + 1);
  }

  copyFrom(other: Plan): void {
    this.count.set(other.count);
    this.chosen.set(other.chosen);
    this.open.set(other.open);
    this.total = other.total;
  }

  forEachEdge(visit: (edge: number) => void): void {
    for (let helper = 0; helper < this.instance.helperCount; helper += 1) {
      const first = this.instance.helperFirst[helper]!;
      for (let k = first; k < first + this.count[helper]!; k += 1) visit(first + this.chosen[k]!);
    }
  }

  /** Place of a position among the helper's visits, or -1. */
  indexOf(helper: number, position: number): number {
    const first = this.instance.helperFirst[helper]!;
    return this.chosen.subarray(first, first + this.count[helper]!).indexOf(position);
  }

  /** Gives back every seat of the helper. */
  release(helper: number): void {
    const { edgeRequest, weight, helperFirst } = this.instance;
    const first = helperFirst[helper]!;
    for (let k = first; k < first + this.count[helper]!; k += 1) {
      const edge = first + this.chosen[k]!;
      this.open[edgeRequest[edge]!]! += 1;
      this.total -= weight[edge]!;
    }
    this.count[helper] = 0;
  }

  /** Sets the visits of a released helper: feasible positions in order of time. */
  assign(helper: number, positions: Int32Array, count: number): void {
    const { edgeRequest, weight, helperFirst } = this.instance;
    const first = helperFirst[helper]!;
    for (let k = 0; k < count; k += 1) {
      const edge = first + positions[k]!;
      this.chosen[first + k] = positions[k]!;
      this.open[edgeRequest[edge]!]! -= 1;
      this.total += weight[edge]!;
    }
    this.count[helper] = count;
  }

  /** No request above its demand: what `assign` trusts its caller with. */
  isFeasible(): boolean {
    return this.open.every((seats) => seats >= 0);
  }

  /** Adds the edge if a seat is open and the helper's time and caps allow. */
  insert(helper: number, position: number): boolean {
    const { instance, trial } = this;
    const first = instance.helperFirst[helper]!;
    const count = this.count[helper]!;
    const edge = first + position;
    if (this.open[instance.edgeRequest[edge]!] === 0 || count >= instance.capRequests[helper]!) return false;
    let at = 0;
    while (at < count && this.chosen[first + at]! < position) at += 1;
    if (at < count && this.chosen[first + at] === position) return false;
    const before = at > 0 ? this.chosen[first + at - 1]! : -1;
    const after = at < count ? this.chosen[first + at]! : -1;
    if (!this.connects(first, before, position) || !this.connects(first, position, after)) return false;
    for (let k = 0; k < at; k += 1) trial[k] = this.chosen[first + k]!;
    trial[at] = position;
    for (let k = at; k < count; k += 1) trial[k + 1] = this.chosen[first + k]!;
    if (!withinCaps(instance, helper, trial, count + 1)) return false;
    this.chosen.set(trial.subarray(0, count + 1), first);
    this.count[helper] = count + 1;
    this.open[instance.edgeRequest[edge]!]! -= 1;
    this.total += instance.weight[edge]!;
    return true;
  }

  /** Takes the k-th visit from the helper, unless the others cannot stand without it. */
  remove(helper: number, k: number): boolean {
    const { instance } = this;
    const first = instance.helperFirst[helper]!;
    const last = first + this.count[helper]! - 1;
    const before = k > 0 ? this.chosen[first + k - 1]! : -1;
    const after = first + k < last ? this.chosen[first + k + 1]! : -1;
    if ((before >= 0 || after >= 0) && !this.connects(first, before, after)) return false;
    const edge = first + this.chosen[first + k]!;
    this.chosen.copyWithin(first + k, first + k + 1, last + 1);
    this.count[helper]! -= 1;
    this.open[instance.edgeRequest[edge]!]! += 1;
    this.total -= instance.weight[edge]!;
    return true;
  }

  /** Whether two positions of a helper can be consecutive; -1: the beginning, the end. */
  private connects(first: number, before: number, after: number): boolean {
    const { travel, next } = this.instance;
    if (!travel) return before < 0 || after < 0 || next[first + before]! <= after;
    if (before < 0) return travel.entry[first + after] === 1;
    if (after < 0) return travel.exit[first + before] === 1;
    return linked(travel, first + before, after);
  }
}
