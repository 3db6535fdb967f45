import { checkSolution, type Effort, type Explained, type Solution, type Stage } from '#matching/engine';
import { findCandidates } from './batch/find-candidates.js';
import { refilled } from './batch/further-helpers.js';
import { widen, type Settled } from './batch/widen.js';
import type { Candidate, VisitCandidates } from './candidates.js';
import { explain, type Explanation, type Standing } from './explain.js';
import { UnmatchedExplainer, type UnmatchedFacts } from './explain-unmatched.js';
import { minutes, type MatchingFacts } from './facts.js';
import { marketOf, type Market } from './market.js';
import { dateProblem, nodesOf, type PlanNode, type PlanProblem } from './plan-problem.js';
import { recruit, type Gap, type RecruitingNeed } from './recruiting.js';
import { fixSeries, seriesProblem } from './series.js';
import type { OnRunStage } from './planner.js';
import type { Solver } from './solver.js';
import { Timings } from './timings.js';

/** A proposal as the plan has it: one offer, one request, its visits. */
export interface PlannedProposal {
  readonly requestId: string;
  readonly helperId: string;
  readonly offerId: string;
  readonly regime: 'volunteer' | 'timebank';
  readonly score: number;
  readonly explanation: Explanation;
  readonly visits: readonly PlannedVisit[];
}

export interface PlannedVisit {
  readonly visitId: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly travelMinutes: number;
}

export interface PlannedGap {
  readonly visitId: string;
  readonly short: number;
  readonly why: string;
  readonly facts: UnmatchedFacts;
}

export interface Plan {
  readonly proposals: readonly PlannedProposal[];
  readonly unmatched: readonly PlannedGap[];
  /** New helpers who would serve what is left open. */
  readonly needs: readonly RecruitingNeed[];
  readonly status: string;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly stages: readonly Stage[];
  /** Pairs beyond the best thirty of each visit that entered the problem. */
  readonly morePairs: number;
  /** By session: what one more seat in it would be worth, for runs that plan on from this one. */
  readonly prices: readonly (readonly [sessionId: string, points: number])[];
}

/** How the dated problem is settled: anew, or on from the plan in force. */
export type Settle = (dated: PlanProblem) => Promise<Explained>;

/** A plan that the independent check found to break a rule: nothing of it may be written. */
export class PlanFault extends Error {
  override readonly name = 'plan-fault';
}

export interface PlanOptions {
  readonly settle?: Settle;
  readonly timings?: Timings;
  readonly onStage?: OnRunStage;
}

/**
 * Plans everything that is open: series on the template week first, then dated visits around them.
 * @throws PlanFault
 */
export async function makePlan(
  facts: MatchingFacts,
  solver: Solver,
  effort: Effort,
  options: PlanOptions = {},
): Promise<Plan> {
  const { timings = new Timings(), settle = ({ problem }) => solver.solveExplained(problem, effort) } =
    options;
  const nodes = await timings.of('candidatesMs', () => nodesOf(findCandidates(facts)));
  options.onStage?.('candidates');
  const series = await timings.of('seriesMs', () => planSeries(facts, nodes, solver, effort));
  const dated = await timings.of('problemMs', () =>
    refilled(facts, series.fixed, dateProblem(facts, nodes, series.fixed)),
  );
  const settled = await timings.of('solveMs', async () =>
    widen(facts, series.fixed, dated, await settle(dated), solver),
  );
  const { solution } = settled.answer;
  const faults = await timings.of('checkMs', () => checkSolution(settled.dated.problem, solution));
  if (faults.length > 0)
    throw new PlanFault(`the plan breaks its own rules, nothing was written: ${faults[0]}`);
  return timings.of('explainMs', () => explained(facts, settled, series, solver));
}

/** The plan in the words of the domain, with its reasons. */
async function explained(
  facts: MatchingFacts,
  { dated, answer: { solution, insight }, morePairs }: Settled,
  series: SeriesPlan,
  solver: Solver,
): Promise<Plan> {
  const market = marketOf(dated.problem, solution, insight, dated.helperIds, dated.nodes.map(householdsOf));
  return {
    proposals: proposalsOf(facts, dated, solution, (node, helperId) =>
      series.standing(node, helperId, market),
    ),
    ...(await explainGaps(facts, dated, solution, solver)),
    status: solution.status,
    objective: solution.objective,
    bound: solution.bound,
    gap: solution.gap,
    stages: solution.stages,
    morePairs,
    prices: dated.nodes.map(({ id }, node) => [id, insight.prices[node] ?? 0]),
  };
}

interface SeriesPlan {
  readonly fixed: Map<string, string[]>;
  /** Where a node of the dated problem was decided: there, or in the template week. */
  standing(node: number, helperId: string, dated: Market): Standing;
}

async function planSeries(
  facts: MatchingFacts,
  nodes: readonly PlanNode[],
  solver: Solver,
  effort: Effort,
): Promise<SeriesPlan> {
  const series = seriesProblem(facts, nodes);
  if (series.units.length === 0)
    return { fixed: new Map(), standing: (request, _, market) => ({ market, request }) };
  // The template week only chooses who gets which series; the dated plan around it is what is proven, so it may be
  // quick.
  const { solution, insight } = await solver.solveExplained(
    series.problem,
    effort === 'proof' ? 'standard' : 'quick',
  );
  const fixed = fixSeries(facts, series, solution.assignments);
  const families = series.units.map(({ parts }) => [parts[0]!.request.householdId]);
  const week = marketOf(series.problem, solution, insight, series.helperIds, families);
  const unitOf = new Map(series.units.flatMap((unit, index) => unit.nodes.map(({ id }) => [id, index])));
  return {
    fixed,
    standing(node, helperId, dated) {
      const { id } = nodes[node]!;
      return fixed.get(id)?.includes(helperId)
        ? { market: week, request: unitOf.get(id)! }
        : { market: dated, request: node };
    },
  };
}

function householdsOf({ parts }: PlanNode): string[] {
  return parts.map(({ request }) => request.householdId);
}

interface Member {
  readonly node: number;
  readonly part: VisitCandidates;
  readonly candidate: Candidate;
}

function proposalsOf(
  facts: MatchingFacts,
  dated: PlanProblem,
  solution: Solution,
  standing: (node: number, helperId: string) => Standing,
): PlannedProposal[] {
  const groups = new Map<string, Member[]>();
  const given = new Map(solution.starts ?? []);
  for (const [index, [node, helperIndex]] of solution.assignments.entries()) {
    // Behind the nodes stand the approved blocks of promised time.
    if (node >= dated.nodes.length) break;
    const helperId = dated.helperIds[helperIndex]!;
    for (const planned of dated.nodes[node]!.parts) {
      if (planned.visit.open < 1) continue;
      const part = startedAt(planned, helperId, given.get(index));
      const candidate = part.of(helperId)!;
      const key = `${part.request.id}|${helperId}|${candidate.offer.id}`;
      const members = groups.get(key);
      if (members) members.push({ node, part, candidate });
      else groups.set(key, [{ node, part, candidate }]);
    }
  }
  const busyHelpers = new Set(solution.assignments.map(([, helper]) => dated.helperIds[helper]!));
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => propose(facts, members, standing, busyHelpers));
}

/** The visit at the start that the plan chose. @param minute of the epoch; undefined: there was no choice */
function startedAt(part: VisitCandidates, helperId: string, minute: number | undefined): VisitCandidates {
  if (minute === undefined) return part;
  const start = part.of(helperId)!.starts.find((one) => minutes(one) === minute);
  return start === undefined ? part : part.startingAt(start);
}

function propose(
  facts: MatchingFacts,
  members: readonly Member[],
  standing: (node: number, helperId: string) => Standing,
  busyHelpers: ReadonlySet<string>,
): PlannedProposal {
  const sorted = [...members].sort((a, b) => a.part.start - b.part.start);
  const { node, part, candidate } = sorted[0]!;
  const serve = facts.weights.weights.serve;
  const week = facts.weeks.find(({ start, end }) => start <= part.start && part.start < end);
  const visits = sorted.map((member) => ({
    visitId: member.part.visit.id,
    start: member.part.start,
    end: member.part.start + member.part.visit.minutes * 60_000,
    score: member.candidate.score,
    travelMinutes: member.candidate.travelMinutes,
  }));
  const explained = {
    part,
    chosen: candidate,
    standing: standing(node, candidate.helperId),
    weekMinutes: sorted
      .filter((member) => week && member.part.start < week.end)
      .reduce((sum, member) => sum + member.part.visit.minutes, 0),
  };
  return {
    requestId: part.request.id,
    helperId: candidate.helperId,
    offerId: candidate.offer.id,
    regime: candidate.offer.regime,
    // What people see is how well the two fit: the constant for serving at all says nothing about that.
    score: Math.round(visits.reduce((sum, visit) => sum + visit.score - serve, 0) / visits.length),
    explanation: explain(facts, explained, (helperId) => busyHelpers.has(helperId)),
    visits,
  };
}

async function explainGaps(
  facts: MatchingFacts,
  dated: PlanProblem,
  solution: Solution,
  solver: Solver,
): Promise<Pick<Plan, 'unmatched' | 'needs'>> {
  const gaps = gapsOf(dated, solution);
  const { needs, needOf } = await recruit(facts, gaps, solver);
  const explainer = new UnmatchedExplainer(facts, dated, solution);
  const unmatched = gaps.map(({ part, short, why }) => ({
    visitId: part.visit.id,
    short,
    why,
    facts: { ...explainer.explain(part, why), recruit: needOf.get(part.visit.id) },
  }));
  return { unmatched, needs };
}

function gapsOf(dated: PlanProblem, solution: Solution): (Gap & { readonly why: string })[] {
  return solution.unmatched.flatMap(({ request, short, why }) =>
    (dated.nodes[request]?.parts ?? [])
      .filter(({ visit }) => visit.open > 0)
      .map((part) => ({ part, short: Math.min(short, part.visit.open), why })),
  );
}
