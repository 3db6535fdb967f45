import { describe, expect, it } from '@jest/globals';
import { findCandidates } from './batch/find-candidates.js';
import { RandomDistrict } from './batch/random-district.builder.js';
import { marketOf } from './market.js';
import { dateProblem, nodesOf } from './plan-problem.js';
import { PlaceSolver } from './solver.js';

describe('the competition for a request', () => {
  it.each([1, 2, 3])(
    'is every other family that asks for one of its helpers at its hours, district %i',
    async (seed) => {
      const facts = new RandomDistrict(seed, { helpers: 60, requests: 300 }).facts();
      const { problem, nodes, helperIds } = dateProblem(facts, nodesOf(findCandidates(facts)), new Map());
      const { solution, insight } = await new PlaceSolver().solveExplained(problem, 'quick');
      const households = nodes.map(({ parts }) => parts.map(({ request }) => request.householdId));
      const market = marketOf(problem, solution, insight, helperIds, households);
      const asked = nodes.map((): number[] => []);
      for (const [request, helper] of problem.edges) asked[request]?.push(helper);
      const helpersOf = (request: number) => asked[request]!;
      const short = new Set(solution.unmatched.map(({ request }) => request));
      let most = 0;
      nodes.forEach((_, request) => {
        const { start, end } = problem.requests[request]!;
        const helpers = helpersOf(request);
        const rivals = nodes
          .map((__, other) => other)
          .filter((other) => problem.requests[other]!.start! < end! && problem.requests[other]!.end! > start!)
          .filter((other) => helpersOf(other).some((helper) => helpers.includes(helper)))
          .filter((other) => !households[other]!.some((id) => households[request]!.includes(id)));
        const families = new Set(rivals.flatMap((other) => households[other]!));
        const waiting = new Set(
          rivals.filter((other) => short.has(other)).flatMap((other) => households[other]!),
        );
        const expected = { helpers: helpers.length, families: families.size, waiting: waiting.size };
        expect(market.competitionFor(request)).toEqual(expected);
        most = Math.max(most, families.size);
      });
      expect(most).toBeGreaterThan(1);
    },
  );
});
