import type { Extras } from '../model/extras.js';
import type { Instance } from '../model/instance.js';
import type { Outlook } from './memory-labels.js';
import { linked } from '../model/travel-graph.js';

/**
 * The helper's problem without caps, costs and memory: each visit earns its links on credit, a request may be served
 * twice. Its answer bounds the helper's best set; its tables bound what a chain can still add.
 */
export class Relaxation implements Outlook {
  count = 0;
  itemCount = 0;
  /** Positions that may be part of a best set; and by position the first item at or after it. */
  readonly items: Int32Array;
  readonly rank: Int32Array;
  again = new Int32Array(64);
  wanted = new Int32Array(64);
  readonly pending: Float64Array;
  /** By item: worth with links on credit. */
  readonly credit: Float64Array;
  /** By item: most that a chain adds that begins with it (without travel: at it or later). */
  private readonly suffix: Float64Array;
  /** By item, with travel: best of the chains that can begin the day with it or a later one; 0: none. */
  private readonly far: Float64Array;
  /** By item: sum of the best of each request at or after it; the best single one. */
  private readonly sum: Float64Array;
  private readonly single: Float64Array;
  /** Best later credit of each remembered request, and whether its links are noted. */
  private readonly later: Float64Array;
  private readonly noted: Uint8Array;

  constructor(
    private readonly instance: Instance,
    private readonly extras: Extras,
  ) {
    const size = instance.maxDegree + 1;
    const remembered = 32 * extras.words.reduce((most, words) => Math.max(most, words), 0);
    this.items = new Int32Array(size);
    this.rank = new Int32Array(size);
    this.credit = new Float64Array(size);
    this.suffix = new Float64Array(size);
    this.far = new Float64Array(size);
    this.sum = new Float64Array(size);
    this.single = new Float64Array(size);
    this.pending = new Float64Array(remembered);
    this.later = new Float64Array(remembered);
    this.noted = new Uint8Array(remembered);
  }

  /** @returns the relaxed worth; `chosen` receives the positions behind it */
  run(helper: number, value: Float64Array, chosen: Int32Array): number {
    this.select(helper, value);
    this.lookAhead(helper);
    return this.instance.travel ? this.chains(helper, chosen) : this.intervals(helper, chosen);
  }

  /** Most that items from `item` on add, with so many visits left. */
  most(item: number, visitsLeft: number): number {
    const least = Math.min(this.suffix[item]!, this.sum[item]!);
    return visitsLeft === Infinity ? least : Math.min(least, visitsLeft * this.single[item]!);
  }

  private select(helper: number, value: Float64Array): void {
    const { instance, extras } = this;
    const first = instance.helperFirst[helper]!;
    const degree = instance.helperFirst[helper + 1]! - first;
    const all = instance.travel !== null && instance.travel.skippable[helper] === 0;
    let count = 0;
    for (let i = 0; i < degree; i += 1) {
      this.rank[i] = count;
      if (value[i] === -Infinity) continue;
      const edge = first + i;
      // A visit worth nothing may pay as a stepping stone, or by the links that it gives to others.
      if (!all && value[i]! <= 0 && extras.linkFirst[edge] === extras.linkFirst[edge + 1]) continue;
      this.items[count] = i;
      this.credit[count] = value[i]! + extras.potential[edge]!;
      count += 1;
    }
    this.rank[degree] = count;
    this.itemCount = count;
  }

  /** From the last item to the first: sums, and what is worth remembering. */
  private lookAhead(helper: number): void {
    const { extras, itemCount, items, credit } = this;
    const first = this.instance.helperFirst[helper]!;
    const words = extras.words[helper]!;
    if (this.again.length < (itemCount + 1) * words) {
      this.again = new Int32Array((itemCount + 1) * words * 2);
      this.wanted = new Int32Array((itemCount + 1) * words * 2);
    }
    const { again, wanted, later, noted, pending } = this;
    later.fill(0, 0, words * 32);
    noted.fill(0, 0, words * 32);
    pending.fill(0, 0, words * 32);
    again.fill(0, itemCount * words, (itemCount + 1) * words);
    wanted.fill(0, itemCount * words, (itemCount + 1) * words);
    this.sum[itemCount] = 0;
    this.single[itemCount] = 0;
    for (let j = itemCount - 1; j >= 0; j -= 1) {
      const edge = first + items[j]!;
      const worth = Math.max(0, credit[j]!);
      const bit = extras.memory[edge]!;
      const row = j * words;
      again.copyWithin(row, row + words, row + 2 * words);
      wanted.copyWithin(row, row + words, row + 2 * words);
      this.single[j] = Math.max(worth, this.single[j + 1]!);
      this.sum[j] = this.sum[j + 1]! + (bit < 0 ? worth : Math.max(0, worth - later[bit]!));
      if (bit < 0) continue;
      later[bit] = Math.max(later[bit]!, worth);
      again[row + (bit >>> 5)]! |= 1 << (bit & 31);
      for (let k = extras.linkFirst[edge]!; k < extras.linkFirst[edge + 1]!; k += 1) {
        const partner = extras.linkMemory[k]!;
        wanted[row + (partner >>> 5)]! |= 1 << (partner & 31);
        if (noted[bit] === 0) pending[partner]! += extras.linkWorth[k]!;
      }
      noted[bit] = 1;
    }
  }

  private intervals(helper: number, chosen: Int32Array): number {
    const { suffix, credit, items, rank, itemCount } = this;
    const { next, helperFirst } = this.instance;
    const first = helperFirst[helper]!;
    suffix[itemCount] = 0;
    for (let j = itemCount - 1; j >= 0; j -= 1) {
      const taken = credit[j]! + suffix[rank[next[first + items[j]!]!]!]!;
      suffix[j] = taken > suffix[j + 1]! ? taken : suffix[j + 1]!;
    }
    this.count = 0;
    for (let j = 0; j < itemCount;) {
      if (suffix[j] === suffix[j + 1]) {
        j += 1;
        continue;
      }
      chosen[this.count] = items[j]!;
      this.count += 1;
      j = rank[next[first + items[j]!]!]!;
    }
    return suffix[0]!;
  }

  private chains(helper: number, chosen: Int32Array): number {
    const { suffix, credit, items, itemCount } = this;
    const travel = this.instance.travel!;
    const first = this.instance.helperFirst[helper]!;
    const { far, rank } = this;
    far[itemCount] = 0;
    let best = 0;
    let start = -1;
    for (let j = itemCount - 1; j >= 0; j -= 1) {
      const edge = first + items[j]!;
      const tail = rank[travel.tail[edge]!]!;
      let rest = travel.exit[edge] === 1 ? far[tail]! : -Infinity;
      for (let k = j + 1; k < tail; k += 1) {
        if (suffix[k]! > rest && linked(travel, edge, items[k]!)) rest = suffix[k]!;
      }
      suffix[j] = credit[j]! + rest;
      far[j] = far[j + 1]!;
      if (travel.entry[edge] === 0) continue;
      if (suffix[j]! > far[j]!) far[j] = suffix[j]!;
      if (suffix[j]! > best) {
        best = suffix[j]!;
        start = j;
      }
    }
    this.count = 0;
    for (let j = start; j >= 0;) {
      const edge = first + items[j]!;
      chosen[this.count] = items[j]!;
      this.count += 1;
      const rest = suffix[j]! - credit[j]!;
      if (rest === 0 && travel.exit[edge] === 1) break;
      let k = j + 1;
      while (k < itemCount && !(suffix[k] === rest && linked(travel, edge, items[k]!))) k += 1;
      j = k < itemCount ? k : -1;
    }
    return best;
  }
}
