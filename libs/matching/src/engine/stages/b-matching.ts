import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import { MatchingState } from './b-matching-state.js';
import { NearestFirst } from './nearest-first.js';
import { openingBids } from './opening-bids.js';

/** Whether nothing but seats and caps on visits limits a plan: no visit excludes another, no minutes are short. */
export function isBMatching(instance: Instance): boolean {
  const { travel, extras, edgeCount, helperCount, helperFirst, next, window, minutes, capMinutes } = instance;
  if (travel || extras || window.some((one) => one >= 0)) return false;
  for (let helper = 0; helper < helperCount; helper += 1) {
    let total = 0;
    for (let edge = helperFirst[helper]!; edge < helperFirst[helper + 1]!; edge += 1) {
      if (next[edge] !== edge - helperFirst[helper]! + 1) return false;
      total += minutes[edge]!;
    }
    if (total > capMinutes[helper]!) return false;
  }
  return edgeCount > 0;
}

/**
 * The best plan where `isBMatching`: after opening bids, seat by seat along the cheapest augmenting path (successive
 * shortest paths with potentials, as Jonker and Volgenant 1987). The potentials of the requests are optimal prices: at
 * them the bound equals the plan.
 */
export class BMatching {
  private readonly state: MatchingState;
  /** Nodes: requests, then helpers. */
  private readonly distance: Float64Array;
  /** Pair by which the shortest path reaches a node. */
  private readonly by: Int32Array;
  private readonly reached: number[] = [];
  private readonly heap = new NearestFirst();
  private nearest = 0;
  private end = -1;

  constructor(private readonly instance: Instance) {
    const { requestCount, helperCount } = instance;
    this.state = new MatchingState(instance);
    this.distance = new Float64Array(requestCount + helperCount).fill(Infinity);
    this.by = new Int32Array(requestCount + helperCount);
  }

  /** By request: what its last seat is worth; the optimal price. */
  get price(): Float64Array {
    return this.state.price;
  }

  /** @returns false when it takes more than `maxWork` pairs looked at */
  run(maxWork: number): boolean {
    const { requestCount, demand } = this.instance;
    const filled = openingBids(this.state);
    let work = maxWork;
    for (let request = 0; request < requestCount; request += 1) {
      for (let seat = filled[request]!; seat < demand[request]!; seat += 1) {
        work -= this.search(request);
        if (work < 0) return false;
        this.augment(request);
        this.movePrices();
      }
    }
    return true;
  }

  layOut(plan: Plan): void {
    const { helperCount, helperFirst, maxDegree, requestEdges } = this.instance;
    const { pairs, pairsFirst, taken } = this.state;
    const positions = new Int32Array(maxDegree);
    for (let helper = 0; helper < helperCount; helper += 1) {
      const first = pairsFirst[helper]!;
      const count = taken[helper]!;
      for (let k = 0; k < count; k += 1)
        positions[k] = requestEdges[pairs[first + k]!]! - helperFirst[helper]!;
      plan.assign(helper, positions.subarray(0, count).sort(), count);
    }
  }

  /** Dijkstra from a request to the nearest end: a helper with room, or a request that is served best by nobody. */
  private search(source: number): number {
    const { requestCount } = this.instance;
    const { heap } = this;
    let work = 0;
    this.nearest = Infinity;
    this.end = -1;
    this.visit(source, 0, -1);
    while (!heap.isEmpty && heap.distance < this.nearest) {
      const { node, distance } = heap;
      heap.pop();
      if (distance > this.distance[node]!) continue;
      work += node < requestCount ? this.leaveRequest(node, distance) : this.leaveHelper(node, distance);
    }
    heap.clear();
    return work;
  }

  /** On to every helper who does not serve the request yet; or its seat stays empty. */
  private leaveRequest(request: number, key: number): number {
    const { requestFirst, requestCount } = this.instance;
    const { used, pairHelper, pairWeight, helperPrice } = this.state;
    const reach = key + this.state.price[request]!;
    this.offerEnd(request, reach);
    const last = requestFirst[request + 1]!;
    for (let pair = requestFirst[request]!; pair < last; pair += 1) {
      if (used[pair] === 1) continue;
      const helper = pairHelper[pair]!;
      this.visit(requestCount + helper, reach + helperPrice[helper]! - pairWeight[pair]!, pair);
    }
    return last - requestFirst[request]!;
  }

  /** The helper has room, or gives up one of the requests it serves. */
  private leaveHelper(node: number, key: number): number {
    const { pairs, pairsFirst, taken, pairRequest, pairWeight, price, helperPrice } = this.state;
    const helper = node - this.instance.requestCount;
    if (this.state.hasRoom(helper)) {
      this.offerEnd(node, key);
      return 1;
    }
    const reach = key - helperPrice[helper]!;
    const last = pairsFirst[helper]! + taken[helper]!;
    for (let place = pairsFirst[helper]!; place < last; place += 1) {
      const pair = pairs[place]!;
      const request = pairRequest[pair]!;
      this.visit(request, reach + pairWeight[pair]! - price[request]!, pair);
    }
    return taken[helper]!;
  }

  private offerEnd(node: number, distance: number): void {
    if (distance >= this.nearest) return;
    this.nearest = distance;
    this.end = node;
  }

  private visit(node: number, distance: number, pair: number): void {
    if (distance >= this.distance[node]! || distance >= this.nearest) return;
    if (this.distance[node] === Infinity) this.reached.push(node);
    this.distance[node] = distance;
    this.by[node] = pair;
    this.heap.push(node, distance);
  }

  /** Gives the seats along the path to the end found; each helper on it lets one visit go for another. */
  private augment(source: number): void {
    const { requestCount } = this.instance;
    const { state, by } = this;
    let node = this.end;
    let left = -1;
    while (node !== source) {
      if (node < requestCount) {
        left = by[node]!;
        node = requestCount + state.pairHelper[left]!;
      } else {
        const pair = by[node]!;
        state.enter(pair, left);
        node = state.pairRequest[pair]!;
      }
    }
  }

  /** Nodes nearer than the end: requests become cheaper, helpers dearer, until the path costs nothing. */
  private movePrices(): void {
    const { requestCount } = this.instance;
    const { price, helperPrice } = this.state;
    for (const node of this.reached) {
      const more = this.nearest - this.distance[node]!;
      this.distance[node] = Infinity;
      if (more <= 0) continue;
      if (node < requestCount) price[node]! -= more;
      else helperPrice[node - requestCount]! += more;
    }
    this.reached.length = 0;
  }
}
