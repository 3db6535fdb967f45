import { fitsApprovedTime, fitsCaps } from './contraction.js';
import type { Contraction } from './contraction.js';
import type { Pair, Problem, Unmatched, UnmatchedReason } from './problem.js';

/** Requests with empty seats, in input order, each with the first reason that holds for all its unused edges. */
export function explainUnmatched(
  problem: Problem,
  contraction: Contraction,
  assignments: readonly Pair[],
): Unmatched[] {
  const helpers = problem.helpers.length;
  const short = Int32Array.from(problem.requests, (request) => request.needed);
  const used = new Set<number>();
  for (const [request, helper] of assignments) {
    short[request]! -= 1;
    used.add(request * helpers + helper);
  }
  // Of the unused edges: how many there are, are blocked by approved time, by approved time or caps.
  const all = new Int32Array(problem.requests.length);
  const byTime = new Int32Array(problem.requests.length);
  const byEither = new Int32Array(problem.requests.length);
  for (const [request, helper, , minutes] of problem.edges) {
    if (short[request] === 0 || used.has(request * helpers + helper)) continue;
    all[request]! += 1;
    const timeFree = fitsApprovedTime(problem, contraction, helper, request);
    if (!timeFree) byTime[request]! += 1;
    const start = problem.requests[request]!.start ?? null;
    if (!timeFree || !fitsCaps(contraction, helper, minutes, start)) byEither[request]! += 1;
  }
  const reason = (request: number): UnmatchedReason => {
    if (all[request] === 0) return 'no-candidate';
    if (byTime[request] === all[request]) return 'busy';
    return byEither[request] === all[request] ? 'cap' : 'outbid';
  };
  const unmatched: Unmatched[] = [];
  short.forEach((missing, request) => {
    if (missing > 0) unmatched.push({ request, short: missing, why: reason(request) });
  });
  return unmatched;
}
