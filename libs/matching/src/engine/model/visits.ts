import type { Problem, ProblemRequest } from './problem.js';

/** A request at one of its starts. */
export type Visit = Pick<ProblemRequest, 'start' | 'end' | 'place' | 'endPlace'>;

/**
 * Every request at each start it may take: visit r is request r at its own start, the others come after all of these.
 * A request with approved helpers takes place when they were told: it has no other start.
 */
export interface Visits {
  readonly all: readonly Visit[];
  readonly requestOf: Int32Array;
  /** The other starts of request r: visits [otherFirst[r], otherFirst[r + 1]). */
  readonly otherFirst: Int32Array;
}

export function visitsOf(problem: Problem): Visits {
  const { requests } = problem;
  const otherFirst = new Int32Array(requests.length + 1).fill(requests.length);
  if (!requests.some(({ starts }) => starts && starts.length > 0)) {
    return { all: requests, requestOf: Int32Array.from(requests, (_, index) => index), otherFirst };
  }
  const fixed = new Set((problem.approved ?? []).map(([request]) => request));
  const all: Visit[] = [...requests];
  const requestOf = requests.map((_, index) => index);
  requests.forEach((request, index) => {
    const minutes = request.end! - request.start!;
    for (const start of fixed.has(index) ? [] : (request.starts ?? [])) {
      all.push({ start, end: start + minutes, place: request.place, endPlace: request.endPlace });
      requestOf.push(index);
    }
    otherFirst[index + 1] = all.length;
  });
  return { all, requestOf: Int32Array.from(requestOf), otherFirst };
}
