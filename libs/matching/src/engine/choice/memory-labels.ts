const MAX_LABELS = 1 << 15;

/** Which remembered requests still matter where a label waits. */
export interface Outlook {
  /** Words at an item: requests that could be served again, and those that a later visit is linked with. */
  readonly again: Int32Array;
  readonly wanted: Int32Array;
  /** Most that later visits earn for having served a remembered request. */
  readonly pending: Float64Array;
}

/**
 * Partial chains of one helper in buckets, as `Labels`, that also remember which requests they serve. A label is
 * dropped when another of its bucket is worth at least as much, even after what only this one can still earn by links,
 * has used no more, and bars no request that this one may still serve.
 */
export class MemoryLabels {
  /** Without the cost of giving much, which follows from what is used. */
  readonly value = new Float64Array(MAX_LABELS);
  readonly minutes = new Float64Array(MAX_LABELS);
  readonly visits = new Int32Array(MAX_LABELS);
  readonly windowMinutes = new Float64Array(MAX_LABELS);
  readonly windowVisits = new Int32Array(MAX_LABELS);
  readonly parent = new Int32Array(MAX_LABELS);
  readonly item = new Int32Array(MAX_LABELS);
  readonly following = new Int32Array(MAX_LABELS);
  readonly mask: Int32Array;
  head = new Int32Array(64);
  size = 0;
  words = 0;
  comparisonsLeft = 0;

  constructor(mostWords: number) {
    this.mask = new Int32Array(MAX_LABELS * mostWords);
  }

  /** An empty chain, label 0; after so many comparisons the search is exhausted. */
  reset(buckets: number, words: number, mostComparisons: number): void {
    if (this.head.length < buckets) this.head = new Int32Array(buckets * 2);
    this.head.fill(-1, 0, buckets);
    this.words = words;
    this.comparisonsLeft = mostComparisons;
    this.size = 1;
    this.value[0] = 0;
    this.minutes[0] = 0;
    this.visits[0] = 0;
    this.windowMinutes[0] = 0;
    this.windowVisits[0] = 0;
    this.parent[0] = -1;
    this.item[0] = -1;
    this.mask.fill(0, 0, words);
  }

  /** The search must stop and own up to an inexact answer. */
  get exhausted(): boolean {
    return this.size >= MAX_LABELS || this.comparisonsLeft <= 0;
  }

  /** Counts work done outside. */
  spend(steps: number): void {
    this.comparisonsLeft -= steps;
  }

  remembers(label: number, bit: number): boolean {
    return ((this.mask[label * this.words + (bit >>> 5)]! >>> (bit & 31)) & 1) === 1;
  }

  /** Forgets the requests that no later visit looks at. @param at first word of the outlook's item */
  forget(label: number, outlook: Outlook, at: number): void {
    for (let word = 0; word < this.words; word += 1)
      this.mask[label * this.words + word]! &= outlook.again[at + word]! | outlook.wanted[at + word]!;
  }

  /** Puts the label into the bucket unless dominated, and removes those it dominates. */
  insert(bucket: number, label: number, outlook: Outlook, at: number): void {
    let before = -1;
    for (let other = this.head[bucket]!; other >= 0;) {
      this.comparisonsLeft -= 1;
      const after = this.following[other]!;
      if (this.dominates(other, label, outlook, at)) return;
      if (!this.dominates(label, other, outlook, at)) before = other;
      else if (before < 0) this.head[bucket] = after;
      else this.following[before] = after;
      other = after;
    }
    this.following[label] = this.head[bucket]!;
    this.head[bucket] = label;
  }

  private dominates(a: number, b: number, outlook: Outlook, at: number): boolean {
    if (
      this.value[a]! < this.value[b]! ||
      this.minutes[a]! > this.minutes[b]! ||
      this.visits[a]! > this.visits[b]! ||
      this.windowMinutes[a]! > this.windowMinutes[b]! ||
      this.windowVisits[a]! > this.windowVisits[b]!
    )
      return false;
    let lead = this.value[a]! - this.value[b]!;
    for (let word = 0; word < this.words; word += 1) {
      const ours = this.mask[a * this.words + word]!;
      const theirs = this.mask[b * this.words + word]!;
      if ((ours & ~theirs & outlook.again[at + word]!) !== 0) return false;
      for (let bits = theirs & ~ours & outlook.wanted[at + word]!; bits !== 0; bits &= bits - 1) {
        lead -= outlook.pending[word * 32 + (31 - Math.clz32(bits & -bits))]!;
        if (lead < 0) return false;
      }
    }
    return true;
  }
}
