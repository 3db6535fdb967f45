import type { LiveOffer } from '#availability';
import {
  roadMinutes,
  type HelperHistory,
  type MatchingFacts,
  type RequestFacts,
  type VisitFacts,
} from './facts.js';
import type { WeightName } from './weights.js';

/** One visible part of a score: points out of the most it can give, and the values its sentence needs. */
export interface ScoreTerm {
  readonly term: Exclude<WeightName, 'stability'>;
  readonly points: number;
  readonly most: number;
  readonly values: Readonly<Record<string, number | string | boolean>>;
}

const WAITING_DAYS_FULL = 14;
const VISITS_TOGETHER_FULL = 4;
const RECENT_MINUTES_FULL = 960;
const URGENT_HOURS = 48;
/** For a visit within these hours. */
const CLOSE_SHARE = 0.2;
const DEBIT_MINUTES_FULL = 300;
const URGENCY_SHARE = { normal: 0, soon: 0.4, urgent: 0.8 } as const;

/** Integer points of one helper's offer for one visit, term by term. Pure; same facts, same points. */
export function scoreTerms(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
): ScoreTerm[] {
  const { weights } = facts.weights;
  const history = facts.history.get(offer.memberId);
  const travel = roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId);
  const inDebit = reciprocityShare(history, offer) > 0;
  const preferred = preferenceShare(request, offer) > 0;
  const part = (term: ScoreTerm['term'], share: number, values: ScoreTerm['values']): ScoreTerm => ({
    term,
    points: pointsOf(weights[term], share),
    most: weights[term],
    values,
  });
  return [
    part('serve', 1, {}),
    part('continuity', continuityShare(history, request), {
      visitsTogether: history?.together.get(request.householdId) ?? 0,
    }),
    part('travel', travelShare(travel, offer), { minutes: travel, mostMinutes: offer.maxTravelMinutes }),
    part('skill', skillShare(request, offer), {
      subjects: request.subjects.length,
      extraSubjects: extraSubjects(request, offer),
    }),
    part('language', languageShare(request, offer), { asked: request.languages.length }),
    part('waiting', waitingShare(facts, request), { days: Math.floor(waitingDays(facts, request)) }),
    part('urgency', urgencyShare(facts, request, visit), {
      urgency: request.urgency,
      hoursAhead: Math.floor(hoursAhead(facts, visit)),
    }),
    part('fairness', fairnessShare(history), {
      recentMinutes: history?.recentMinutes ?? 0,
      neverPlaced: history?.everPlaced === false,
    }),
    part('reciprocity', reciprocityShare(history, offer), { inDebit }),
    part('preference', preferenceShare(request, offer), { asked: preferred }),
  ];
}

/** A share of what a term can give, as whole points. */
export function pointsOf(most: number, share: number): number {
  return Math.round(most * Math.min(1, Math.max(0, share)));
}

export function continuityShare(history: HelperHistory | undefined, request: RequestFacts): number {
  return (history?.together.get(request.householdId) ?? 0) / VISITS_TOGETHER_FULL;
}

export function travelShare(minutes: number, offer: LiveOffer): number {
  return 1 - minutes / Math.max(1, offer.maxTravelMinutes);
}

export function languageShare(request: RequestFacts, offer: LiveOffer): number {
  const shared =
    request.languages.length === 0 ||
    request.languages.some((language) => offer.languages.includes(language));
  return shared ? 1 : 0;
}

export function waitingShare(facts: MatchingFacts, request: RequestFacts): number {
  return waitingDays(facts, request) / WAITING_DAYS_FULL;
}

export function urgencyShare(facts: MatchingFacts, request: RequestFacts, visit: VisitFacts): number {
  return URGENCY_SHARE[request.urgency] + (hoursAhead(facts, visit) >= URGENT_HOURS ? 0 : CLOSE_SHARE);
}

export function fairnessShare(history: HelperHistory | undefined): number {
  if (history?.everPlaced === false) return 1;
  return 0.8 * (1 - (history?.recentMinutes ?? 0) / RECENT_MINUTES_FULL);
}

export function reciprocityShare(history: HelperHistory | undefined, offer: LiveOffer): number {
  const balance = offer.regime === 'timebank' ? (history?.balanceMinutes ?? 0) : 0;
  return balance < 0 ? -balance / DEBIT_MINUTES_FULL : 0;
}

export function preferenceShare(request: RequestFacts, offer: LiveOffer): number {
  return request.preferredHelperId === offer.memberId ? 1 : 0;
}

function waitingDays(facts: MatchingFacts, request: RequestFacts): number {
  return Math.max(0, (facts.now - request.openedAt.getTime()) / 86_400_000);
}

function hoursAhead(facts: MatchingFacts, visit: VisitFacts): number {
  return Math.max(0, (visit.windowStart - facts.now) / 3_600_000);
}

/** A specialist first: an offer that could serve many other subjects is kept for those. */
export function skillShare(request: RequestFacts, offer: LiveOffer): number {
  if (request.subjects.length === 0) return 0.5;
  return 1 - 0.1 * Math.min(5, extraSubjects(request, offer));
}

function extraSubjects(request: RequestFacts, offer: LiveOffer): number {
  return offer.subjects.filter((subject) => !request.subjects.includes(subject)).length;
}

export function sumOf(terms: readonly ScoreTerm[]): number {
  return terms.reduce((sum, term) => sum + term.points, 0);
}
