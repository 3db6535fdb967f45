import type { LiveOffer } from '#availability';
import { HARD_RULES, requestRuleBroken, visitRuleBroken, type HardRule } from './eligibility.rules.js';
import { roadMinutes, type MatchingFacts, type RequestFacts, type VisitFacts } from './facts.js';
import { scoreTerms, sumOf } from './score.rules.js';

/** One offer for one seat of a visit, with its score. */
export interface Candidate {
  readonly helperId: string;
  readonly offer: LiveOffer;
  readonly score: number;
  readonly travelMinutes: number;
  /** The starts within the visit's window that they can make. */
  readonly starts: readonly number[];
}

/**
 * A visit, whoever may serve it (best first), and how many helpers each rule kept out. `start` is the one that most of
 * them can make; the plan may choose another of theirs.
 */
export interface VisitCandidates {
  readonly visit: VisitFacts;
  readonly request: RequestFacts;
  readonly start: number;
  readonly candidates: readonly Candidate[];
  readonly excluded: Readonly<Partial<Record<HardRule, number>>>;
}

const STEP_MINUTES = 15;
const MOST_STARTS = 97;

/** Every open visit with its candidates. Pure. */
export function findCandidates(facts: MatchingFacts): VisitCandidates[] {
  const visitsOf = new Map<string, VisitFacts[]>();
  for (const visit of facts.visits)
    visitsOf.set(visit.requestId, [...(visitsOf.get(visit.requestId) ?? []), visit]);
  const all: VisitCandidates[] = [];
  for (const [requestId, visits] of visitsOf) {
    const request = facts.requests.get(requestId)!;
    const kept: LiveOffer[] = [];
    const keptOut = new Map<string, HardRule>();
    for (const offer of facts.offers) {
      const broken = requestRuleBroken(facts, request, offer);
      if (!broken) kept.push(offer);
      else if (broken !== 'category')
        keptOut.set(offer.memberId, laterOf(keptOut.get(offer.memberId), broken));
    }
    for (const visit of visits) all.push(candidatesOf(facts, request, visit, kept, keptOut));
  }
  return all.sort((a, b) => a.start - b.start || (a.visit.id < b.visit.id ? -1 : 1));
}

function candidatesOf(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offers: readonly LiveOffer[],
  keptOut: ReadonlyMap<string, HardRule>,
): VisitCandidates {
  const all = startsOf(visit);
  const best = new Map<string, Candidate>();
  const broken = new Map(keptOut);
  for (const offer of offers) {
    const starts: number[] = [];
    for (const start of all) {
      const rule = visitRuleBroken(facts, request, visit, offer, start);
      if (rule) broken.set(offer.memberId, laterOf(broken.get(offer.memberId), rule));
      else starts.push(start);
    }
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
  const excluded: Partial<Record<HardRule, number>> = {};
  for (const [helperId, rule] of broken) if (!best.has(helperId)) excluded[rule] = (excluded[rule] ?? 0) + 1;
  const candidates = [...best.values()].sort(byScore);
  return { visit, request, start: mostMade(all, candidates), candidates, excluded };
}

/** Of a helper's offers the one that came furthest tells the reason. */
function laterOf(known: HardRule | undefined, rule: HardRule): HardRule {
  return known && HARD_RULES.indexOf(known) > HARD_RULES.indexOf(rule) ? known : rule;
}

/** Best first; the same facts give the same order. */
export function byScore(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    (a.helperId < b.helperId ? -1 : a.helperId > b.helperId ? 1 : a.offer.id < b.offer.id ? -1 : 1)
  );
}

/** Every start within the visit's window, step by step. */
function startsOf(visit: VisitFacts): number[] {
  const step = STEP_MINUTES * 60_000;
  const last = visit.windowEnd - visit.minutes * 60_000;
  const count = last <= visit.windowStart ? 1 : Math.floor((last - visit.windowStart) / step) + 1;
  return Array.from({ length: Math.min(MOST_STARTS, count) }, (_, index) => visit.windowStart + index * step);
}

/** The start that most helpers can make; the earliest among equals. */
function mostMade(starts: readonly number[], candidates: readonly Candidate[]): number {
  const helpers = new Map<number, number>();
  for (const candidate of candidates)
    for (const start of candidate.starts) helpers.set(start, (helpers.get(start) ?? 0) + 1);
  return starts.reduce(
    (best, start) => ((helpers.get(start) ?? 0) > (helpers.get(best) ?? 0) ? start : best),
    starts[0]!,
  );
}
