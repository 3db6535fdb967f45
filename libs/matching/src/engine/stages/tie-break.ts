import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';

/**
 * Among plans of equal worth prefers lower ids: in order of requests, a seat moves to a lower helper with the same
 * weight and room for it, or two seats change places where their weights together stay the same.
 */
export function preferIds(instance: Instance, plan: Plan): void {
  const { requestFirst, requestEdges } = instance;
  const taken = new Uint8Array(instance.edgeCount);
  plan.forEachEdge((edge) => {
    taken[edge] = 1;
  });
  for (let request = 0; request < instance.requestCount; request += 1) {
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
      const edge = requestEdges[k]!;
      if (taken[edge] === 0) continue;
      for (let better = requestFirst[request]!; better < k; better += 1) {
        const other = requestEdges[better]!;
        if (
          taken[other] === 0 &&
          (moves(instance, plan, edge, other, taken) || swaps(instance, plan, edge, other, taken))
        )
          break;
      }
    }
  }
}

/** Gives the seat of `edge` to the helper of `other`, if the plan stays as good. */
function moves(instance: Instance, plan: Plan, edge: number, other: number, taken: Uint8Array): boolean {
  const { weight } = instance;
  // Equal weights may hide links and costs: the total has the last word.
  if (weight[other] !== weight[edge]) return false;
  return exchange(instance, plan, [edge], [other], taken);
}

/** As `moves`, where the other helper hands a seat of a later request over in return. */
function swaps(instance: Instance, plan: Plan, edge: number, other: number, taken: Uint8Array): boolean {
  const { edgeHelper, edgeRequest, helperFirst, weight } = instance;
  const [from, to] = [edgeHelper[edge]!, edgeHelper[other]!];
  const first = helperFirst[to]!;
  for (let k = first; k < first + plan.count[to]!; k += 1) {
    const given = first + plan.chosen[k]!;
    if (edgeRequest[given]! <= edgeRequest[edge]!) continue;
    const worth = weight[edge]! + weight[given]! - weight[other]!;
    for (let back = helperFirst[from]!; back < helperFirst[from + 1]!; back += 1) {
      if (edgeRequest[back] !== edgeRequest[given] || weight[back] !== worth || taken[back] === 1) continue;
      if (exchange(instance, plan, [edge, given], [other, back], taken)) return true;
    }
  }
  return false;
}

/** Puts edges in the place of others; false: the rules or the plan's worth do not allow it, nothing has changed. */
function exchange(
  instance: Instance,
  plan: Plan,
  out: readonly number[],
  into: readonly number[],
  taken: Uint8Array,
): boolean {
  const { edgeHelper, helperFirst } = instance;
  const before = plan.total;
  const helpers = [...new Set([...out, ...into].map((edge) => edgeHelper[edge]!))];
  const sets = helpers.map((helper) => plan.setOf(helper));
  const dropped = out.every((edge) => {
    const helper = edgeHelper[edge]!;
    return plan.remove(helper, plan.indexOf(helper, edge - helperFirst[helper]!));
  });
  const added =
    dropped && into.every((edge) => plan.insert(edgeHelper[edge]!, edge - helperFirst[edgeHelper[edge]!]!));
  if (added && plan.total >= before) {
    for (const edge of out) taken[edge] = 0;
    for (const edge of into) taken[edge] = 1;
    return true;
  }
  for (const helper of helpers) plan.release(helper);
  helpers.forEach((helper, index) => plan.assign(helper, sets[index]!, sets[index]!.length));
  return false;
}
