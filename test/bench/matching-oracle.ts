import { Prng } from '../../libs/matching/src/engine/prng.js';
import type {
  Pair,
  Problem,
  ProblemEdge,
  ProblemHelper,
  ProblemRequest,
} from '../../libs/matching/src/engine/problem.js';

/** How road minutes are drawn. */
export const ROADS = ['none', 'short', 'symmetric', 'any'] as const;

/**
 * A small problem that mixes every rule: two seats, no interval, breaks, no cap, one, both, windows, approved work,
 * current proposals and road minutes, with `any` asymmetric and full of detours faster than the direct road.
 */
export function randomProblem(seed: number): Problem {
  const prng = new Prng(seed);
  const chance = (one: number): boolean => prng.below(one) === 0;
  const places = 1 + prng.below(4);
  const road = ROADS[prng.below(ROADS.length)]!;
  const travel = road === 'none' ? null : randomTravel(prng, places, road);
  const requests: ProblemRequest[] = Array.from({ length: 1 + prng.below(6) }, (_, index) => {
    const start = prng.below(40) * 15;
    const interval = chance(6)
      ? { start: null, end: null }
      : { start, end: start + 15 * (1 + prng.below(8)) };
    const place = travel && !chance(8) ? { place: prng.below(places) } : {};
    const endPlace = travel && chance(3) ? { endPlace: prng.below(places) } : {};
    return {
      id: `r${prng.below(1000)}-${index}`,
      needed: chance(4) ? 2 : 1,
      ...interval,
      ...place,
      ...endPlace,
    };
  });
  const helpers: ProblemHelper[] = Array.from({ length: 1 + prng.below(4) }, (_, index) => {
    const windows = chance(3) ? [randomWindow(prng, 0, 300), randomWindow(prng, 300, 500)] : null;
    return {
      id: `h${prng.below(1000)}-${index}`,
      maxMinutes: chance(2) ? 30 + prng.below(300) : null,
      maxRequests: chance(2) ? 1 + prng.below(3) : null,
      breakMinutes: 15 * prng.below(3),
      caps: windows,
    };
  });
  const edges: ProblemEdge[] = [];
  requests.forEach(({ start, end }, request) => {
    helpers.forEach((_, helper) => {
      if (chance(4)) return;
      const score = chance(3) ? prng.below(4) : prng.below(100);
      const length = typeof start === 'number' && typeof end === 'number' ? end - start : 60;
      edges.push([request, helper, score, chance(3) ? prng.below(120) : length]);
    });
  });
  const current = chance(3) ? randomPairs(prng, edges, 2) : [];
  const approved = chance(3) ? randomPairs(prng, edges, 1 + prng.below(2)) : [];
  return { version: 1, requests, helpers, travel, edges, approved, current, stabilityBonus: prng.below(20) };
}

function randomTravel(prng: Prng, places: number, road: (typeof ROADS)[number]): number[][] {
  const most = road === 'short' ? 10 : 30;
  const minutes = Array.from({ length: places }, () => Array.from({ length: places }, () => prng.below(80)));
  if (road === 'any') return minutes;
  return minutes.map((row, a) =>
    row.map((_, b) => (a === b ? 0 : 10 + (minutes[Math.min(a, b)]![Math.max(a, b)]! % most))),
  );
}

function randomWindow(prng: Prng, from: number, to: number): NonNullable<ProblemHelper['caps']>[number] {
  return {
    from,
    to,
    maxMinutes: prng.below(2) === 0 ? prng.below(200) : null,
    maxRequests: prng.below(2) === 0 ? prng.below(3) : null,
  };
}

function randomPairs(prng: Prng, edges: readonly ProblemEdge[], count: number): Pair[] {
  const pairs = new Map<string, Pair>();
  for (let i = 0; i < count && edges.length > 0; i += 1) {
    const [request, helper] = edges[prng.below(edges.length)]!;
    pairs.set(`${request} ${helper}`, [request, helper]);
  }
  return [...pairs.values()];
}

/** The best a plan can reach: score plus stability bonus, and at that the most seats. */
export interface Optimum {
  readonly worth: number;
  readonly seats: number;
}

/** Every set of every helper, combined request by request: exponential, for problems of a few requests. */
export function bruteForce(problem: Problem): Optimum {
  let states = new Map<string, Optimum>([[problem.requests.map(() => 0).join(), { worth: 0, seats: 0 }]]);
  problem.helpers.forEach((_, helper) => {
    const sets = feasibleSets(problem, helper);
    const next = new Map<string, Optimum>();
    for (const [key, state] of states) {
      for (const set of sets) {
        const filled = key.split(',').map(Number);
        for (const [request] of set.edges) filled[request]! += 1;
        if (filled.some((seats, request) => seats > problem.requests[request]!.needed)) continue;
        const candidate = { worth: state.worth + set.worth, seats: state.seats + set.edges.length };
        const known = next.get(filled.join());
        if (!known || candidate.worth > known.worth) next.set(filled.join(), candidate);
      }
    }
    states = next;
  });
  return [...states.values()].reduce((best, state) =>
    state.worth > best.worth || (state.worth === best.worth && state.seats > best.seats) ? state : best,
  );
}

function feasibleSets(problem: Problem, helper: number): { edges: ProblemEdge[]; worth: number }[] {
  const has = (pairs: readonly Pair[] | null | undefined, request: number): boolean =>
    (pairs ?? []).some((pair) => pair[0] === request && pair[1] === helper);
  const own = problem.edges.filter((edge) => edge[1] === helper);
  const sets: { edges: ProblemEdge[]; worth: number }[] = [];
  for (let mask = 0; mask < 1 << own.length; mask += 1) {
    const edges = own.filter((_, bit) => ((mask >> bit) & 1) === 1);
    if (own.some((edge) => has(problem.approved, edge[0]) && !edges.includes(edge))) continue;
    if (!inTime(problem, helper, edges)) continue;
    if (!inCaps(problem, helper, edges, (request) => has(problem.approved, request))) continue;
    const bonus = (edge: ProblemEdge): number =>
      has(problem.current, edge[0]) ? (problem.stabilityBonus ?? 0) : 0;
    sets.push({ edges, worth: edges.reduce((sum, edge) => sum + edge[2] + bonus(edge), 0) });
  }
  return sets;
}

function inTime(problem: Problem, helper: number, edges: readonly ProblemEdge[]): boolean {
  const visits = edges.map((edge) => problem.requests[edge[0]]!).filter((visit) => visit.start !== null);
  visits.sort((a, b) => a.start! - b.start!);
  return visits.every((visit, i) => {
    if (i === 0) return true;
    const before = visits[i - 1]!;
    const from = before.endPlace ?? before.place ?? -1;
    const road = problem.travel?.[from]?.[visit.place ?? -1] ?? 0;
    return visit.start! >= before.end! + road + (problem.helpers[helper]!.breakMinutes ?? 0);
  });
}

function inCaps(
  problem: Problem,
  helper: number,
  edges: readonly ProblemEdge[],
  fixed: (request: number) => boolean,
): boolean {
  const { maxMinutes, maxRequests, caps } = problem.helpers[helper]!;
  const all = { from: -Infinity, to: Infinity, maxMinutes, maxRequests };
  return [all, ...(caps ?? [])].every((cap) => {
    const inside = edges.filter((edge) => {
      const start = problem.requests[edge[0]]!.start ?? null;
      return cap === all || (start !== null && start >= cap.from && start < cap.to);
    });
    const approved = inside.filter((edge) => fixed(edge[0]));
    const free = inside.filter((edge) => !fixed(edge[0]));
    const minutes = (some: readonly ProblemEdge[]): number => some.reduce((sum, edge) => sum + edge[3], 0);
    const minutesLeft = Math.max(0, (cap.maxMinutes ?? Infinity) - minutes(approved));
    const requestsLeft = Math.max(0, (cap.maxRequests ?? Infinity) - approved.length);
    return minutes(free) <= minutesLeft && free.length <= requestsLeft;
  });
}
