import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';

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
 * The best plan where `isBMatching`: seat by seat along the cheapest augmenting path (successive shortest paths with
 * potentials, as Jonker and Volgenant 1987). The potentials of the requests are optimal prices: at them the bound
 * equals the plan.
 */
export class BMatching {
  /** By request: what its last seat is worth; the optimal price. */
  readonly price: Float64Array;
  private readonly helperPrice: Float64Array;
  private readonly used: Uint8Array;
  private readonly spare: Float64Array;
  /** Nodes: requests, then helpers. */
  private readonly distance: Float64Array;
  /** Edge by which the shortest path reaches a node. */
  private readonly by: Int32Array;
  private readonly reached: number[] = [];
  private readonly heapNode: number[] = [];
  private readonly heapKey: number[] = [];
  private nearest = 0;
  private end = -1;

  constructor(private readonly instance: Instance) {
    const { requestCount, helperCount, edgeCount, edgeRequest, weight } = instance;
    this.price = new Float64Array(requestCount);
    for (let edge = 0; edge < edgeCount; edge += 1)
      this.price[edgeRequest[edge]!] = Math.max(this.price[edgeRequest[edge]!]!, weight[edge]!);
    this.helperPrice = new Float64Array(helperCount);
    this.used = new Uint8Array(edgeCount);
    this.spare = instance.capRequests.slice();
    this.distance = new Float64Array(requestCount + helperCount).fill(Infinity);
    this.by = new Int32Array(requestCount + helperCount);
  }

  /** @returns false when it takes more than `maxWork` edges looked at */
  run(maxWork: number): boolean {
    const { requestCount, demand } = this.instance;
    let work = maxWork;
    for (let request = 0; request < requestCount; request += 1) {
      for (let seat = 0; seat < demand[request]!; seat += 1) {
        work -= this.search(request);
        if (work < 0) return false;
        this.augment(request);
        this.movePrices();
      }
    }
    return true;
  }

  layOut(plan: Plan): void {
    const { helperCount, helperFirst, maxDegree } = this.instance;
    const positions = new Int32Array(maxDegree);
    for (let helper = 0; helper < helperCount; helper += 1) {
      const first = helperFirst[helper]!;
      let count = 0;
      for (let edge = first; edge < helperFirst[helper + 1]!; edge += 1) {
        if (this.used[edge] === 0) continue;
        positions[count] = edge - first;
        count += 1;
      }
      plan.assign(helper, positions, count);
    }
  }

  /** Dijkstra from a request to the nearest end: a helper with room, or a request that is served best by nobody. */
  private search(source: number): number {
    const { requestCount } = this.instance;
    let work = 0;
    this.nearest = Infinity;
    this.end = -1;
    this.visit(source, 0, -1);
    while (this.heapNode.length > 0 && this.heapKey[0]! < this.nearest) {
      const node = this.heapNode[0]!;
      const key = this.heapKey[0]!;
      this.pop();
      if (key > this.distance[node]!) continue;
      work += node < requestCount ? this.leaveRequest(node, key) : this.leaveHelper(node, key);
    }
    this.heapNode.length = 0;
    this.heapKey.length = 0;
    return work;
  }

  /** On to every helper who does not serve the request yet; or its seat stays empty. */
  private leaveRequest(request: number, key: number): number {
    const { requestFirst, requestEdges, edgeHelper, weight, requestCount } = this.instance;
    const price = this.price[request]!;
    this.offerEnd(request, key + price);
    const last = requestFirst[request + 1]!;
    for (let k = requestFirst[request]!; k < last; k += 1) {
      const edge = requestEdges[k]!;
      if (this.used[edge] === 1) continue;
      const helper = edgeHelper[edge]!;
      this.visit(requestCount + helper, key + price + this.helperPrice[helper]! - weight[edge]!, edge);
    }
    return last - requestFirst[request]!;
  }

  /** The helper has room, or gives up one of the requests it serves. */
  private leaveHelper(node: number, key: number): number {
    const { helperFirst, edgeRequest, weight, requestCount } = this.instance;
    const helper = node - requestCount;
    if (this.spare[helper]! > 0) {
      this.offerEnd(node, key);
      return 1;
    }
    const asked = this.helperPrice[helper]!;
    const last = helperFirst[helper + 1]!;
    for (let edge = helperFirst[helper]!; edge < last; edge += 1) {
      if (this.used[edge] === 0) continue;
      const request = edgeRequest[edge]!;
      this.visit(request, key + weight[edge]! - this.price[request]! - asked, edge);
    }
    return last - helperFirst[helper]!;
  }

  private offerEnd(node: number, distance: number): void {
    if (distance >= this.nearest) return;
    this.nearest = distance;
    this.end = node;
  }

  private visit(node: number, distance: number, edge: number): void {
    if (distance >= this.distance[node]! || distance >= this.nearest) return;
    if (this.distance[node] === Infinity) this.reached.push(node);
    this.distance[node] = distance;
    this.by[node] = edge;
    this.push(node, distance);
  }

  /** Gives the seats along the path to the end found. */
  private augment(source: number): void {
    const { requestCount, edgeRequest, edgeHelper } = this.instance;
    let node = this.end;
    if (node >= requestCount) this.spare[node - requestCount]! -= 1;
    while (node !== source) {
      const edge = this.by[node]!;
      this.used[edge] = node >= requestCount ? 1 : 0;
      node = node >= requestCount ? edgeRequest[edge]! : requestCount + edgeHelper[edge]!;
    }
  }

  /** Nodes nearer than the end: requests become cheaper, helpers dearer, until the path costs nothing. */
  private movePrices(): void {
    const { requestCount } = this.instance;
    for (const node of this.reached) {
      const more = this.nearest - this.distance[node]!;
      this.distance[node] = Infinity;
      if (more <= 0) continue;
      if (node < requestCount) this.price[node]! -= more;
      else this.helperPrice[node - requestCount]! += more;
    }
    this.reached.length = 0;
  }

  private push(node: number, key: number): void {
    const { heapNode, heapKey } = this;
    let at = heapNode.length;
    heapNode.push(node);
    heapKey.push(key);
    while (at > 0) {
      const up = (at - 1) >>> 1;
      if (heapKey[up]! <= key) break;
      heapNode[at] = heapNode[up]!;
      heapKey[at] = heapKey[up]!;
      at = up;
    }
    heapNode[at] = node;
    heapKey[at] = key;
  }

  private pop(): void {
    const { heapNode, heapKey } = this;
    const node = heapNode.pop()!;
    const key = heapKey.pop()!;
    const size = heapNode.length;
    if (size === 0) return;
    let at = 0;
    for (let down = 1; down < size; down = 2 * at + 1) {
      if (down + 1 < size && heapKey[down + 1]! < heapKey[down]!) down += 1;
      if (heapKey[down]! >= key) break;
      heapNode[at] = heapNode[down]!;
      heapKey[at] = heapKey[down]!;
      at = down;
    }
    heapNode[at] = node;
    heapKey[at] = key;
  }
}
