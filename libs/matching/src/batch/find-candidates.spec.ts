import { describe, expect, it } from '@jest/globals';
import { RandomDistrict } from './random-district.builder.js';
import { byScore, startsOf, TOP_CANDIDATES, type Candidate, type VisitCandidates } from '../candidates.js';
import { HARD_RULES, requestRuleBroken, visitRuleBroken, type HardRule } from '../eligibility.rules.js';
import { roadMinutes, type MatchingFacts, type VisitFacts } from '../facts.js';
import { scoreTerms, sumOf } from '../score.rules.js';
import { LEAST_DATES, SteadyCount, unitKeyOf } from '../series.rules.js';
import { findCandidates } from './find-candidates.js';

const JOINED = 'joined';
const SIZES = { helpers: 60, requests: 40 };
const SEEDS = Array.from({ length: 25 }, (_, seed) => seed + 1);

/** Rule by rule, offer by offer, start by start: what an approval does. Notes which rules were met. */
function oneByOne(facts: MatchingFacts, visit: VisitFacts, met: Map<HardRule | 'kept', number>): Candidate[] {
  const request = facts.requests.get(visit.requestId)!;
  const best = new Map<string, Candidate>();
  const note = (rule: HardRule | 'kept') => met.set(rule, (met.get(rule) ?? 0) + 1);
  for (const offer of facts.offers) {
    const broken = requestRuleBroken(facts, request, offer);
    if (broken) {
      note(broken);
      continue;
    }
    const starts = startsOf(visit).filter((start) => {
      const rule = visitRuleBroken(facts, request, visit, offer, start);
      note(rule ?? 'kept');
      return !rule;
    });
    if (starts.length === 0) continue;
    const candidate = {
      helperId: offer.memberId,
      offer,
      score: sumOf(scoreTerms(facts, request, visit, offer)),
      travelMinutes: roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId),
      starts,
    };
    const known = best.get(offer.memberId);
    if (!known || byScore(candidate, known) < 0) best.set(offer.memberId, candidate);
  }
  return [...best.values()].sort(byScore);
}

function mostMade(visit: VisitFacts, candidates: readonly Candidate[]): number {
  const count = (start: number) => candidates.filter(({ starts }) => starts.includes(start)).length;
  return startsOf(visit).reduce((best, start) => (count(start) > count(best) ? start : best));
}

function plainly({ helperId, offer, score, travelMinutes, starts }: Candidate) {
  return { helperId, offer: offer.id, score, travelMinutes, starts };
}

describe('candidates found for all offers at once', () => {
  const met = new Map<HardRule | 'kept', number>();

  it.each(SEEDS)('are those whom the rules let through one by one, district %i', (seed) => {
    const facts = new RandomDistrict(seed, SIZES).facts();
    const found = findCandidates(facts);
    expect(found.map(({ visit }) => visit.id).sort()).toEqual(facts.visits.map(({ id }) => id).sort());
    for (const part of found) {
      const expected = oneByOne(facts, part.visit, met);
      expect(part.eligible).toBe(expected.length);
      expect(part.start).toBe(mostMade(part.visit, expected));
      const top = part.candidates.slice(0, TOP_CANDIDATES).map(plainly);
      expect(top).toEqual(expected.slice(0, TOP_CANDIDATES).map(plainly));
      const rest = expected.slice(TOP_CANDIDATES).map(plainly);
      for (const further of part.candidates.slice(TOP_CANDIDATES))
        expect(rest).toContainEqual(plainly(further));
    }
    const order = found.map(({ start, visit }) => [start, visit.id] as const);
    expect(order).toEqual([...order].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)));
  });

  it('were met by every hard rule, kept and broken', () => {
    expect(HARD_RULES.filter((rule) => !met.get(rule))).toEqual([]);
    expect(met.get('kept')).toBeGreaterThan(1_000);
  });
});

describe('of many candidates', () => {
  const facts = crowd();
  const found = findCandidates(facts);
  const full = found.filter(({ eligible }) => eligible > TOP_CANDIDATES);
  const isJoined = ({ visit }: VisitCandidates) => visit.sessionId === JOINED;

  it('a single visit keeps the best thirty', () => {
    const single = full.filter((part) => part.request.frequency === 'once' && !isJoined(part));
    expect(single.length).toBeGreaterThan(5);
    for (const { candidates } of single) expect(candidates).toHaveLength(TOP_CANDIDATES);
  });

  it('a session of several visits keeps all, since whoever serves one serves all', () => {
    const joined = full.filter(isJoined);
    expect(joined.length).toBeGreaterThan(1);
    for (const { candidates, eligible } of joined) expect(candidates).toHaveLength(eligible);
  });

  it('a date of a series keeps those who are best for the whole series, too', () => {
    const helpers = [...new Set(facts.offers.map(({ memberId }) => memberId))].sort();
    const rank = new Map(helpers.map((id, index) => [id, index]));
    const ofAll = new SteadyCount(helpers.length);
    const ofKept = new SteadyCount(helpers.length);
    const units = new Map<string, VisitCandidates[]>();
    for (const part of full.filter(({ request }) => request.frequency === 'weekly'))
      units.set(unitKeyOf(part.visit), [...(units.get(unitKeyOf(part.visit)) ?? []), part]);
    let beyond = 0;
    for (const dates of units.values()) {
      if (dates.length < LEAST_DATES) continue;
      for (const part of dates) {
        for (const { helperId, score } of oneByOne(facts, part.visit, new Map()))
          ofAll.add(rank.get(helperId)!, score);
        for (const { helperId, score } of part.candidates) ofKept.add(rank.get(helperId)!, score);
        beyond += part.candidates.length - TOP_CANDIDATES;
      }
      expect(ofKept.steadiest(dates.length)).toEqual(ofAll.steadiest(dates.length));
    }
    expect(beyond).toBeGreaterThan(0);
  });
});

/** A district of helpers who take almost everything; its first single visits are one session. */
function crowd(): MatchingFacts {
  const facts = new RandomDistrict(5, { helpers: 600, requests: 60 }).facts();
  const all = (list: 'subjects' | 'languages' | 'mobility') => [
    ...new Set(facts.offers.flatMap((offer) => offer[list])),
  ];
  const willing = {
    subjects: all('subjects'),
    languages: all('languages'),
    mobility: all('mobility'),
    ageBands: [],
    municipalityIds: [],
    maxTravelMinutes: 60,
    insuredFrom: new Date(0),
    seats: { infant: 3, child: 3, booster: 3, adult: 3 },
  };
  const single = facts.visits.filter(({ requestId }) => facts.requests.get(requestId)!.frequency === 'once');
  const joined = new Set(single.slice(0, 8));
  return {
    ...facts,
    requirements: new Map(),
    history: new Map(),
    offers: facts.offers.map((offer) => ({ ...offer, ...willing })),
    visits: facts.visits.map((visit) =>
      joined.has(visit) ? { ...visit, sessionId: JOINED } : { ...visit, sessionId: visit.id },
    ),
  };
}
