import type { Market } from './market.js';

/** Other helpers tried for a visit that would be displaced. */
const ALTERNATIVES = 8;
const MOST_HELPERS = 200;
const MOST_REQUESTS = 3_000;

export interface Neighbourhood {
  readonly helpers: readonly number[];
  readonly requests: readonly number[];
}

/**
 * Whom a change can reach in two steps: who could serve the requests in hand, what those hold now, who else could take
 * that over, and what those hold. Bounded, in a fixed order.
 */
export function neighbourhoodOf(
  market: Market,
  requests: readonly number[],
  helpers: readonly number[],
): Neighbourhood {
  const reached = new Set(helpers);
  for (const request of requests) {
    for (const helper of bestFirst(market, request)) {
      if (reached.size < MOST_HELPERS) reached.add(helper);
    }
  }
  const displaced = new Set(requests);
  for (const helper of reached) for (const request of market.helpers[helper]!.held) displaced.add(request);
  for (const request of displaced) {
    if (market.seatsLeft(request) === 0) continue;
    for (const helper of bestFirst(market, request).slice(0, ALTERNATIVES)) {
      if (reached.size < MOST_HELPERS) reached.add(helper);
    }
  }
  const involved = new Set(displaced);
  for (const helper of reached) {
    for (const request of market.helpers[helper]!.held) {
      if (involved.size < MOST_REQUESTS) involved.add(request);
    }
  }
  // What a reached helper holds must be in, or their time would look free.
  const whole = [...reached].filter((helper) =>
    [...market.helpers[helper]!.held].every((request) => involved.has(request)),
  );
  return { helpers: whole.sort(ascending), requests: [...involved].sort(ascending) };
}

/** Who could serve a request, the best first; those who hold it before all. */
function bestFirst(market: Market, request: number): number[] {
  const { edges, holders } = market.requests[request]!;
  const rank = (helper: number) => (holders.has(helper) ? Infinity : edges.get(helper)!.score);
  return [...edges.keys()].sort((a, b) => rank(b) - rank(a) || a - b);
}

export function ascending(a: number, b: number): number {
  return a - b;
}
