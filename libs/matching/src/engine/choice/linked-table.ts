import type { Instance } from '../model/instance.js';
import { linked } from '../model/travel-graph.js';

/** Budget units of a table; beyond, labels carry the cap alone. */
const MAX_BUDGET = 64;

/** The visits of one helper that may be part of a best chain, and which can directly follow which. */
export class LinkedItems {
  items: Int32Array = new Int32Array(0);
  count = 0;
  /** Edge of the helper's first position. */
  edge = 0;
  /** Items that can directly follow item j: successors[first[j] .. first[j + 1]). */
  readonly first: Int32Array;
  successors = new Int32Array(1024);

  constructor(readonly instance: Instance) {
    this.first = new Int32Array(instance.maxDegree + 1);
  }

  link(helper: number, items: Int32Array, count: number): void {
    const travel = this.instance.travel!;
    this.items = items;
    this.count = count;
    this.edge = this.instance.helperFirst[helper]!;
    const most = (count * (count - 1)) / 2;
    if (this.successors.length < most) this.successors = new Int32Array(most * 2);
    let size = 0;
    for (let j = 0; j < count; j += 1) {
      this.first[j] = size;
      for (let k = j + 1; k < count; k += 1) {
        if (!linked(travel, this.edge + items[j]!, items[k]!)) continue;
        this.successors[size] = k;
        size += 1;
      }
    }
    this.first[count] = size;
  }

  enters(item: number): boolean {
    return this.instance.travel!.entry[this.edge + this.items[item]!] === 1;
  }

  exits(item: number): boolean {
    return this.instance.travel!.exit[this.edge + this.items[item]!] === 1;
  }
}

/**
 * Longest paths with travel under one cap, on visits or on minutes: the best chain where that cap alone binds, and a
 * bound on what chains can still add where others bind, too.
 */
export class LinkedTable {
  /** Items of the chain read last. */
  count = 0;
  /** What the table knows of the budget; -1: nothing. */
  budget = -1;
  /** table[b * items + j]: most that a chain which begins with item j adds within budget b. */
  private table = new Float64Array(1024);

  constructor(private readonly linkedItems: LinkedItems) {}

  /** @param cost of each item, in units of the budget */
  fill(value: Float64Array, cost: Int32Array, budget: number): void {
    const { first, successors, items, count } = this.linkedItems;
    this.budget = -1;
    if (budget > MAX_BUDGET) return;
    if (this.table.length < (budget + 1) * count) this.table = new Float64Array((budget + 1) * count * 2);
    const { table } = this;
    for (let b = 0; b <= budget; b += 1) {
      for (let j = count - 1; j >= 0; j -= 1) {
        const here = b * count + j;
        table[here] = -Infinity;
        if (cost[j]! > b) continue;
        const left = (b - cost[j]!) * count;
        let rest = this.linkedItems.exits(j) ? 0 : -Infinity;
        for (let s = first[j]!; s < first[j + 1]!; s += 1) {
          const more = table[left + successors[s]!]!;
          if (more > rest) rest = more;
        }
        table[here] = value[items[j]!]! + rest;
      }
    }
    this.budget = budget;
  }

  /** Most that a chain which begins with item j adds when so much of the budget is used. */
  most(j: number, used: number): number {
    return used > this.budget ? -Infinity : this.table[(this.budget - used) * this.linkedItems.count + j]!;
  }

  /** Writes the best chain as items. */
  read(value: Float64Array, cost: Int32Array, chain: Int32Array): void {
    const { first, successors, items, count } = this.linkedItems;
    let best = 0;
    let at = -1;
    for (let j = 0; j < count; j += 1) {
      if (!this.linkedItems.enters(j) || this.most(j, 0) <= best) continue;
      best = this.most(j, 0);
      at = j;
    }
    this.count = 0;
    let used = 0;
    while (at >= 0) {
      const rest = this.most(at, used) - value[items[at]!]!;
      chain[this.count] = at;
      this.count += 1;
      used += cost[at]!;
      if (rest === 0 && this.linkedItems.exits(at)) return;
      let s = first[at]!;
      while (s < first[at + 1]! && this.most(successors[s]!, used) !== rest) s += 1;
      at = s < first[at + 1]! ? successors[s]! : -1;
    }
  }
}
