import type { LiveOffer } from '#availability';
import { startsOf, type VisitCandidates } from './candidates.js';
import { HARD_RULES, requestRuleBroken, visitRuleBroken, type HardRule } from './eligibility.rules.js';
import type { MatchingFacts, RequestFacts } from './facts.js';

export type KeptOut = Readonly<Partial<Record<HardRule, number>>>;

interface OfRequest {
  /** Offers that keep every rule of the request. */
  readonly kept: readonly LiveOffer[];
  /** Helpers whom a rule of the request kept out with all their offers, by rule. */
  readonly out: ReadonlyMap<HardRule, number>;
  /** By helper who has an offer of the other kind too: the rule that kept it out. */
  readonly partly: ReadonlyMap<string, HardRule>;
}

/**
 * Counts for visits that found nobody how many helpers each rule kept out. Who offers something else is not
 * counted.
 */
export class Exclusions {
  private readonly known = new Map<string, OfRequest>();

  constructor(private readonly facts: MatchingFacts) {}

  of({ request, visit }: VisitCandidates): KeptOut {
    const { kept, out, partly } = this.ofRequest(request);
    const starts = startsOf(visit);
    const broken = new Map<string, HardRule>();
    const able = new Set<string>();
    for (const offer of kept) {
      for (const start of starts) {
        const rule = visitRuleBroken(this.facts, request, visit, offer, start);
        if (!rule) able.add(offer.memberId);
        else {
          const known = broken.get(offer.memberId) ?? partly.get(offer.memberId);
          broken.set(offer.memberId, laterOf(known, rule));
        }
      }
    }
    const counts = new Map(out);
    for (const [memberId, rule] of broken)
      if (!able.has(memberId)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  private ofRequest(request: RequestFacts): OfRequest {
    const known = this.known.get(request.id);
    if (known) return known;
    const kept: LiveOffer[] = [];
    const rules = new Map<string, HardRule>();
    for (const offer of this.facts.offers) {
      const rule = requestRuleBroken(this.facts, request, offer);
      if (!rule) kept.push(offer);
      else if (rule !== 'category') rules.set(offer.memberId, laterOf(rules.get(offer.memberId), rule));
    }
    const partly = new Map<string, HardRule>();
    for (const { memberId } of kept) {
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
