import type { Candidate, VisitCandidates } from './candidates.js';
import { missingCredentials, requirementsOf } from './eligibility.rules.js';
import type { MatchingFacts } from './facts.js';
import type { Cost, Market } from './market.js';
import { scoreTerms, type ScoreTerm } from './score.rules.js';

const NEXT_BEST = 5;

/** Why this helper, and why not the next ones. Message ids with values; helpers by id, never by name. */
export interface Explanation {
  readonly terms: readonly ScoreTerm[];
  readonly checks: readonly Check[];
  readonly nextBest: readonly NextBest[];
  /** How many families compete for these hours; a coordinator's own choice has none. */
  readonly scarcity?: Scarcity;
}

export interface Check {
  readonly check: 'credentials' | 'free' | 'travel' | 'weekly-minutes' | 'insured' | 'not-blocked';
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

export interface NextBest {
  readonly helperId: string;
  readonly score: number;
  /** Points below the chosen helper; negative when this one scored more but is needed elsewhere. */
  readonly fewer: number;
  readonly why: 'needed-elsewhere' | 'lower-score';
  /** The terms in which this helper scored less. */
  readonly lower: readonly { readonly term: string; readonly fewer: number }[];
  /** What choosing this helper would cost the whole plan; null: there is no room left for it; absent: not looked at. */
  readonly cost?: PlanCost | null;
}

/** Points the plan would lose, and how many visits that amounts to. */
export interface PlanCost {
  readonly atLeast: number;
  readonly about: number;
  /** null: no such plan was built. */
  readonly atMost: number | null;
  readonly visits: number;
}

export interface Scarcity {
  readonly level: 'contested' | 'wanted' | 'quiet';
  readonly values: {
    readonly helpers: number;
    readonly families: number;
    readonly waiting: number;
    /** What this helper's hour would at least give to others. */
    readonly points: number;
    /** What one more helper here would be worth. */
    readonly price: number;
  };
}

/** Where a visit stands in the solved problem that decided it: the dated one, or the template week of its series. */
export interface Standing {
  readonly market: Market;
  readonly request: number;
}

/** What is explained: a visit, who shall serve it, and how many minutes of its week the proposal takes. */
export interface Explained {
  readonly part: VisitCandidates;
  readonly chosen: Candidate;
  readonly standing: Standing;
  readonly weekMinutes: number;
}

/** Explains a proposal by its first visit. */
export function explain(
  facts: MatchingFacts,
  { part, chosen, standing, weekMinutes }: Explained,
  isPlanned: (helperId: string) => boolean,
): Explanation {
  const terms = scoreTerms(facts, part.request, part.visit, chosen.offer);
  const { serve } = facts.weights.weights;
  return {
    terms,
    checks: checksOf(facts, part, chosen, weekMinutes),
    scarcity: scarcityOf(standing, chosen.helperId, serve),
    nextBest: part
      .best(NEXT_BEST + 1)
      .filter((candidate) => candidate.helperId !== chosen.helperId)
      .slice(0, NEXT_BEST)
      .map((candidate) => ({
        helperId: candidate.helperId,
        score: candidate.score,
        fewer: chosen.score - candidate.score,
        why:
          candidate.score >= chosen.score || isPlanned(candidate.helperId)
            ? ('needed-elsewhere' as const)
            : ('lower-score' as const),
        lower: lowerTerms(terms, scoreTerms(facts, part.request, part.visit, candidate.offer)),
        cost: planCost(standing.market.costOf(standing.request, candidate.helperId), serve),
      })),
  };
}

function planCost(cost: Cost | undefined, serve: number): PlanCost | null | undefined {
  if (!cost) return undefined;
  if (cost.atLeast === null || cost.about === null) return null;
  return {
    atLeast: cost.atLeast,
    about: cost.about,
    atMost: cost.atMost,
    visits: serve === 0 ? 0 : Math.round(cost.about / serve),
  };
}

/**
 * Contested: the same hour would serve a family that waits. Wanted: it would serve others better, or few could
 * come.
 */
function scarcityOf({ market, request }: Standing, helperId: string, serve: number): Scarcity {
  const competition = market.competitionFor(request);
  const points = market.claimOf(request, helperId);
  const contested = points > serve / 2 || competition.waiting > 0;
  const wanted = points > 0 || competition.families >= competition.helpers;
  return {
    level: contested ? 'contested' : wanted ? 'wanted' : 'quiet',
    values: { ...competition, points, price: market.priceOf(request) },
  };
}

function lowerTerms(
  mine: readonly ScoreTerm[],
  theirs: readonly ScoreTerm[],
): { term: string; fewer: number }[] {
  return mine
    .map((term, index) => ({ term: term.term as string, fewer: term.points - theirs[index]!.points }))
    .filter(({ fewer }) => fewer > 0)
    .sort((a, b) => b.fewer - a.fewer);
}

function checksOf(
  facts: MatchingFacts,
  part: VisitCandidates,
  chosen: Candidate,
  weekMinutes: number,
): Check[] {
  const { request, visit } = part;
  const required = requirementsOf(facts, request, visit).map(({ typeId }) => typeId);
  const until = (facts.credentials.get(chosen.helperId) ?? [])
    .filter(({ typeId }) => required.includes(typeId))
    .map((credential) => credential.until)
    .sort()[0];
  const week = facts.weeks.find(({ start, end }) => start <= part.start && part.start < end);
  const used = (facts.busy.get(chosen.helperId) ?? [])
    .filter((seat) => week && seat.start >= week.start && seat.start < week.end)
    .reduce((sum, seat) => sum + seat.chargedMinutes, 0);
  return [
    {
      check: 'credentials',
      values: {
        required: required.length,
        missing: missingCredentials(facts, request, visit, chosen.helperId).length,
        ...(until ? { until } : {}),
      },
    },
    { check: 'free', values: { from: new Date(part.start).toISOString(), minutes: visit.minutes } },
    {
      check: 'travel',
      values: { minutes: chosen.travelMinutes, mostMinutes: chosen.offer.maxTravelMinutes },
    },
    { check: 'weekly-minutes', values: { used, adds: weekMinutes, most: chosen.offer.offerWeeklyMinutes } },
    {
      check: 'insured',
      values: chosen.offer.insuredFrom ? { since: chosen.offer.insuredFrom.toISOString() } : {},
    },
    { check: 'not-blocked', values: {} },
  ];
}
