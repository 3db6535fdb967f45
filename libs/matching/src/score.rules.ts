import type { LiveOffer } from '#availability';
import { roadMinutes, type MatchingFacts, type RequestFacts, type VisitFacts } from './facts.js';
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
  const together = history?.together.get(request.householdId) ?? 0;
  const travel = roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId);
  const waitingDays = Math.max(0, (facts.now - request.openedAt.getTime()) / 86_400_000);
  const hoursAhead = Math.max(0, (visit.windowStart - facts.now) / 3_600_000);
  const closeness = hoursAhead >= URGENT_HOURS ? 0 : 0.2;
  const recent = history?.recentMinutes ?? 0;
  const sameLanguage =
    request.languages.length === 0 || request.languages.some((l) => offer.languages.includes(l));
  const balance = offer.regime === 'timebank' ? (history?.balanceMinutes ?? 0) : null;
  const part = (term: ScoreTerm['term'], share: number, values: ScoreTerm['values']): ScoreTerm => ({
    term,
    points: Math.round(weights[term] * Math.min(1, Math.max(0, share))),
    most: weights[term],
    values,
  });
  return [
    part('serve', 1, {}),
    part('continuity', together / VISITS_TOGETHER_FULL, { visitsTogether: together }),
    part('travel', 1 - travel / Math.max(1, offer.maxTravelMinutes), {
      minutes: travel,
      mostMinutes: offer.maxTravelMinutes,
    }),
    part('skill', skillShare(request, offer), {
      subjects: request.subjects.length,
      extraSubjects: extraSubjects(request, offer),
    }),
    part('language', sameLanguage ? 1 : 0, { asked: request.languages.length }),
    part('waiting', waitingDays / WAITING_DAYS_FULL, { days: Math.floor(waitingDays) }),
    part('urgency', URGENCY_SHARE[request.urgency] + closeness, {
      urgency: request.urgency,
      hoursAhead: Math.floor(hoursAhead),
    }),
    part('fairness', history?.everPlaced === false ? 1 : 0.8 * (1 - recent / RECENT_MINUTES_FULL), {
      recentMinutes: recent,
      neverPlaced: history?.everPlaced === false,
    }),
    part('reciprocity', balance !== null && balance < 0 ? Math.min(1, -balance / 300) : 0, {
      inDebit: balance !== null && balance < 0,
    }),
    part('preference', request.preferredHelperId === offer.memberId ? 1 : 0, {
      asked: request.preferredHelperId === offer.memberId,
    }),
  ];
}

/** A specialist first: an offer that could serve many other subjects is kept for those. */
function skillShare(request: RequestFacts, offer: LiveOffer): number {
  if (request.subjects.length === 0) return 0.5;
  return 1 - 0.1 * Math.min(5, extraSubjects(request, offer));
}

function extraSubjects(request: RequestFacts, offer: LiveOffer): number {
  return offer.subjects.filter((subject) => !request.subjects.includes(subject)).length;
}

export function sumOf(terms: readonly ScoreTerm[]): number {
  return terms.reduce((sum, term) => sum + term.points, 0);
}
