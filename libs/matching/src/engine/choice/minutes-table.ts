import type { Instance } from '../model/instance.js';

/** Entries of a table; beyond, labels are the better carrier of the caps. */
const MAX_ENTRIES = 400_000;

/**
 * Best set of one helper under a cap on minutes, or on minutes and visits, by dynamic programming over the budget
 * left, in units of the greatest common divisor of the helper's minutes. Knows neither travel nor windows.
 */
export class MinutesTable {
  count = 0;
  best = 0;
  /** Budget in units, by helper; 0 without a minutes cap. */
  private readonly budget: Int32Array;
  /** Minutes of a unit; Infinity without a minutes cap: visits then use none of the budget. */
  private readonly unit: Float64Array;
  /** Windows or travel: the table bounds the helper's best set but does not give it. */
  private readonly boundOnly: Uint8Array;
  private layer = 0;
  private width = 0;
  /** table[(j * (cap + 1) + k) * (budget + 1) + m]: most the items j.. add with k visits and m units. */
  private table = new Float64Array(4096);

  constructor(private readonly instance: Instance) {
    const { helperCount, helperFirst, helperOrder, minutes, capMinutes, contraction } = instance;
    this.budget = new Int32Array(helperCount);
    this.unit = new Float64Array(helperCount).fill(Infinity);
    this.boundOnly = new Uint8Array(helperCount);
    for (let helper = 0; helper < helperCount; helper += 1) {
      const source = helperOrder[helper]!;
      const windows = contraction.windowFirst[source + 1]! - contraction.windowFirst[source]!;
      if (windows > 0 || instance.travel) this.boundOnly[helper] = 1;
      if (capMinutes[helper] === Infinity) continue;
      let unit = 0;
      let total = 0;
      for (let edge = helperFirst[helper]!; edge < helperFirst[helper + 1]!; edge += 1) {
        unit = greatestCommonDivisor(minutes[edge]!, unit);
        total += minutes[edge]!;
      }
      unit = Math.max(1, unit);
      this.unit[helper] = unit;
      this.budget[helper] = Math.min(MAX_ENTRIES, Math.floor(Math.min(total, capMinutes[helper]!) / unit));
    }
  }

  /** Whether the table gives the exact best set. */
  isExact(helper: number): boolean {
    return this.boundOnly[helper] === 0;
  }

  /** Most that the items j.. can add with so many visits and minutes left; only for the helper solved last. */
  completion(helper: number, j: number, visitsLeft: number, minutesLeft: number): number {
    const k = this.layer === this.width ? 0 : Math.min(visitsLeft, this.layer / this.width - 1);
    const m = this.width === 1 ? 0 : Math.min(this.width - 1, Math.floor(minutesLeft / this.unit[helper]!));
    return this.table[j * this.layer + k * this.width + m]!;
  }

  /** @param cap on visits, 0 to ignore it */
  serves(helper: number, items: number, cap: number): boolean {
    return (items + 1) * (cap + 1) * (this.budget[helper]! + 1) <= MAX_ENTRIES;
  }

  /**
   * @param items positions worth something, in order of time
   * @param rank first item at or after each position
   * @param cap on visits, 0 to ignore it
   * @param chosen receives the positions of the best set
   */
  solve(
    helper: number,
    items: Int32Array,
    itemCount: number,
    rank: Int32Array,
    value: Float64Array,
    cap: number,
    chosen: Int32Array,
  ): void {
    const { minutes, next, helperFirst } = this.instance;
    const first = helperFirst[helper]!;
    const width = this.budget[helper]! + 1;
    const unit = this.unit[helper]!;
    // Row 0 of a layer with a cap stays 0: no visit left.
    const rows = cap + 1;
    const least = cap === 0 ? 0 : 1;
    const layer = rows * width;
    this.layer = layer;
    this.width = width;
    if (this.table.length < (itemCount + 1) * layer)
      this.table = new Float64Array((itemCount + 1) * layer * 2);
    const table = this.table;
    table.fill(0, itemCount * layer, (itemCount + 1) * layer);
    for (let j = itemCount - 1; j >= 0; j -= 1) {
      const edge = first + items[j]!;
      const worth = value[items[j]!]!;
      const used = minutes[edge]! / unit;
      const target = rank[next[edge]!]! * layer;
      const here = j * layer;
      table.copyWithin(here, here + layer, here + 2 * layer);
      for (let k = least; k < rows; k += 1) {
        const to = here + k * width;
        const from = target + (k - least) * width - used;
        for (let m = used; m < width; m += 1) {
          const taken = worth + table[from + m]!;
          if (taken > table[to + m]!) table[to + m] = taken;
        }
      }
    }
    this.read(helper, first, items, itemCount, rank, rows, width, chosen);
  }

  private read(
    helper: number,
    first: number,
    items: Int32Array,
    itemCount: number,
    rank: Int32Array,
    rows: number,
    width: number,
    chosen: Int32Array,
  ): void {
    const { minutes, next } = this.instance;
    const unit = this.unit[helper]!;
    const layer = rows * width;
    let k = rows - 1;
    let m = width - 1;
    this.best = this.table[k * width + m]!;
    this.count = 0;
    for (let j = 0; j < itemCount;) {
      const here = this.table[j * layer + k * width + m]!;
      if (here === 0) return;
      if (here === this.table[(j + 1) * layer + k * width + m]!) {
        j += 1;
        continue;
      }
      const edge = first + items[j]!;
      chosen[this.count] = items[j]!;
      this.count += 1;
      m -= minutes[edge]! / unit;
      if (rows > 1) k -= 1;
      j = rank[next[edge]!]!;
    }
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
