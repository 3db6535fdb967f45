import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';

/** Among plans of equal worth prefers lower ids: of helpers for a seat, of requests for a helper's time. */
export function preferIds(instance: Instance, plan: Plan): void {
  preferHelpers(instance, plan);
  preferRequests(instance, plan);
}

/**
 * In order of requests, a seat moves to a lower helper with the same weight and room for it.
 */
function preferHelpers(instance: Instance, plan: Plan): void {
  const { requestFirst, requestEdges, edgeHelper, helperFirst, weight } = instance;
  const taken = new Uint8Array(instance.edgeCount);
  plan.forEachEdge((edge) => {
    taken[edge] = 1;
  });
  for (let request = 0; request < instance.requestCount; request += 1) {
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
      const edge = requestEdges[k]!;
      if (taken[edge] === 0) continue;
      const helper = edgeHelper[edge]!;
      const position = edge - helperFirst[helper]!;
      const total = plan.total;
      if (!plan.remove(helper, plan.indexOf(helper, position))) continue;
      let better = requestFirst[request]!;
      for (; better < k; better += 1) {
        const other = requestEdges[better]!;
        if (taken[other] === 1 || weight[other] !== weight[edge]) continue;
        const [to, there] = [edgeHelper[other]!, other - helperFirst[edgeHelper[other]!]!];
        if (!plan.insert(to, there)) continue;
        // Equal weights may hide links and costs.
        if (plan.total >= total) break;
        plan.remove(to, plan.indexOf(to, there));
      }
      taken[edge] = 0;
      const stands = better < k || plan.insert(helper, position);
      taken[requestEdges[better]!] = stands ? 1 : 0;
    }
  }
}

/** In order of requests, an open seat takes a helper from a higher request that has the same weight, where nothing is lost. */
function preferRequests(instance: Instance, plan: Plan): void {
  const { requestFirst, requestEdges, edgeHelper, helperFirst, edgeRequest, weight } = instance;
  for (let request = 0; request < instance.requestCount; request += 1) {
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]! && plan.open[request]! > 0; k += 1) {
      const edge = requestEdges[k]!;
      const helper = edgeHelper[edge]!;
      const first = helperFirst[helper]!;
      for (let place = 0; place < plan.count[helper]!; place += 1) {
        const taken = first + plan.chosen[first + place]!;
        if (edgeRequest[taken]! <= request || weight[taken] !== weight[edge]) continue;
        if (exchanged(plan, helper, taken - first, edge - first)) break;
      }
    }
  }
}

/** Gives the helper one position for another, unless the plan would be worth less. */
function exchanged(plan: Plan, helper: number, from: number, to: number): boolean {
  const { total } = plan;
  if (!plan.remove(helper, plan.indexOf(helper, from))) return false;
  if (plan.insert(helper, to)) {
    if (plan.total >= total) return true;
    plan.remove(helper, plan.indexOf(helper, to));
  }
  plan.insert(helper, from);
  return false;
}
