import {
  LIMITS,
  type CurrentPair,
  type Explained,
  type Problem,
  type Solution,
  type WarmStart,
} from '#matching/engine';
import { startsOf, TOP_CANDIDATES } from '../candidates.js';
import { minutes, type MatchingFacts } from '../facts.js';
import { dateProblem, servedBy, type PlanNode, type PlanProblem } from '../plan-problem.js';
import type { Solver } from '../solver.js';
import { CandidateSearch } from './candidate-search.js';
import { withFurther } from './further-helpers.js';
import { likeliest } from './likeliest.js';
import { Promised } from './promised.js';

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
  const market: Market = {
    search: new CandidateSearch(facts),
    promised: new Promised(dated),
    fixed,
    linkPoints: facts.weights.weights.continuity,
  };
  const morePairs = dated.nodes.reduce((sum, node) => sum + enteringOf(node), 0);
  let settled: Settled = { dated, answer, morePairs };
  for (let turn = 1; ; turn += 1) {
    const priced = priceOut(market, settled);
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
    (sum, node, index) => sum + enteringOf(node) - enteringOf(dated.nodes[index]!),
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

/** What pairs are looked for in. */
interface Market {
  readonly search: CandidateSearch;
  readonly promised: Promised;
  readonly fixed: ReadonlyMap<string, readonly string[]>;
  readonly linkPoints: number;
}

/**
 * Lets every pair enter that is worth more than its visit's price, links to other visits counted in. Who has promised
 * the time already could not come.
 */
function priceOut(
  { search, promised, fixed, linkPoints }: Market,
  { dated, answer, morePairs }: Settled,
): Entering {
  let room = Math.min(MOST_PAIRS - morePairs, LIMITS.edges - laidOut(dated.problem));
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
    const [part] = node.parts;
    const windowed = hasWindow(node);
    const mayEnter = node.parts.length === 1 && !(windowed && filled.has(index));
    const laid = windowed ? part!.eligible * startsOf(part!.visit).length : part!.eligible;
    if (!mayEnter || laid > room) {
      beyond += most * node.needed;
      return node;
    }
    const [from, to] = [minutes(node.start), minutes(node.end)];
    const wider = withFurther(search, node, weighed, (others) =>
      others.filter(
        ({ helperId, score }) => score > floor && (windowed || promised.leavesRoom(helperId, from, to)),
      ),
    );
    const more = enteringOf(wider) - enteringOf(node);
    if (more > 0) room -= windowed ? laid : more;
    added += more;
    return wider;
  });
  return { nodes, added, outside, beyond };
}

function enteringOf({ entering }: PlanNode): number {
  return entering?.size ?? 0;
}

/** Pairs as the engine counts them: at each start of their requests. */
function laidOut({ requests, edges }: Problem): number {
  return edges.reduce((sum, [request]) => sum + 1 + (requests[request]!.starts?.length ?? 0), 0);
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
