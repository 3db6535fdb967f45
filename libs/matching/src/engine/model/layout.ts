import type { Contraction } from './contraction.js';
import { fitsApprovedTime, fitsCaps } from './contraction.js';
import type { FreeTime } from './free-time.js';
import { windowAround } from './free-time.js';
import type { Instance } from './instance.js';
import { LIMITS } from './limits.js';
import type { Problem } from './problem.js';
import { InvalidProblem } from './problem.js';
import type { Visits } from './visits.js';

/** Edges, each counted at every start it may take: what the typed arrays may hold. */
const MAX_EDGES = 2 * LIMITS.edges;

/** What contraction leaves possible: input index and visit of each edge. */
export interface Eligible {
  readonly source: Int32Array;
  readonly visit: Int32Array;
}

export function eligibleEdges(
  problem: Problem,
  contraction: Contraction,
  visits: Visits,
  free: readonly (FreeTime | null)[] | null,
  travels: boolean,
): Eligible {
  const { edges } = problem;
  const helpers = problem.helpers.length;
  let source = new Int32Array(edges.length);
  let visit = new Int32Array(edges.length);
  let count = 0;
  const consider = (index: number, one: number): void => {
    const edge = edges[index]!;
    const helper = edge[1];
    const minutes = edge[3];
    const timed = visits.all[one]!;
    if (!fitsCaps(contraction, helper, minutes, timed.start ?? null)) return;
    // With travel a third visit between two may make a way: the travel graph decides.
    if (!travels && !fitsApprovedTime(problem, contraction, helper, timed)) return;
    const window = free?.[helper];
    if (window && typeof timed.start === 'number' && windowAround(window, timed) < 0) return;
    if (count === MAX_EDGES)
      throw new InvalidProblem(
        '$.requests',
        `have too many starts: more than ${MAX_EDGES} ways to be served`,
      );
    if (count === source.length) [source, visit] = [doubled(source), doubled(visit)];
    source[count] = index;
    visit[count] = one;
    count += 1;
  };
  for (let index = 0; index < edges.length; index += 1) {
    const edge = edges[index]!;
    const request = edge[0];
    const starts = edge[4];
    if (contraction.seatsLeft[request] === 0) continue;
    if (contraction.approvedKeys.size > 0 && contraction.approvedKeys.has(request * helpers + edge[1]))
      continue;
    if (!starts || starts.includes(problem.requests[request]!.start!)) consider(index, request);
    for (let one = visits.otherFirst[request]!; one < visits.otherFirst[request + 1]!; one += 1) {
      if (!starts || starts.includes(visits.all[one]!.start!)) consider(index, one);
    }
  }
  return { source: source.slice(0, count), visit: visit.slice(0, count) };
}

function doubled(items: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(16, items.length * 2));
  wider.set(items);
  return wider;
}

export type Layout = Pick<
  Instance,
  | 'helperFirst'
  | 'edgeRequest'
  | 'edgeHelper'
  | 'edgeVisit'
  | 'source'
  | 'minutes'
  | 'requestFirst'
  | 'requestEdges'
  | 'maxDegree'
>;

/** Two bucket passes in place of a sort: edges by request in order of time, then dealt out to their helpers. */
export function layOut(
  problem: Problem,
  visits: Visits,
  eligible: Eligible,
  requestOrder: Int32Array,
  helperOrder: Int32Array,
): Layout {
  const { source: kept, visit: keptVisit } = eligible;
  const [requests, helpers, count] = [requestOrder.length, helperOrder.length, kept.length];
  const requestRank = inverse(requestOrder);
  const helperRank = inverse(helperOrder);
  const timeRank = inverse(orderByTime(visits, requestRank));
  const keptRequest = new Int32Array(count);
  const keptHelper = new Int32Array(count);
  const keptTime = new Int32Array(count);
  const keptMinutes = new Int32Array(count);
  for (let k = 0; k < count; k += 1) {
    const edge = problem.edges[kept[k]!]!;
    keptRequest[k] = requestRank[edge[0]]!;
    keptHelper[k] = helperRank[edge[1]]!;
    keptTime[k] = timeRank[keptVisit[k]!]!;
    keptMinutes[k] = edge[3];
  }
  const inTime = bucket(identity(count), keptTime, visits.all.length);
  const byHelper = bucket(inTime.items, keptHelper, helpers);
  const edgeRequest = new Int32Array(count);
  const edgeHelper = new Int32Array(count);
  const edgeVisit = new Int32Array(count);
  const source = new Int32Array(count);
  const minutes = new Int32Array(count);
  for (let edge = 0; edge < count; edge += 1) {
    const k = byHelper.items[edge]!;
    edgeRequest[edge] = keptRequest[k]!;
    edgeHelper[edge] = keptHelper[k]!;
    edgeVisit[edge] = keptVisit[k]!;
    source[edge] = kept[k]!;
    minutes[edge] = keptMinutes[k]!;
  }
  const perRequest = bucket(identity(count), edgeRequest, requests);
  let maxDegree = 0;
  for (let h = 0; h < helpers; h += 1) {
    maxDegree = Math.max(maxDegree, byHelper.first[h + 1]! - byHelper.first[h]!);
  }
  const [requestFirst, requestEdges, helperFirst] = [perRequest.first, perRequest.items, byHelper.first];
  return {
    helperFirst,
    edgeRequest,
    edgeHelper,
    edgeVisit,
    source,
    minutes,
    requestFirst,
    requestEdges,
    maxDegree,
  };
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

/** Visits by (no interval first, start, end, id of the request). */
function orderByTime(visits: Visits, requestRank: Int32Array): Int32Array {
  const start = Float64Array.from(visits.all, (visit) => visit.start ?? -Infinity);
  const end = Float64Array.from(visits.all, (visit) => visit.end ?? -Infinity);
  const rank = Int32Array.from(visits.requestOf, (request) => requestRank[request]!);
  const order = Int32Array.from(visits.all, (_, visit) => visit);
  return order.sort((a, b) => {
    if (start[a]! !== start[b]!) return start[a]! < start[b]! ? -1 : 1;
    return end[a] === end[b] ? rank[a]! - rank[b]! : end[a]! - end[b]!;
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
