import { describe, expect, it } from '@jest/globals';
import { startsOf, type VisitCandidates } from '../candidates.js';
import { HARD_RULES, requestRuleBroken, visitRuleBroken, type HardRule } from '../eligibility.rules.js';
import type { MatchingFacts } from '../facts.js';
import { Exclusions } from './exclusions.js';
import { findCandidates } from './find-candidates.js';
import { RandomDistrict } from './random-district.builder.js';

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed + 1);

/** Rule by rule, offer by offer, start by start: of all that a helper tried, what came furthest. */
function oneByOne(facts: MatchingFacts, { request, visit }: VisitCandidates): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const helperId of new Set(facts.offers.map(({ memberId }) => memberId))) {
    const rules = facts.offers
      .filter(({ memberId }) => memberId === helperId)
      .flatMap((offer): (HardRule | 'none')[] => {
        const ofRequest = requestRuleBroken(facts, request, offer);
        if (ofRequest) return [ofRequest];
        return startsOf(visit).map((start) => visitRuleBroken(facts, request, visit, offer, start) ?? 'none');
      });
    if (rules.includes('none')) continue;
    const furthest = HARD_RULES.findLast((rule) => rules.includes(rule))!;
    if (furthest !== 'category') counts[furthest] = (counts[furthest] ?? 0) + 1;
  }
  return counts;
}

describe('helpers kept out of a visit', () => {
  const met = new Set<string>();

  it.each(SEEDS)('are counted under the rules that an approval would name, district %i', (seed) => {
    const facts = new RandomDistrict(seed, { helpers: 60, requests: 40 }).facts();
    const exclusions = new Exclusions(facts);
    for (const part of findCandidates(facts)) {
      const expected = oneByOne(facts, part);
      expect(exclusions.of(part)).toEqual(expected);
      for (const rule of Object.keys(expected)) met.add(rule);
    }
  });

  it('were kept out by every rule but that of who offers something else', () => {
    expect(HARD_RULES.filter((rule) => !met.has(rule))).toEqual(['category']);
  });
});
