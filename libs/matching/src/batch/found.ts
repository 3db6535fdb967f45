import type { LiveOffer } from '#availability';
import { MOST_STARTS, type Candidate, type VisitCandidates } from '../candidates.js';
import { roadMinutes, type MatchingFacts, type RequestFacts, type Roads, type VisitFacts } from '../facts.js';

/** Words of a mask that says which starts of a visit a helper can make. */
export const MASK_WORDS = (MOST_STARTS + 31) >>> 5;

/** Those who may serve a visit, one offer a helper, in the order of their helpers. */
export class Found {
  /** Which of the starts most can make; the earliest among equals. */
  private readonly chosen: number;

  /** @param masks by offer the starts it can make; absent where there is one start */
  constructor(
    readonly visit: VisitFacts,
    private readonly starts: readonly number[],
    private readonly offers: Int32Array,
    private readonly scores: Int32Array,
    private readonly masks: Uint32Array | undefined,
  ) {
    this.chosen = masks ? mostMade(masks, starts.length) : 0;
  }

  /** Tells each helper who can make the start that most can, with the score. */
  eachMade(tell: (offer: number, score: number) => void): void {
    for (let i = 0; i < this.offers.length; i += 1) {
      if (!this.masks || hasStart(this.masks, i, this.chosen)) tell(this.offers[i]!, this.scores[i]!);
    }
  }

  /** Tells each helper, whichever start they can make, with the score. */
  each(tell: (offer: number, score: number) => void): void {
    for (let i = 0; i < this.offers.length; i += 1) tell(this.offers[i]!, this.scores[i]!);
  }

  /** Drops all but the `most` best and those whom the test asks for. */
  keep(of: Offered, most: number, isKept?: (offer: number) => boolean): VisitCandidates {
    const order = this.bestFirst(most, isKept);
    return new Kept(
      of,
      this.visit,
      this.starts,
      this.starts[this.chosen]!,
      this.offers.length,
      order.map((i) => this.offers[i]!),
      order.map((i) => this.scores[i]!),
      this.masks && masksAt(this.masks, order),
    );
  }

  /** Positions by falling score; among equals the lower helper, as they stand. */
  private bestFirst(most: number, isKept?: (offer: number) => boolean): Int32Array {
    const count = this.offers.length;
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i += 1) keys[i] = this.scores[i]! * count + (count - 1 - i);
    const sorted = keys.slice().sort();
    const least = count > most ? (sorted[count - most] ?? Infinity) : -1;
    const kept = sorted.subarray(Math.max(0, count - most));
    const others: number[] = [];
    if (isKept && least > 0)
      for (let i = 0; i < count; i += 1)
        if (keys[i]! < least && isKept(this.offers[i]!)) others.push(keys[i]!);
    const all = [...kept, ...others].sort((a, b) => b - a);
    return Int32Array.from(all, (key) => count - 1 - (key % count));
  }
}

/** What candidates are of. */
export interface Offered {
  readonly facts: MatchingFacts;
  readonly request: RequestFacts;
  readonly offers: readonly LiveOffer[];
}

/** A visit's candidates in columns; they are written out while somebody looks at them. */
class Kept implements VisitCandidates {
  readonly request: RequestFacts;

  constructor(
    private readonly offered: Offered,
    readonly visit: VisitFacts,
    private readonly starts: readonly number[],
    readonly start: number,
    readonly eligible: number,
    private readonly offers: Int32Array,
    private readonly scores: Int32Array,
    private readonly masks: Uint32Array | undefined,
  ) {
    this.request = offered.request;
  }

  get candidates(): Candidate[] {
    return Array.from(this.offers, (_, i) => this.written(i));
  }

  of(helperId: string): Candidate | undefined {
    const { offers } = this.offered;
    const i = this.offers.findIndex((position) => offers[position]!.memberId === helperId);
    return i < 0 ? undefined : this.written(i);
  }

  startingAt(start: number): VisitCandidates {
    const { offered, visit, starts, eligible, offers, scores, masks } = this;
    return new Kept(offered, visit, starts, start, eligible, offers, scores, masks);
  }

  best(count: number): Candidate[] {
    return Array.from({ length: Math.min(count, this.offers.length) }, (_, i) => this.written(i));
  }

  private written(i: number): Candidate {
    const { facts, offers } = this.offered;
    const starts = this.masks ? this.startsAt(this.masks, i) : this.starts;
    return new Entry(facts.roads, this.visit.fromZoneId, offers[this.offers[i]!]!, this.scores[i]!, starts);
  }

  private startsAt(masks: Uint32Array, i: number): number[] {
    return this.starts.filter((_, number) => hasStart(masks, i, number));
  }
}

/** A candidate whose way is looked up when somebody asks how long it is. */
class Entry implements Candidate {
  readonly helperId: string;

  constructor(
    private readonly roads: Roads,
    private readonly zoneId: string,
    readonly offer: LiveOffer,
    readonly score: number,
    readonly starts: readonly number[],
  ) {
    this.helperId = offer.memberId;
  }

  get travelMinutes(): number {
    return roadMinutes(this.roads, this.offer.zoneId, this.zoneId);
  }
}

function hasStart(masks: Uint32Array, i: number, number: number): boolean {
  return ((masks[i * MASK_WORDS + (number >>> 5)]! >>> (number & 31)) & 1) === 1;
}

function masksAt(masks: Uint32Array, order: Int32Array): Uint32Array {
  const kept = new Uint32Array(order.length * MASK_WORDS);
  order.forEach((i, rank) =>
    kept.set(masks.subarray(i * MASK_WORDS, (i + 1) * MASK_WORDS), rank * MASK_WORDS),
  );
  return kept;
}

function mostMade(masks: Uint32Array, starts: number): number {
  const helpers = new Int32Array(starts);
  for (let i = 0; i * MASK_WORDS < masks.length; i += 1) {
    for (let number = 0; number < starts; number += 1) if (hasStart(masks, i, number)) helpers[number]! += 1;
  }
  return helpers.reduce((best, count, number) => (count > helpers[best]! ? number : best), 0);
}
