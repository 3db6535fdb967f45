import type { Instance } from '../model/instance.js';
import type { CurrentPair } from '../model/problem.js';
import { Plan } from '../model/plan.js';

/**
 * The plan in force as far as it still holds: every pair that fits beside approved work and the others.
 * @param pairs the plan in force, by input indices; the problem's `current` pairs where another is not told
 */
export function standingPlan(
  instance: Instance,
  pairs: readonly CurrentPair[] = instance.problem.current ?? [],
): Plan {
  const plan = new Plan(instance);
  const { helperFirst, helperCount, weight } = instance;
  if (pairs.length === 0) return plan;
  const stands = standing(instance, pairs);
  for (let helper = 0; helper < helperCount; helper += 1) {
    const first = helperFirst[helper]!;
    const held: number[] = [];
    for (let edge = first; edge < helperFirst[helper + 1]!; edge += 1) {
      if (stands(edge)) held.push(edge - first);
    }
    if (held.every((position) => plan.insert(helper, position))) continue;
    // Not all fit any more: the ones worth most stay.
    plan.release(helper);
    held.sort((a, b) => weight[first + b]! - weight[first + a]! || a - b);
    for (const position of held) plan.insert(helper, position);
  }
  return plan;
}

/** Whether an edge is a pair in force, at its start where one was told. */
function standing(
  { problem, source, visits, edgeVisit }: Instance,
  pairs: readonly CurrentPair[],
): (edge: number) => boolean {
  const helpers = problem.helpers.length;
  const startOf = new Map(
    pairs.map(([request, helper, start]) => [request * helpers + helper, start ?? null]),
  );
  return (edge) => {
    const [request, helper] = problem.edges[source[edge]!]!;
    const start = startOf.get(request * helpers + helper);
    return start === null || (start !== undefined && visits.all[edgeVisit[edge]!]!.start === start);
  };
}
