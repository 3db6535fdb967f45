import type { MatchingState } from './b-matching-state.js';

/** Bids before the searches take over: where many want the same few, prices could climb point by point. */
const BIDS_A_REQUEST = 10;

/**
 * A start that leaves little to search for: each request of one seat bids for the helper it gains most from, as much as
 * makes the next best worth the same to it, and takes the place that was had for least, whose holder bids again
 * (augmenting row reduction, as Jonker and Volgenant 1987, for helpers with several places). Where two helpers are
 * worth the same and there is no room, nothing can be bid: left to the search, as are requests of several seats.
 *
 * Leaves prices at which the matching is the best for the requests in it: a helper with room costs nothing, one
 * without as much as its cheapest place.
 * @returns by request: its seats that are filled
 */
export function openingBids(state: MatchingState): Uint8Array {
  const { instance, pairHelper, pairWeight, pairRequest, price, helperPrice, pairsFirst } = state;
  const { requestCount, requestFirst, demand } = instance;
  const filled = new Uint8Array(requestCount);
  const paid = new Float64Array(state.pairs.length);
  const waiting: number[] = [];
  for (let request = requestCount - 1; request >= 0; request -= 1)
    if (demand[request] === 1) waiting.push(request);
  for (let bids = BIDS_A_REQUEST * requestCount; bids > 0 && waiting.length > 0; bids -= 1) {
    const request = waiting.pop()!;
    let [best, gain, next] = [-1, 0, 0];
    for (let pair = requestFirst[request]!; pair < requestFirst[request + 1]!; pair += 1) {
      const one = pairWeight[pair]! - helperPrice[pairHelper[pair]!]!;
      if (one > gain) [best, next, gain] = [pair, gain, one];
      else if (one > next) next = one;
    }
    if (best < 0) continue;
    const helper = pairHelper[best]!;
    const place = cheapestPlace(state, paid, helper);
    const hasRoom = state.hasRoom(helper);
    if (!hasRoom) {
      if (place < 0 || gain === next) continue;
      const out = pairRequest[state.pairs[place]!]!;
      filled[out] = 0;
      waiting.push(out);
    }
    const at = hasRoom ? pairsFirst[helper]! + state.taken[helper]! : place;
    state.enter(best, hasRoom ? -1 : state.pairs[place]!);
    paid[at] = helperPrice[helper]! + gain - next;
    filled[request] = 1;
    helperPrice[helper] = state.hasRoom(helper) ? 0 : paid[cheapestPlace(state, paid, helper)]!;
  }
  for (let pair = 0; pair < pairRequest.length; pair += 1) {
    const request = pairRequest[pair]!;
    price[request] = Math.max(price[request]!, pairWeight[pair]! - helperPrice[pairHelper[pair]!]!);
  }
  return filled;
}

/** Among the helper's places that are taken; -1: none is. */
function cheapestPlace({ pairsFirst, taken }: MatchingState, paid: Float64Array, helper: number): number {
  const first = pairsFirst[helper]!;
  let cheapest = taken[helper] === 0 ? -1 : first;
  for (let place = first + 1; place < first + taken[helper]!; place += 1)
    if (paid[place]! < paid[cheapest]!) cheapest = place;
  return cheapest;
}
