import { ForcedBound } from './forced-bound.js';
import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import type { Alternative, Claim, Insight } from '../model/problem.js';
import type { Subproblem } from '../choice/subproblem.js';
import { Trial } from './trial.js';

type Loss = Pick<Alternative, 'atLeast' | 'about' | 'atMost'>;

/** Unused pairs of a request that are looked at: the best by score. */
const ALTERNATIVES = 5;
/** Unused pairs that are looked at in all. */
const MOST_ALTERNATIVES = 20_000;
/** Helpers of one request that are asked to give way to an alternative. */
const MOST_ROBBED = 4;

/**
 * The numbers explanations need. A pair's loss is given from two sides: prices prove that every plan with the pair
 * loses at least so much against the plan in hand, and a plan that was really built around it shows that it loses at
 * most so much. Where both meet, the loss is exact.
 */
export function insightOf(
  instance: Instance,
  subproblem: Subproblem,
  price: Float64Array,
  plan: Plan,
): Insight {
  const { requestCount, requestOrder, helperOrder, edgeHelper, scale } = instance;
  // Both sides stay true whatever the search leaves out: they only come less close.
  subproblem.hasty = true;
  const forced = new ForcedBound(instance, subproblem, price);
  const trial = new Trial(instance, subproblem, plan);
  const taken = new Uint8Array(instance.edgeCount);
  plan.forEachEdge((edge) => {
    taken[edge] = 1;
  });
  const worth = Math.floor(plan.total / scale);
  const claims: Claim[] = [];
  const alternatives: Alternative[] = [];
  for (let request = 0; request < requestCount; request += 1) {
    const edges = edgesOf(instance, request);
    const used = edges.filter((edge) => taken[edge] === 1);
    for (const edge of trial.spent ? [] : used) {
      claims.push({
        request: requestOrder[request]!,
        helper: helperOrder[edgeHelper[edge]!]!,
        points: Math.floor(trial.without(edge) / scale),
      });
    }
    if (forced.spent || alternatives.length >= MOST_ALTERNATIVES) continue;
    for (const starts of bestUnused(instance, edges, used)) {
      const best = Math.max(...starts.map((edge) => forced.with(edge)));
      const robbed = plan.open[request]! > 0 ? [-1] : used.slice(0, MOST_ROBBED);
      const found = Math.max(...starts.flatMap((edge) => robbed.map((other) => trial.instead(edge, other))));
      alternatives.push({
        request: requestOrder[request]!,
        helper: helperOrder[edgeHelper[starts[0]!]!]!,
        ...lossOf(worth, Math.floor(forced.bound / scale), best / scale, found / scale),
      });
    }
  }
  subproblem.hasty = false;
  const prices = Array.from({ length: requestCount }, () => 0);
  for (let request = 0; request < requestCount; request += 1)
    prices[requestOrder[request]!] = Math.floor(price[request]! / scale);
  return { prices, claims, alternatives };
}

/** @param best no plan with the pair is worth more, @param found one that is worth as much */
function lossOf(worth: number, bound: number, best: number, found: number): Loss {
  if (best === -Infinity) return { atLeast: null, about: null, atMost: null };
  const atLeast = Math.max(0, worth - Math.floor(best));
  const atMost = found === -Infinity ? null : Math.max(0, worth - Math.floor(found));
  const about = Math.min(atMost ?? Infinity, Math.max(atLeast, bound - Math.floor(best)));
  return { atLeast, about, atMost };
}

function edgesOf({ requestFirst, requestEdges }: Instance, request: number): number[] {
  return Array.from(requestEdges.subarray(requestFirst[request]!, requestFirst[request + 1]!));
}

/** The best pairs that the plan does not use, each at all its starts. */
function bestUnused(instance: Instance, edges: readonly number[], used: readonly number[]): number[][] {
  const { problem, source, edgeHelper } = instance;
  const score = (edge: number): number => problem.edges[source[edge]!]![2];
  const busy = new Set(used.map((edge) => edgeHelper[edge]!));
  const startsOf = new Map<number, number[]>();
  for (const edge of edges) {
    const helper = edgeHelper[edge]!;
    if (!busy.has(helper)) startsOf.set(helper, [...(startsOf.get(helper) ?? []), edge]);
  }
  return [...startsOf]
    .sort(([a, [x]], [b, [y]]) => score(y!) - score(x!) || a - b)
    .slice(0, ALTERNATIVES)
    .map(([, starts]) => starts);
}
