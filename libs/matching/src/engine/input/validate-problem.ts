import { integer, known, list, optionalInteger, record } from './json-shape.js';
import { LIMITS } from '../model/limits.js';
import type {
  CapWindow,
  Pair,
  Problem,
  ProblemEdge,
  ProblemHelper,
  ProblemRequest,
} from '../model/problem.js';
import { InvalidProblem } from '../model/problem.js';
import { validateApproved } from './validate-approved.js';
import {
  validateCurrentStarts,
  validateEdgeStarts,
  validateFairness,
  validateFree,
  validateStarts,
  validateTogether,
} from './validate-extras.js';

/**
 * Checks every rule of the interface and returns the same value, typed.
 * @throws InvalidProblem with the JSON path of the first fault
 */
export function validateProblem(input: unknown): Problem {
  const problem = record(input, '$');
  known(problem, '$', [
    'version',
    'requests',
    'helpers',
    'travel',
    'edges',
    'approved',
    'current',
    'stabilityBonus',
    'together',
  ]);
  if (problem['version'] !== 1) throw new InvalidProblem('$.version', 'must be 1');
  const places = validateTravel(problem['travel']);
  const requests = list(problem['requests'], '$.requests', LIMITS.requests);
  const helpers = list(problem['helpers'], '$.helpers', LIMITS.helpers);
  const edges = list(problem['edges'], '$.edges', LIMITS.edges);
  requests.forEach((value, index) => validateRequest(value, `$.requests[${index}]`, places));
  uniqueIds(requests as ProblemRequest[], '$.requests');
  helpers.forEach((value, index) => validateHelper(value, `$.helpers[${index}]`, places));
  uniqueIds(helpers as ProblemHelper[], '$.helpers');
  edges.forEach((value, index) => validateEdge(value, index, requests.length, helpers.length));
  uniquePairs(edges as ProblemEdge[], '$.edges', helpers.length, requests.length);
  for (const name of ['approved', 'current'] as const) {
    validatePairs(problem[name], `$.${name}`, edges as ProblemEdge[], requests.length, helpers.length);
  }
  validateEdgeStarts(problem as unknown as Problem);
  validateCurrentStarts(problem as unknown as Problem);
  validateTogether(problem['together'], requests.length);
  optionalInteger(problem['stabilityBonus'], '$.stabilityBonus', 0, LIMITS.score);
  validateApproved(problem as unknown as Problem);
  return problem as unknown as Problem;
}

/** Returns the number of places. */
function validateTravel(value: unknown): number {
  if (value === undefined || value === null) return 0;
  const rows = list(value, '$.travel', LIMITS.places);
  rows.forEach((row, from) => {
    const minutes = list(row, `$.travel[${from}]`, LIMITS.places);
    if (minutes.length !== rows.length) {
      throw new InvalidProblem(`$.travel[${from}]`, `must have ${rows.length} entries, one for each place`);
    }
    for (let to = 0; to < minutes.length; to += 1) {
      integer(minutes[to], () => `$.travel[${from}][${to}]`, 0, LIMITS.minutes);
    }
  });
  return rows.length;
}

function validateRequest(value: unknown, path: string, places: number): void {
  const request = record(value, path);
  known(request, path, ['id', 'needed', 'start', 'end', 'place', 'endPlace', 'starts']);
  validateId(request['id'], `${path}.id`);
  integer(request['needed'], () => `${path}.needed`, 1, LIMITS.needed);
  const start = optionalInteger(request['start'], `${path}.start`, -LIMITS.time, LIMITS.time);
  const end = optionalInteger(request['end'], `${path}.end`, -LIMITS.time, LIMITS.time);
  if (start === null && end !== null)
    throw new InvalidProblem(`${path}.start`, 'is null although end is not');
  if (start !== null && end === null)
    throw new InvalidProblem(`${path}.end`, 'is null although start is not');
  if (start !== null && end !== null && end <= start) {
    throw new InvalidProblem(`${path}.end`, 'must be later than start');
  }
  for (const name of ['place', 'endPlace']) validatePlace(request[name], `${path}.${name}`, places);
  validateStarts(request['starts'], `${path}.starts`, start);
}

function validatePlace(value: unknown, path: string, places: number): void {
  const place = optionalInteger(value, path, 0, LIMITS.time);
  if (place !== null && place >= places)
    throw new InvalidProblem(path, `is no row of travel, which has ${places}`);
}

function validateHelper(value: unknown, path: string, places: number): void {
  const helper = record(value, path);
  known(helper, path, [
    'id',
    'maxMinutes',
    'maxRequests',
    'breakMinutes',
    'caps',
    'free',
    'home',
    'fairness',
  ]);
  validateFree(helper['free'], `${path}.free`);
  validatePlace(helper['home'], `${path}.home`, places);
  validateFairness(helper['fairness'], `${path}.fairness`);
  validateId(helper['id'], `${path}.id`);
  validateCaps(helper, path);
  optionalInteger(helper['breakMinutes'], `${path}.breakMinutes`, 0, LIMITS.minutes);
  if (helper['caps'] === undefined || helper['caps'] === null) return;
  const windows = list(helper['caps'], `${path}.caps`, LIMITS.windowsPerHelper);
  windows.forEach((entry, index) => validateWindow(entry, `${path}.caps[${index}]`));
  const order = (windows as CapWindow[]).map((window, index) => ({ window, index }));
  order.sort((a, b) => a.window.from - b.window.from || a.index - b.index);
  for (let i = 1; i < order.length; i += 1) {
    const [before, after] = [order[i - 1]!, order[i]!];
    if (after.window.from < before.window.to) {
      throw new InvalidProblem(`${path}.caps[${after.index}]`, `overlaps caps[${before.index}]`);
    }
  }
}

function validateWindow(value: unknown, path: string): void {
  const window = record(value, path);
  known(window, path, ['from', 'to', 'maxMinutes', 'maxRequests']);
  const from = integer(window['from'], () => `${path}.from`, -LIMITS.time, LIMITS.time);
  const to = integer(window['to'], () => `${path}.to`, -LIMITS.time, LIMITS.time);
  if (to <= from) throw new InvalidProblem(`${path}.to`, 'must be later than from');
  validateCaps(window, path);
}

function validateCaps(owner: Record<string, unknown>, path: string): void {
  optionalInteger(owner['maxMinutes'], `${path}.maxMinutes`, 0, Number.MAX_SAFE_INTEGER);
  optionalInteger(owner['maxRequests'], `${path}.maxRequests`, 0, Number.MAX_SAFE_INTEGER);
}

/** Millions of edges are sound: they are asked in one line, only the first fault is named step by step. */
function isSoundEdge(value: unknown, requests: number, helpers: number): boolean {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    isWithin(value[0], requests - 1) &&
    isWithin(value[1], helpers - 1) &&
    isWithin(value[2], LIMITS.score) &&
    isWithin(value[3], LIMITS.minutes)
  );
}

function isWithin(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function validateEdge(value: unknown, index: number, requests: number, helpers: number): void {
  if (isSoundEdge(value, requests, helpers)) return;
  if (!Array.isArray(value) || (value.length !== 4 && value.length !== 5)) {
    throw new InvalidProblem(`$.edges[${index}]`, 'must be [request, helper, score, minutes, starts?]');
  }
  validateIndices(value, () => `$.edges[${index}]`, requests, helpers);
  integer(value[2], () => `$.edges[${index}][2]`, 0, LIMITS.score);
  integer(value[3], () => `$.edges[${index}][3]`, 0, LIMITS.minutes);
}

function validateIndices(pair: unknown[], path: () => string, requests: number, helpers: number): void {
  const request = integer(pair[0], () => `${path()}[0]`, 0, LIMITS.time);
  if (request >= requests)
    throw new InvalidProblem(`${path()}[0]`, `names no request, there are ${requests}`);
  const helper = integer(pair[1], () => `${path()}[1]`, 0, LIMITS.time);
  if (helper >= helpers) throw new InvalidProblem(`${path()}[1]`, `names no helper, there are ${helpers}`);
}

function validateId(value: unknown, path: string): void {
  if (typeof value !== 'string' || value.length === 0 || value.length > LIMITS.idLength) {
    throw new InvalidProblem(path, `must be a string of 1 to ${LIMITS.idLength} characters`);
  }
}

function uniqueIds(items: readonly { readonly id: string }[], path: string): void {
  const first = new Map<string, number>();
  items.forEach(({ id }, index) => {
    const twin = first.get(id);
    if (twin !== undefined) throw new InvalidProblem(`${path}[${index}].id`, `repeats the id of [${twin}]`);
    first.set(id, index);
  });
}

type PairLike = readonly [request: number, helper: number, ...rest: unknown[]];

/** Pairs bucketed by helper, then stamped by request: linear, where a set of keys would cost 50 bytes a pair. */
function uniquePairs(pairs: readonly PairLike[], path: string, helpers: number, requests: number): void {
  const byHelper = bucketByHelper(pairs, helpers);
  const stamp = new Int32Array(requests).fill(-1);
  for (let helper = 0; helper < helpers; helper += 1) {
    for (let i = byHelper.first[helper]!; i < byHelper.first[helper + 1]!; i += 1) {
      const index = byHelper.order[i]!;
      const request = pairs[index]![0]!;
      if (stamp[request] === helper) throw new InvalidProblem(`${path}[${index}]`, 'repeats an earlier pair');
      stamp[request] = helper;
    }
  }
}

function bucketByHelper(
  pairs: readonly PairLike[],
  helpers: number,
): { first: Int32Array; order: Int32Array } {
  const first = new Int32Array(helpers + 1);
  for (let index = 0; index < pairs.length; index += 1) first[pairs[index]![1] + 1]! += 1;
  for (let helper = 0; helper < helpers; helper += 1) first[helper + 1]! += first[helper]!;
  const cursor = first.slice(0, helpers);
  const order = new Int32Array(pairs.length);
  for (let index = 0; index < pairs.length; index += 1) {
    const helper = pairs[index]![1];
    order[cursor[helper]!] = index;
    cursor[helper]! += 1;
  }
  return { first, order };
}

function validatePairs(
  value: unknown,
  path: string,
  edges: readonly ProblemEdge[],
  requests: number,
  helpers: number,
): void {
  if (value === undefined || value === null) return;
  const pairs = list(value, path, LIMITS.edges);
  pairs.forEach((pair, index) => {
    const most = path === '$.current' ? 3 : 2;
    if (!Array.isArray(pair) || pair.length < 2 || pair.length > most) {
      throw new InvalidProblem(
        `${path}[${index}]`,
        most === 2 ? 'must be [request, helper]' : 'must be [request, helper, start?]',
      );
    }
    validateIndices(pair, () => `${path}[${index}]`, requests, helpers);
  });
  uniquePairs(pairs as Pair[], path, helpers, requests);
  if (pairs.length === 0) return;
  const key = (pair: PairLike): number => pair[0] * helpers + pair[1];
  const missing = new Map((pairs as Pair[]).map((pair, index) => [key(pair), index]));
  for (const edge of edges) missing.delete(key(edge));
  for (const index of missing.values())
    throw new InvalidProblem(`${path}[${index}]`, 'is not among the edges');
}
