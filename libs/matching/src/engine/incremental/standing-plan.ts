import type { Instance } from '../instance.js';
import { Plan } from '../plan.js';

/** The plan in force as far as it still holds: every `current` pair that fits beside approved work and the others. */
export function standingPlan(instance: Instance): Plan {
  const plan = new Plan(instance);
  const { problem, helperFirst, helperCount, source, weight } = instance;
  const helpers = problem.helpers.length;
  const current = new Set((problem.current ?? []).map(([request, helper]) => request * helpers + helper));
  if (current.size === 0) return plan;
  for (let helper = 0; helper < helperCount; helper += 1) {
    const first = helperFirst[helper]!;
    const held: number[] = [];
    for (let edge = first; edge < helperFirst[helper + 1]!; edge += 1) {
      const [request, owner] = problem.edges[source[edge]!]!;
      if (current.has(request * helpers + owner)) held.push(edge - first);
    }
    if (held.every((position) => plan.insert(helper, position))) continue;
    // Not all fit any more: the ones worth most stay.
    plan.release(helper);
    held.sort((a, b) => weight[first + b]! - weight[first + a]! || a - b);
    for (const position of held) plan.insert(helper, position);
  }
  return plan;
}
