/** A half-open stretch of time, milliseconds since the epoch: `start` belongs to it, `end` does not. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Sorts, drops the empty ones and joins what overlaps or touches. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What of `from` remains without `taken`; both sorted and merged, and so is the answer. */
export function subtractIntervals(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let first = 0;
  for (const { start, end } of from) {
    let cursor = start;
    while (first < taken.length && taken[first]!.end <= start) first += 1;
    for (let index = first; index < taken.length && taken[index]!.start < end; index += 1) {
      const hole = taken[index]!;
      if (hole.start > cursor) left.push({ start: cursor, end: hole.start });
      cursor = Math.max(cursor, hole.end);
    }
    if (cursor < end) left.push({ start: cursor, end });
  }
  return left;
}

/** Cuts sorted intervals to [start, end). */
export function clipIntervals(intervals: readonly Interval[], start: number, end: number): Interval[] {
  return intervals
    .map((interval) => ({ start: Math.max(interval.start, start), end: Math.min(interval.end, end) }))
    .filter((interval) => interval.start < interval.end);
}

/** The one of the sorted, merged intervals that holds the whole of [start, end), if there is one. Binary search. */
export function intervalAround(
  intervals: readonly Interval[],
  start: number,
  end: number,
): Interval | undefined {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (intervals[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  const candidate = intervals[low - 1];
  return candidate !== undefined && start < end && end <= candidate.end ? candidate : undefined;
}

/** Does one of the sorted, merged intervals hold the whole of [start, end)? */
export function contains(intervals: readonly Interval[], start: number, end: number): boolean {
  return intervalAround(intervals, start, end) !== undefined;
}
