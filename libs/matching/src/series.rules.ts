import { weekdayOf } from '#platform';
import { TOP_CANDIDATES } from './candidates.js';
import type { VisitFacts } from './facts.js';

/** Fewer dates than these are no series. */
export const LEAST_DATES = 2;
/** A helper must be able to take at least this share of a series' dates. */
const LEAST_SHARE = 0.5;

/** The visits of a request on one weekday and leg are a series. */
export function unitKeyOf({ requestId, day, leg }: VisitFacts): string {
  return `${requestId}|${weekdayOf(day)}|${leg}`;
}

interface Steady {
  readonly helper: number;
  readonly score: number;
}

/** Counts, one series after the other, who can take how many of its dates. Helpers by position in the order of ids. */
export class SteadyCount {
  private readonly dates: Int32Array;
  private readonly scores: Float64Array;
  private readonly seen: number[] = [];

  constructor(helpers: number) {
    this.dates = new Int32Array(helpers);
    this.scores = new Float64Array(helpers);
  }

  /** A helper can take a date. */
  add(helper: number, score: number): void {
    if (this.dates[helper] === 0) this.seen.push(helper);
    this.dates[helper]! += 1;
    this.scores[helper]! += score;
  }

  /**
   * Ends a series of so many dates: who can take enough of them, best first; a date that somebody misses scores
   * nothing.
   */
  steadiest(dates: number): Steady[] {
    const steady: Steady[] = [];
    for (const helper of this.seen) {
      if (this.dates[helper]! >= LEAST_SHARE * dates)
        steady.push({ helper, score: Math.round(this.scores[helper]! / dates) });
      this.dates[helper] = 0;
      this.scores[helper] = 0;
    }
    this.seen.length = 0;
    return steady.sort((a, b) => b.score - a.score || a.helper - b.helper).slice(0, TOP_CANDIDATES);
  }
}
