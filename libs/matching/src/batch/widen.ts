import type { Explained, Problem, Solution } from '#matching/engine';
import { minutes, type MatchingFacts } from '../facts.js';
import { dateProblem, type PlanNode, type PlanProblem } from '../plan-problem.js';
import type { Solver } from '../solver.js';
import { CandidateSearch } from './candidate-search.js';

/** Further helpers that one visit may be offered to. */
const MOST_MORE = 10;
/** Further pairs in all: beyond, the problem would outgrow what it gains. */
const MOST_PAIRS = 500_000;
/** Rounds in which prices settle around the new pairs. */
const ROUNDS = 20;

/** A plan and the problem it answers. */
export interface Settled {
  readonly dated: PlanProblem;
  readonly answer: Explained;
  /** Pairs beyond the best thirty that entered the problem. */
  readonly morePairs: number;
}

/**
 * Looks beyond the best thirty of each visit: a further helper enters where they would add more than the visit's price,
 * after all that they would have to give up. The plan then goes on from the one in hand, which stays where nothing is
 * gained.
 */
export async function widen(
  facts: MatchingFacts,
  fixed: ReadonlyMap<string, readonly string[]>,
  dated: PlanProblem,
  answer: Explained,
  solver: Solver,
): Promise<Settled> {
  const { nodes, morePairs } = withMore(facts, dated, answer);
  if (morePairs === 0) return { dated, answer, morePairs };
  const wider = dateProblem(facts, nodes, fixed);
  const problem = standingOn(wider.problem, answer.solution);
  const { prices } = answer.insight;
  const next = await solver.rearrange(problem, { prices: priceList(problem, prices), rounds: ROUNDS });
  if (next.solution.objective <= answer.solution.objective) return { dated, answer, morePairs: 0 };
  return { dated: { ...wider, problem }, answer: next, morePairs };
}

function priceList({ requests }: Problem, prices: readonly number[]): (number | null)[] {
  return requests.map((_, request) => prices[request] ?? null);
}

/** The problem with the plan in hand as what stands. */
function standingOn(problem: Problem, { assignments }: Solution): Problem {
  const approved = new Set((problem.approved ?? []).map(String));
  return { ...problem, current: assignments.filter((pair) => !approved.has(String(pair))) };
}

function withMore(
  facts: MatchingFacts,
  dated: PlanProblem,
  { solution, insight }: Explained,
): { readonly nodes: readonly PlanNode[]; readonly morePairs: number } {
  const given = new Given(dated, solution, insight.prices);
  let search: CandidateSearch | undefined;
  let morePairs = 0;
  const nodes = dated.nodes.map((node, index) => {
    const [part] = node.parts;
    const price = insight.prices[index] ?? 0;
    if (!isWorthALook(node, price) || morePairs >= MOST_PAIRS) return node;
    search ??= new CandidateSearch(facts);
    search.takeRequest(part!.request);
    const found = search.find(part!.visit);
    const known = new Set(part!.candidates.map(({ helperId }) => helperId));
    const gains: { offer: number; gain: number }[] = [];
    found.eachMade((offer, score) => {
      const { memberId } = search!.offers[offer]!;
      if (known.has(memberId)) return;
      const gain = score - price - given.lostFor(memberId, node);
      if (gain > 0) gains.push({ offer, gain });
    });
    if (gains.length === 0) return node;
    const more = gains.sort((a, b) => b.gain - a.gain || a.offer - b.offer).slice(0, MOST_MORE);
    morePairs += more.length;
    const entering = new Set(more.map(({ offer }) => search!.offers[offer]!.memberId));
    const kept = search.keepWhere(found, (id) => known.has(id) || entering.has(id));
    return { ...node, parts: [kept], entering };
  });
  return { nodes, morePairs };
}

/** Visits with others to ask, whose least candidate is worth more than the price: they alone can gain. */
function isWorthALook({ parts }: PlanNode, price: number): boolean {
  const [part, ...others] = parts;
  if (others.length > 0 || part!.visit.windowEnd - part!.visit.windowStart > part!.visit.minutes * 60_000)
    return false;
  const { candidates, eligible } = part!;
  return eligible > candidates.length && candidates.at(-1)!.score > price;
}

/** What helpers give in the plan in hand, beyond the prices of the visits. */
class Given {
  private readonly byHelper = new Map<string, { start: number; end: number; net: number }[]>();

  constructor({ problem, helperIds }: PlanProblem, { assignments }: Solution, prices: readonly number[]) {
    const scores = new Map(problem.edges.map(([request, helper, score]) => [`${request} ${helper}`, score]));
    const approved = new Set((problem.approved ?? []).map(String));
    for (const pair of assignments) {
      const [request, helper] = pair;
      const { start, end } = problem.requests[request]!;
      const score = scores.get(`${request} ${helper}`) ?? 0;
      const net = approved.has(String(pair)) ? Infinity : Math.max(0, score - (prices[request] ?? 0));
      const list = this.byHelper.get(helperIds[helper]!) ?? [];
      list.push({ start: start!, end: end!, net });
      this.byHelper.set(helperIds[helper]!, list);
    }
  }

  /** Points that the helper would have to give up for the node's hours. */
  lostFor(helperId: string, { start, end }: PlanNode): number {
    let lost = 0;
    for (const given of this.byHelper.get(helperId) ?? [])
      if (given.start < minutes(end) && minutes(start) < given.end) lost += given.net;
    return lost;
  }
}
