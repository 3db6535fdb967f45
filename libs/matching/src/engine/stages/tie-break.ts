import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';

/** Among plans of equal worth prefers lower ids: of helpers for a seat, of requests for a helper's time. */
export function preferIds(instance: Instance, plan: Plan): void {
  preferHelpers(instance, plan);
  preferRequests(instance, plan);
}

/**
 * In order of requests, a seat moves to a lower helper with the same weight and room for it, or two seats change places
 * where their weights together stay the same.
 */
function preferHelpers(instance: Instance, plan: Plan): void {
  const { requestFirst, requestEdges } = instance;
  const taken = new Uint8Array(instance.edgeCount);
  plan.forEachEdge((edge) => {
    taken[edge] = 1;
  });
  for (let request = 0; request < instance.requestCount; request += 1) {
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
      const edge = requestEdges[k]!;
      if (taken[edge] === 0) continue;
      let better = requestFirst[request]!;
      while (better < k && !passes(instance, plan, edge, requestEdges[better]!, taken)) better += 1;
    }
  }
}

/** Gives the seat of `edge` to the helper of `other`, alone or for another, if the plan stays as good. */
function passes(instance: Instance, plan: Plan, edge: number, other: number, taken: Uint8Array): boolean {
  if (taken[other] === 1) return false;
  const into = moved(instance, plan, edge, other) ?? swapped(instance, plan, edge, other, taken);
  if (!into) return false;
  for (const one of into.removed) taken[one] = 0;
  for (const one of into.added) taken[one] = 1;
  return true;
}

interface Exchange {
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

function moved(instance: Instance, plan: Plan, edge: number, other: number): Exchange | null {
  if (instance.weight[other] !== instance.weight[edge]) return null;
  return exchange(instance, plan, [edge], [other]);
}

/** The other helper hands a seat of a later request over in return. */
function swapped(
  instance: Instance,
  plan: Plan,
  edge: number,
  other: number,
  taken: Uint8Array,
): Exchange | null {
  const { edgeHelper, edgeRequest, helperFirst, weight } = instance;
  const [from, to] = [edgeHelper[edge]!, edgeHelper[other]!];
  for (const position of plan.setOf(to)) {
    const given = helperFirst[to]! + position;
    if (edgeRequest[given]! <= edgeRequest[edge]!) continue;
    const worth = weight[edge]! + weight[given]! - weight[other]!;
    for (let back = helperFirst[from]!; back < helperFirst[from + 1]!; back += 1) {
      if (edgeRequest[back] !== edgeRequest[given] || weight[back] !== worth || taken[back] === 1) continue;
      const done = exchange(instance, plan, [edge, given], [other, back]);
      if (done) return done;
    }
  }
  return null;
}

/**
 * In order of requests, an open seat takes a helper from a higher request that has the same weight, where nothing
 * is lost.
 */
function preferRequests(instance: Instance, plan: Plan): void {
  const { requestFirst, requestEdges, edgeHelper, helperFirst, edgeRequest, weight } = instance;
  for (let request = 0; request < instance.requestCount; request += 1) {
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]! && plan.open[request]! > 0; k += 1) {
      const edge = requestEdges[k]!;
      const helper = edgeHelper[edge]!;
      for (const position of plan.setOf(helper)) {
        const taken = helperFirst[helper]! + position;
        if (edgeRequest[taken]! <= request || weight[taken] !== weight[edge]) continue;
        if (exchange(instance, plan, [taken], [edge])) break;
      }
    }
  }
}

/**
 * Puts edges in the place of others. Equal weights may hide links and costs, so the plan's worth has the last word.
 * @returns null where it would lose, or the rules do not allow it: then nothing has changed
 */
function exchange(
  instance: Instance,
  plan: Plan,
  removed: readonly number[],
  added: readonly number[],
): Exchange | null {
  const { edgeHelper, helperFirst } = instance;
  const before = plan.total;
  const helpers = [...new Set([...removed, ...added].map((edge) => edgeHelper[edge]!))];
  const sets = helpers.map((helper) => plan.setOf(helper));
  const position = (edge: number): number => edge - helperFirst[edgeHelper[edge]!]!;
  const fits =
    removed.every((edge) =>
      plan.remove(edgeHelper[edge]!, plan.indexOf(edgeHelper[edge]!, position(edge))),
    ) && added.every((edge) => plan.insert(edgeHelper[edge]!, position(edge)));
  if (fits && plan.total >= before) return { removed, added };
  for (const helper of helpers) plan.release(helper);
  helpers.forEach((helper, index) => plan.assign(helper, sets[index]!, sets[index]!.length));
  return null;
}
