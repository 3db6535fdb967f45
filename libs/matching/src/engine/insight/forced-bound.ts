import type { Instance } from '../model/instance.js';
import type { Subproblem } from '../choice/subproblem.js';

/** Added to a visit's value to force it into the best set: above any sum of weights, small enough to stay exact. */
const FORCED = 2 ** 51;
/** Subproblems that may be solved; far fewer where each remembers more than its last visit. */
const BUDGET = 80_000;
const BUDGET_WITH_EXTRAS = 1_500;

/**
 * Bounds on plans that must use a given pair. At any prices the bound holds; re-settled around the pair it is close:
 * its request costs what keeps the others away, what its helper drops costs what the next one would pay.
 */
export class ForcedBound {
  /** No plan is worth more. */
  readonly bound: number;
  /** By helper: what choosing alone at the settled prices gains at most. */
  private readonly alone: Float64Array;
  private readonly price: Float64Array;
  /** By request, when first asked: what each of its edges would pay at most, dearest first. */
  private readonly bids = new Map<number, { readonly edge: number; readonly bid: number }[]>();
  private work = 0;

  constructor(
    private readonly instance: Instance,
    private readonly subproblem: Subproblem,
    settled: Float64Array,
  ) {
    this.price = settled.slice();
    this.alone = Float64Array.from({ length: instance.helperCount }, (_, helper) => this.gain(helper));
    this.bound =
      instance.demand.reduce((sum, seats, request) => sum + seats * this.price[request]!, 0) +
      this.alone.reduce((sum, gain) => sum + gain, 0);
  }

  /** Too much was asked already: ask no more. */
  get spent(): boolean {
    return this.work > (this.instance.extras ? BUDGET_WITH_EXTRAS : BUDGET);
  }

  /** No plan with the edge is worth more; -Infinity: no plan has it. */
  with(edge: number): number {
    const { edgeHelper, edgeRequest } = this.instance;
    const helper = edgeHelper[edge]!;
    const most = this.gain(helper, edge);
    if (most === -Infinity) return most;
    const plain = this.bound - this.alone[helper]! + most;
    if (this.spent) return plain;
    const kept = this.chosen(helper);
    this.gain(helper);
    const wanted = this.chosen(helper);
    const moved = new Map([[edgeRequest[edge]!, this.settle(edgeRequest[edge]!, helper, 0)]]);
    for (const request of wanted)
      if (!kept.includes(request)) moved.set(request, this.settle(request, helper, 1));
    return Math.min(plain, this.boundAt(edge, moved));
  }

  /** The price at which the other helpers take the seats that are left to them. */
  private settle(request: number, without: number, more: number): number {
    const others = this.bidsFor(request).filter(({ edge }) => this.instance.edgeHelper[edge] !== without);
    const last = others[this.instance.demand[request]! - 1 + more]?.bid ?? 0;
    return Math.max(0, Math.ceil(last));
  }

  private bidsFor(request: number): { readonly edge: number; readonly bid: number }[] {
    const known = this.bids.get(request);
    if (known) return known;
    const { requestFirst, requestEdges, edgeHelper } = this.instance;
    const price = this.price[request]!;
    const bids = Array.from(
      requestEdges.subarray(requestFirst[request]!, requestFirst[request + 1]!),
      (edge) => {
        const taken = this.gain(edgeHelper[edge]!, edge) + price;
        this.price[request] = Infinity;
        const left = this.gain(edgeHelper[edge]!);
        this.price[request] = price;
        return { edge, bid: taken - left };
      },
    ).sort((a, b) => b.bid - a.bid || a.edge - b.edge);
    this.bids.set(request, bids);
    return bids;
  }

  /** The bound with some prices moved: exact for every helper whom they concern. */
  private boundAt(edge: number, moved: ReadonlyMap<number, number>): number {
    const { requestFirst, requestEdges, edgeHelper, demand } = this.instance;
    const helpers = new Set([edgeHelper[edge]!]);
    const before = new Map<number, number>();
    let bound = this.bound;
    for (const [request, price] of moved) {
      bound += (price - this.price[request]!) * demand[request]!;
      before.set(request, this.price[request]!);
      this.price[request] = price;
      for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1)
        helpers.add(edgeHelper[requestEdges[k]!]!);
    }
    for (const helper of helpers)
      bound += this.gain(helper, helper === edgeHelper[edge] ? edge : -1) - this.alone[helper]!;
    for (const [request, price] of before) this.price[request] = price;
    return bound;
  }

  /**
   * What the helper gains at most at the present prices, with the edge forced if one is given; -Infinity: it fits
   * no set.
   */
  private gain(helper: number, edge = -1): number {
    const { subproblem } = this;
    this.work += 1;
    subproblem.priced(helper, this.price);
    if (edge < 0) {
      subproblem.solve(helper);
      return subproblem.upper;
    }
    subproblem.value[edge - this.instance.helperFirst[helper]!]! += FORCED;
    subproblem.solve(helper);
    return subproblem.upper < FORCED / 2 ? -Infinity : subproblem.upper - FORCED;
  }

  /** The requests of the set found last, which is the helper's. */
  private chosen(helper: number): number[] {
    const first = this.instance.helperFirst[helper]!;
    return Array.from(
      this.subproblem.chosen.subarray(0, this.subproblem.count),
      (position) => this.instance.edgeRequest[first + position]!,
    );
  }
}
