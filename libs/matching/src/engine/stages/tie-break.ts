import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';

/**
 * Among plans of equal worth prefers lower ids: in order of requests, a seat moves to a lower helper with the same
 * weight and room for it.
 */
export function preferIds(instance: Instance, plan: Plan): void {
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
