import type { Problem } from './problem.js';
import type { Visit } from './visits.js';

/**
 * What approved work leaves over: seats, caps and time. Approved pairs never enter the optimisation, so no score can
 * move them. Indexed as in the problem.
 */
export interface Contraction {
  readonly seatsLeft: Int32Array;
  /** Timed approved requests of a helper, by start. */
  readonly approvedOf: ReadonlyMap<number, readonly number[]>;
  /** `request * helpers + helper` of every approved pair. */
  readonly approvedKeys: ReadonlySet<number>;
  /** Infinity: no cap; never negative, approved work over a cap leaves nothing. */
  readonly minutesLeft: Float64Array;
  readonly requestsLeft: Float64Array;
  /** Windows of helper h are [windowFirst[h], windowFirst[h + 1]), by `from`. */
  readonly windowFirst: Int32Array;
  readonly windowFrom: Float64Array;
  readonly windowTo: Float64Array;
  readonly windowMinutesLeft: Float64Array;
  readonly windowRequestsLeft: Float64Array;
}

/** Road minutes from the end of one visit to the start of another; 0 where a place is unknown. */
export function roadMinutes(problem: Problem, before: Visit, after: Visit): number {
  const from = before.endPlace ?? before.place ?? null;
  const to = after.place ?? null;
  return from === null || to === null ? 0 : (problem.travel?.[from]?.[to] ?? 0);
}

export function contract(problem: Problem): Contraction {
  const contraction = uncontracted(problem);
  const { seatsLeft, minutesLeft, requestsLeft, windowMinutesLeft, windowRequestsLeft } = contraction;
  const helpers = problem.helpers.length;
  const approved = problem.approved ?? [];
  if (approved.length === 0) return contraction;
  const approvedOf = new Map<number, number[]>();
  const approvedKeys = new Set(approved.map(([request, helper]) => request * helpers + helper));
  for (const [request, helper, , minutes] of problem.edges) {
    if (!approvedKeys.has(request * helpers + helper)) continue;
    seatsLeft[request]! -= 1;
    minutesLeft[helper] = Math.max(0, minutesLeft[helper]! - minutes);
    requestsLeft[helper] = Math.max(0, requestsLeft[helper]! - 1);
    const start = problem.requests[request]!.start ?? null;
    if (start === null) continue;
    const window = windowAt(contraction, helper, start);
    if (window >= 0) {
      windowMinutesLeft[window] = Math.max(0, windowMinutesLeft[window]! - minutes);
      windowRequestsLeft[window] = Math.max(0, windowRequestsLeft[window]! - 1);
    }
    const chain = approvedOf.get(helper);
    if (chain) chain.push(request);
    else approvedOf.set(helper, [request]);
  }
  for (const chain of approvedOf.values()) {
    chain.sort((a, b) => problem.requests[a]!.start! - problem.requests[b]!.start!);
  }
  return { ...contraction, approvedOf, approvedKeys };
}

function uncontracted(problem: Problem): Contraction {
  const { requests, helpers } = problem;
  const windowFirst = new Int32Array(helpers.length + 1);
  helpers.forEach((helper, index) => {
    windowFirst[index + 1] = windowFirst[index]! + (helper.caps?.length ?? 0);
  });
  const windows = helpers.flatMap((helper) => [...(helper.caps ?? [])].sort((a, b) => a.from - b.from));
  return {
    seatsLeft: Int32Array.from(requests, (request) => request.needed),
    approvedOf: new Map(),
    approvedKeys: new Set(),
    minutesLeft: Float64Array.from(helpers, (helper) => helper.maxMinutes ?? Infinity),
    requestsLeft: Float64Array.from(helpers, (helper) => helper.maxRequests ?? Infinity),
    windowFirst,
    windowFrom: Float64Array.from(windows, (window) => window.from),
    windowTo: Float64Array.from(windows, (window) => window.to),
    windowMinutesLeft: Float64Array.from(windows, (window) => window.maxMinutes ?? Infinity),
    windowRequestsLeft: Float64Array.from(windows, (window) => window.maxRequests ?? Infinity),
  };
}

/** The window of the helper that holds this start, or -1. */
export function windowAt(contraction: Contraction, helper: number, start: number): number {
  let low = contraction.windowFirst[helper]!;
  const end = contraction.windowFirst[helper + 1]!;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (contraction.windowTo[middle]! <= start) low = middle + 1;
    else high = middle;
  }
  return low < end && contraction.windowFrom[low]! <= start ? low : -1;
}

/** Whether the visit fits between the helper's approved visits, taken alone. */
export function fitsApprovedTime(
  problem: Problem,
  contraction: Contraction,
  helper: number,
  visit: Visit,
): boolean {
  const chain = contraction.approvedOf.get(helper);
  if (!chain || typeof visit.start !== 'number') return true;
  const { before, after } = neighbours(problem, chain, visit.start);
  const rest = problem.helpers[helper]!.breakMinutes ?? 0;
  return (
    (before === null || follows(problem, before, visit, rest)) &&
    (after === null || follows(problem, visit, after, rest))
  );
}

/** The approved visits that start last at or before, and first after, a moment. */
export function neighbours(
  problem: Problem,
  chain: readonly number[],
  start: number,
): { before: Visit | null; after: Visit | null; position: number } {
  let position = 0;
  while (position < chain.length && problem.requests[chain[position]!]!.start! <= start) position += 1;
  const at = (index: number): Visit | null =>
    index >= 0 && index < chain.length ? problem.requests[chain[index]!]! : null;
  return { before: at(position - 1), after: at(position), position };
}

/** Whether visit b can come directly after visit a. */
export function follows(problem: Problem, a: Visit, b: Visit, rest: number): boolean {
  return b.start! >= a.end! + roadMinutes(problem, a, b) + rest;
}

/** Whether one visit alone fits in what the caps leave. */
export function fitsCaps(
  contraction: Contraction,
  helper: number,
  minutes: number,
  start: number | null,
): boolean {
  if (contraction.requestsLeft[helper]! < 1 || contraction.minutesLeft[helper]! < minutes) return false;
  const window = start === null ? -1 : windowAt(contraction, helper, start);
  if (window < 0) return true;
  return contraction.windowRequestsLeft[window]! >= 1 && contraction.windowMinutesLeft[window]! >= minutes;
}
