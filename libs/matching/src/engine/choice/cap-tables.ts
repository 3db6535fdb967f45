import { withinCaps } from '../model/caps.js';
import type { Instance } from '../model/instance.js';
import type { ChainItems, Usage } from './chain-rows.js';
import { ChainTable } from './chain-table.js';

/** One helper's chains under the cap on visits, the cap on minutes, and both: each table is filled if the one before fails. */
export class CapTables {
  count = 0;
  best = 0;
  private readonly byVisits: ChainTable;
  private readonly byMinutes: ChainTable;
  private readonly byBoth: ChainTable;
  private readonly tables: readonly ChainTable[];
  private readonly worth: Float64Array;
  private readonly trial: Int32Array;

  constructor(private readonly instance: Instance) {
    this.byVisits = new ChainTable(instance);
    this.byMinutes = new ChainTable(instance);
    this.byBoth = new ChainTable(instance);
    this.tables = [this.byVisits, this.byMinutes, this.byBoth];
    this.worth = new Float64Array(instance.maxDegree);
    this.trial = new Int32Array(instance.maxDegree);
  }

  /**
   * True: the best chain of a table respects all caps and is the answer, in `chosen`. Otherwise the longest feasible
   * beginning found is the one to beat.
   */
  solve(helper: number, at: ChainItems, value: Float64Array, chosen: Int32Array): boolean {
    const { worth, byVisits, byMinutes, byBoth } = this;
    for (let j = 0; j < at.itemCount; j += 1) worth[j] = value[at.items[j]!]!;
    this.best = 0;
    this.count = 0;
    byMinutes.known = false;
    byBoth.known = false;
    byVisits.run(helper, at, worth, 'visits');
    if (this.read(byVisits, helper, at, chosen)) return true;
    byMinutes.run(helper, at, worth, 'minutes');
    if (this.read(byMinutes, helper, at, chosen)) return true;
    byBoth.run(helper, at, worth, 'both');
    return this.read(byBoth, helper, at, chosen);
  }

  /** Most that a chain from item j adds to the label, as far as the tables know. */
  most(j: number, label: number, labels: Usage, sameWindow: boolean): number {
    let most = Infinity;
    for (const table of this.tables)
      if (table.known) most = Math.min(most, table.most(j, label, labels, sameWindow));
    return most;
  }

  private read(table: ChainTable, helper: number, at: ChainItems, chosen: Int32Array): boolean {
    if (!table.known) return false;
    const { trial } = this;
    let worth = 0;
    for (let k = 0; k < table.count; k += 1) {
      const item = table.chain[k]!;
      trial[k] = at.items[item]!;
      if (!withinCaps(this.instance, helper, trial, k + 1)) return false;
      worth += this.worth[item]!;
      if (worth <= this.best || !table.exits(item)) continue;
      this.best = worth;
      this.count = k + 1;
      chosen.set(trial.subarray(0, k + 1));
    }
    return true;
  }
}
