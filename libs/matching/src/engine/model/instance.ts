import type { Contraction } from './contraction.js';
import { contract, windowAt } from './contraction.js';
import type { Extras } from './extras.js';
import { buildExtras } from './extras.js';
import type { FreeTime } from './free-time.js';
import { freeTimes } from './free-time.js';
import type { Layout } from './layout.js';
import { eligibleEdges, layOut } from './layout.js';
import type { Problem } from './problem.js';
import type { TravelGraph } from './travel-graph.js';
import { buildTravelGraph } from './travel-graph.js';
import type { Visits } from './visits.js';
import { visitsOf } from './visits.js';
import { weigh } from './weigh.js';

/**
 * The problem as typed arrays, after contraction of approved work. Requests and helpers are renumbered by id, so the
 * plan does not depend on the order of the input. Edges lie helper by helper, each helper's in order of start (those
 * without interval first): position i of helper h is edge `helperFirst[h] + i`. A request with several starts has an
 * edge for each.
 */
export interface Instance {
  readonly problem: Problem;
  readonly contraction: Contraction;
  readonly visits: Visits;
  /** By input index of the helper; null where nobody's time is limited. */
  readonly freeTimes: readonly (FreeTime | null)[] | null;
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
  /** Index into `visits`. */
  readonly edgeVisit: Int32Array;
  /** (points + stability) * scale + seatBonus: an exact integer. */
  readonly weight: Float64Array;
  /** By edge: the stability bonus in it; null without current proposals. */
  readonly stability: Float64Array | null;
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
  /** Other starts, linked requests and fairness, beyond what single weights say; null where the problem has none. */
  readonly extras: Extras | null;
}

export function buildInstance(problem: Problem): Instance {
  const contraction = contract(problem);
  const travels = problem.travel?.some((row) => row.some((minutes) => minutes > 0)) ?? false;
  const requestOrder = orderById(problem.requests);
  const helperOrder = orderById(problem.helpers);
  const visits = visitsOf(problem);
  const free = freeTimes(problem);
  const eligible = eligibleEdges(problem, contraction, visits, free, travels);
  const edges = layOut(problem, visits, eligible, requestOrder, helperOrder);
  const demand = demandOf(contraction, requestOrder, edges);
  const instance = {
    problem,
    contraction,
    visits,
    freeTimes: free,
    requestCount: requestOrder.length,
    helperCount: helperOrder.length,
    edgeCount: edges.source.length,
    requestOrder,
    helperOrder,
    demand,
    ...edges,
    ...weigh(problem, contraction, visits, edges, demand),
    window: windowsOf(problem, contraction, visits, edges),
    next: new Int32Array(0),
    capMinutes: Float64Array.from(helperOrder, (helper) => contraction.minutesLeft[helper]!),
    capRequests: Float64Array.from(helperOrder, (helper) => contraction.requestsLeft[helper]!),
    travel: null,
  };
  const extras = buildExtras(instance);
  if (travels) return { ...instance, extras, travel: buildTravelGraph(instance) };
  return { ...instance, extras, next: successors(instance) };
}

function orderById(items: readonly { readonly id: string }[]): Int32Array {
  const order = items.map((_, index) => index);
  order.sort((a, b) => (items[a]!.id < items[b]!.id ? -1 : 1));
  return Int32Array.from(order);
}

/** A request cannot fill more seats than it has candidates. */
function demandOf(contraction: Contraction, requestOrder: Int32Array, edges: Layout): Int32Array {
  const { requestFirst, requestEdges, edgeHelper } = edges;
  return Int32Array.from(requestOrder, (index, request) => {
    let candidates = 0;
    for (let k = requestFirst[request]!; k < requestFirst[request + 1]!; k += 1) {
      const again =
        k > requestFirst[request]! && edgeHelper[requestEdges[k]!] === edgeHelper[requestEdges[k - 1]!];
      if (!again) candidates += 1;
    }
    return Math.min(contraction.seatsLeft[index]!, candidates);
  });
}

function windowsOf(
  problem: Problem,
  contraction: Contraction,
  visits: Visits,
  { source, edgeVisit }: Layout,
): Int32Array {
  const window = new Int32Array(source.length).fill(-1);
  if (contraction.windowFrom.length === 0) return window;
  for (let edge = 0; edge < source.length; edge += 1) {
    const start = visits.all[edgeVisit[edge]!]!.start ?? null;
    if (start !== null) window[edge] = windowAt(contraction, problem.edges[source[edge]!]![1], start);
  }
  return window;
}

/** Without travel what can follow is a suffix in order of start: found by binary search. */
function successors(instance: Omit<Instance, 'next' | 'travel' | 'extras'>): Int32Array {
  const { problem, helperFirst, helperOrder, edgeVisit, visits } = instance;
  const startOf = Float64Array.from(visits.all, (visit) => visit.start ?? -Infinity);
  const endOf = Float64Array.from(visits.all, (visit) => visit.end ?? -Infinity);
  const start = new Float64Array(instance.edgeCount);
  for (let edge = 0; edge < instance.edgeCount; edge += 1) start[edge] = startOf[edgeVisit[edge]!]!;
  const next = new Int32Array(instance.edgeCount);
  for (let h = 0; h < instance.helperCount; h += 1) {
    const [first, last] = [helperFirst[h]!, helperFirst[h + 1]!];
    const rest = problem.helpers[helperOrder[h]!]!.breakMinutes ?? 0;
    for (let edge = first; edge < last; edge += 1) {
      const end = endOf[edgeVisit[edge]!]!;
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
