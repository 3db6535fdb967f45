import { checkSolution, type Problem } from '#matching/engine';
import { describe, expect, it } from '@jest/globals';
import { findCandidates } from './batch/find-candidates.js';
import { RandomDistrict } from './batch/random-district.builder.js';
import { minutes, type MatchingFacts } from './facts.js';
import { dateProblem, nodesOf } from './plan-problem.js';
import { PlaceSolver } from './solver.js';

const SEEDS = [1, 2, 3, 4, 5];
const district = (seed: number) => new RandomDistrict(seed, { helpers: 60, requests: 40 }).facts();
const problemOf = (facts: MatchingFacts): Problem =>
  dateProblem(facts, nodesOf(findCandidates(facts)), new Map()).problem;

describe('the dated problem', () => {
  it.each(SEEDS)(
    'holds each visit in a free time of its helper, who begins it at home, district %i',
    (seed) => {
      const facts = district(seed);
      const { requests, helpers, edges, approved } = problemOf(facts);
      const fixed = new Set(approved!.map(String));
      let held = 0;
      for (const [request, helper, , , starts] of edges) {
        if (fixed.has(String([request, helper]))) continue;
        const { start, end } = requests[request]!;
        for (const from of starts ?? [start!]) {
          const to = from + end! - start!;
          const around = helpers[helper]!.free!.filter(([opens, closes]) => opens <= from && to <= closes);
          expect(around).toHaveLength(1);
          held += 1;
        }
      }
      expect(held).toBeGreaterThan(20);
      for (const { id, free, home } of helpers) {
        const offer = facts.offers.find(({ memberId }) => memberId === id)!;
        expect(home).toBe(facts.roads.index.get(offer.zoneId));
        const own = facts.free.get(id)!.map(({ start, end }) => [minutes(start), minutes(end)]);
        expect(own).toEqual(expect.arrayContaining(free!.map(([from, to]) => [from, to])));
      }
    },
  );

  it.each(SEEDS)(
    'is solved by a plan in which nobody leaves home too early or is back too late, district %i',
    async (seed) => {
      const problem = problemOf(district(seed));
      const solution = await new PlaceSolver().solve(problem, 'standard');
      expect(checkSolution(problem, solution)).toEqual([]);
      expect(solution.assignments.length).toBeGreaterThan(problem.approved!.length);
    },
  );

  it('is the same whatever the order of the visits', () => {
    const facts = district(1);
    expect(problemOf({ ...facts, visits: [...facts.visits].reverse() })).toEqual(problemOf(facts));
  });

  it('gives the only helper to the lower id of two visits that are alike', async () => {
    for (const reversed of [false, true]) {
      const facts = twins(reversed);
      const dated = dateProblem(facts, nodesOf(findCandidates(facts)), new Map());
      const { assignments } = await new PlaceSolver().solve(dated.problem, 'proof');
      const served = assignments.filter(([request]) => request < dated.nodes.length);
      expect(served.map(([request]) => dated.nodes[request]!.id)).toEqual(['visit-a']);
    }
  });
});

/** Two visits that differ in their ids alone, and one helper for them. */
function twins(reversed: boolean): MatchingFacts {
  const facts = district(1);
  const [part] = findCandidates(facts).filter(
    ({ candidates, visit }) =>
      candidates.length > 0 && visit.windowEnd - visit.windowStart === visit.minutes * 60_000,
  );
  const { helperId, offer } = part!.candidates[0]!;
  const twin = (id: string) => ({ ...part!.visit, id, sessionId: id, open: 1 });
  const visits = [twin('visit-a'), twin('visit-b')];
  return {
    ...facts,
    visits: reversed ? visits.reverse() : visits,
    offers: [offer],
    busy: new Map(),
    free: new Map([[helperId, facts.free.get(helperId)!]]),
  };
}
