import { integer, known, list, optionalInteger, record } from './json-shape.js';
import { LIMITS } from '../model/limits.js';
import type { FreeWindow, Problem } from '../model/problem.js';
import { InvalidProblem } from '../model/problem.js';

/** Other starts of a request: apart from its own and from one another. */
export function validateStarts(value: unknown, path: string, start: number | null): void {
  if (value === undefined || value === null) return;
  const starts = list(value, path, LIMITS.startsPerRequest);
  if (starts.length === 0) return;
  if (start === null) throw new InvalidProblem(path, 'stands beside no start');
  const seen = new Set<unknown>([start]);
  starts.forEach((other, index) => {
    integer(other, () => `${path}[${index}]`, -LIMITS.time, LIMITS.time);
    if (seen.has(other)) throw new InvalidProblem(`${path}[${index}]`, 'repeats a start');
    seen.add(other);
  });
}

/** The starts that an edge allows are starts of its request. */
export function validateEdgeStarts({ requests, edges }: Problem): void {
  let expanded = 0;
  edges.forEach(([request, , , , starts], index) => {
    const { start, starts: others } = requests[request]!;
    expanded += 1 + (others?.length ?? 0);
    if (expanded > LIMITS.edges)
      throw new InvalidProblem(
        '$.edges',
        `make more than ${LIMITS.edges} with all the starts of their requests`,
      );
    if (starts === undefined || starts === null) return;
    const path = `$.edges[${index}][4]`;
    const own = list(starts, path, LIMITS.startsPerRequest + 1);
    if (own.length === 0) throw new InvalidProblem(path, 'allows no start');
    own.forEach((one, k) => {
      const value = integer(one, () => `${path}[${k}]`, -LIMITS.time, LIMITS.time);
      if (value !== start && !others?.includes(value))
        throw new InvalidProblem(`${path}[${k}]`, `is no start of requests[${request}]`);
      if (own.indexOf(value) !== k) throw new InvalidProblem(`${path}[${k}]`, 'repeats a start');
    });
  });
}

/** A start of a current pair is one of its request. */
export function validateCurrentStarts({ requests, current }: Problem): void {
  (current ?? []).forEach(([request, , start], index) => {
    const path = `$.current[${index}][2]`;
    const value = optionalInteger(start, path, -LIMITS.time, LIMITS.time);
    if (value === null) return;
    if (value !== requests[request]!.start && !requests[request]!.starts?.includes(value))
      throw new InvalidProblem(path, `is no start of requests[${request}]`);
  });
}

/** Free times of a helper: each with an end after its beginning, and a moment between any two. */
export function validateFree(value: unknown, path: string): void {
  if (value === undefined || value === null) return;
  const windows = list(value, path, LIMITS.windowsPerHelper);
  windows.forEach((window, index) => {
    if (!Array.isArray(window) || window.length !== 2)
      throw new InvalidProblem(`${path}[${index}]`, 'must be [from, to]');
    const [from, to] = window.map((moment, k) =>
      integer(moment, () => `${path}[${index}][${k}]`, -LIMITS.time, LIMITS.time),
    );
    if (to! <= from!) throw new InvalidProblem(`${path}[${index}][1]`, 'must be later than its beginning');
  });
  const order = (windows as FreeWindow[]).map(([from, to], index) => ({ from, to, index }));
  order.sort((a, b) => a.from - b.from || a.index - b.index);
  for (let i = 1; i < order.length; i += 1) {
    const [before, after] = [order[i - 1]!, order[i]!];
    if (after.from <= before.to)
      throw new InvalidProblem(
        `${path}[${after.index}]`,
        `overlaps or touches ${before.index}: make them one`,
      );
  }
}

export function validateFairness(value: unknown, path: string): void {
  if (value === undefined || value === null) return;
  const fairness = record(value, path);
  known(fairness, path, ['visits', 'minutes']);
  for (const name of ['visits', 'minutes']) validateSteps(fairness[name], `${path}.${name}`);
}

function validateSteps(value: unknown, path: string): void {
  if (value === undefined || value === null) return;
  let last = -1;
  list(value, path, LIMITS.stepsPerHelper).forEach((step, index) => {
    if (!Array.isArray(step) || step.length !== 2)
      throw new InvalidProblem(`${path}[${index}]`, 'must be [above, points]');
    const above = integer(step[0], () => `${path}[${index}][0]`, 0, LIMITS.time);
    if (above <= last) throw new InvalidProblem(`${path}[${index}][0]`, 'must be more than the step before');
    integer(step[1], () => `${path}[${index}][1]`, 0, LIMITS.score);
    last = above;
  });
}

export function validateTogether(value: unknown, requests: number): void {
  if (value === undefined || value === null) return;
  const first = new Map<number, number>();
  list(value, '$.together', LIMITS.together).forEach((link, index) => {
    const path = `$.together[${index}]`;
    if (!Array.isArray(link) || link.length !== 3)
      throw new InvalidProblem(path, 'must be [request, request, points]');
    const pair = [0, 1].map((k) => integer(link[k], () => `${path}[${k}]`, 0, LIMITS.time));
    pair.forEach((request, k) => {
      if (request >= requests)
        throw new InvalidProblem(`${path}[${k}]`, `names no request, there are ${requests}`);
    });
    integer(link[2], () => `${path}[2]`, 0, LIMITS.score);
    const [a, b] = [Math.min(...pair), Math.max(...pair)];
    if (a === b) throw new InvalidProblem(`${path}[1]`, 'is the same request');
    const twin = first.get(a * requests + b);
    if (twin !== undefined) throw new InvalidProblem(path, `repeats together[${twin}]`);
    first.set(a * requests + b, index);
  });
}
