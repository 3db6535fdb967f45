import type { Problem, ProblemEdge, ProblemRequest, Solution } from '../model/problem.js';

/** A pair of the solution, with the edge behind it and the start it was given. */
interface Seat {
  readonly request: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly minutes: number;
  readonly approved: boolean;
}

/**
 * Independent referee: judges a solution by the problem's own words. It shares no code with the engine, so that one
 * error cannot hide in both.
 *
 * @returns one sentence for each broken rule; empty: the solution stands
 */
export function checkSolution(problem: Problem, solution: Solution): string[] {
  const faults: string[] = [];
  const edgeOf = new Map<string, ProblemEdge>();
  for (const edge of problem.edges) edgeOf.set(`${edge[0]} ${edge[1]}`, edge);
  const approved = new Set((problem.approved ?? []).map((pair) => `${pair[0]} ${pair[1]}`));
  const given = new Map(solution.starts ?? []);
  if (given.size !== (solution.starts ?? []).length) faults.push('A pair has two starts.');
  const seatsOf = new Map<number, Seat[]>();
  const filled = new Map<number, number>();
  const startOf = new Map<number, number | null>();
  const seen = new Set<string>();
  let objective = 0;
  solution.assignments.forEach(([request, helper], index) => {
    const key = `${request} ${helper}`;
    const edge = edgeOf.get(key);
    if (!edge) faults.push(`Request ${request} and helper ${helper} are no edge.`);
    if (seen.has(key)) faults.push(`Request ${request} and helper ${helper} are assigned twice.`);
    seen.add(key);
    objective += edge?.[2] ?? 0;
    filled.set(request, (filled.get(request) ?? 0) + 1);
    const start = given.get(index) ?? problem.requests[request]?.start ?? null;
    faults.push(...checkStart(problem, request, edge, given.get(index), approved.has(key)));
    if (startOf.has(request) && startOf.get(request) !== start)
      faults.push(`The helpers of request ${request} come at different times.`);
    startOf.set(request, start);
    const seats = seatsOf.get(helper) ?? [];
    seats.push(seatAt(problem.requests[request], request, start, edge?.[3] ?? 0, approved.has(key)));
    seatsOf.set(helper, seats);
  });
  for (const index of given.keys())
    if (!solution.assignments[index]) faults.push(`Start of pair ${index}, which does not exist.`);
  for (const key of approved) if (!seen.has(key)) faults.push(`Approved pair ${key} is missing.`);
  for (const [helper, seats] of seatsOf) {
    faults.push(...checkTime(problem, helper, seats), ...checkFree(problem, helper, seats));
    faults.push(...checkCaps(problem, helper, seats));
  }
  objective += together(problem, seen);
  problem.helpers.forEach((_, helper) => (objective -= fairness(problem, helper, seatsOf.get(helper) ?? [])));
  faults.push(...checkSeats(problem, solution, filled), ...checkFigures(solution, objective));
  return faults;
}

function seatAt(
  request: ProblemRequest | undefined,
  index: number,
  start: number | null,
  minutes: number,
  approved: boolean,
): Seat {
  const length = (request?.end ?? 0) - (request?.start ?? 0);
  return { request: index, start, end: start === null ? null : start + length, minutes, approved };
}

/** A request with other starts is given one that it has and the helper can make; approved pairs keep its own. */
function checkStart(
  problem: Problem,
  request: number,
  edge: ProblemEdge | undefined,
  given: number | undefined,
  approved: boolean,
): string[] {
  const { start, starts } = problem.requests[request] ?? {};
  const others = starts ?? [];
  if (others.length === 0)
    return given === undefined ? [] : [`Request ${request} has one start and was given another.`];
  if (given === undefined) return [`Request ${request} was given no start.`];
  if (approved) return given === start ? [] : [`Approved request ${request} was moved to ${given}.`];
  if (given !== start && !others.includes(given)) return [`Request ${request} has no start at ${given}.`];
  return !edge?.[4] || edge[4].includes(given)
    ? []
    : [`Request ${request} at ${given} suits not its helper.`];
}

function inOrder(seats: readonly Seat[]): (Seat & { start: number; end: number })[] {
  const timed = seats.filter((seat) => seat.start !== null) as (Seat & { start: number; end: number })[];
  return timed.sort((a, b) => a.start - b.start);
}

/** Overlap, road minutes and break, between consecutive visits. */
function checkTime(problem: Problem, helper: number, seats: readonly Seat[]): string[] {
  const faults: string[] = [];
  const timed = inOrder(seats);
  timed.forEach((seat, i) => {
    if (i === 0) return;
    const before = timed[i - 1]!;
    const earlier = problem.requests[before.request]!;
    const road = roadOf(problem, earlier.endPlace ?? earlier.place, problem.requests[seat.request]!.place);
    const free = before.end + road + (problem.helpers[helper]!.breakMinutes ?? 0);
    if (seat.start < free)
      faults.push(`Helper ${helper} is free at ${free}, request ${seat.request} starts before.`);
  });
  return faults;
}

function roadOf(problem: Problem, from: number | null | undefined, to: number | null | undefined): number {
  return from == null || to == null ? 0 : (problem.travel?.[from]?.[to] ?? 0);
}

/** New visits lie in free time, which also holds the way from home to the first and back from the last in it. */
function checkFree(problem: Problem, helper: number, seats: readonly Seat[]): string[] {
  const { free, home } = problem.helpers[helper]!;
  if (free == null) return [];
  const faults: string[] = [];
  const timed = inOrder(seats);
  const around = (seat: { start: number; end: number } | undefined): readonly number[] | undefined =>
    seat && free.find(([from, to]) => from <= seat.start && seat.end <= to);
  timed.forEach((seat, i) => {
    if (seat.approved) return;
    const window = around(seat);
    if (!window) {
      faults.push(`Helper ${helper} is not free for request ${seat.request}.`);
      return;
    }
    const { place, endPlace } = problem.requests[seat.request]!;
    const leaves = seat.start - roadOf(problem, home, place);
    const returns = seat.end + roadOf(problem, endPlace ?? place, home);
    if (around(timed[i - 1]) !== window && leaves < window[0]!)
      faults.push(`Helper ${helper} must leave for request ${seat.request} before free.`);
    if (around(timed[i + 1]) !== window && returns > window[1]!)
      faults.push(`Helper ${helper} is back from request ${seat.request} too late.`);
  });
  return faults;
}

/** Caps of the horizon and of each window; approved work may exceed them but leaves nothing then. */
function checkCaps(problem: Problem, helper: number, seats: readonly Seat[]): string[] {
  const { maxMinutes, maxRequests, caps } = problem.helpers[helper]!;
  const horizon = { from: -Infinity, to: Infinity, maxMinutes, maxRequests };
  const faults: string[] = [];
  for (const cap of [horizon, ...(caps ?? [])]) {
    const within = seats.filter(
      ({ start }) => cap === horizon || (start !== null && start >= cap.from && start < cap.to),
    );
    const free = within.filter(({ approved }) => !approved);
    const taken = within.filter(({ approved }) => approved);
    const sum = (some: readonly Seat[]): number => some.reduce((total, { minutes }) => total + minutes, 0);
    const minutesLeft = Math.max(0, (cap.maxMinutes ?? Infinity) - sum(taken));
    const requestsLeft = Math.max(0, (cap.maxRequests ?? Infinity) - taken.length);
    const where = cap === horizon ? '' : ` from ${cap.from} to ${cap.to}`;
    if (sum(free) > minutesLeft) faults.push(`Helper ${helper} exceeds the minutes cap${where}.`);
    if (free.length > requestsLeft) faults.push(`Helper ${helper} exceeds the cap on visits${where}.`);
  }
  return faults;
}

/** Points for linked requests that one helper serves. */
function together(problem: Problem, seen: ReadonlySet<string>): number {
  let points = 0;
  const helpersOf = new Map<number, number[]>();
  for (const key of seen) {
    const [request, helper] = key.split(' ').map(Number) as [number, number];
    helpersOf.set(request, [...(helpersOf.get(request) ?? []), helper]);
  }
  for (const [a, b, worth] of problem.together ?? []) {
    for (const helper of helpersOf.get(a) ?? []) if (seen.has(`${b} ${helper}`)) points += worth;
  }
  return points;
}

/** What it costs that the helper gives so much. */
function fairness(problem: Problem, helper: number, seats: readonly Seat[]): number {
  const { visits, minutes } = problem.helpers[helper]!.fairness ?? {};
  const given = seats.reduce((sum, seat) => sum + seat.minutes, 0);
  const passed = (steps: typeof visits, amount: number): number =>
    (steps ?? []).filter(([above]) => amount > above).reduce((sum, [, points]) => sum + points, 0);
  return passed(visits, seats.length) + passed(minutes, given);
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
