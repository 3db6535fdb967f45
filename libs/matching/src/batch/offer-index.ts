import type { LiveOffer } from '#availability';
import { askCapReached, hasSeats, holds, requirementsOf } from '../eligibility.rules.js';
import { roadMinutes, type MatchingFacts, type RequestFacts, type VisitFacts } from '../facts.js';
import { bitsWhere, dropBit, dropBits, joinBits, keepBits, noBits, type Bits } from './bits.js';

/** Offers in the order of their helpers' ids, then of their own: ties between equal scores fall by position. */
export function sortedOffers(facts: MatchingFacts): LiveOffer[] {
  return [...facts.offers].sort((a, b) =>
    a.memberId === b.memberId ? (a.id < b.id ? -1 : 1) : a.memberId < b.memberId ? -1 : 1,
  );
}

/**
 * Answers the rules that hold for an offer as a whole with sets of offers; each set is made when it is first asked
 * for.
 */
export class OfferIndex {
  readonly size: number;
  private readonly made = new Map<string, Bits>();
  private readonly blockedWith = new Map<string, string[]>();
  private readonly turnedDown = new Map<string, string[]>();
  private readonly ofMember = new Map<string, number[]>();

  constructor(
    private readonly facts: MatchingFacts,
    readonly offers: readonly LiveOffer[],
  ) {
    this.size = offers.length;
    offers.forEach(({ memberId }, position) => push(this.ofMember, memberId, position));
    for (const pair of facts.blocked) {
      const [one, other] = pair.split('|') as [string, string];
      push(this.blockedWith, one, other);
      push(this.blockedWith, other, one);
    }
    for (const pair of facts.refused) {
      const [requestId, memberId] = pair.split('|') as [string, string];
      push(this.turnedDown, requestId, memberId);
    }
  }

  /** Offers that keep every rule which all visits of the request share (`requestRuleBroken`). */
  keeping(request: RequestFacts): Bits {
    const bits = this.inCategory(request.categoryId).slice();
    if (request.unsupervisedMinors) dropBits(bits, this.minors());
    keepBits(bits, this.inRegimes(request.regimes));
    for (const memberId of request.householdMemberIds) {
      this.dropMember(bits, memberId);
      for (const other of this.blockedWith.get(memberId) ?? []) this.dropMember(bits, other);
    }
    for (const memberId of this.turnedDown.get(request.id) ?? []) this.dropMember(bits, memberId);
    for (const subject of request.subjects) keepBits(bits, this.with('subjects', subject));
    if (request.languages.length > 0) keepBits(bits, this.speaking(request.languages));
    for (const band of request.ageBands) keepBits(bits, this.forAge(band));
    for (const need of request.mobility) keepBits(bits, this.with('mobility', need));
    if (request.needsDropOff) keepBits(bits, this.seating(request.seatTypes));
    keepBits(bits, this.goingTo(request.municipalityId));
    if (!request.fundable) dropBits(bits, this.inRegimes(['timebank']));
    dropBits(bits, this.aboveCeiling());
    dropBits(bits, this.askedEnough('week'));
    return bits;
  }

  inCategory(categoryId: string): Bits {
    return this.set(`category ${categoryId}`, (offer) => offer.categoryIds.includes(categoryId));
  }

  /** Offers whose helper reaches the zone by road. */
  reaching(zoneId: string): Bits {
    return this.set(
      `reach ${zoneId}`,
      (offer) => roadMinutes(this.facts.roads, offer.zoneId, zoneId) <= offer.maxTravelMinutes,
    );
  }

  /** Offers whose helper holds all that is demanded for the visit. */
  qualified(request: RequestFacts, visit: VisitFacts): Bits {
    const bits = this.set('all', () => true).slice();
    this.keepQualified(bits, request, visit);
    return bits;
  }

  /** Leaves those whose helper holds all that is demanded for the visit. */
  keepQualified(bits: Bits, request: RequestFacts, visit: VisitFacts): void {
    for (const { typeId } of requirementsOf(this.facts, request, visit)) {
      const name = `credential ${typeId} ${request.categoryId} ${visit.day} ${visit.lastDay}`;
      keepBits(
        bits,
        this.set(name, ({ memberId }) => holds(this.facts, memberId, typeId, request, visit)),
      );
    }
  }

  /** Offers whose helper was asked as often as may be, this week or (`day`) today. */
  askedEnough(period: 'day' | 'week'): Bits {
    return this.set(`asked ${period}`, (offer) => {
      const cap = askCapReached(this.facts, offer);
      return cap !== undefined && (period === 'day' || cap.period === 'week');
    });
  }

  private inRegimes(regimes: readonly string[]): Bits {
    return this.set(`regime ${[...regimes].sort().join(' ')}`, ({ regime }) => regimes.includes(regime));
  }

  private with(list: 'subjects' | 'mobility', value: string): Bits {
    return this.set(`${list} ${value}`, (offer) => offer[list].includes(value));
  }

  private speaking(languages: readonly string[]): Bits {
    const bits = noBits(this.size);
    for (const language of languages)
      joinBits(
        bits,
        this.set(`language ${language}`, (offer) => offer.languages.includes(language)),
      );
    return bits;
  }

  private forAge(band: string): Bits {
    return this.set(`age ${band}`, ({ ageBands }) => ageBands.length === 0 || ageBands.includes(band));
  }

  private seating(seatTypes: readonly string[]): Bits {
    return this.set(`seats ${[...seatTypes].sort().join(' ')}`, (offer) => hasSeats(offer, seatTypes));
  }

  private goingTo(municipalityId: string): Bits {
    return this.set(
      `municipality ${municipalityId}`,
      ({ municipalityIds }) => municipalityIds.length === 0 || municipalityIds.includes(municipalityId),
    );
  }

  private minors(): Bits {
    return this.set('minor', ({ minor }) => minor);
  }

  private aboveCeiling(): Bits {
    return this.set(
      'ceiling',
      ({ regime, memberId }) =>
        regime === 'timebank' && (this.facts.history.get(memberId)?.aboveCeiling ?? false),
    );
  }

  private dropMember(bits: Bits, memberId: string): void {
    for (const position of this.ofMember.get(memberId) ?? []) dropBit(bits, position);
  }

  private set(name: string, has: (offer: LiveOffer) => boolean): Bits {
    let bits = this.made.get(name);
    if (!bits) {
      bits = bitsWhere(this.size, (position) => has(this.offers[position]!));
      this.made.set(name, bits);
    }
    return bits;
  }
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
