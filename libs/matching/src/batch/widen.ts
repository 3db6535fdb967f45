import type { CurrentPair, Explained, Problem, Solution, WarmStart } from '#matching/engine';
import { TOP_CANDIDATES } from '../candidates.js';
import type { MatchingFacts } from '../facts.js';
import { dateProblem, servedBy, type PlanNode, type PlanProblem } from '../plan-problem.js';
import type { Solver } from '../solver.js';
import { CandidateSearch } from './candidate-search.js';
import { likeliest } from './likeliest.js';

/** Further pairs in all: beyond, the problem would outgrow what it gains, and the bound makes up for them. */
const MOST_PAIRS = 3_500_000;
/** Times that plans are made with further pairs: prices settle around them and may call for others. */
const TURNS = 1;
/** The same where so many call to enter that the likeliest are taken each time. */
const TURNS_OF_LIKELIEST = 2;
/** Rounds in which prices settle around the new pairs. */
const ROUNDS = 10;
/** New pairs, in parts of those known, from which on the plan is made anew: so many change what all others are worth. */
const ANEW_FROM = 0.05;
/** New pairs up to which all enter while plans are still made: of more, the likeliest. */
const MANY = 200_000;

/** A plan and the problem it answers. */
export interface Settled {
  readonly dated: PlanProblem;
  readonly answer: Explained;
  /** Pairs beyond the best thirty that entered the problem. */
  readonly morePairs: number;
}

/** The nodes with the pairs that are worth a look at the known prices. */
interface Entering {
  readonly nodes: readonly PlanNode[];
  readonly added: number;
  /** Whether there are pairs outside the problem at all. */
  readonly outside: boolean;
  /** What pairs that could not enter may add at most, in points. */
  readonly beyond: number;
}

/**
 * Prices out every pair beyond the best thirty of each visit: it enters where it is worth more than the visit's price.
 * The plan then goes on from the one in hand under the known prices, or is made anew where many enter. At last all
 * that are worth more than their price enter and no price falls, so no pair outside is worth more than its own, and
 * the bound holds over all pairs that keep the rules.
 */
export async function widen(
  facts: MatchingFacts,
  fixed: ReadonlyMap<string, readonly string[]>,
  dated: PlanProblem,
  answer: Explained,
  solver: Solver,
  many = MANY,
): Promise<Settled> {
  const search = new CandidateSearch(facts);
  const linkPoints = facts.weights.weights.continuity;
  let settled: Settled = { dated, answer, morePairs: 0 };
  for (let turn = 1; ; turn += 1) {
    const priced = priceOut(search, settled, fixed, linkPoints);
    const crowd = priced.added > many;
    const last = priced.added === 0 || turn > (crowd ? TURNS_OF_LIKELIEST : TURNS);
    const { nodes, added } = crowd && !last ? narrowed(settled, priced) : priced;
    const { outside, beyond } = priced;
    // What branch and bound proved of the pairs in the problem says nothing of those outside: prices do.
    const proven = settled.answer.solution.stages.some(({ name }) => name === 'proof');
    if (added > 0 || (proven && outside)) {
      const wider = added > 0 ? dateProblem(facts, nodes, fixed) : settled.dated;
      const anew = !last && added > ANEW_FROM * settled.dated.problem.edges.length;
      const goneOn = anew
        ? await solver.solveExplained(wider.problem, crowd ? 'quick' : 'standard')
        : await solver.rearrange(wider.problem, warmStart(wider.problem, settled, last));
      settled = { dated: wider, answer: goneOn, morePairs: settled.morePairs + added };
    }
    if (last) return { ...settled, answer: bounded(settled.answer, beyond) };
  }
}

/** Those of the entering pairs that plans are likeliest to use. */
function narrowed(
  { dated, answer }: Settled,
  { nodes: widened }: Entering,
): Pick<Entering, 'nodes' | 'added'> {
  const nodes = likeliest(dated, answer.solution, answer.insight.prices, widened);
  const added = nodes.reduce(
    (sum, { entering }, index) => sum + (entering?.size ?? 0) - (dated.nodes[index]!.entering?.size ?? 0),
    0,
  );
  return { nodes, added };
}

function warmStart(problem: Problem, { answer }: Settled, last: boolean): WarmStart {
  return {
    prices: problem.requests.map((_, request) => answer.insight.prices[request] ?? null),
    standing: standingOn(problem, answer.solution),
    rounds: ROUNDS,
    rising: last,
  };
}

/** The same answer with a bound that lies so much higher. */
function bounded({ solution, insight }: Explained, beyond: number): Explained {
  if (beyond === 0) return { solution, insight };
  const bound = solution.bound + Math.ceil(beyond);
  const gap = (bound - solution.objective) / Math.max(1, bound);
  return { solution: { ...solution, bound, gap, status: 'feasible' }, insight };
}

/** The plan in hand, approved pairs left out. */
function standingOn({ approved }: Problem, { assignments, starts = [] }: Solution): CurrentPair[] {
  const promised = new Set((approved ?? []).map(String));
  const startOf = new Map(starts);
  return assignments.flatMap((pair, index): CurrentPair[] => {
    if (promised.has(String(pair))) return [];
    const start = startOf.get(index);
    return [start === undefined ? pair : [...pair, start]];
  });
}

/** Lets every pair enter that is worth more than its visit's price, links to other visits counted in. */
function priceOut(
  search: CandidateSearch,
  { dated, answer, morePairs }: Settled,
  fixed: ReadonlyMap<string, readonly string[]>,
  linkPoints: number,
): Entering {
  const links = linksOf(dated.problem);
  const filled = new Set(answer.solution.assignments.map(([request]) => request));
  let [added, beyond, outside] = [0, 0, false];
  const nodes = dated.nodes.map((node, index) => {
    const weighed = servedBy(node);
    if (!hasOthers(node, weighed.length) || (fixed.get(node.id)?.length ?? 0) >= node.needed) return node;
    outside = true;
    const floor = (answer.insight.prices[index] ?? 0) - links[index]! * linkPoints;
    const most = mostOutside(node, weighed) - floor;
    if (most <= 0) return node;
    // A joined session keeps whom it has; who enters a window may change its starts, and the plan has chosen one.
    const mayEnter = node.parts.length === 1 && !(hasWindow(node) && filled.has(index));
    if (!mayEnter || morePairs + added >= MOST_PAIRS) {
      beyond += most * node.needed;
      return node;
    }
    const wider = withAbove(search, node, weighed, floor);
    added += (wider.entering?.size ?? 0) - (node.entering?.size ?? 0);
    return wider;
  });
  return { nodes, added, outside, beyond };
}

/** The node with every helper who scores above the floor. */
function withAbove(
  search: CandidateSearch,
  node: PlanNode,
  weighed: readonly { readonly helperId: string }[],
  floor: number,
): PlanNode {
  const [part] = node.parts;
  search.takeRequest(part!.request);
  const found = search.find(part!.visit);
  const known = new Set(weighed.map(({ helperId }) => helperId));
  const entering = new Set(node.entering);
  found.each((offer, score) => {
    const { memberId } = search.offers[offer]!;
    if (score > floor && !known.has(memberId)) entering.add(memberId);
  });
  if (entering.size === (node.entering?.size ?? 0)) return node;
  const kept = new Set(part!.candidates.map(({ helperId }) => helperId));
  return { ...node, parts: [search.keepWhere(found, (id) => kept.has(id) || entering.has(id))], entering };
}

/** Whether some of those who could serve the node are not in the problem. */
function hasOthers({ parts }: PlanNode, weighed: number): boolean {
  return parts.length > 1 ? weighed >= TOP_CANDIDATES : parts[0]!.eligible > weighed;
}

/** No helper outside the problem scores more. */
function mostOutside({ parts }: PlanNode, weighed: readonly { readonly score: number }[]): number {
  if (parts.length === 1) return weighed[Math.min(weighed.length, TOP_CANDIDATES) - 1]?.score ?? 0;
  return parts.reduce((sum, { candidates }) => sum + (candidates[0]?.score ?? 0), 0);
}

function hasWindow({ parts }: PlanNode): boolean {
  const { windowStart, windowEnd, minutes } = parts[0]!.visit;
  return windowEnd - windowStart > minutes * 60_000;
}

/** Links of each request to others. */
function linksOf({ requests, together }: Problem): Int32Array {
  const links = new Int32Array(requests.length);
  for (const [a, b] of together ?? []) {
    links[a]! += 1;
    links[b]! += 1;
  }
  return links;
}
