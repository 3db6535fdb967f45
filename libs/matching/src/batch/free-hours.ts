import type { LiveOffer } from '#availability';
import type { MatchingFacts } from '../facts.js';

/** The stretches of free time behind all offers, one after the other in two columns. */
export class FreeHours {
  private readonly first: Int32Array;
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;

  constructor({ free }: MatchingFacts, offers: readonly LiveOffer[]) {
    this.first = new Int32Array(offers.length + 1);
    const hours = offers.map(({ memberId }) => free.get(memberId) ?? []);
    hours.forEach(({ length }, position) => (this.first[position + 1] = this.first[position]! + length));
    this.starts = new Float64Array(this.first[offers.length]!);
    this.ends = new Float64Array(this.first[offers.length]!);
    let at = 0;
    for (const list of hours) {
      for (const { start, end } of list) {
        this.starts[at] = start;
        this.ends[at] = end;
        at += 1;
      }
    }
  }

  /** The stretch that holds the whole of [start, end), or -1. Binary search. */
  around(position: number, start: number, end: number): number {
    let low = this.first[position]!;
    const first = low;
    let high = this.first[position + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= start) low = middle + 1;
      else high = middle;
    }
    return low > first && end <= this.ends[low - 1]! ? low - 1 : -1;
  }

  /** Whether one stretch holds it with the ways before and after. All in milliseconds. */
  hold(position: number, start: number, end: number, wayThere: number, wayBack: number): boolean {
    const stretch = this.around(position, start, end);
    return stretch >= 0 && start - wayThere >= this.starts[stretch]! && end + wayBack <= this.ends[stretch]!;
  }
}
