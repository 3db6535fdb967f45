import type { Problem, Solution } from '../model/problem.js';

/**
 * The problem that events re-plan: each visit at the start that the plan gave it, for people were told so, and without
 * links and fairness, which the next whole plan weighs again.
 */
export function asItStands(problem: Problem, solution: Pick<Solution, 'assignments' | 'starts'>): Problem {
  const given = new Map(
    (solution.starts ?? []).map(([pair, start]) => [solution.assignments[pair]![0], start]),
  );
  const requests = problem.requests.map(({ starts, ...request }, index) => {
    const start = given.get(index);
    if (!starts || start === undefined || start === request.start) return request;
    return { ...request, start, end: start + request.end! - request.start! };
  });
  const edges = problem.edges.filter(
    ([request, , , , starts]) => !starts || starts.includes(requests[request]!.start!),
  );
  const helpers = problem.helpers.map((helper) => ({ ...helper, fairness: null }));
  return { ...problem, requests, helpers, edges, together: null };
}
