const MAX_LABELS = 1 << 17;
const MAX_COMPARISONS = 4_000_000;

/**
 * Partial chains of one helper ("labels") in buckets, for label-setting dynamic programming: a label is dropped when
 * another of its bucket is worth as much and has used no more of any cap. Labels of one bucket speak of the same cap
 * window.
 */
export class Labels {
  readonly value = new Float64Array(MAX_LABELS);
  readonly minutes = new Float64Array(MAX_LABELS);
  readonly visits = new Int32Array(MAX_LABELS);
  readonly windowMinutes = new Float64Array(MAX_LABELS);
  readonly windowVisits = new Int32Array(MAX_LABELS);
  /** Label this one extends, or -1. */
  readonly parent = new Int32Array(MAX_LABELS);
  /** Visit added to the parent, or -1. */
  readonly item = new Int32Array(MAX_LABELS);
  /** Next label of the bucket, or -1. */
  readonly following = new Int32Array(MAX_LABELS);
  head = new Int32Array(64);
  size = 0;
  private comparisonsLeft = 0;

  reset(buckets: number): void {
    if (this.head.length < buckets) this.head = new Int32Array(buckets * 2);
    this.head.fill(-1, 0, buckets);
    this.size = 0;
    this.comparisonsLeft = MAX_COMPARISONS;
  }

  /** The search must stop and own up to an inexact answer. */
  get exhausted(): boolean {
    return this.size >= MAX_LABELS || this.comparisonsLeft <= 0;
  }

  /** An empty chain. */
  root(): number {
    this.size = 1;
    this.value[0] = 0;
    this.minutes[0] = 0;
    this.visits[0] = 0;
    this.windowMinutes[0] = 0;
    this.windowVisits[0] = 0;
    this.parent[0] = -1;
    this.item[0] = -1;
    return 0;
  }

  /** Puts the label into the bucket unless dominated, and removes those it dominates. */
  insert(bucket: number, label: number): boolean {
    let before = -1;
    for (let other = this.head[bucket]!; other >= 0;) {
      this.comparisonsLeft -= 1;
      const after = this.following[other]!;
      if (this.dominates(other, label)) return false;
      if (!this.dominates(label, other)) before = other;
      else if (before < 0) this.head[bucket] = after;
      else this.following[before] = after;
      other = after;
    }
    this.following[label] = this.head[bucket]!;
    this.head[bucket] = label;
    return true;
  }

  private dominates(a: number, b: number): boolean {
    return (
      this.value[a]! >= this.value[b]! &&
      this.minutes[a]! <= this.minutes[b]! &&
      this.visits[a]! <= this.visits[b]! &&
      this.windowMinutes[a]! <= this.windowMinutes[b]! &&
      this.windowVisits[a]! <= this.windowVisits[b]!
    );
  }
}
