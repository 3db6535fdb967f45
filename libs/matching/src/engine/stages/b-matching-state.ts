import type { Instance } from '../model/instance.js';

/**
 * What a b-matching is worked out on. Pairs are numbered request by request: those of request r are `requestFirst[r]`
 * to `requestFirst[r + 1]`, and pair k is edge `requestEdges[k]` of the instance.
 */
export class MatchingState {
  readonly pairRequest: Int32Array;
  readonly pairHelper: Int32Array;
  readonly pairWeight: Float64Array;
  /** 1 where the pair is in the matching. */
  readonly used: Uint8Array;
  /** By request: what its last seat is worth. */
  readonly price: Float64Array;
  /** By helper: what one more visit of theirs would be worth. */
  readonly helperPrice: Float64Array;
  /** Pairs of helper h: pairs[pairsFirst[h] .. pairsFirst[h] + taken[h]), with room up to pairsFirst[h + 1]. */
  readonly pairs: Int32Array;
  readonly pairsFirst: Int32Array;
  readonly taken: Int32Array;

  constructor(readonly instance: Instance) {
    const { requestCount, helperCount, edgeCount, helperFirst, capRequests } = instance;
    const { requestEdges, edgeRequest, edgeHelper, weight } = instance;
    this.pairRequest = new Int32Array(edgeCount);
    this.pairHelper = new Int32Array(edgeCount);
    this.pairWeight = new Float64Array(edgeCount);
    for (let pair = 0; pair < edgeCount; pair += 1) {
      const edge = requestEdges[pair]!;
      this.pairRequest[pair] = edgeRequest[edge]!;
      this.pairHelper[pair] = edgeHelper[edge]!;
      this.pairWeight[pair] = weight[edge]!;
    }
    this.used = new Uint8Array(edgeCount);
    this.price = new Float64Array(requestCount);
    this.helperPrice = new Float64Array(helperCount);
    this.pairsFirst = new Int32Array(helperCount + 1);
    for (let helper = 0; helper < helperCount; helper += 1) {
      const degree = helperFirst[helper + 1]! - helperFirst[helper]!;
      this.pairsFirst[helper + 1] = this.pairsFirst[helper]! + Math.min(capRequests[helper]!, degree);
    }
    this.pairs = new Int32Array(this.pairsFirst[helperCount]!);
    this.taken = new Int32Array(helperCount);
  }

  hasRoom(helper: number): boolean {
    return this.pairsFirst[helper]! + this.taken[helper]! < this.pairsFirst[helper + 1]!;
  }

  /** @param left the pair whose place it takes; -1: one that is still free */
  enter(pair: number, left: number): void {
    const helper = this.pairHelper[pair]!;
    let place = this.pairsFirst[helper]!;
    if (left < 0) {
      place += this.taken[helper]!;
      this.taken[helper]! += 1;
    } else {
      while (this.pairs[place] !== left) place += 1;
      this.used[left] = 0;
    }
    this.pairs[place] = pair;
    this.used[pair] = 1;
  }
}
