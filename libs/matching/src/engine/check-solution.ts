import type { Problem, Solution } from './problem.js';

/**
 * Independent referee: judges a solution by the problem's own words. It shares no code with the engine, so that one
 * error cannot hide in both.
 *
 * @returns one sentence for each broken rule; empty: the solution stands
 */
export function checkSolution(problem: Problem, solution: Solution): string[] {
  const faults: string[] = [];
  const edgeOf = new Map<string, readonly [number, number, number, number]>();
  for (const edge of problem.edges) edgeOf.set(`${edge[0]} ${edge[1]}`, edge);
  const approved = new Set((problem.approved ?? []).map((pair) => `${pair[0]} ${pair[1]}`));
  const visitsOf = new Map<number, number[]>();
  const seats = new Map<number, number>();
  const seen = new Set<string>();
  let objective = 0;
  for (const [request, helper] of solution.assignments) {
    const key = `${request} ${helper}`;
    const edge = edgeOf.get(key);
    if (!edge) faults.push(`Request ${request} and helper ${helper} are no edge.`);
    if (seen.has(key)) faults.push(`Request ${request} and helper ${helper} are assigned twice.`);
    seen.add(key);
    objective += edge?.[2] ?? 0;
    seats.set(request, (seats.get(request) ?? 0) + 1);
    const visits = visitsOf.get(helper) ?? [];
    visits.push(request);
    visitsOf.set(helper, visits);
  }
  for (const key of approved) if (!seen.has(key)) faults.push(`Approved pair ${key} is missing.`);
  for (const [helper, visits] of visitsOf) {
    const minutes = (request: number): number => edgeOf.get(`${request} ${helper}`)?.[3] ?? 0;
    const fixed = (request: number): boolean => approved.has(`${request} ${helper}`);
    faults.push(...checkTime(problem, helper, visits), ...checkCaps(problem, helper, visits, minutes, fixed));
  }
  faults.push(...checkSeats(problem, solution, seats), ...checkFigures(solution, objective));
  return faults;
}

/** Overlap, road minutes and break, between consecutive visits. */
function checkTime(problem: Problem, helper: number, visits: readonly number[]): string[] {
  const faults: string[] = [];
  const timed = visits.filter((request) => problem.requests[request]?.start != null);
  timed.sort((a, b) => problem.requests[a]!.start! - problem.requests[b]!.start!);
  timed.forEach((request, i) => {
    if (i === 0) return;
    const earlier = problem.requests[timed[i - 1]!]!;
    const later = problem.requests[request]!;
    const leaves = earlier.endPlace ?? earlier.place;
    const road = leaves == null || later.place == null ? 0 : (problem.travel?.[leaves]?.[later.place] ?? 0);
    const free = earlier.end! + road + (problem.helpers[helper]!.breakMinutes ?? 0);
    if (later.start! < free)
      faults.push(`Helper ${helper} is free at ${free}, request ${request} starts before.`);
  });
  return faults;
}

/** Caps of the horizon and of each window; approved work may exceed them but leaves nothing then. */
function checkCaps(
  problem: Problem,
  helper: number,
  visits: readonly number[],
  minutes: (request: number) => number,
  fixed: (request: number) => boolean,
): string[] {
  const { maxMinutes, maxRequests, caps } = problem.helpers[helper]!;
  const horizon = { from: -Infinity, to: Infinity, maxMinutes, maxRequests };
  const faults: string[] = [];
  for (const cap of [horizon, ...(caps ?? [])]) {
    const within = visits.filter((request) => {
      if (cap === horizon) return true;
      const start = problem.requests[request]!.start;
      return start != null && start >= cap.from && start < cap.to;
    });
    const free = within.filter((request) => !fixed(request));
    const sum = (requests: readonly number[]): number =>
      requests.reduce((total, one) => total + minutes(one), 0);
    const taken = within.filter(fixed);
    const minutesLeft = Math.max(0, (cap.maxMinutes ?? Infinity) - sum(taken));
    const requestsLeft = Math.max(0, (cap.maxRequests ?? Infinity) - taken.length);
    const where = cap === horizon ? '' : ` from ${cap.from} to ${cap.to}`;
    if (sum(free) > minutesLeft) faults.push(`Helper ${helper} exceeds the minutes cap${where}.`);
    if (free.length > requestsLeft) faults.push(`Helper ${helper} exceeds the cap on visits${where}.`);
  }
  return faults;
}

/** No seat too many, and every empty seat accounted for. */
function checkSeats(problem: Problem, solution: Solution, seats: ReadonlyMap<number, number>): string[] {
  const faults: string[] = [];
  const short = new Map(solution.unmatched.map((entry) => [entry.request, entry.short]));
  problem.requests.forEach(({ needed }, request) => {
    const filled = seats.get(request) ?? 0;
    if (filled > needed) faults.push(`Request ${request} needs ${needed} and got ${filled}.`);
    if (filled < needed && short.get(request) !== needed - filled) {
      faults.push(
        `Request ${request} is short of ${needed - filled}, unmatched says ${short.get(request) ?? 0}.`,
      );
    }
    if (filled >= needed && short.has(request))
      faults.push(`Request ${request} is full but listed as unmatched.`);
  });
  if (short.size !== solution.unmatched.length) faults.push('A request is listed twice as unmatched.');
  return faults;
}

/** Objective, bound, gap and status agree with one another. */
function checkFigures(solution: Solution, objective: number): string[] {
  const faults: string[] = [];
  if (solution.objective !== objective) faults.push(`Objective is ${objective}, not ${solution.objective}.`);
  if (solution.bound < solution.objective)
    faults.push(`Bound ${solution.bound} lies below the plan's own score.`);
  const gap = (solution.bound - solution.objective) / Math.max(1, solution.bound);
  if (solution.gap !== gap) faults.push(`Gap is ${gap}, not ${solution.gap}.`);
  if (solution.status === 'optimal' && solution.bound !== solution.objective) {
    faults.push('Called optimal with a gap.');
  }
  return faults;
}
