import type { Candidate, VisitCandidates } from './candidates.js';
import { missingCredentials, requirementsOf, type HardRule } from './eligibility.rules.js';
import type { MatchingFacts } from './facts.js';
import { scoreTerms, type ScoreTerm } from './score.rules.js';

const NEXT_BEST = 5;

/** Why this helper, and why not the next ones. Message ids with values; helpers by id, never by name. */
export interface Explanation {
  readonly terms: readonly ScoreTerm[];
  readonly checks: readonly Check[];
  readonly nextBest: readonly NextBest[];
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
}

/** Explains a proposal by its first visit. */
export function explain(
  facts: MatchingFacts,
  part: VisitCandidates,
  chosen: Candidate,
  isPlanned: (helperId: string) => boolean,
): Explanation {
  const terms = scoreTerms(facts, part.request, part.visit, chosen.offer);
  return {
    terms,
    checks: checksOf(facts, part, chosen),
    nextBest: part.candidates
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
      })),
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

function checksOf(facts: MatchingFacts, part: VisitCandidates, chosen: Candidate): Check[] {
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
    { check: 'weekly-minutes', values: { used, most: chosen.offer.offerWeeklyMinutes } },
    {
      check: 'insured',
      values: chosen.offer.insuredFrom ? { since: chosen.offer.insuredFrom.toISOString() } : {},
    },
    { check: 'not-blocked', values: {} },
  ];
}

/** Why a visit found nobody: the engine's word, and the rules that kept helpers out, most first. */
export function explainUnmatched(part: VisitCandidates, why: string): Record<string, unknown> {
  const keptOut = Object.entries(part.excluded) as [HardRule, number][];
  keptOut.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    candidates: part.candidates.length,
    rule: why === 'no-candidate' ? (keptOut[0]?.[0] ?? 'category') : why,
    keptOut: Object.fromEntries(keptOut),
    start: new Date(part.start).toISOString(),
  };
}
