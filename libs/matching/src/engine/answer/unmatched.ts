import { fitsApprovedTime, fitsCaps } from '../model/contraction.js';
import { windowAround } from '../model/free-time.js';
import type { Instance } from '../model/instance.js';
import type { Pair, ProblemEdge, Unmatched, UnmatchedReason } from '../model/problem.js';
import type { Visit } from '../model/visits.js';

/** What of an instance tells whether a seat could be filled. */
type Room = Pick<Instance, 'problem' | 'contraction' | 'visits' | 'freeTimes'>;

/** Requests with empty seats, in input order, each with the first reason that holds for all its unused edges. */
export function explainUnmatched(instance: Room, assignments: readonly Pair[]): Unmatched[] {
  const { problem } = instance;
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
  for (const edge of problem.edges) {
    const [request, helper] = edge;
    if (short[request] === 0 || used.has(request * helpers + helper)) continue;
    all[request]! += 1;
    const inTime = visitsOf(instance, edge).filter((visit) => fitsTime(instance, helper, visit));
    if (inTime.length === 0) byTime[request]! += 1;
    const inCaps = inTime.some((visit) =>
      fitsCaps(instance.contraction, helper, edge[3], visit.start ?? null),
    );
    if (!inCaps) byEither[request]! += 1;
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

/** The visits that an edge allows: the request at each of its starts. */
function visitsOf({ problem, visits }: Room, [request, , , , starts]: ProblemEdge): Visit[] {
  const others = visits.all.slice(visits.otherFirst[request], visits.otherFirst[request + 1]);
  return [problem.requests[request]!, ...others].filter(({ start }) => !starts || starts.includes(start!));
}

/** Whether approved visits and free times leave room for the visit, taken alone. */
function fitsTime({ problem, contraction, freeTimes }: Room, helper: number, visit: Visit): boolean {
  const free = freeTimes?.[helper];
  if (free && typeof visit.start === 'number' && windowAround(free, visit) < 0) return false;
  return fitsApprovedTime(problem, contraction, helper, visit);
}
