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
  /** Sum of the weights and extras. */
  total = 0;
  /** By request: the visit that its seats share so far, or -1; null where no request shares a choice of starts. */
  readonly sharedVisit: Int32Array | null;
  /** By helper: worth beyond the weights, in `total`. */
  private readonly extra: Float64Array | null;
  /** Seats of a request were given at different starts. */
  private torn = false;
  private readonly trial: Int32Array;

  constructor(readonly instance: Instance) {
    this.count = new Int32Array(instance.helperCount);
    this.chosen = new Int32Array(instance.edgeCount);
    this.open = instance.demand.slice();
    this.trial = new Int32Array(instance.maxDegree + 1);
    this.extra = instance.extras && new Float64Array(instance.helperCount);
    this.sharedVisit = instance.extras?.shared ? new Int32Array(instance.requestCount).fill(-1) : null;
  }

  copyFrom(other: Plan): void {
    this.count.set(other.count);
    this.chosen.set(other.chosen);
    this.open.set(other.open);
    this.total = other.total;
    this.sharedVisit?.set(other.sharedVisit!);
    this.extra?.set(other.extra!);
  }

  /** What the helper's set is worth beyond its weights. */
  extraOf(helper: number): number {
    return this.extra === null ? 0 : this.extra[helper]!;
  }

  /** What all sets are worth beyond their weights. */
  extraTotal(): number {
    return this.extra === null ? 0 : this.extra.reduce((sum, one) => sum + one, 0);
  }

  /** Whether a seat is open at the start of this edge. */
  admits(edge: number): boolean {
    const request = this.instance.edgeRequest[edge]!;
    if (this.open[request] === 0) return false;
    if (this.sharedVisit === null || this.sharedVisit[request]! < 0) return true;
    return this.sharedVisit[request] === this.instance.edgeVisit[edge];
  }

  forEachEdge(visit: (edge: number) => void): void {
    for (let helper = 0; helper < this.instance.helperCount; helper += 1) {
      const first = this.instance.helperFirst[helper]!;
      for (let k = first; k < first + this.count[helper]!; k += 1) visit(first + this.chosen[k]!);
    }
  }

  /** A copy of the helper's positions. */
  setOf(helper: number): Int32Array {
    const first = this.instance.helperFirst[helper]!;
    return this.chosen.slice(first, first + this.count[helper]!);
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
      if (this.sharedVisit) this.leave(edge);
    }
    this.count[helper] = 0;
    if (this.extra) this.revalue(helper);
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
      if (this.sharedVisit) this.join(edge);
    }
    this.count[helper] = count;
    if (this.extra) this.revalue(helper);
  }

  /** No request above its demand nor at two starts: what `assign` trusts its caller with. */
  isFeasible(): boolean {
    return !this.torn && this.open.every((seats) => seats >= 0);
  }

  private join(edge: number): void {
    const request = this.instance.edgeRequest[edge]!;
    if (this.instance.extras!.shared![request] === 0) return;
    const visit = this.instance.edgeVisit[edge]!;
    if (this.sharedVisit![request]! >= 0 && this.sharedVisit![request] !== visit) this.torn = true;
    this.sharedVisit![request] = visit;
  }

  private leave(edge: number): void {
    const request = this.instance.edgeRequest[edge]!;
    if (this.open[request] === this.instance.demand[request]) this.sharedVisit![request] = -1;
  }

  /** Brings `total` up to date with what the helper's set is worth beyond its weights. */
  private revalue(helper: number): void {
    const { extras, helperFirst } = this.instance;
    if (extras!.concerns[helper] === 0) return;
    this.total -= this.extra![helper]!;
    this.extra![helper] = extras!.of(helper, this.chosen, this.count[helper]!, helperFirst[helper]!);
    this.total += this.extra![helper]!;
  }

  /** Adds the edge if a seat is open and the helper's time and caps allow. */
  insert(helper: number, position: number): boolean {
    const { instance, trial } = this;
    const first = instance.helperFirst[helper]!;
    const count = this.count[helper]!;
    const edge = first + position;
    if (!this.admits(edge) || count >= instance.capRequests[helper]!) return false;
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
    if (this.extra && !this.gains(helper, edge, trial, count + 1)) return false;
    this.chosen.set(trial.subarray(0, count + 1), first);
    this.count[helper] = count + 1;
    this.open[instance.edgeRequest[edge]!]! -= 1;
    this.total += instance.weight[edge]!;
    if (this.sharedVisit) this.join(edge);
    if (this.extra) this.revalue(helper);
    return true;
  }

  /** Whether one more visit adds anything, its cost and links weighed, and is no second start of a request. */
  private gains(helper: number, edge: number, positions: Int32Array, count: number): boolean {
    const { extras, weight } = this.instance;
    if (extras!.concerns[helper] === 0) return true;
    return weight[edge]! + extras!.of(helper, positions, count) - this.extra![helper]! >= 0;
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
    if (this.sharedVisit) this.leave(edge);
    if (this.extra) this.revalue(helper);
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
