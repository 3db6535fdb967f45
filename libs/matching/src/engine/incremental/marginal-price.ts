import type { Instance } from '../model/instance.js';
import type { Subproblem } from '../choice/subproblem.js';

export interface MarginalPrice {
  readonly price: number;
  /** Helpers who could serve the request, and what their time is worth at this price. */
  readonly helpers: readonly number[];
  readonly gains: readonly number[];
}

/**
 * The price at which exactly as many helpers want the request as it has seats, the other prices staying: what the
 * first helper who goes empty would have given for it. No other price of this request gives a lower bound.
 */
export function marginalPrice(
  instance: Instance,
  subproblem: Subproblem,
  prices: Float64Array,
  request: number,
): MarginalPrice {
  const { requestFirst, requestEdges, edgeHelper, demand } = instance;
  const edges = requestEdges.subarray(requestFirst[request], requestFirst[request + 1]);
  const helpers = [...new Set(Array.from(edges, (edge) => edgeHelper[edge]!))];
  const gainAt = (helper: number, price: number): number => {
    prices[request] = price;
    subproblem.priced(helper, prices);
    subproblem.solve(helper);
    return subproblem.upper;
  };
  const without = helpers.map((helper) => gainAt(helper, Infinity));
  const given = helpers.map((helper) => gainAt(helper, 0));
  const worths = given.map((gain, index) => gain - without[index]!).sort((a, b) => b - a);
  const price = Math.max(0, Math.floor(worths[demand[request]!] ?? 0));
  prices[request] = price;
  return { price, helpers, gains: without.map((gain, index) => Math.max(gain, given[index]! - price)) };
}
