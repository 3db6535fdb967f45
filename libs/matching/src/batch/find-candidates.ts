import { TOP_CANDIDATES, type VisitCandidates } from '../candidates.js';
import type { MatchingFacts, VisitFacts } from '../facts.js';
import { LEAST_DATES, unitKeyOf } from '../series.rules.js';
import { CandidateSearch } from './candidate-search.js';
import type { Found } from './found.js';

/**
 * Every open visit with its best candidates, soonest first. Keeps the rules of `eligibility.rules.ts` and the points of
 * `score.rules.ts`, but asks the most of them of all offers at once, and keeps no more than is planned with. Pure.
 */
export function findCandidates(facts: MatchingFacts): VisitCandidates[] {
  const search = new CandidateSearch(facts);
  const joined = joinedSessions(facts);
  const all: VisitCandidates[] = [];
  for (const [requestId, visits] of byRequest(facts)) {
    const request = facts.requests.get(requestId)!;
    search.takeRequest(request);
    const found = visits.map((visit) => search.find(visit));
    const single = found.filter(({ visit }) => !joined.has(visit.sessionId));
    const steady = request.frequency === 'weekly' ? steadyHelpers(search, single) : undefined;
    for (const one of found) {
      const most = joined.has(one.visit.sessionId) ? Infinity : TOP_CANDIDATES;
      all.push(search.keep(one, most, steady?.get(unitKeyOf(one.visit))));
    }
  }
  return all.sort((a, b) => a.start - b.start || (a.visit.id < b.visit.id ? -1 : 1));
}

function byRequest(facts: MatchingFacts): Map<string, VisitFacts[]> {
  const visitsOf = new Map<string, VisitFacts[]>();
  for (const visit of facts.visits) {
    const known = visitsOf.get(visit.requestId);
    if (known) known.push(visit);
    else visitsOf.set(visit.requestId, [visit]);
  }
  return visitsOf;
}

/** Sessions of several visits: whoever serves one serves all, so each needs all who could. */
function joinedSessions({ visits }: MatchingFacts): Set<string> {
  const seen = new Set<string>();
  const joined = new Set<string>();
  for (const { sessionId } of visits) (seen.has(sessionId) ? joined : seen).add(sessionId);
  return joined;
}

/** By series: the helpers whom the template week weighs, whatever their place on a single date. */
function steadyHelpers(
  { helperOf, steady }: CandidateSearch,
  found: readonly Found[],
): Map<string, ReadonlySet<number>> {
  const units = new Map<string, Found[]>();
  for (const one of found) {
    const key = unitKeyOf(one.visit);
    units.set(key, [...(units.get(key) ?? []), one]);
  }
  const helpers = new Map<string, ReadonlySet<number>>();
  for (const [key, dates] of units) {
    if (dates.length < LEAST_DATES) continue;
    for (const date of dates) date.eachMade((offer, score) => steady.add(helperOf[offer]!, score));
    helpers.set(key, new Set(steady.steadiest(dates.length).map(({ helper }) => helper)));
  }
  return helpers;
}
