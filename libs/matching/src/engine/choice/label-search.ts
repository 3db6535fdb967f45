import { withinCaps } from '../model/caps.js';
import type { Instance } from '../model/instance.js';
import { linked } from '../model/travel-graph.js';
import type { ChainItems } from './chain-rows.js';
import { CapTables } from './cap-tables.js';
import { Labels } from './labels.js';
import { MinutesTable } from './minutes-table.js';

/** One for the thread, seven megabytes: a search runs to its end before another begins. */
const SCRATCH = new Labels();

/** Entries of the table of count bounds; beyond, the bound ignores the cap on visits. */
const MAX_TABLE = 4_000_000;

/**
 * Best feasible chain of one helper when caps bind: label setting over the visits worth something, pruned by what the
 * rest could still add with the cap on visits alone.
 */
export class LabelSearch implements ChainItems {
  count = 0;
  /** False: work ran out, the chain is feasible but perhaps not the best. */
  complete = true;
  private readonly labels = SCRATCH;
  private readonly table: MinutesTable;
  /** With travel alone. */
  private readonly caps: CapTables;
  /** Positions that can be part of a best chain, and for each position the first item at or after it. */
  readonly items: Int32Array;
  readonly rank: Int32Array;
  itemCount = 0;
  /** rest[k * (itemCount + 1) + j]: most that k of the items j.. can add, whatever their minutes. */
  private rest = new Float64Array(256);
  /** Visits the table counts down from; 0: the table has one row, without that cap. */
  private countCap = 0;
  private best = 0;
  private bestLabel = -1;

  constructor(private readonly instance: Instance) {
    this.table = new MinutesTable(instance);
    this.caps = new CapTables(instance);
    this.items = new Int32Array(instance.maxDegree);
    this.rank = new Int32Array(instance.maxDegree + 1);
  }

  /**
   * @param value by position
   * @param suffix by position: most that positions i.. (with travel: the chains that begin with i) add without caps
   * @param chosen receives the chain's positions
   * @returns its value
   */
  run(helper: number, value: Float64Array, suffix: Float64Array, chosen: Int32Array): number {
    this.select(helper, value, suffix);
    this.best = 0;
    this.bestLabel = -1;
    this.count = 0;
    this.complete = true;
    if (this.instance.travel) {
      const exact = this.caps.solve(helper, this, value, chosen);
      this.best = this.caps.best;
      this.count = this.caps.count;
      if (exact) return this.best;
      this.searchLinked(helper, value, suffix);
    } else if (this.solveByCount(helper, value, suffix, chosen)) return this.best;
    else if (this.solveByMinutes(helper, value, chosen)) return this.best;
    else this.searchIntervals(helper, value);
    if (this.bestLabel < 0) return this.best;
    this.count = 0;
    for (let label = this.bestLabel; label > 0; label = this.labels.parent[label]!) {
      chosen[this.count] = this.labels.item[label]!;
      this.count += 1;
    }
    chosen.subarray(0, this.count).reverse();
    return this.best;
  }

  private select(helper: number, value: Float64Array, suffix: Float64Array): void {
    const first = this.instance.helperFirst[helper]!;
    const degree = this.instance.helperFirst[helper + 1]! - first;
    const travels = this.instance.travel !== null;
    let count = 0;
    for (let i = 0; i < degree; i += 1) {
      this.rank[i] = count;
      if (travels ? suffix[i] === -Infinity : value[i]! <= 0) continue;
      this.items[count] = i;
      count += 1;
    }
    this.rank[degree] = count;
    this.itemCount = count;
  }

  /**
   * Fills the table of count bounds and reads the best set under the cap on visits alone. True: it also respects the
   * other caps and is the answer. Otherwise its longest feasible beginning is the answer to beat.
   */
  private solveByCount(
    helper: number,
    value: Float64Array,
    suffix: Float64Array,
    chosen: Int32Array,
  ): boolean {
    const { items, itemCount, instance } = this;
    const first = instance.helperFirst[helper]!;
    const columns = itemCount + 1;
    const cap = Math.min(instance.capRequests[helper]!, itemCount);
    this.countCap = cap * columns <= MAX_TABLE ? cap : 0;
    const size = (this.countCap + 1) * columns;
    if (this.rest.length < size) this.rest = new Float64Array(size * 2);
    const rest = this.rest;
    if (this.countCap === 0) {
      for (let j = 0; j < itemCount; j += 1) rest[j] = suffix[items[j]!]!;
      rest[itemCount] = 0;
      return false;
    }
    rest.fill(0, 0, columns);
    for (let k = 1; k <= cap; k += 1) {
      const row = k * columns;
      rest[row + itemCount] = 0;
      for (let j = itemCount - 1; j >= 0; j -= 1) {
        const taken =
          value[items[j]!]! + rest[row - columns + this.rank[instance.next[first + items[j]!]!]!]!;
        const skipped = rest[row + j + 1]!;
        rest[row + j] = taken > skipped ? taken : skipped;
      }
    }
    let full = true;
    let row = cap * columns;
    for (let j = 0; j < itemCount && row > 0;) {
      if (rest[row + j] === rest[row + j + 1]) {
        j += 1;
        continue;
      }
      chosen[this.count] = items[j]!;
      if (withinCaps(instance, helper, chosen, this.count + 1)) {
        this.count += 1;
        this.best += value[items[j]!]!;
      } else full = false;
      row -= columns;
      j = this.rank[instance.next[first + items[j]!]!]!;
    }
    return full;
  }

  /** The cap on minutes alone, then both caps, by table. False: the helper is none for tables. */
  private solveByMinutes(helper: number, value: Float64Array, chosen: Int32Array): boolean {
    const { table, items, itemCount, rank } = this;
    const cap = this.instance.capRequests[helper]!;
    if (!table.isExact(helper) || !table.serves(helper, itemCount, 0)) return false;
    table.solve(helper, items, itemCount, rank, value, 0, chosen);
    if (table.count > cap) {
      if (!table.serves(helper, itemCount, cap)) return false;
      table.solve(helper, items, itemCount, rank, value, cap, chosen);
    }
    this.count = table.count;
    this.best = table.best;
    return true;
  }

  /** Bucket j holds the chains free to go on from item j. */
  private searchIntervals(helper: number, value: Float64Array): void {
    const { labels, items, rank, itemCount, instance } = this;
    const first = instance.helperFirst[helper]!;
    labels.reset(itemCount + 1);
    labels.insert(0, labels.root());
    for (let j = 0; j < itemCount; j += 1) {
      const position = items[j]!;
      const target = rank[instance.next[first + position]!]!;
      for (let label = labels.head[j]!; label >= 0;) {
        const following = labels.following[label]!;
        const taken = this.extend(helper, label, position, value[position]!, true);
        if (taken > 0) {
          this.improve(taken);
          if (this.hopeful(taken, target)) {
            this.settle(taken, first, j, target);
            labels.insert(target, taken);
          }
        }
        if (this.hopeful(label, j + 1)) {
          this.settle(label, first, j, j + 1);
          labels.insert(j + 1, label);
        }
        if (labels.exhausted) {
          this.complete = false;
          return;
        }
        label = following;
      }
    }
  }

  /** Bucket j holds the chains that end with item j. */
  private searchLinked(helper: number, value: Float64Array, suffix: Float64Array): void {
    const { labels, items, itemCount } = this;
    const { window, travel } = this.instance;
    const first = this.instance.helperFirst[helper]!;
    labels.reset(itemCount + 1);
    const root = labels.root();
    for (let j = -1; j < itemCount; j += 1) {
      const from = j < 0 ? -1 : first + items[j]!;
      for (
        let label = j < 0 ? root : labels.head[j]!;
        label >= 0;
        label = j < 0 ? -1 : labels.following[label]!
      ) {
        if (j >= 0 && travel!.exit[from] === 1) this.improve(label);
        for (let k = j + 1; k < itemCount; k += 1) {
          const position = items[k]!;
          if (j < 0 ? travel!.entry[first + position] === 0 : !linked(travel!, from, position)) continue;
          const sameWindow = j >= 0 && window[from] === window[first + position];
          const most = Math.min(suffix[position]!, this.caps.most(k, label, labels, sameWindow));
          if (labels.value[label]! + most <= this.best) continue;
          const taken = this.extend(helper, label, position, value[position]!, sameWindow);
          if (taken > 0) labels.insert(k, taken);
          if (labels.exhausted) {
            this.complete = false;
            return;
          }
        }
      }
    }
  }

  /** The label with one more visit, or -1 where a cap forbids it. */
  private extend(
    helper: number,
    label: number,
    position: number,
    worth: number,
    sameWindow: boolean,
  ): number {
    const { labels, instance } = this;
    const edge = instance.helperFirst[helper]! + position;
    const minutes = labels.minutes[label]! + instance.minutes[edge]!;
    const requests = labels.visits[label]! + 1;
    if (minutes > instance.capMinutes[helper]! || requests > instance.capRequests[helper]!) return -1;
    const window = instance.window[edge]!;
    let windowMinutes = 0;
    let windowRequests = 0;
    if (window >= 0) {
      windowMinutes = (sameWindow ? labels.windowMinutes[label]! : 0) + instance.minutes[edge]!;
      windowRequests = (sameWindow ? labels.windowVisits[label]! : 0) + 1;
      if (windowMinutes > instance.contraction.windowMinutesLeft[window]!) return -1;
      if (windowRequests > instance.contraction.windowRequestsLeft[window]!) return -1;
    }
    const taken = labels.size;
    labels.size += 1;
    labels.value[taken] = labels.value[label]! + worth;
    labels.minutes[taken] = minutes;
    labels.visits[taken] = requests;
    labels.windowMinutes[taken] = windowMinutes;
    labels.windowVisits[taken] = windowRequests;
    labels.parent[taken] = label;
    labels.item[taken] = position;
    return taken;
  }

  /** Forgets the use of a window that ends before the bucket's item. */
  private settle(label: number, first: number, from: number, target: number): void {
    const { window } = this.instance;
    if (target < this.itemCount && window[first + this.items[target]!] === window[first + this.items[from]!])
      return;
    this.labels.windowMinutes[label] = 0;
    this.labels.windowVisits[label] = 0;
  }

  private improve(label: number): void {
    if (this.labels.value[label]! <= this.best) return;
    this.best = this.labels.value[label]!;
    this.bestLabel = label;
  }

  private hopeful(label: number, item: number): boolean {
    const row = this.countCap === 0 ? 0 : this.countCap - this.labels.visits[label]!;
    return this.labels.value[label]! + this.rest[row * (this.itemCount + 1) + item]! > this.best;
  }
}
