import type { Instance } from '../model/instance.js';
import { linked } from '../model/travel-graph.js';
import { ChainRows, type ChainItems, type Resource, type Usage } from './chain-rows.js';

/**
 * Longest chains under the caps on visits, on minutes or on both, of each window or, where there are none, of the whole
 * horizon: dynamic programming from the last item to the first, O(items x budget) and the few pairs that are near in
 * time. Gives the best chain where no other cap binds, and a bound on what chains can still add where others do.
 */
export class ChainTable {
  /** The best chain, as items. */
  readonly chain: Int32Array;
  count = 0;
  best = 0;
  /** Whether the table was filled for the helper in hand. */
  known = false;
  private readonly rows: ChainRows;
  private at: ChainItems;
  private edge = 0;
  /**
   * table[row[j] + v * (minutesLeft[j] + 1) + m]: most that a chain which begins with item j adds with v visits and m
   * units of minutes left in its window.
   */
  private table = new Float64Array(1024);
  /** The same of all chains that may begin the day with item j or a later one of its window. */
  private later = new Float64Array(1024);
  /** By item: the best such chain in this window or a later one, with the whole budget; 0: none. */
  private readonly whole: Float64Array;
  /** By what is left: the best that can follow the item in hand. */
  private rest = new Float64Array(64);

  constructor(private readonly instance: Instance) {
    this.rows = new ChainRows(instance);
    this.chain = new Int32Array(instance.maxDegree + 1);
    this.whole = new Float64Array(instance.maxDegree + 1);
    this.at = { items: this.chain, itemCount: 0, rank: this.chain };
  }

  /**
   * Fills the table and reads the best chain.
   * @param worth by item
   * @returns false where the table would be too large: then it knows nothing
   */
  run(helper: number, at: ChainItems, worth: Float64Array, resource: Resource): boolean {
    const { rows } = this;
    this.at = at;
    this.edge = this.instance.helperFirst[helper]!;
    this.known = rows.layOut(helper, at, resource);
    if (!this.known) return false;
    if (this.table.length < rows.size) {
      this.table = new Float64Array(rows.size * 2);
      this.later = new Float64Array(rows.size * 2);
    }
    if (this.rest.length < rows.widest) this.rest = new Float64Array(rows.widest * 2);
    this.whole[at.itemCount] = 0;
    for (let j = at.itemCount - 1; j >= 0; j -= 1) this.fill(j, worth[j]!);
    this.best = this.whole[0]!;
    this.read(worth);
    return true;
  }

  /** Most that a chain adds to the label which begins with item j; `sameWindow`: as the label's last visit. */
  most(j: number, label: number, labels: Usage, sameWindow: boolean): number {
    const left = this.rows.leftOf(j, label, labels, sameWindow);
    return left < 0 ? -Infinity : this.table[this.rows.row[j]! + left]!;
  }

  /** The same of the chains that begin with item j or a later one; without travel. */
  mostFrom(j: number, label: number, labels: Usage): number {
    const left = this.rows.leftOf(j, label, labels, true);
    const here = left < 0 ? 0 : this.later[this.rows.row[j]! + left]!;
    return Math.max(here, this.whole[this.rows.windowEnd[j]!]!);
  }

  /** The item's rows, those of later items being filled. */
  private fill(j: number, worth: number): void {
    const { table, later, rest, whole } = this;
    const { row, minutes, visits, minutesLeft, visitsLeft } = this.rows;
    const here = row[j]!;
    const columns = minutesLeft[j]! + 1;
    const width = columns * (visitsLeft[j]! + 1);
    this.fillRest(j, width);
    table.fill(-Infinity, here, here + width);
    const used = visits[j]! * columns + minutes[j]!;
    for (let v = visits[j]!; v <= visitsLeft[j]!; v += 1) {
      const end = (v + 1) * columns;
      for (let b = v * columns + minutes[j]!; b < end; b += 1) table[here + b] = worth + rest[b - used]!;
    }
    const begins = this.enters(j);
    const after = j + 1 < this.rows.windowEnd[j]! ? row[j + 1]! : -1;
    for (let b = 0; b < width; b += 1) {
      const own = begins ? table[here + b]! : -Infinity;
      const other = after < 0 ? -Infinity : later[after + b]!;
      later[here + b] = own > other ? own : other;
    }
    whole[j] = begins ? Math.max(whole[j + 1]!, table[here + width - 1]!) : whole[j + 1]!;
  }

  /** By units left in the window: the best chain that can follow item j. */
  private fillRest(j: number, width: number): void {
    const { table, later, rest, whole } = this;
    const { row, windowEnd } = this.rows;
    const { travel } = this.instance;
    const end = windowEnd[j]!;
    const tail = this.tailOf(j);
    const exits = this.exits(j);
    rest.fill(exits ? whole[Math.max(tail, end)]! : -Infinity, 0, width);
    if (exits && tail < end) this.raise(later, row[tail]!, width);
    if (!travel) return;
    for (let k = j + 1; k < tail; k += 1) {
      if (!linked(travel, this.edge + this.at.items[j]!, this.at.items[k]!)) continue;
      if (k < end) {
        this.raise(table, row[k]!, width);
        continue;
      }
      const other = table[row[k]! + this.rows.lastOf(k)]!;
      for (let b = 0; b < width; b += 1) if (other > rest[b]!) rest[b] = other;
    }
  }

  private raise(from: Float64Array, at: number, width: number): void {
    const { rest } = this;
    for (let b = 0; b < width; b += 1) {
      const other = from[at + b]!;
      if (other > rest[b]!) rest[b] = other;
    }
  }

  private read(worth: Float64Array): void {
    const { table } = this;
    const { row, minutes, visits, minutesLeft, windowEnd } = this.rows;
    this.count = 0;
    if (this.best <= 0) return;
    let at = 0;
    while (!(this.enters(at) && table[row[at]! + this.rows.lastOf(at)] === this.best)) at += 1;
    let left = this.rows.lastOf(at);
    while (at >= 0) {
      const rest = table[row[at]! + left]! - worth[at]!;
      this.chain[this.count] = at;
      this.count += 1;
      left -= visits[at]! * (minutesLeft[at]! + 1) + minutes[at]!;
      const next = rest === 0 && this.exits(at) ? -1 : this.successor(at, left, rest);
      if (next >= windowEnd[at]!) left = this.rows.lastOf(next);
      at = next;
    }
  }

  /** The item whose chain gave `rest`, or -1. */
  private successor(j: number, left: number, rest: number): number {
    const { table, at } = this;
    const { row, windowEnd } = this.rows;
    const { travel } = this.instance;
    const tail = this.tailOf(j);
    const exits = this.exits(j);
    for (let k = travel ? j + 1 : tail; k < at.itemCount; k += 1) {
      if (table[row[k]! + (k < windowEnd[j]! ? left : this.rows.lastOf(k))] !== rest) continue;
      const follows =
        k < tail ? linked(travel!, this.edge + at.items[j]!, at.items[k]!) : exits && this.enters(k);
      if (follows) return k;
    }
    return -1;
  }

  /** First item from which on all that may begin the day can follow item j. */
  private tailOf(j: number): number {
    const { travel, next } = this.instance;
    const edge = this.edge + this.at.items[j]!;
    return this.at.rank[travel ? travel.tail[edge]! : next[edge]!]!;
  }

  enters(j: number): boolean {
    const { travel } = this.instance;
    return travel === null || travel.entry[this.edge + this.at.items[j]!] === 1;
  }

  exits(j: number): boolean {
    const { travel } = this.instance;
    return travel === null || travel.exit[this.edge + this.at.items[j]!] === 1;
  }
}
