import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import type { Subproblem } from '../choice/subproblem.js';

/** Value that forces a fixed visit into its helper's best set; sums of 2^10 of them with weights stay exact. */
const FIXED = 2 ** 42;

export interface DiveSettings {
  readonly rounds: number;
  /** Step of the prices, in units of the weights, and its factor a round. */
  readonly step: number;
  readonly decay: number;
}

/**
 * Price-guided dive: prices keep moving in small steps while the visits that helpers choose steadily are fixed, round
 * by round, and the rest of the market re-settles around them. `memory[edge]` is the fading mean of how often the edge
 * was chosen: an estimate of the fractional optimum.
 */
export class Dive {
  private readonly fixed: Uint8Array;
  private readonly open: Int32Array;
  private readonly price: Float64Array;
  private readonly memory: Float64Array;
  private readonly active: Int32Array;
  private activeCount = 0;
  private readonly positions: Int32Array;
  /** By request: the visit that its fixed seats share, or -1; null where no request shares a choice of starts. */
  private readonly sharedVisit: Int32Array | null;

  /**
   * @param settledPrice where each dive's prices begin
   * @param settledMemory where its memory begins
   */
  constructor(
    private readonly instance: Instance,
    private readonly subproblem: Subproblem,
    private readonly settledPrice: Float64Array,
    private readonly settledMemory: Float64Array,
  ) {
    this.fixed = new Uint8Array(instance.edgeCount);
    this.open = new Int32Array(instance.requestCount);
    this.price = new Float64Array(instance.requestCount);
    this.memory = new Float64Array(instance.edgeCount);
    this.active = new Int32Array(instance.helperCount);
    this.positions = new Int32Array(instance.maxDegree);
    this.sharedVisit = instance.extras?.shared ? new Int32Array(instance.requestCount) : null;
  }

  /** Plans anew for these helpers, released beforehand, among the seats open in the plan. */
  run(plan: Plan, helpers: Int32Array, settings: DiveSettings): void {
    this.begin(plan, helpers);
    let step = settings.step;
    let threshold = 0.9;
    for (let round = 0; round < settings.rounds && this.activeCount > 0; round += 1) {
      this.sweep(step, 2);
      const before = this.activeCount;
      const fixed = this.sweep(step, threshold);
      step *= settings.decay;
      if (fixed * 50 < before) threshold = Math.max(0.25, threshold - 0.08);
    }
    while (this.activeCount > 0 && this.sweep(0, 0) > 0) continue;
    for (const helper of helpers) this.assign(plan, helper);
  }

  private begin(plan: Plan, helpers: Int32Array): void {
    const { helperFirst, edgeRequest } = this.instance;
    this.active.set(helpers);
    this.activeCount = helpers.length;
    for (const helper of helpers) {
      for (let edge = helperFirst[helper]!; edge < helperFirst[helper + 1]!; edge += 1) {
        const request = edgeRequest[edge]!;
        this.fixed[edge] = 0;
        this.memory[edge] = this.settledMemory[edge]!;
        this.open[request] = plan.open[request]!;
        this.price[request] = this.settledPrice[request]!;
        if (this.sharedVisit) this.sharedVisit[request] = plan.sharedVisit![request]!;
      }
    }
  }

  /** Lets every undecided helper choose, moves prices and fixes choices at least this steady; returns how many. */
  private sweep(step: number, threshold: number): number {
    const { instance, subproblem, open, price, memory, fixed } = this;
    const { helperFirst, edgeRequest, demand } = instance;
    let fixings = 0;
    let kept = 0;
    subproblem.hasty = true;
    for (let a = 0; a < this.activeCount; a += 1) {
      const helper = this.active[a]!;
      if (!this.prepare(helper)) continue;
      this.active[kept] = helper;
      kept += 1;
      subproblem.solve(helper);
      const first = helperFirst[helper]!;
      const last = helperFirst[helper + 1]!;
      for (let edge = first; edge < last; edge += 1) {
        memory[edge] = memory[edge]! * 0.8;
        const request = edgeRequest[edge]!;
        if (open[request] === 0 || fixed[edge] === 1) continue;
        const degree = instance.requestFirst[request + 1]! - instance.requestFirst[request]!;
        const lowered = price[request]! - Math.round((step * demand[request]!) / degree);
        price[request] = lowered > 0 ? lowered : 0;
      }
      for (let k = 0; k < subproblem.count; k += 1) {
        const edge = first + subproblem.chosen[k]!;
        if (fixed[edge] === 1) continue;
        const request = edgeRequest[edge]!;
        price[request]! += Math.round(step);
        memory[edge]! += 0.2;
        if (memory[edge]! < threshold) continue;
        fixed[edge] = 1;
        open[request]! -= 1;
        fixings += 1;
        if (instance.extras?.shared?.[request] === 1) this.sharedVisit![request] = instance.edgeVisit[edge]!;
      }
    }
    subproblem.hasty = false;
    this.activeCount = kept;
    return fixings;
  }

  /** Fills the helper's values; false: nothing is left to decide. */
  private prepare(helper: number): boolean {
    const { helperFirst, edgeRequest, weight } = this.instance;
    const { value } = this.subproblem;
    const first = helperFirst[helper]!;
    const degree = helperFirst[helper + 1]! - first;
    let undecided = false;
    for (let i = 0; i < degree; i += 1) {
      const edge = first + i;
      const request = edgeRequest[edge]!;
      if (this.fixed[edge] === 1) value[i] = FIXED;
      else if (this.open[request] === 0 || this.startsElsewhere(edge)) value[i] = -Infinity;
      else {
        value[i] = weight[edge]! - this.price[request]!;
        undecided = true;
      }
    }
    return undecided;
  }

  /** Whether other seats of the edge's request were fixed at another start. */
  private startsElsewhere(edge: number): boolean {
    if (this.sharedVisit === null) return false;
    const visit = this.sharedVisit[this.instance.edgeRequest[edge]!]!;
    return visit >= 0 && visit !== this.instance.edgeVisit[edge];
  }

  private assign(plan: Plan, helper: number): void {
    const first = this.instance.helperFirst[helper]!;
    const degree = this.instance.helperFirst[helper + 1]! - first;
    let count = 0;
    for (let i = 0; i < degree; i += 1) {
      if (this.fixed[first + i] === 0) continue;
      this.positions[count] = i;
      count += 1;
    }
    if (this.instance.extras?.concerns[helper] !== 1) plan.assign(helper, this.positions, count);
    // A search that ran out of work may have left a fixed visit out and fixed another in its place.
    else for (let k = 0; k < count; k += 1) plan.insert(helper, this.positions[k]!);
  }
}
