import { checkSolution, type Effort, type Pair, type Solution, type Stage } from '#matching/engine';
import { findCandidates, type Candidate, type VisitCandidates } from './candidates.js';
import { explain, explainUnmatched, type Explanation } from './explain.js';
import type { MatchingFacts } from './facts.js';
import { dateProblem, nodesOf, type PlanNode, type PlanProblem } from './plan-problem.js';
import { fixSeries, seriesProblem } from './series.js';
import { Solver } from './solver.js';

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
  readonly facts: Record<string, unknown>;
}

export interface Plan {
  readonly proposals: readonly PlannedProposal[];
  readonly unmatched: readonly PlannedGap[];
  readonly status: string;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly stages: readonly Stage[];
  readonly problem: PlanProblem['problem'];
}

/** Plans everything that is open: series on the template week first, then dated visits around them. */
export async function makePlan(facts: MatchingFacts, solver: Solver, effort: Effort): Promise<Plan> {
  const nodes = nodesOf(findCandidates(facts));
  const fixed = await planSeries(facts, nodes, solver, effort);
  const dated = dateProblem(facts, nodes, fixed);
  const solution = await solver.solve(dated.problem, effort);
  const faults = checkSolution(dated.problem, solution);
  if (faults.length > 0) throw new Error(`the plan breaks its own rules, nothing was written: ${faults[0]}`);
  return {
    ...assemble(facts, dated, solution),
    status: solution.status,
    objective: solution.objective,
    bound: solution.bound,
    gap: solution.gap,
    stages: solution.stages,
    problem: dated.problem,
  };
}

async function planSeries(
  facts: MatchingFacts,
  nodes: readonly PlanNode[],
  solver: Solver,
  effort: Effort,
): Promise<Map<string, string[]>> {
  const first = seriesProblem(facts, nodes);
  if (first.units.length === 0) return new Map();
  const answer = await solver.solve(first.problem, 'quick');
  // The template week only chooses who gets which series; the dated plan around it is what is proven, so it may be quick.
  // Asked again with a word for helpers who got another weekday or leg of the same request: one familiar face.
  const second = seriesProblem(facts, nodes, answer.assignments);
  const settled = await solver.solve(second.problem, effort === 'proof' ? 'standard' : 'quick');
  return fixSeries(facts, second, settled.assignments);
}

function assemble(
  facts: MatchingFacts,
  dated: PlanProblem,
  solution: Solution,
): Pick<Plan, 'proposals' | 'unmatched'> {
  const planned = new Map<number, Set<string>>();
  const groups = new Map<string, { part: VisitCandidates; candidate: Candidate }[]>();
  for (const [nodeIndex, helperIndex] of openPairs(dated, solution.assignments)) {
    const helperId = dated.helperIds[helperIndex]!;
    planned.set(nodeIndex, (planned.get(nodeIndex) ?? new Set()).add(helperId));
    for (const part of dated.nodes[nodeIndex]!.parts) {
      if (part.visit.open < 1) continue;
      const candidate = part.candidates.find((c) => c.helperId === helperId)!;
      const key = `${part.request.id}|${helperId}|${candidate.offer.id}`;
      groups.set(key, [...(groups.get(key) ?? []), { part, candidate }]);
    }
  }
  const busyHelpers = new Set(solution.assignments.map(([, helper]) => dated.helperIds[helper]!));
  const proposals = [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => propose(facts, members, busyHelpers));
  return { proposals, unmatched: gapsOf(dated, solution) };
}

/** Pairs of open nodes; the approved blocks of promised time stay out. */
function openPairs(dated: PlanProblem, assignments: readonly Pair[]): Pair[] {
  return assignments.filter(([node]) => node < dated.nodes.length);
}

function propose(
  facts: MatchingFacts,
  members: readonly { part: VisitCandidates; candidate: Candidate }[],
  busyHelpers: ReadonlySet<string>,
): PlannedProposal {
  const sorted = [...members].sort((a, b) => a.part.start - b.part.start);
  const { part, candidate } = sorted[0]!;
  const serve = facts.weights.weights.serve;
  const visits = sorted.map((member) => ({
    visitId: member.part.visit.id,
    start: member.part.start,
    end: member.part.start + member.part.visit.minutes * 60_000,
    score: member.candidate.score,
    travelMinutes: member.candidate.travelMinutes,
  }));
  return {
    requestId: part.request.id,
    helperId: candidate.helperId,
    offerId: candidate.offer.id,
    regime: candidate.offer.regime,
    // What people see is how well the two fit: the constant for serving at all says nothing about that.
    score: Math.round(visits.reduce((sum, visit) => sum + visit.score - serve, 0) / visits.length),
    explanation: explain(facts, part, candidate, (helperId) => busyHelpers.has(helperId)),
    visits,
  };
}

function gapsOf(dated: PlanProblem, solution: Solution): PlannedGap[] {
  return solution.unmatched.flatMap(({ request, short, why }) =>
    (dated.nodes[request]?.parts ?? [])
      .filter(({ visit }) => visit.open > 0)
      .map((part) => ({
        visitId: part.visit.id,
        short: Math.min(short, part.visit.open),
        why,
        facts: explainUnmatched(part, why),
      })),
  );
}
