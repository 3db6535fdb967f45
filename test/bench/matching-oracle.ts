import { Prng } from '../../libs/matching/src/engine/model/prng.js';
import type {
  CurrentPair,
  FairnessStep,
  FreeWindow,
  Pair,
  Problem,
  ProblemEdge,
  ProblemHelper,
  ProblemRequest,
  Together,
} from '../../libs/matching/src/engine/model/problem.js';

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

/**
 * The same with what goes beyond: other starts, starts that only some helpers can make, homes and free times, fairness,
 * linked requests, a current proposal's start; each alone or mixed.
 */
export function randomRichProblem(seed: number): Problem {
  const base = randomProblem(seed);
  const prng = new Prng(seed + 7_000_000);
  const chance = (one: number): boolean => prng.below(one) === 0;
  const [flexible, limited, fair, linked] = [!chance(3), chance(2), chance(2), chance(2)];
  const requests = base.requests.map((request) => {
    if (!flexible || typeof request.start !== 'number' || chance(2)) return request;
    const starts = Array.from(
      { length: 1 + prng.below(3) },
      () => request.start! + 15 * (1 + prng.below(16)),
    );
    return { ...request, starts: [...new Set(starts)] };
  });
  const places = base.travel?.length ?? 0;
  const helpers = base.helpers.map((helper) => ({
    ...helper,
    ...(limited && !chance(3) && { free: randomFree(prng), home: places > 0 ? prng.below(places) : null }),
    ...(fair && {
      fairness: {
        visits: chance(2) ? randomSteps(prng, 1, 2) : null,
        minutes: chance(2) ? randomSteps(prng, 60, 120) : null,
      },
    }),
  }));
  const edges = base.edges.map(([request, helper, score, minutes]): ProblemEdge => {
    const { start, starts } = requests[request] as ProblemRequest;
    const allowed = [start!, ...(starts ?? [])].filter(() => chance(2));
    return starts && chance(3) && allowed.length > 0
      ? [request, helper, score, minutes, allowed]
      : [request, helper, score, minutes];
  });
  const together = new Map<string, Together>();
  for (let k = linked ? 1 + prng.below(4) : 0; k > 0 && requests.length > 1; k -= 1) {
    const a = prng.below(requests.length);
    const b = (a + 1 + prng.below(requests.length - 1)) % requests.length;
    together.set([Math.min(a, b), Math.max(a, b)].join(), [a, b, prng.below(40)]);
  }
  const current = (base.current ?? []).map(([request, helper]): CurrentPair => {
    const { start, starts } = requests[request] as ProblemRequest;
    return starts && chance(2) ? [request, helper, chance(2) ? start! : starts[0]!] : [request, helper];
  });
  return { ...base, requests, helpers, edges, current, together: [...together.values()] };
}

function randomFree(prng: Prng): FreeWindow[] {
  const first = 15 * prng.below(8);
  const second = first + 15 * (12 + prng.below(12));
  return [
    [first, first + 15 * (8 + prng.below(4))],
    [second, second + 15 * (6 + prng.below(20))],
  ];
}

function randomSteps(prng: Prng, most: number, apart: number): FairnessStep[] {
  const first = prng.below(most + 1);
  return [
    [first, prng.below(30)],
    [first + 1 + prng.below(apart), prng.below(60)],
  ];
}

/** The best a plan can reach: what it is worth with the stability bonus, and at that the most seats. */
export interface Optimum {
  readonly worth: number;
  readonly seats: number;
}

/** An edge at one of the starts that it allows. */
interface Option {
  readonly edge: ProblemEdge;
  readonly start: number | null;
  readonly end: number | null;
}

/** Every set of every helper, combined request by request: exponential, for problems of a few requests. */
export function bruteForce(problem: Problem): Optimum {
  const none = problem.requests.map(() => '0').join();
  let states = new Map<string, Optimum>([[none, { worth: 0, seats: 0 }]]);
  problem.helpers.forEach((_, helper) => {
    const sets = feasibleSets(problem, helper);
    const next = new Map<string, Optimum>();
    for (const [key, state] of states) {
      for (const set of sets) {
        const filled = fill(problem, key.split(','), set.options);
        if (!filled) continue;
        const candidate = { worth: state.worth + set.worth, seats: state.seats + set.options.length };
        const known = next.get(filled);
        if (!known || better(candidate, known)) next.set(filled, candidate);
      }
    }
    states = next;
  });
  return [...states.values()].reduce((best, state) => (better(state, best) ? state : best));
}

function better(a: Optimum, b: Optimum): boolean {
  return a.worth > b.worth || (a.worth === b.worth && a.seats > b.seats);
}

/** Seats and their common start, by request ('2@600'), or null where the set asks for too many or for another start. */
function fill(problem: Problem, filled: string[], options: readonly Option[]): string | null {
  for (const { edge, start } of options) {
    const [seats, at] = filled[edge[0]]!.split('@');
    const { needed, starts } = problem.requests[edge[0]]!;
    if (Number(seats) + 1 > needed) return null;
    if (!starts || starts.length === 0) filled[edge[0]] = `${Number(seats) + 1}`;
    else if (at !== undefined && at !== String(start)) return null;
    else filled[edge[0]] = `${Number(seats) + 1}@${start}`;
  }
  return filled.join();
}

function feasibleSets(problem: Problem, helper: number): { options: Option[]; worth: number }[] {
  const key = (request: number): string => `${request} ${helper}`;
  const approved = new Set((problem.approved ?? []).map((pair) => `${pair[0]} ${pair[1]}`));
  const bound = new Set((problem.approved ?? []).map((pair) => pair[0]));
  const current = new Map((problem.current ?? []).map((pair) => [`${pair[0]} ${pair[1]}`, pair[2] ?? null]));
  let sets: Option[][] = [[]];
  for (const edge of problem.edges.filter((one) => one[1] === helper)) {
    const options = optionsOf(problem, edge, bound.has(edge[0]), approved.has(key(edge[0])));
    const taken = sets.flatMap((set) => options.map((option) => [...set, option]));
    sets = approved.has(key(edge[0])) ? taken : [...sets, ...taken];
  }
  const fixed = ({ edge }: Option): boolean => approved.has(key(edge[0]));
  const bonus = ({ edge, start }: Option): number => {
    const at = current.get(key(edge[0]));
    return at === undefined || fixedElsewhere(at, start) ? 0 : (problem.stabilityBonus ?? 0);
  };
  return sets
    .filter((set) => inTime(problem, helper, set, fixed) && inCaps(problem, helper, set, fixed))
    .map((options) => ({
      options,
      worth:
        options.reduce((sum, option) => sum + option.edge[2] + bonus(option), 0) +
        beyond(problem, helper, options),
    }));
}

function fixedElsewhere(at: number | null, start: number | null): boolean {
  return at !== null && at !== start;
}

function optionsOf(problem: Problem, edge: ProblemEdge, bound: boolean, approved: boolean): Option[] {
  const { start, end, starts } = problem.requests[edge[0]]!;
  if (typeof start !== 'number') return [{ edge, start: null, end: null }];
  const all = bound ? [start] : [start, ...(starts ?? [])];
  return all
    .filter((one) => approved || !edge[4] || edge[4].includes(one))
    .map((one) => ({ edge, start: one, end: one + end! - start }));
}

/** Points for linked requests less the cost of giving so much. */
function beyond(problem: Problem, helper: number, options: readonly Option[]): number {
  const has = (request: number): boolean => options.some(({ edge }) => edge[0] === request);
  const links = (problem.together ?? []).filter(([a, b]) => has(a) && has(b));
  const { visits, minutes } = problem.helpers[helper]!.fairness ?? {};
  const given = options.reduce((sum, { edge }) => sum + edge[3], 0);
  const costs = [
    ...(visits ?? []).filter(([above]) => options.length > above),
    ...(minutes ?? []).filter(([above]) => given > above),
  ];
  return (
    links.reduce((sum, [, , points]) => sum + points, 0) - costs.reduce((sum, [, points]) => sum + points, 0)
  );
}

function inTime(
  problem: Problem,
  helper: number,
  set: readonly Option[],
  fixed: (option: Option) => boolean,
): boolean {
  const { free, home, breakMinutes } = problem.helpers[helper]!;
  const road = (from: number | null | undefined, to: number | null | undefined): number =>
    problem.travel?.[from ?? -1]?.[to ?? -1] ?? 0;
  const placeOf = (option: Option) => problem.requests[option.edge[0]]!.place;
  const endOf = (option: Option) => problem.requests[option.edge[0]]!.endPlace ?? placeOf(option);
  const timed = set.filter(({ start }) => start !== null).sort((a, b) => a.start! - b.start!);
  const windowOf = (option: Option | undefined) =>
    option && free?.find(([from, to]) => from <= option.start! && option.end! <= to);
  return timed.every((option, i) => {
    const before = timed[i - 1];
    if (before && option.start! < before.end! + road(endOf(before), placeOf(option)) + (breakMinutes ?? 0))
      return false;
    if (!free || fixed(option)) return true;
    const window = windowOf(option);
    if (!window) return false;
    const alone = (other: Option | undefined): boolean => windowOf(other) !== window;
    if (alone(before) && window[0] + road(home, placeOf(option)) > option.start!) return false;
    return !alone(timed[i + 1]) || option.end! + road(endOf(option), home) <= window[1];
  });
}

function inCaps(
  problem: Problem,
  helper: number,
  set: readonly Option[],
  fixed: (option: Option) => boolean,
): boolean {
  const { maxMinutes, maxRequests, caps } = problem.helpers[helper]!;
  const all = { from: -Infinity, to: Infinity, maxMinutes, maxRequests };
  return [all, ...(caps ?? [])].every((cap) => {
    const inside = set.filter(
      ({ start }) => cap === all || (start !== null && start >= cap.from && start < cap.to),
    );
    const approved = inside.filter(fixed);
    const free = inside.filter((option) => !fixed(option));
    const minutes = (some: readonly Option[]): number => some.reduce((sum, { edge }) => sum + edge[3], 0);
    const minutesLeft = Math.max(0, (cap.maxMinutes ?? Infinity) - minutes(approved));
    const requestsLeft = Math.max(0, (cap.maxRequests ?? Infinity) - approved.length);
    return minutes(free) <= minutesLeft && free.length <= requestsLeft;
  });
}
