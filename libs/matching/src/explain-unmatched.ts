import type { Solution } from '#matching/engine';
import { Exclusions } from './batch/exclusions.js';
import type { Candidate, VisitCandidates } from './candidates.js';
import type { HardRule } from './eligibility.rules.js';

import type { MatchingFacts } from './facts.js';
import { OneStepAway, type Change } from './one-step-away.js';
import type { PlanNode, PlanProblem } from './plan-problem.js';
import { scoreTerms } from './score.rules.js';
import type { RecruitingNeed } from './recruiting.js';

/** Why a visit found nobody. Ids, numbers and instants: no name, no person's id. */
export interface UnmatchedFacts {
  /** Helpers who could serve it. */
  readonly candidates: number;
  /** The rule that binds: a hard rule, or the engine's word when there were candidates. */
  readonly rule: HardRule | 'busy' | 'cap' | 'outbid' | 'no-candidate';
  /** How many helpers each rule kept out, most first. */
  readonly keptOut: Readonly<Partial<Record<HardRule, number>>>;
  readonly start: string;
  /** What took the candidates' time, by kind. */
  readonly outbidBy?: readonly Outbid[];
  /** Single changes that would each open the visit to somebody, the easiest first. */
  readonly changes?: readonly Change[];
  /** The new helpers that would serve it, with others. */
  readonly recruit?: RecruitingNeed;
}

export interface Outbid {
  readonly categoryId: string;
  /** The term in which those visits lead most; `room` where they lead in none: there is not room for all. */
  readonly term: string;
  readonly visits: number;
}

const MOST_KINDS = 3;

/** Explains the visits that a plan leaves open. */
export class UnmatchedExplainer {
  private readonly near: OneStepAway;
  private readonly exclusions: Exclusions;
  /** Nodes that the plan gives to each helper. */
  private readonly served = new Map<string, PlanNode[]>();

  constructor(
    private readonly facts: MatchingFacts,
    dated: PlanProblem,
    { assignments }: Solution,
  ) {
    this.near = new OneStepAway(facts);
    this.exclusions = new Exclusions(facts);
    for (const [request, helper] of assignments) {
      const node = dated.nodes[request];
      const helperId = dated.helperIds[helper]!;
      if (node) this.served.set(helperId, [...(this.served.get(helperId) ?? []), node]);
    }
  }

  explain(part: VisitCandidates, why: string): UnmatchedFacts {
    const keptOut = Object.entries(this.exclusions.of(part)) as [HardRule, number][];
    keptOut.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const rule = why === 'no-candidate' ? (keptOut[0]?.[0] ?? 'category') : why;
    return {
      candidates: part.eligible,
      rule: rule as UnmatchedFacts['rule'],
      keptOut: Object.fromEntries(keptOut),
      start: new Date(part.start).toISOString(),
      outbidBy: why === 'outbid' ? this.outbidBy(part) : [],
      changes: this.near.changesFor(part),
    };
  }

  /** Visits of other families that hold the candidates at that time, by category and by what speaks for them most. */
  private outbidBy(part: VisitCandidates): Outbid[] {
    const end = part.start + part.visit.minutes * 60_000;
    const kinds = new Map<string, Outbid>();
    const counted = new Set<PlanNode>();
    for (const candidate of part.candidates) {
      for (const node of this.served.get(candidate.helperId) ?? []) {
        if (node.start >= end || node.end <= part.start || counted.has(node)) continue;
        counted.add(node);
        const term = this.leadOf(node, part, candidate);
        const { categoryId } = node.parts[0]!.request;
        const known = kinds.get(`${categoryId}|${term}`);
        kinds.set(`${categoryId}|${term}`, { categoryId, term, visits: (known?.visits ?? 0) + 1 });
      }
    }
    return [...kinds.values()]
      .sort((a, b) => b.visits - a.visits || (a.term < b.term ? -1 : 1))
      .slice(0, MOST_KINDS);
  }

  private leadOf(node: PlanNode, part: VisitCandidates, ours: Candidate): string {
    const winner = node.parts[0]!;
    const theirs = winner.of(ours.helperId);
    if (!theirs) return 'room';
    const points = scoreTerms(this.facts, part.request, part.visit, ours.offer);
    const leads = scoreTerms(this.facts, winner.request, winner.visit, theirs.offer)
      .map((term, index) => ({ term: term.term as string, lead: term.points - points[index]!.points }))
      .filter(({ lead }) => lead > 0)
      .sort((a, b) => b.lead - a.lead);
    return leads[0]?.term ?? 'room';
  }
}
