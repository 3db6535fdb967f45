import type { Extras } from '../model/extras.js';
import type { Instance } from '../model/instance.js';
import { MinutesTable } from '../choice/minutes-table.js';
import type { Plan } from '../model/plan.js';
import type { Prices } from '../stages/prices.js';
import type { Subproblem } from '../choice/subproblem.js';
import { linked } from '../model/travel-graph.js';

/** Feasible sets of visits ("columns"), helper by helper, each with what choosing it loses against the bound. */
export interface Columns {
  /** Columns of helper h: [helperFirst[h], helperFirst[h + 1]). */
  readonly helperFirst: Int32Array;
  /** In units of the weights, integer. */
  readonly loss: number[];
  /** Edges of column c: edges[first[c] .. first[c + 1]). */
  readonly first: number[];
  readonly edges: number[];
}

/**
 * Enumerates, at the given prices, every set of every helper that loses at most `most`: all that a plan within that
 * distance of the bound can use (route enumeration, after Baldacci, Christofides and Mingozzi 2008).
 */
export class ColumnEnumeration {
  private readonly suffix: Float64Array;
  private readonly path: Int32Array;
  private readonly table: MinutesTable;
  /** 0, 1, 2...: every position is an item of the table. */
  private readonly all: Int32Array;
  private readonly scratch: Int32Array;
  /** The table stands for `suffix`. */
  private tabled = false;
  private columns: Columns;
  private steps = 0;
  private maxColumns = 0;
  private value: Float64Array;
  private floor = 0;
  private top = 0;
  /** Extras of the helper in hand, or null: values tell all. */
  private extras: Extras | null = null;
  /** With links on credit: bounds what a chain can still add. */
  private readonly credit: Float64Array;
  private readonly positions: Int32Array;
  /** Columns of the helper by the seats they take: one way to time them is enough. */
  private readonly seats = new Map<string, number>();

  constructor(
    private readonly instance: Instance,
    private readonly subproblem: Subproblem,
    private readonly prices: Prices,
  ) {
    this.suffix = new Float64Array(instance.maxDegree + 1);
    this.path = new Int32Array(instance.maxDegree);
    this.table = new MinutesTable(instance);
    this.all = Int32Array.from({ length: instance.maxDegree + 1 }, (_, position) => position);
    this.scratch = new Int32Array(instance.maxDegree);
    this.credit = new Float64Array(instance.maxDegree);
    this.positions = new Int32Array(instance.maxDegree);
    this.value = subproblem.value;
    this.columns = emptyColumns(0);
  }

  /**
   * @param standing a plan whose sets are columns too, whatever they lose
   * @returns null when there are more than `maxColumns`, or the search for them takes more than `maxSteps`
   */
  run(most: number, maxColumns: number, maxSteps: number, standing: Plan): Columns | null {
    const { instance, subproblem, prices } = this;
    this.columns = emptyColumns(instance.helperCount);
    this.steps = maxSteps;
    this.maxColumns = maxColumns;
    for (let helper = 0; helper < instance.helperCount; helper += 1) {
      subproblem.priced(helper, prices.bestPrice);
      subproblem.solve(helper);
      this.top = subproblem.upper;
      this.floor = this.top - most;
      this.extras = instance.extras?.concerns[helper] === 1 ? instance.extras : null;
      this.seats.clear();
      this.completions(helper);
      if (this.floor <= 0) this.record(0, 0);
      this.extend(helper, -1, 0, 0, 0, 0, 0);
      this.keep(helper, standing);
      this.columns.helperFirst[helper + 1] = this.columns.loss.length;
      if (this.steps < 0) return null;
    }
    return this.columns;
  }

  /** Records the helper's set in the plan, unless it lies within reach and was found with the others. */
  private keep(helper: number, standing: Plan): void {
    const first = this.instance.helperFirst[helper]!;
    const count = standing.count[helper]!;
    let worth = 0;
    for (let k = 0; k < count; k += 1) {
      const position = standing.chosen[first + k]!;
      this.path[k] = first + position;
      worth += this.value[position]!;
    }
    if (this.extras) worth += this.beyond(helper, count);
    if (worth < this.floor) this.record(count, worth);
  }

  /** Most that the positions i.. can add to a chain that has used so much. */
  private completion(helper: number, i: number, visits: number, minutes: number): number {
    if (!this.tabled) return this.suffix[i]!;
    const { capRequests, capMinutes } = this.instance;
    return this.table.completion(helper, i, capRequests[helper]! - visits, capMinutes[helper]! - minutes);
  }

  /** suffix[i]: without travel, most that positions i.. add; with travel, most that a chain from i adds. */
  private completions(helper: number): void {
    const { travel, next, helperFirst } = this.instance;
    const { suffix, credit: value } = this;
    const first = helperFirst[helper]!;
    const degree = helperFirst[helper + 1]! - first;
    for (let i = 0; i < degree; i += 1) value[i] = this.value[i]! + (this.extras?.potential[first + i] ?? 0);
    const cap = this.instance.capRequests[helper]!;
    const rows = cap < degree ? cap : 0;
    this.tabled = !travel && this.table.serves(helper, degree, rows);
    if (this.tabled) this.table.solve(helper, this.all, degree, this.all, value, rows, this.scratch);
    suffix[degree] = 0;
    for (let i = degree - 1; i >= 0; i -= 1) {
      if (!travel) {
        suffix[i] = Math.max(suffix[i + 1]!, value[i]! + suffix[next[first + i]!]!);
        continue;
      }
      let rest = travel.exit[first + i] === 1 ? 0 : -Infinity;
      for (let j = i + 1; j < degree; j += 1) {
        if (suffix[j]! > rest && linked(travel, first + i, j)) rest = suffix[j]!;
      }
      suffix[i] = value[i]! + rest;
    }
  }

  /** Adds every continuation of the chain that ends at position `last` and still can reach the floor. */
  private extend(
    helper: number,
    last: number,
    depth: number,
    worth: number,
    minutes: number,
    windowMinutes: number,
    windowRequests: number,
  ): void {
    const { instance, suffix, value, credit } = this;
    const { travel, next, window, contraction } = instance;
    const first = instance.helperFirst[helper]!;
    const degree = instance.helperFirst[helper + 1]! - first;
    if (depth >= instance.capRequests[helper]!) return;
    for (let i = last < 0 || travel ? last + 1 : next[first + last]!; i < degree; i += 1) {
      if (!travel && worth + this.completion(helper, i, depth, minutes) < this.floor) return;
      this.steps -= 1;
      if (this.steps < 0) return;
      const edge = first + i;
      const total = minutes + instance.minutes[edge]!;
      if (total > instance.capMinutes[helper]!) continue;
      const reach = travel ? suffix[i]! : credit[i]! + this.completion(helper, next[edge]!, depth + 1, total);
      if (worth + reach < this.floor) continue;
      if (travel && (last < 0 ? travel.entry[edge] === 0 : !linked(travel, first + last, i))) continue;
      let [used, visits] = [0, 0];
      if (window[edge]! >= 0) {
        const same = last >= 0 && window[first + last] === window[edge];
        used = (same ? windowMinutes : 0) + instance.minutes[edge]!;
        visits = (same ? windowRequests : 0) + 1;
        if (used > contraction.windowMinutesLeft[window[edge]!]!) continue;
        if (visits > contraction.windowRequestsLeft[window[edge]!]!) continue;
      }
      this.path[depth] = edge;
      const sum =
        worth + value[i]! + (this.extras ? this.beyond(helper, depth + 1) - this.beyond(helper, depth) : 0);
      if (sum === -Infinity) continue;
      if (sum >= this.floor && (!travel || travel.exit[edge] === 1)) this.record(depth + 1, sum);
      this.extend(helper, i, depth + 1, sum, total, used, visits);
    }
  }

  /** Whether a column takes the same seats; it then becomes the better of both. */
  private isTwin(length: number, worth: number): boolean {
    const { edgeRequest, edgeVisit, extras } = this.instance;
    const keys = Array.from(this.path.subarray(0, length), (edge) =>
      extras!.shared?.[edgeRequest[edge]!] === 1 ? -1 - edgeVisit[edge]! : edgeRequest[edge]!,
    );
    const key = keys.sort((a, b) => a - b).join();
    const { loss, first, edges } = this.columns;
    const twin = this.seats.get(key);
    if (twin === undefined) {
      this.seats.set(key, loss.length);
      return false;
    }
    if (this.top - worth < loss[twin]!) {
      loss[twin] = this.top - worth;
      for (let k = 0; k < length; k += 1) edges[first[twin]! + k] = this.path[k]!;
    }
    return true;
  }

  /** Worth of the path's first visits beyond their values; -Infinity: a request twice. */
  private beyond(helper: number, length: number): number {
    const first = this.instance.helperFirst[helper]!;
    for (let k = 0; k < length; k += 1) this.positions[k] = this.path[k]! - first;
    return this.extras!.of(helper, this.positions, length);
  }

  private record(length: number, worth: number): void {
    const { loss, first, edges } = this.columns;
    if (this.extras && this.isTwin(length, worth)) return;
    loss.push(this.top - worth);
    for (let k = 0; k < length; k += 1) edges.push(this.path[k]!);
    first.push(edges.length);
    // At once, not after the helper: one with a hundred visits of equal worth has more sets than memory holds.
    if (loss.length > this.maxColumns) this.steps = -1;
  }
}

function emptyColumns(helpers: number): Columns {
  return { helperFirst: new Int32Array(helpers + 1), loss: [], first: [0], edges: [] };
}
