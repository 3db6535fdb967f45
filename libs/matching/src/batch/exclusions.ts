import type { LiveOffer } from '#availability';
import { startsOf, type VisitCandidates } from '../candidates.js';
import {
  HARD_RULES,
  isForToday,
  mayCollect,
  requestRuleBroken,
  startRuleBroken,
  type HardRule,
} from '../eligibility.rules.js';
import type { MatchingFacts, RequestFacts, VisitFacts } from '../facts.js';
import { hasBit, type Bits } from './bits.js';
import { OfferIndex, sortedOffers } from './offer-index.js';

export type KeptOut = Readonly<Partial<Record<HardRule, number>>>;

interface OfRequest {
  /** Positions of the offers that keep every rule of the request. */
  readonly kept: readonly number[];
  /** Helpers whom a rule of the request kept out with all their offers, by rule. */
  readonly out: ReadonlyMap<HardRule, number>;
  /** By helper who has an offer of the other kind too: the rule that kept it out. */
  readonly partly: ReadonlyMap<string, HardRule>;
}

/**
 * Counts for visits that found nobody how many helpers each rule kept out. Who offers something else is not
 * counted. What does not ask about the hour is answered for all offers at once.
 */
export class Exclusions {
  private readonly offers: readonly LiveOffer[];
  private readonly index: OfferIndex;
  private readonly known = new Map<string, OfRequest>();

  constructor(private readonly facts: MatchingFacts) {
    this.offers = sortedOffers(facts);
    this.index = new OfferIndex(facts, this.offers);
  }

  of({ request, visit }: VisitCandidates): KeptOut {
    const { kept, out, partly } = this.ofRequest(request);
    const reaching = this.index.reaching(visit.fromZoneId);
    const qualified = this.index.qualified(request, visit);
    const asked = this.index.askedEnough('day');
    const starts = startsOf(visit).map((start) => ({ start, today: isForToday(this.facts, start) }));
    const broken = new Map<string, HardRule>();
    const able = new Set<string>();
    for (const position of kept) {
      const offer = this.offers[position]!;
      const { memberId } = offer;
      if (able.has(memberId)) continue;
      const atAll = this.ruleAtAnyHour(position, request, visit, reaching, qualified);
      const tired = hasBit(asked, position);
      for (const { start, today } of starts) {
        const rule =
          tired && today
            ? 'asked-today'
            : (atAll ?? startRuleBroken(this.facts, request, visit, offer, start));
        if (!rule) {
          able.add(memberId);
          break;
        }
        broken.set(memberId, laterOf(broken.get(memberId) ?? partly.get(memberId), rule));
        if (rule === atAll) break;
      }
    }
    const counts = new Map(out);
    for (const [memberId, rule] of broken)
      if (!able.has(memberId)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  /** What keeps the offer from the visit at whichever hour, in the order in which the rules are looked at. */
  private ruleAtAnyHour(
    position: number,
    request: RequestFacts,
    visit: VisitFacts,
    reaching: Bits,
    qualified: Bits,
  ): HardRule | undefined {
    if (!hasBit(reaching, position)) return 'reach';
    const { memberId } = this.offers[position]!;
    if (request.school !== null && !mayCollect(this.facts, request, visit, memberId)) return 'collection';
    return hasBit(qualified, position) ? undefined : 'credential';
  }

  private ofRequest(request: RequestFacts): OfRequest {
    const known = this.known.get(request.id);
    if (known) return known;
    const kept: number[] = [];
    const rules = new Map<string, HardRule>();
    const offering = this.index.inCategory(request.categoryId);
    this.offers.forEach((offer, position) => {
      if (!hasBit(offering, position)) return;
      const rule = requestRuleBroken(this.facts, request, offer);
      if (!rule) kept.push(position);
      else if (rule !== 'category') rules.set(offer.memberId, laterOf(rules.get(offer.memberId), rule));
    });
    const partly = new Map<string, HardRule>();
    for (const position of kept) {
      const { memberId } = this.offers[position]!;
      const rule = rules.get(memberId);
      if (rule) partly.set(memberId, rule);
      rules.delete(memberId);
    }
    const out = new Map<HardRule, number>();
    for (const rule of rules.values()) out.set(rule, (out.get(rule) ?? 0) + 1);
    const found = { kept, out, partly };
    this.known.set(request.id, found);
    return found;
  }
}

/** Of a helper's offers the one that came furthest tells the reason. */
function laterOf(known: HardRule | undefined, rule: HardRule): HardRule {
  return known && HARD_RULES.indexOf(known) > HARD_RULES.indexOf(rule) ? known : rule;
}
