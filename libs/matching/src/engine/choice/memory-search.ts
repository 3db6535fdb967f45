import { withinCaps } from '../model/caps.js';
import type { Extras } from '../model/extras.js';
import type { Instance } from '../model/instance.js';
import { MemoryLabels } from './memory-labels.js';
import { Relaxation } from './memory-relaxation.js';
import { hasWindows } from './chain-rows.js';
import { ChainTable } from './chain-table.js';
import { linked } from '../model/travel-graph.js';

/**
 * Steps of a search. A hasty one looks where prices go; the thorough one says how good its set is. Of helpers with many
 * visits the table of one cap tells nearly all, and labels would hardly come to an end.
 */
const WORK = { hasty: 20_000, thorough: 1_000_000 } as const;
const WORK_OF_MANY = { hasty: 2_000, thorough: 250_000 } as const;
const MANY = 48;

/**
 * The best set of a helper for whom weights do not tell all (`Extras`): first a relaxation that may serve a request
 * twice and earns links on credit, exact where its answer needs neither; else labels that remember.
 */
export class MemorySearch {
  count = 0;
  /** No set is worth more. */
  upper = 0;
  /** Comparisons that the last search took. */
  spent = 0;
  private work = 0;
  private readonly labels: MemoryLabels;
  private readonly relaxation: Relaxation;
  private readonly table: ChainTable;
  private best = 0;
  private bestLabel = -1;
  /** Caps and costs that look at minutes, at visits; what nobody looks at is not counted. */
  private countsMinutes = false;
  private countsVisits = false;

  constructor(
    private readonly instance: Instance,
    private readonly extras: Extras,
  ) {
    const mostWords = extras.words.reduce((most, words) => Math.max(most, words), 0);
    this.labels = new MemoryLabels(mostWords);
    this.relaxation = new Relaxation(instance, extras);
    this.table = new ChainTable(instance);
  }

  concerns(helper: number): boolean {
    return this.extras.concerns[helper] === 1;
  }

  /** Fills `chosen` with the best feasible set found and returns its worth. */
  solve(helper: number, value: Float64Array, chosen: Int32Array, hasty: boolean): number {
    const { relaxation, extras, instance } = this;
    this.spent = 0;
    this.upper = relaxation.run(helper, value, chosen);
    this.count = relaxation.count;
    if (this.upper <= 0) return this.nothing();
    const worth = this.worth(helper, value, chosen);
    const fits = withinCaps(instance, helper, chosen, this.count);
    if (worth === this.upper && fits) return worth;
    this.best = this.repair(helper, value, chosen);
    this.table.known = false;
    if (!fits && this.tabulate(helper, value, chosen)) return this.best;
    this.bestLabel = -1;
    this.work = (relaxation.itemCount > MANY ? WORK_OF_MANY : WORK)[hasty ? 'hasty' : 'thorough'];
    this.countsMinutes = instance.capMinutes[helper] !== Infinity || extras.minuteSteps[helper] !== null;
    this.countsVisits =
      instance.capRequests[helper]! < relaxation.itemCount || extras.visitSteps[helper] !== null;
    const complete = instance.travel ? this.searchLinked(helper, value) : this.searchIntervals(helper, value);
    this.spent = this.work - this.labels.comparisonsLeft;
    if (complete) this.upper = this.best;
    if (this.bestLabel > 0) this.read(chosen);
    return this.count === 0 ? this.nothing(complete) : this.best;
  }

  /** Looks at one cap by table. @returns whether its best chain is the answer; else it may be the one to beat */
  private tabulate(helper: number, value: Float64Array, chosen: Int32Array): boolean {
    const { table, relaxation } = this;
    const resource = this.capsMinutes(helper) ? 'minutes' : 'visits';
    if (!table.run(helper, relaxation, relaxation.credit, resource)) return false;
    this.upper = Math.min(this.upper, table.best);
    const { best, count } = this;
    const former = chosen.slice(0, count);
    for (let k = 0; k < table.count; k += 1) chosen[k] = relaxation.items[table.chain[k]!]!;
    this.count = table.count;
    this.best = this.repair(helper, value, chosen);
    if (this.best < best) {
      chosen.set(former);
      this.count = count;
      this.best = best;
    }
    return this.best === this.upper;
  }

  private capsMinutes(helper: number): boolean {
    const { capMinutes, helperOrder, contraction } = this.instance;
    if (!hasWindows(this.instance, helper)) return capMinutes[helper] !== Infinity;
    return contraction.windowMinutesLeft[contraction.windowFirst[helperOrder[helper]!]!] !== Infinity;
  }

  private nothing(complete = true): number {
    this.count = 0;
    if (complete) this.upper = 0;
    return 0;
  }

  private worth(helper: number, value: Float64Array, chosen: Int32Array): number {
    let worth = this.extras.of(helper, chosen, this.count);
    for (let k = 0; k < this.count; k += 1) worth += value[chosen[k]!]!;
    return worth;
  }

  /** Makes the relaxed answer feasible by leaving out what repeats or exceeds a cap: the answer to beat. */
  private repair(helper: number, value: Float64Array, chosen: Int32Array): number {
    const { instance, extras } = this;
    const relaxed = this.count;
    this.count = 0;
    if (instance.travel && instance.travel.skippable[helper] === 0) return 0;
    for (let k = 0; k < relaxed; k += 1) {
      chosen[this.count] = chosen[k]!;
      const stands =
        extras.of(helper, chosen, this.count + 1) !== -Infinity &&
        withinCaps(instance, helper, chosen, this.count + 1);
      if (stands) this.count += 1;
    }
    const worth = this.worth(helper, value, chosen);
    if (worth > 0) return worth;
    this.count = 0;
    return 0;
  }

  private read(chosen: Int32Array): void {
    this.count = 0;
    for (let label = this.bestLabel; label > 0; label = this.labels.parent[label]!) {
      chosen[this.count] = this.labels.item[label]!;
      this.count += 1;
    }
    chosen.subarray(0, this.count).reverse();
  }

  /** Bucket j holds the chains free to go on from item j. @returns whether the search came to its end */
  private searchIntervals(helper: number, value: Float64Array): boolean {
    const { labels, relaxation, instance } = this;
    const { items, itemCount, rank } = relaxation;
    const words = this.extras.words[helper]!;
    const first = instance.helperFirst[helper]!;
    labels.reset(itemCount + 1, words, this.work);
    labels.insert(0, 0, relaxation, 0);
    for (let j = 0; j < itemCount; j += 1) {
      const position = items[j]!;
      const target = rank[instance.next[first + position]!]!;
      for (let label = labels.head[j]!; label >= 0;) {
        const following = labels.following[label]!;
        const taken = this.extend(helper, label, position, value[position]!, true);
        if (taken > 0) this.pass(helper, taken, first, j, target, words);
        this.pass(helper, label, first, j, j + 1, words);
        if (labels.exhausted) return false;
        label = following;
      }
    }
    return true;
  }

  private pass(helper: number, label: number, first: number, from: number, to: number, words: number): void {
    const { labels, relaxation } = this;
    const { items, itemCount } = relaxation;
    const { window } = this.instance;
    if (to >= itemCount) return;
    if (window[first + items[to]!] !== window[first + items[from]!]) {
      labels.windowMinutes[label] = 0;
      labels.windowVisits[label] = 0;
    }
    if (!this.hopeful(helper, label, to, true)) return;
    labels.forget(label, relaxation, to * words);
    labels.insert(to, label, relaxation, to * words);
  }

  /** Bucket j holds the chains that end with item j. @returns whether the search came to its end */
  private searchLinked(helper: number, value: Float64Array): boolean {
    const { labels, relaxation, instance } = this;
    const { items, itemCount } = relaxation;
    const travel = instance.travel!;
    const words = this.extras.words[helper]!;
    const first = instance.helperFirst[helper]!;
    labels.reset(itemCount + 1, words, this.work);
    for (let j = -1; j < itemCount; j += 1) {
      const from = j < 0 ? -1 : first + items[j]!;
      for (
        let label = j < 0 ? 0 : labels.head[j]!;
        label >= 0;
        label = j < 0 ? -1 : labels.following[label]!
      ) {
        labels.spend(itemCount - j);
        for (let k = j + 1; k < itemCount; k += 1) {
          const to = first + items[k]!;
          if (from < 0 ? travel.entry[to] === 0 : !linked(travel, from, items[k]!)) continue;
          const same = from >= 0 && instance.window[from] === instance.window[to];
          if (!this.hopeful(helper, label, k, same)) continue;
          const taken = this.extend(helper, label, items[k]!, value[items[k]!]!, same, travel.exit[to] === 1);
          if (taken > 0) {
            labels.forget(taken, relaxation, (k + 1) * words);
            labels.insert(k, taken, relaxation, (k + 1) * words);
          }
          if (labels.exhausted) return false;
        }
      }
    }
    return true;
  }

  /** The label with one more visit, or -1 where a cap or its own memory forbids it; the best so far if it may end. */
  private extend(
    helper: number,
    label: number,
    position: number,
    worth: number,
    sameWindow: boolean,
    mayEnd = true,
  ): number {
    const { labels, instance, extras } = this;
    const { contraction } = instance;
    const edge = instance.helperFirst[helper]! + position;
    const bit = extras.memory[edge]!;
    if (bit >= 0 && labels.remembers(label, bit)) return -1;
    const minutes = labels.minutes[label]! + (this.countsMinutes ? instance.minutes[edge]! : 0);
    const visits = labels.visits[label]! + (this.countsVisits ? 1 : 0);
    if (minutes > instance.capMinutes[helper]! || visits > instance.capRequests[helper]!) return -1;
    const window = instance.window[edge]!;
    const held = sameWindow ? labels.windowMinutes[label]! : 0;
    const heldVisits = sameWindow ? labels.windowVisits[label]! : 0;
    const windowMinutes = window < 0 ? 0 : held + instance.minutes[edge]!;
    const windowVisits = window < 0 ? 0 : heldVisits + 1;
    if (window >= 0 && windowMinutes > contraction.windowMinutesLeft[window]!) return -1;
    if (window >= 0 && windowVisits > contraction.windowRequestsLeft[window]!) return -1;
    const taken = labels.size;
    const own = taken * labels.words;
    const others = label * labels.words;
    labels.size += 1;
    labels.value[taken] = labels.value[label]! + worth + extras.linked(edge, labels.mask, others);
    labels.minutes[taken] = minutes;
    labels.visits[taken] = visits;
    labels.windowMinutes[taken] = windowMinutes;
    labels.windowVisits[taken] = windowVisits;
    labels.parent[taken] = label;
    labels.item[taken] = position;
    labels.mask.copyWithin(own, others, others + labels.words);
    if (bit >= 0) labels.mask[own + (bit >>> 5)]! |= 1 << (bit & 31);
    const net = labels.value[taken]! - extras.cost(helper, visits, minutes);
    if (mayEnd && net > this.best) {
      this.best = net;
      this.bestLabel = taken;
    }
    return taken;
  }

  /** Whether the label, gone on with item `item` (without travel: or later ones), may still beat the best. */
  private hopeful(helper: number, label: number, item: number, sameWindow: boolean): boolean {
    const { labels, relaxation, extras } = this;
    const net = labels.value[label]! - extras.cost(helper, labels.visits[label]!, labels.minutes[label]!);
    const left = this.countsVisits ? this.instance.capRequests[helper]! - labels.visits[label]! : Infinity;
    if (net + relaxation.most(item, left) <= this.best) return false;
    if (!this.table.known) return true;
    const most = this.instance.travel
      ? this.table.most(item, label, labels, sameWindow)
      : this.table.mostFrom(item, label, labels);
    return net + most > this.best;
  }
}
