import type { Contraction } from './contraction.js';
import { contract, fitsApprovedTime, fitsCaps, windowAt } from './contraction.js';
import type { Problem } from './problem.js';
import type { TravelGraph } from './travel-graph.js';
import { buildTravelGraph } from './travel-graph.js';

/**
 * The problem as typed arrays, after contraction of approved work. Requests and helpers are renumbered by id, so the
 * plan does not depend on the order of the input. Edges lie helper by helper, each helper's in order of start (those
 * without interval first): position i of helper h is edge `helperFirst[h] + i`.
 */
export interface Instance {
  readonly problem: Problem;
  readonly contraction: Contraction;
  readonly requestCount: number;
  readonly helperCount: number;
  readonly edgeCount: number;
  /** Largest number of edges of one helper. */
  readonly maxDegree: number;
  /** Input index of each request and helper. */
  readonly requestOrder: Int32Array;
  readonly helperOrder: Int32Array;
  /** Seats that can still be filled. */
  readonly demand: Int32Array;
  readonly helperFirst: Int32Array;
  readonly edgeRequest: Int32Array;
  readonly edgeHelper: Int32Array;
  /** (score + stability bonus) * scale + seatBonus: an exact integer. */
  readonly weight: Float64Array;
  /** Power of two, above the number of seats unless scores are huge. */
  readonly scale: number;
  /** 1 where the scale can carry the tie-break "more seats first", else 0. */
  readonly seatBonus: number;
  readonly minutes: Int32Array;
  /** Without travel: first position of the same helper that can follow, time alone considered. */
  readonly next: Int32Array;
  /** Index into the contraction's windows, or -1. */
  readonly window: Int32Array;
  /** Index into `problem.edges`. */
  readonly source: Int32Array;
  /** Edges of request r: requestEdges[requestFirst[r] .. requestFirst[r + 1]), by helper. */
  readonly requestFirst: Int32Array;
  readonly requestEdges: Int32Array;
  /** What is left of the caps, by renumbered helper. */
  readonly capMinutes: Float64Array;
  readonly capRequests: Float64Array;
  readonly travel: TravelGraph | null;
}

export function buildInstance(problem: Problem): Instance {
  const contraction = contract(problem);
  const travels = problem.travel?.some((row) => row.some((minutes) => minutes > 0)) ?? false;
  const requestOrder = orderById(problem.requests);
  const helperOrder = orderById(problem.helpers);
  const edges = layOut(problem, eligibleEdges(problem, contraction, travels), requestOrder, helperOrder);
  const demand = demandOf(contraction, requestOrder, edges.requestFirst);
  const instance = {
    problem,
    contraction,
    requestCount: requestOrder.length,
    helperCount: helperOrder.length,
    edgeCount: edges.source.length,
    requestOrder,
    helperOrder,
    demand,
    ...edges,
    ...weigh(problem, edges.source, demand),
    window: windowsOf(problem, contraction, edges.source),
    next: new Int32Array(0),
    capMinutes: Float64Array.from(helperOrder, (helper) => contraction.minutesLeft[helper]!),
    capRequests: Float64Array.from(helperOrder, (helper) => contraction.requestsLeft[helper]!),
    travel: null,
  };
  if (travels) return { ...instance, travel: buildTravelGraph(instance) };
  return { ...instance, next: successors(instance) };
}

function orderById(items: readonly { readonly id: string }[]): Int32Array {
  const order = items.map((_, index) => index);
  order.sort((a, b) => (items[a]!.id < items[b]!.id ? -1 : 1));
  return Int32Array.from(order);
}

/** Input indices of the edges that contraction leaves possible. */
function eligibleEdges(problem: Problem, contraction: Contraction, travels: boolean): Int32Array {
  const kept = new Int32Array(problem.edges.length);
  const helpers = problem.helpers.length;
  let count = 0;
  for (let index = 0; index < problem.edges.length; index += 1) {
    const [request, helper, , minutes] = problem.edges[index]!;
    if (contraction.seatsLeft[request] === 0) continue;
    if (contraction.approvedKeys.size > 0 && contraction.approvedKeys.has(request * helpers + helper))
      continue;
    if (!fitsCaps(contraction, helper, minutes, problem.requests[request]!.start ?? null)) continue;
    // With travel a third visit between two may make a way: the travel graph decides.
    if (!travels && !fitsApprovedTime(problem, contraction, helper, request)) continue;
    kept[count] = index;
    count += 1;
  }
  return kept.slice(0, count);
}

type Layout = Pick<
  Instance,
  | 'helperFirst'
  | 'edgeRequest'
  | 'edgeHelper'
  | 'source'
  | 'minutes'
  | 'requestFirst'
  | 'requestEdges'
  | 'maxDegree'
>;

/** Two bucket passes in place of a sort: edges by request in order of time, then dealt out to their helpers. */
function layOut(
  problem: Problem,
  kept: Int32Array,
  requestOrder: Int32Array,
  helperOrder: Int32Array,
): Layout {
  const [requests, helpers, count] = [requestOrder.length, helperOrder.length, kept.length];
  const requestRank = inverse(requestOrder);
  const helperRank = inverse(helperOrder);
  const timeRank = inverse(orderByTime(problem, requestOrder));
  const keptRequest = new Int32Array(count);
  const keptHelper = new Int32Array(count);
  const keptTime = new Int32Array(count);
  for (let k = 0; k < count; k += 1) {
    const edge = problem.edges[kept[k]!]!;
    keptRequest[k] = requestRank[edge[0]]!;
    keptHelper[k] = helperRank[edge[1]]!;
    keptTime[k] = timeRank[keptRequest[k]!]!;
  }
  const inTime = bucket(identity(count), keptTime, requests);
  const byHelper = bucket(inTime.items, keptHelper, helpers);
  const edgeRequest = new Int32Array(count);
  const edgeHelper = new Int32Array(count);
  const source = new Int32Array(count);
  const minutes = new Int32Array(count);
  for (let edge = 0; edge < count; edge += 1) {
    const k = byHelper.items[edge]!;
    edgeRequest[edge] = keptRequest[k]!;
    edgeHelper[edge] = keptHelper[k]!;
    source[edge] = kept[k]!;
    minutes[edge] = problem.edges[kept[k]!]![3];
  }
  const perRequest = bucket(identity(count), edgeRequest, requests);
  let maxDegree = 0;
  for (let h = 0; h < helpers; h += 1) {
    maxDegree = Math.max(maxDegree, byHelper.first[h + 1]! - byHelper.first[h]!);
  }
  const [requestFirst, requestEdges, helperFirst] = [perRequest.first, perRequest.items, byHelper.first];
  return { helperFirst, edgeRequest, edgeHelper, source, minutes, requestFirst, requestEdges, maxDegree };
}

function identity(count: number): Int32Array {
  const items = new Int32Array(count);
  for (let item = 0; item < count; item += 1) items[item] = item;
  return items;
}

function inverse(order: Int32Array): Int32Array {
  const rank = new Int32Array(order.length);
  for (let position = 0; position < order.length; position += 1) rank[order[position]!] = position;
  return rank;
}

/** Renumbered requests by (no interval first, start, end, id). */
function orderByTime(problem: Problem, requestOrder: Int32Array): Int32Array {
  const start = Float64Array.from(requestOrder, (index) => problem.requests[index]!.start ?? -Infinity);
  const end = Float64Array.from(requestOrder, (index) => problem.requests[index]!.end ?? -Infinity);
  const order = Int32Array.from(requestOrder, (_, position) => position);
  return order.sort((a, b) => {
    if (start[a]! !== start[b]!) return start[a]! < start[b]! ? -1 : 1;
    return end[a] === end[b] ? a - b : end[a]! - end[b]!;
  });
}

/** Stable counting sort of items by `keyOf[item]` in [0, keys). */
function bucket(
  items: Int32Array,
  keyOf: Int32Array,
  keys: number,
): { first: Int32Array; items: Int32Array } {
  const first = new Int32Array(keys + 1);
  for (let k = 0; k < items.length; k += 1) first[keyOf[items[k]!]! + 1]! += 1;
  for (let key = 0; key < keys; key += 1) first[key + 1]! += first[key]!;
  const cursor = first.slice(0, keys);
  const sorted = new Int32Array(items.length);
  for (let k = 0; k < items.length; k += 1) {
    const key = keyOf[items[k]!]!;
    sorted[cursor[key]!] = items[k]!;
    cursor[key]! += 1;
  }
  return { first, items: sorted };
}

/** A request cannot fill more seats than it has candidates. */
function demandOf(contraction: Contraction, requestOrder: Int32Array, requestFirst: Int32Array): Int32Array {
  return Int32Array.from(requestOrder, (index, request) =>
    Math.min(contraction.seatsLeft[index]!, requestFirst[request + 1]! - requestFirst[request]!),
  );
}

const EXACT = 2 ** 51;

function weigh(
  problem: Problem,
  source: Int32Array,
  demand: Int32Array,
): Pick<Instance, 'weight' | 'scale' | 'seatBonus'> {
  const helpers = problem.helpers.length;
  const bonus = problem.stabilityBonus ?? 0;
  const current = new Set((problem.current ?? []).map(([request, helper]) => request * helpers + helper));
  const seats = demand.reduce((sum, needed) => sum + needed, 0);
  const weight = new Float64Array(source.length);
  let total = 0;
  for (let edge = 0; edge < source.length; edge += 1) {
    const [request, helper, score] = problem.edges[source[edge]!]!;
    weight[edge] = score + (current.size > 0 && current.has(request * helpers + helper) ? bonus : 0);
    total += weight[edge]! + 1;
  }
  let scale = 1024;
  while (scale <= seats) scale *= 2;
  while (scale > 1 && total * scale > EXACT) scale /= 2;
  const seatBonus = scale > seats ? 1 : 0;
  for (let edge = 0; edge < weight.length; edge += 1) weight[edge] = weight[edge]! * scale + seatBonus;
  return { weight, scale, seatBonus };
}

function windowsOf(problem: Problem, contraction: Contraction, source: Int32Array): Int32Array {
  const window = new Int32Array(source.length).fill(-1);
  if (contraction.windowFrom.length === 0) return window;
  for (let edge = 0; edge < source.length; edge += 1) {
    const [request, helper] = problem.edges[source[edge]!]!;
    const start = problem.requests[request]!.start ?? null;
    if (start !== null) window[edge] = windowAt(contraction, helper, start);
  }
  return window;
}

/** Without travel what can follow is a suffix in order of start: found by binary search. */
function successors(instance: Omit<Instance, 'next' | 'travel'>): Int32Array {
  const { problem, helperFirst, helperOrder, edgeRequest, requestOrder } = instance;
  const startOf = Float64Array.from(requestOrder, (index) => problem.requests[index]!.start ?? -Infinity);
  const endOf = Float64Array.from(requestOrder, (index) => problem.requests[index]!.end ?? -Infinity);
  const start = new Float64Array(instance.edgeCount);
  for (let edge = 0; edge < instance.edgeCount; edge += 1) start[edge] = startOf[edgeRequest[edge]!]!;
  const next = new Int32Array(instance.edgeCount);
  for (let h = 0; h < instance.helperCount; h += 1) {
    const [first, last] = [helperFirst[h]!, helperFirst[h + 1]!];
    const rest = problem.helpers[helperOrder[h]!]!.breakMinutes ?? 0;
    for (let edge = first; edge < last; edge += 1) {
      const end = endOf[edgeRequest[edge]!]!;
      let low = edge + 1;
      let high = end === -Infinity ? low : last;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (start[middle]! < end + rest) low = middle + 1;
        else high = middle;
      }
      next[edge] = low - first;
    }
  }
  return next;
}
