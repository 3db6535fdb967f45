import type { Instance } from '../model/instance.js';
import { Prng } from '../model/prng.js';
import type { Subproblem } from '../choice/subproblem.js';

/**
 * Lagrangian prices on requests. Only "at most `demand` helpers a request" is dualised: each helper then chooses alone,
 * by weight less price, and the sum of their gains plus price x demand bounds every plan from above.
 */
export class Prices {
  /** Integer, >= 0, in units of the weights: bounds are exact sums. */
  readonly price: Float64Array;
  /** The lowest bound proven. */
  bound = Infinity;
  /** The lowest bound that prices gave, and those prices. */
  priced = Infinity;
  readonly bestPrice: Float64Array;
  /** By edge: fading mean of how often the helper chose it. */
  readonly memory: Float64Array;
  readonly demanded: Float64Array;
  private readonly share: Float64Array;
  /** By request: what each of its helpers takes off the price in the sweep at hand. */
  private readonly lowering: Float64Array;
  private readonly order: Int32Array;
  private readonly prng = new Prng(20_26);

  constructor(
    private readonly instance: Instance,
    private readonly subproblem: Subproblem,
  ) {
    this.price = new Float64Array(instance.requestCount);
    this.bestPrice = new Float64Array(instance.requestCount);
    this.demanded = new Float64Array(instance.requestCount);
    this.memory = new Float64Array(instance.edgeCount);
    this.lowering = new Float64Array(instance.requestCount);
    this.share = Float64Array.from(instance.demand, (demand, request) => {
      const degree = instance.requestFirst[request + 1]! - instance.requestFirst[request]!;
      return degree === 0 ? 0 : demand / degree;
    });
    this.order = Int32Array.from({ length: instance.helperCount }, (_, helper) => helper);
  }

  /**
   * Incremental subgradient (Nedic and Bertsekas 2001): prices move after every helper, not once a round, which
   * converges in a tenth of the rounds.
   */
  sweep(step: number): void {
    const { instance, subproblem, price, share, lowering, memory } = this;
    const { helperFirst, edgeRequest, weight } = instance;
    const { value } = subproblem;
    for (let request = 0; request < lowering.length; request += 1)
      lowering[request] = Math.round(step * share[request]!);
    const raise = Math.round(step);
    subproblem.hasty = true;
    this.prng.shuffle(this.order);
    for (const helper of this.order) {
      const first = helperFirst[helper]!;
      const degree = helperFirst[helper + 1]! - first;
      // One pass values, lowers and fades: a helper's choice depends on the prices before it alone.
      for (let i = 0; i < degree; i += 1) {
        const edge = first + i;
        const request = edgeRequest[edge]!;
        const asked = price[request]!;
        value[i] = weight[edge]! - asked;
        const lowered = asked - lowering[request]!;
        price[request] = lowered > 0 ? lowered : 0;
        memory[edge]! *= 0.8;
      }
      subproblem.solve(helper);
      for (let k = 0; k < subproblem.count; k += 1) {
        const edge = first + subproblem.chosen[k]!;
        price[edgeRequest[edge]!]! += raise;
        memory[edge]! += 0.2;
      }
    }
    subproblem.hasty = false;
  }

  /** Takes over prices found elsewhere, and the bound they give. */
  adopt(price: Float64Array): void {
    this.price.set(price);
    this.evaluate();
  }

  /** Takes over a proven bound, whatever proved it. */
  lower(bound: number): void {
    this.bound = Math.min(this.bound, bound);
  }

  /** The bound where each seat is as dear as its best helper makes it: reached where there is help for everyone. */
  boundAtTop(): void {
    const { edgeCount, edgeRequest, weight } = this.instance;
    const { price } = this;
    for (let edge = 0; edge < edgeCount; edge += 1)
      price[edgeRequest[edge]!] = Math.max(price[edgeRequest[edge]!]!, weight[edge]!);
    this.lower(this.boundHere());
    price.fill(0);
  }

  /** The bound at the present prices; leaves in `demanded` how many helpers want each request. */
  evaluate(): number {
    const bound = this.boundHere();
    this.lower(bound);
    if (bound < this.priced) {
      this.priced = bound;
      this.bestPrice.set(this.price);
    }
    return bound;
  }

  private boundHere(): number {
    const { instance, subproblem, price, demanded } = this;
    const { helperFirst, edgeRequest, demand } = instance;
    demanded.fill(0);
    let bound = 0;
    for (let request = 0; request < instance.requestCount; request += 1)
      bound += price[request]! * demand[request]!;
    for (let helper = 0; helper < instance.helperCount; helper += 1) {
      subproblem.priced(helper, price);
      subproblem.solve(helper);
      bound += subproblem.upper;
      const first = helperFirst[helper]!;
      for (let k = 0; k < subproblem.count; k += 1)
        demanded[edgeRequest[first + subproblem.chosen[k]!]!]! += 1;
    }
    return bound;
  }
}
