import type { Instance } from '../model/instance.js';

/** Entries of a table (16 MB); beyond, labels carry the caps alone. */
const MAX_ENTRIES = 2_000_000;
/** The same of a table under both caps, which takes longer to fill than labels that know a good chain. */
const MAX_ENTRIES_OF_BOTH = 20_000;

/** What chains have used, by label. */
export interface Usage {
  readonly minutes: Float64Array;
  readonly visits: Int32Array;
  readonly windowMinutes: Float64Array;
  readonly windowVisits: Int32Array;
}

/** What a table counts. */
export type Resource = 'minutes' | 'visits' | 'both';

/** The visits of one helper that may be part of a best chain, in order of time. */
export interface ChainItems {
  /** Position of each item. */
  readonly items: Int32Array;
  readonly itemCount: number;
  /** By position: the first item at or after it. */
  readonly rank: Int32Array;
}

/**
 * Rows of a table of chains: by item one entry for each number of visits and units of minutes that may be left in its
 * window, v * (minutesLeft + 1) + m.
 */
export class ChainRows {
  /** By item: units of minutes it uses, visits (1, or 0 where they are not counted). */
  readonly minutes: Int32Array;
  readonly visits: Int32Array;
  /** By item: what its window holds of both; 0 where all its items fit and nothing need be counted. */
  readonly minutesLeft: Int32Array;
  readonly visitsLeft: Int32Array;
  /** By item: end of its window, first entry of its row. */
  readonly windowEnd: Int32Array;
  readonly row: Int32Array;
  /** Entries of all rows, and of the widest. */
  size = 0;
  widest = 0;
  /** By helper: the greatest common divisor of its minutes. */
  private readonly unitMinutes: Int32Array;
  private unit = 1;
  private resource: Resource = 'minutes';
  private byWindow = false;
  private at: ChainItems;
  private edge = 0;

  constructor(private readonly instance: Instance) {
    const size = instance.maxDegree + 1;
    this.minutes = new Int32Array(size);
    this.visits = new Int32Array(size);
    this.minutesLeft = new Int32Array(size);
    this.visitsLeft = new Int32Array(size);
    this.windowEnd = new Int32Array(size);
    this.row = new Int32Array(size);
    this.at = { items: this.row, itemCount: 0, rank: this.row };
    this.unitMinutes = new Int32Array(instance.helperCount);
    for (let edge = 0; edge < instance.edgeCount; edge += 1) {
      const helper = instance.edgeHelper[edge]!;
      this.unitMinutes[helper] = greatestCommonDivisor(instance.minutes[edge]!, this.unitMinutes[helper]!);
    }
  }

  /** Entry of a row with nothing used. */
  lastOf(j: number): number {
    return (this.minutesLeft[j]! + 1) * (this.visitsLeft[j]! + 1) - 1;
  }

  /** Entry of the item's row after what the label has used; -1: a cap is exceeded. */
  leftOf(j: number, label: number, labels: Usage, sameWindow: boolean): number {
    const fresh = this.byWindow && !sameWindow;
    let minutes = this.minutesLeft[j]!;
    let visits = this.visitsLeft[j]!;
    const columns = minutes + 1;
    if (minutes > 0 && !fresh) {
      const used = this.byWindow ? labels.windowMinutes[label]! : labels.minutes[label]!;
      minutes -= Math.ceil(used / this.unit);
    }
    if (visits > 0 && !fresh) visits -= this.byWindow ? labels.windowVisits[label]! : labels.visits[label]!;
    return minutes < 0 || visits < 0 ? -1 : visits * columns + minutes;
  }

  /** Lays out window by window what it holds, what each item uses, and rows. False: they would be too many. */
  layOut(helper: number, at: ChainItems, resource: Resource): boolean {
    this.at = at;
    this.edge = this.instance.helperFirst[helper]!;
    this.resource = resource;
    this.byWindow = hasWindows(this.instance, helper);
    this.unit = Math.max(1, this.unitMinutes[helper]!);
    const { items, itemCount } = at;
    const { window } = this.instance;
    const most = this.resource === 'both' ? MAX_ENTRIES_OF_BOTH : MAX_ENTRIES;
    let size = 0;
    let widest = 1;
    for (let from = 0; from < itemCount;) {
      const own = this.byWindow ? window[this.edge + items[from]!]! : -1;
      let to = from + 1;
      while (to < itemCount && (!this.byWindow || window[this.edge + items[to]!] === own)) to += 1;
      const width = this.measure(helper, own, from, to);
      if (size + (to - from) * width > most) return false;
      for (let j = from; j < to; j += 1) {
        this.windowEnd[j] = to;
        this.row[j] = size;
        size += width;
      }
      widest = Math.max(widest, width);
      from = to;
    }
    this.size = size;
    this.widest = widest;
    return true;
  }

  /** What the items of one window use and may use; a cap that holds them all is not counted. @returns width of a row */
  private measure(helper: number, window: number, from: number, to: number): number {
    const { minutes, visits, resource } = this;
    let used = 0;
    for (let j = from; j < to; j += 1) {
      minutes[j] = this.instance.minutes[this.edge + this.at.items[j]!]! / this.unit;
      used += minutes[j]!;
    }
    const [minutesLeft, visitsLeft] = this.capsOf(helper, window);
    const countsMinutes = resource !== 'visits' && used > minutesLeft;
    const countsVisits = resource !== 'minutes' && to - from > visitsLeft;
    if (!countsMinutes) minutes.fill(0, from, to);
    visits.fill(countsVisits ? 1 : 0, from, to);
    this.minutesLeft.fill(countsMinutes ? minutesLeft : 0, from, to);
    this.visitsLeft.fill(countsVisits ? visitsLeft : 0, from, to);
    return ((countsMinutes ? minutesLeft : 0) + 1) * ((countsVisits ? visitsLeft : 0) + 1);
  }

  /** Units of minutes, and visits. */
  private capsOf(helper: number, window: number): readonly [minutes: number, visits: number] {
    const { capMinutes, capRequests, contraction } = this.instance;
    if (!this.byWindow) return [Math.floor(capMinutes[helper]! / this.unit), capRequests[helper]!];
    if (window < 0) return [Infinity, Infinity];
    const { windowMinutesLeft, windowRequestsLeft } = contraction;
    return [Math.floor(windowMinutesLeft[window]! / this.unit), windowRequestsLeft[window]!];
  }
}

export function hasWindows({ helperOrder, contraction }: Instance, helper: number): boolean {
  const source = helperOrder[helper]!;
  return contraction.windowFirst[source + 1]! > contraction.windowFirst[source]!;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
