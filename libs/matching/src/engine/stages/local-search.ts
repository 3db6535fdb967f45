import type { Instance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import { Prng } from '../model/prng.js';
import type { Subproblem } from '../choice/subproblem.js';

/** Added to a visit's value to force it into the best set: above any sum of weights, small enough to stay exact. */
const FORCED = 2 ** 51;
/** Rounds of kicks, each with less tolerance. */
const EPOCHS = 24;
/** What a kick may lose at first, in parts of what the plan lacks to the bound for each seat. */
const SLACK = 30;
const PARTS = 1024;
/** Helpers one chain may change. */
const MAX_CHAIN = 24;

/**
 * Ejection chains under prices: an open request is forced on the helper to whom it costs least; what that helper drops
 * is passed on in the same way. A seat given up is valued at its price (another helper will want it), an open seat at
 * its full weight. The plan keeps the best point of each chain, so it never gets worse.
 */
export class LocalSearch {
  private readonly prng = new Prng(73);
  /** Chain in which a helper was last changed. */
  private readonly touched: Int32Array;
  private chain = 0;
  /** Former sets of the helpers changed, in order: helper, count, positions... */
  private readonly log: number[] = [];
  private readonly pending: number[] = [];
  private readonly kept: Int32Array;
  private keptCount = 0;
  /** Where the subproblem's count of steps ends the search. */
  private readonly end: number;

  /** @param steps what the search may take, in steps of the subproblem */
  constructor(
    private readonly instance: Instance,
    private readonly subproblem: Subproblem,
    private readonly plan: Plan,
    private readonly price: Float64Array,
    steps: number,
  ) {
    this.end = subproblem.work + steps;
    this.touched = new Int32Array(instance.helperCount);
    this.kept = new Int32Array(instance.maxDegree);
  }

  private get spent(): boolean {
    return this.subproblem.work > this.end;
  }

  /** Tries to fill every open seat, most wanted first, until a round gains nothing. */
  fillOpen(maxRounds: number): void {
    const { requestCount } = this.instance;
    for (let round = 0; round < maxRounds; round += 1) {
      const before = this.plan.total;
      const open: number[] = [];
      for (let request = 0; request < requestCount; request += 1)
        if (this.plan.open[request]! > 0) open.push(request);
      open.sort((a, b) => this.price[b]! - this.price[a]! || a - b);
      for (const request of open) if (this.plan.open[request]! > 0) this.improveFrom(request, -1);
      if (this.plan.total <= before) return;
    }
  }

  /**
   * Takes random requests from their helpers and lets chains place them elsewhere, even where the plan loses a little:
   * less and less of what it lacks to the bound (threshold accepting, Dueck and Scheuer 1990). Ends with the best plan
   * it met.
   */
  wander(kicks: number, bound: number): void {
    const { plan, instance } = this;
    const best = new Plan(instance);
    best.copyFrom(plan);
    const seats = instance.demand.reduce((sum, demand) => sum + demand, 0);
    for (let epoch = EPOCHS - 1; epoch >= 0 && best.total < bound; epoch -= 1) {
      const part = epoch / (EPOCHS - 1);
      const tolerance = ((SLACK * (bound - best.total)) / seats) * part * part;
      for (let kick = 0; kick < kicks / EPOCHS && !this.spent; kick += 1) this.kick(tolerance);
      this.fillOpen(1);
      if (plan.total > best.total) best.copyFrom(plan);
    }
    plan.copyFrom(best);
  }

  /** A random request leaves its helper. */
  private kick(tolerance: number): void {
    const { edgeHelper, edgeRequest, helperFirst, edgeCount } = this.instance;
    const helper = edgeHelper[this.prng.below(edgeCount)]!;
    const count = this.plan.count[helper]!;
    if (count === 0) return;
    const first = helperFirst[helper]!;
    const edge = first + this.plan.chosen[first + this.prng.below(count)]!;
    const loss = Math.floor((tolerance * this.prng.below(PARTS)) / PARTS);
    this.chainFrom(edgeRequest[edge]!, helper, -1, loss);
  }

  /** Tries a chain through each helper who could take the request first, and keeps the best. */
  improveThroughEach(request: number, robbed: number): boolean {
    const { requestFirst, requestEdges, edgeHelper } = this.instance;
    let most = 0;
    let through = -1;
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
      const helper = edgeHelper[requestEdges[k]!]!;
      if (helper === robbed) continue;
      const gain = this.chainFrom(request, robbed, helper);
      this.undo(0);
      if (gain <= most) continue;
      most = gain;
      through = helper;
    }
    return through >= 0 && this.chainFrom(request, robbed, through) > 0;
  }

  /** One chain from a request; `robbed` is the helper who loses it first, or -1. True: the plan gained. */
  private improveFrom(request: number, robbed: number): boolean {
    return this.chainFrom(request, robbed, -1) > 0;
  }

  /**
   * @param through the helper who must take the request, or -1: who does so at least cost
   * @param loss what the plan may lose; -1: it must gain
   * @returns what the plan gained
   */
  private chainFrom(request: number, robbed: number, through: number, loss = -1): number {
    this.log.length = 0;
    if (this.spent) return 0;
    const { plan, price } = this;
    const start = plan.total;
    const least = start - loss;
    this.chain += 1;
    this.pending.length = 0;
    this.pending.push(request);
    let best = least - 1;
    let bestLength = 0;
    if (robbed >= 0) this.rob(robbed, request);
    let credit = this.pendingCredit();
    for (let step = 0; step < MAX_CHAIN && this.pending.length > 0; step += 1) {
      if (robbed >= 0 && loss < 0 && plan.total + credit <= best) break;
      const next = this.pending.pop()!;
      if (plan.open[next] === 0 || !this.place(next, step === 0 ? through : -1)) continue;
      this.pending.sort((a, b) => price[a]! - price[b]! || a - b);
      if (plan.total > best) {
        best = plan.total;
        bestLength = this.log.length;
      }
      credit = this.pendingCredit();
      if (plan.total + credit <= best) break;
    }
    this.undo(bestLength);
    return plan.total - start;
  }

  private pendingCredit(): number {
    let credit = 0;
    for (const request of this.pending) credit += this.price[request]!;
    return credit;
  }

  /** The helper chooses again without the request. */
  private rob(helper: number, request: number): void {
    this.fillValues(helper, request, -Infinity);
    this.subproblem.solve(helper);
    this.keptCount = this.subproblem.count;
    this.kept.set(this.subproblem.chosen.subarray(0, this.keptCount));
    this.adopt(helper);
  }

  /** Forces the request on the helper to whom it costs least; false: nobody can take it. */
  private place(request: number, through: number): boolean {
    const { instance, subproblem } = this;
    const { requestFirst, requestEdges, edgeHelper } = instance;
    let bestGain = -Infinity;
    let bestHelper = -1;
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
      const edge = requestEdges[k]!;
      const helper = edgeHelper[edge]!;
      // Another start of the same helper was tried with the first.
      if (k > requestFirst[request]! && edgeHelper[requestEdges[k - 1]!] === helper) continue;
      if (this.touched[helper] === this.chain || (through >= 0 && helper !== through)) continue;
      const before = this.fillValues(helper, request, FORCED);
      if (before === Infinity) continue;
      const gain = subproblem.solve(helper) - FORCED - before;
      if (gain < -FORCED / 2 || gain <= bestGain) continue;
      bestGain = gain;
      bestHelper = helper;
      this.keptCount = subproblem.count;
      this.kept.set(subproblem.chosen.subarray(0, subproblem.count));
    }
    if (bestHelper < 0) return false;
    this.adopt(bestHelper);
    return true;
  }

  /**
   * Values for one helper: own seats at weight less price, open seats at full weight, others closed; `request` with
   * `more` (forced, or closed).
   * @returns what the helper's present set is worth so, or Infinity where it already holds `request`
   */
  private fillValues(helper: number, request: number, more: number): number {
    const { plan, price, subproblem } = this;
    const { helperFirst, edgeRequest, weight } = this.instance;
    const first = helperFirst[helper]!;
    const degree = helperFirst[helper + 1]! - first;
    const value = subproblem.value;
    for (let i = 0; i < degree; i += 1) {
      const edge = first + i;
      value[i] = plan.admits(edge) ? weight[edge]! + (edgeRequest[edge] === request ? more : 0) : -Infinity;
    }
    let worth = plan.extraOf(helper);
    for (let k = first; k < first + plan.count[helper]!; k += 1) {
      const i = plan.chosen[k]!;
      const own = edgeRequest[first + i]!;
      if (own === request) {
        if (more !== -Infinity) return Infinity;
        continue;
      }
      value[i] = weight[first + i]! - price[own]!;
      worth += value[i]!;
      if (this.instance.extras) this.openOtherStarts(helper, own);
    }
    return worth;
  }

  /** The helper's own visit may move to another of its starts, unless others come to it too. */
  private openOtherStarts(helper: number, own: number): void {
    const { plan, price, subproblem } = this;
    const { helperFirst, edgeRequest, weight, demand, extras } = this.instance;
    const first = helperFirst[helper]!;
    if (demand[own]! - plan.open[own]! > 1 && extras!.shared?.[own] === 1) return;
    for (let edge = first; edge < helperFirst[helper + 1]!; edge += 1)
      if (edgeRequest[edge] === own) subproblem.value[edge - first] = weight[edge]! - price[own]!;
  }

  /** Gives the helper the kept set, notes the former one and passes on what was dropped. */
  private adopt(helper: number): void {
    const { plan, instance, log } = this;
    const first = instance.helperFirst[helper]!;
    const count = plan.count[helper]!;
    for (let k = first; k < first + count; k += 1) {
      const position = plan.chosen[k]!;
      log.push(position);
      if (!this.kept.subarray(0, this.keptCount).includes(position)) {
        const dropped = instance.edgeRequest[first + position]!;
        if (!this.pending.includes(dropped)) this.pending.push(dropped);
      }
    }
    log.push(count, helper);
    plan.release(helper);
    plan.assign(helper, this.kept, this.keptCount);
    this.touched[helper] = this.chain;
  }

  /** Takes back the changes noted after `length`. */
  private undo(length: number): void {
    const { plan, log, kept } = this;
    while (log.length > length) {
      const helper = log.pop()!;
      const count = log.pop()!;
      for (let k = count - 1; k >= 0; k -= 1) kept[k] = log.pop()!;
      plan.release(helper);
      plan.assign(helper, kept, count);
    }
  }
}
