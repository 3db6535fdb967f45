import type { LiveOffer } from '#availability';
import { startsOf, type VisitCandidates } from '../candidates.js';
import { insuredFrom, insuredUntil, isForToday, mayCollect } from '../eligibility.rules.js';
import { clashOf, minutesOver } from '../time.rules.js';
import type { BusySeat, MatchingFacts, RequestFacts, VisitFacts } from '../facts.js';
import { addBit, dropBits, hasBit, keepBits, noBits, positionsOf, type Bits } from './bits.js';
import { Found, MASK_WORDS } from './found.js';
import { HomeRoads } from './home-roads.js';
import { FreeHours } from './free-hours.js';
import { FreeTimeIndex } from './free-time-index.js';
import { OfferIndex, sortedOffers } from './offer-index.js';
import { Points } from './points.js';
import { SteadyCount } from '../series.rules.js';

/** Looks for candidates request by request; its working memory is as large as the offers, not as the pairs. */
export class CandidateSearch {
  readonly offers: readonly LiveOffer[];
  private readonly index: OfferIndex;
  private readonly freeTime: FreeTimeIndex;
  private readonly roads: HomeRoads;
  private readonly hours: FreeHours;
  private readonly points: Points;
  /** Position of each offer's helper in the order of helpers. */
  readonly helperOf: Int32Array;
  readonly steady: SteadyCount;
  private readonly insured: Float64Array;
  private readonly insuredEnds: Float64Array;
  private readonly weeklyMinutes: Int32Array;
  private readonly bits: Bits;
  private readonly positions: Int32Array;
  private readonly reached: Int32Array;
  private readonly masks: Uint32Array;
  private readonly busy: readonly (readonly BusySeat[] | undefined)[];
  private wayThere!: Float64Array;
  private wayBack!: Float64Array;
  private request!: RequestFacts;
  private eligible!: Bits;

  constructor(private readonly facts: MatchingFacts) {
    this.offers = sortedOffers(facts);
    const size = this.offers.length;
    this.index = new OfferIndex(facts, this.offers);
    this.freeTime = new FreeTimeIndex(facts, this.offers);
    this.points = new Points(facts, this.offers);
    this.helperOf = helperPositions(this.offers);
    this.steady = new SteadyCount((this.helperOf.at(-1) ?? -1) + 1);
    this.roads = new HomeRoads(facts.roads, this.offers);
    this.hours = new FreeHours(facts, this.offers);
    this.busy = this.offers.map(({ memberId }) => facts.busy.get(memberId));
    this.insured = Float64Array.from(this.offers, (offer) => insuredFrom(facts, offer));
    this.insuredEnds = Float64Array.from(this.offers, insuredUntil);
    this.weeklyMinutes = Int32Array.from(this.offers, ({ offerWeeklyMinutes }) => offerWeeklyMinutes);
    this.bits = noBits(size);
    this.positions = new Int32Array(size);
    this.reached = new Int32Array(size);
    this.masks = new Uint32Array(size * MASK_WORDS);
  }

  takeRequest(request: RequestFacts): void {
    this.request = request;
    this.eligible = this.index.keeping(request);
    this.points.takeRequest(request);
  }

  /** Who may serve a visit of the request in hand. */
  find(visit: VisitFacts): Found {
    const starts = startsOf(visit);
    this.wayThere = this.roads.from(visit.fromZoneId);
    this.wayBack = this.roads.back(visit.toZoneId);
    const able = this.eligible.slice();
    keepBits(able, this.index.reaching(visit.fromZoneId));
    this.index.keepQualified(able, this.request, visit);
    const reached = this.tryStarts(visit, starts, able);
    return this.bestOffers(visit, starts, reached);
  }

  /** Notes for each offer the starts it can make. @returns how many offers can make any, in `reached` */
  private tryStarts(visit: VisitFacts, starts: readonly number[], able: Bits): number {
    const seen = noBits(this.offers.length);
    starts.forEach((start, number) => {
      if (start < this.facts.earliest) return;
      const end = start + visit.minutes * 60_000;
      this.bits.set(able);
      if (isForToday(this.facts, start)) dropBits(this.bits, this.index.askedEnough('day'));
      const surelyFree = this.freeTime.keepFree(this.bits, start, end);
      const count = positionsOf(this.bits, this.positions);
      for (let i = 0; i < count; i += 1) {
        const position = this.positions[i]!;
        if (!this.fits(visit, position, start, end, surelyFree)) continue;
        if (!hasBit(seen, position)) {
          addBit(seen, position);
          this.masks.fill(0, position * MASK_WORDS, (position + 1) * MASK_WORDS);
        }
        this.masks[position * MASK_WORDS + (number >>> 5)]! |= 1 << (number & 31);
      }
    });
    return positionsOf(seen, this.reached);
  }

  /** The rules that ask about one helper's own promises, by the very functions of an approval. */
  private fits(
    visit: VisitFacts,
    position: number,
    start: number,
    end: number,
    surelyFree: boolean,
  ): boolean {
    if (this.insured[position]! > start || this.insuredEnds[position]! < end) return false;
    const { facts, request } = this;
    const offer = this.offers[position]!;
    if (request.school !== null && !mayCollect(facts, request, visit, offer.memberId)) return false;
    const busy = this.busy[position];
    if (busy) {
      if (!surelyFree && this.hours.around(position, start, end) < 0) return false;
      if (clashOf(facts, busy, visit, offer, start, end)) return false;
      return minutesOver(facts, busy, visit, offer, start) === 0;
    }
    // Who has promised nothing yet comes from home and goes back there.
    return (
      visit.minutes <= this.weeklyMinutes[position]! &&
      this.hours.hold(position, start, end, this.wayThere[position]!, this.wayBack[position]!)
    );
  }

  private bestOffers(visit: VisitFacts, starts: readonly number[], reached: number): Found {
    this.points.takeVisit(visit);
    const { helperOf } = this;
    const offers = new Int32Array(reached);
    const scores = new Int32Array(reached);
    let count = 0;
    for (let i = 0; i < reached; i += 1) {
      const position = this.reached[i]!;
      const score = this.points.of(position);
      if (count > 0 && helperOf[offers[count - 1]!] === helperOf[position]) {
        if (score <= scores[count - 1]!) continue;
        count -= 1;
      }
      offers[count] = position;
      scores[count] = score;
      count += 1;
    }
    const best = offers.subarray(0, count);
    const masks = starts.length > 1 ? this.masksOf(best) : undefined;
    return new Found(visit, starts, best, scores.subarray(0, count), masks);
  }

  private masksOf(offers: Int32Array): Uint32Array {
    const masks = new Uint32Array(offers.length * MASK_WORDS);
    offers.forEach((position, i) =>
      masks.set(this.masks.subarray(position * MASK_WORDS, (position + 1) * MASK_WORDS), i * MASK_WORDS),
    );
    return masks;
  }

  /** Keeps the helpers that the test asks for. */
  keepWhere(found: Found, isKept: (helperId: string) => boolean): VisitCandidates {
    const of = { facts: this.facts, request: this.request, offers: this.offers };
    return found.keep(of, 0, (position) => isKept(this.offers[position]!.memberId));
  }

  /** Keeps the best of those found for the request in hand, and of the others the helpers named. */
  keep(found: Found, most: number, steady: ReadonlySet<number> | undefined): VisitCandidates {
    const of = { facts: this.facts, request: this.request, offers: this.offers };
    return found.keep(of, most, steady && ((position) => steady.has(this.helperOf[position]!)));
  }
}

function helperPositions(offers: readonly LiveOffer[]): Int32Array {
  const positions = new Int32Array(offers.length);
  for (let i = 1; i < offers.length; i += 1)
    positions[i] = positions[i - 1]! + (offers[i]!.memberId === offers[i - 1]!.memberId ? 0 : 1);
  return positions;
}
