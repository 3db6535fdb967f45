import { buildInstance } from '../model/instance.js';
import { Subproblem } from '../choice/subproblem.js';
import { marginalPrice } from './marginal-price.js';
import { ascending } from './neighbourhood.js';
import { PRICE_UNIT, type Market } from './market.js';

/** Brings the gains of these helpers up to date with their edges and prices, and with them the bound. */
export function refreshGains(market: Market, helpers: Iterable<number>): void {
  const { instance, subproblem, price, rows } = weigh(market, helpers);
  for (let rank = 0; rank < instance.helperCount; rank += 1) {
    subproblem.priced(rank, price);
    subproblem.solve(rank);
    market.regain(rows.helpers[instance.helperOrder[rank]!]!, subproblem.upper / instance.scale);
  }
}

/** Gives each request in turn the price at which it is wanted as often as it has seats; its helpers' gains follow. */
export function repriceRequests(market: Market, requests: readonly number[]): void {
  const helpers = new Set(requests.flatMap((request) => [...market.requests[request]!.edges.keys()]));
  const { instance, subproblem, price, rows } = weigh(market, helpers);
  const rankOf = new Map(Array.from(instance.requestOrder, (source, rank) => [rows.requests[source]!, rank]));
  for (const request of requests) {
    const rank = rankOf.get(request);
    if (rank === undefined) {
      market.reprice(request, 0);
      continue;
    }
    const found = marginalPrice(instance, subproblem, price, rank);
    market.reprice(request, Math.floor((found.price * PRICE_UNIT) / instance.scale) / PRICE_UNIT);
    price[rank] = market.requests[request]!.price * instance.scale;
    // The price is kept in coarser units: what it lost by that, a gain may have won.
    const lowered = found.price - price[rank]!;
    found.helpers.forEach((helper, index) => {
      const gain = found.gains[index]! + lowered;
      market.regain(rows.helpers[instance.helperOrder[helper]!]!, gain / instance.scale);
    });
  }
}

/** These helpers with everything they could do, as the engine sees it. */
function weigh(market: Market, which: Iterable<number>) {
  const helpers = [...which].sort(ascending);
  const reachable = new Set<number>();
  for (const helper of helpers)
    for (const request of market.helpers[helper]!.edges.keys()) reachable.add(request);
  const requests = [...reachable].sort(ascending);
  const instance = buildInstance(market.cut(helpers, requests, false));
  const price = Float64Array.from(instance.requestOrder, (source) =>
    // Rounded down: a helper's gain is then never told too small.
    Math.floor(market.requests[requests[source]!]!.price * instance.scale),
  );
  return { instance, subproblem: new Subproblem(instance), price, rows: { helpers, requests } };
}
