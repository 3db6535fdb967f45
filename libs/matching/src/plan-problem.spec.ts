import { checkSolution, type Problem } from '#matching/engine';
import { describe, expect, it } from '@jest/globals';
import { findCandidates } from './batch/find-candidates.js';
import { CandidateSearch } from './batch/candidate-search.js';
import { refilled } from './batch/further-helpers.js';
import { likeliest } from './batch/likeliest.js';
import { RandomDistrict } from './batch/random-district.builder.js';
import { widen } from './batch/widen.js';
import { minutes, type MatchingFacts } from './facts.js';
import { dateProblem, nodesOf, type PlanNode } from './plan-problem.js';
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

describe('beyond the best thirty', () => {
  it.each([
    ['all who are worth it', undefined],
    ['the likeliest', 0],
  ])('a helper enters who would serve what the thirty leave open, of %s', async (_, many) => {
    const facts = crowded(31, 40);
    const dated = dateProblem(facts, nodesOf(findCandidates(facts)), new Map());
    const solver = new PlaceSolver();
    const answer = await solver.solveExplained(dated.problem, 'standard');
    expect(answer.solution.assignments).toHaveLength(30);
    const wider = await widen(facts, new Map(), dated, answer, solver, many);
    expect(wider.answer.solution.assignments).toHaveLength(31);
    expect(wider.morePairs).toBeGreaterThan(0);
    expect(checkSolution(wider.dated.problem, wider.answer.solution)).toEqual([]);
    expect(wider.answer.solution.bound).toBeGreaterThanOrEqual(wider.answer.solution.objective);
  });

  it('of many, those enter who have the hours to give', async () => {
    const facts = crowded(31, 40);
    const dated = dateProblem(facts, nodesOf(findCandidates(facts)), new Map());
    const solver = new PlaceSolver();
    const answer = await solver.solveExplained(dated.problem, 'standard');
    const { solution, insight } = answer;
    const nodes = likeliest(dated, solution, insight.prices, everybody(facts, dated.nodes));
    const busy = new Set(solution.assignments.map(([, helper]) => dated.helperIds[helper]!));
    const entered = nodes.map(({ entering }) => [...(entering ?? [])].sort());
    const idle = dated.helperIds.filter((id) => !busy.has(id));
    expect(idle).toHaveLength(10);
    expect(entered).toEqual(nodes.map(() => idle));
  });

  it('the next best with room enter in place of those whose time series take', () => {
    const facts = crowded(31, 40);
    const nodes = nodesOf(findCandidates(facts));
    const fixed = new Map([
      [nodes[0]!.id, ['helper-000']],
      [nodes[1]!.id, ['helper-001']],
    ]);
    const entered = refilled(facts, fixed, dateProblem(facts, nodes, fixed)).nodes.map(({ entering }) => [
      ...(entering ?? []),
    ]);
    expect(entered.slice(0, 2)).toEqual([[], []]);
    expect(entered.slice(2)).toEqual(nodes.slice(2).map(() => ['helper-030', 'helper-031']));
  });

  it('nobody enters whose time is promised', async () => {
    const facts = crowded(31, 40);
    const nodes = nodesOf(findCandidates(facts));
    const fixed = new Map([[nodes[0]!.id, ['helper-035']]]);
    const dated = dateProblem(facts, nodes, fixed);
    const solver = new PlaceSolver();
    const answer = await solver.solveExplained(dated.problem, 'standard');
    const wider = await widen(facts, fixed, dated, answer, solver);
    const entered = new Set(wider.dated.nodes.flatMap(({ entering }) => [...(entering ?? [])]));
    expect(entered).toContain('helper-034');
    expect(entered).not.toContain('helper-035');
  });

  it('nothing changes where the thirty serve all', async () => {
    const facts = crowded(30, 40);
    const dated = dateProblem(facts, nodesOf(findCandidates(facts)), new Map());
    const solver = new PlaceSolver();
    const answer = await solver.solveExplained(dated.problem, 'standard');
    const wider = await widen(facts, new Map(), dated, answer, solver);
    expect(wider.answer.solution.assignments).toEqual(answer.solution.assignments);
    expect(wider.answer.solution.bound).toBeGreaterThanOrEqual(answer.solution.objective);
  });

  it.each([
    ...[11, 12].map((seed) => ({
      market: `district ${seed}`,
      make: () => new RandomDistrict(seed, { helpers: 160, requests: 60 }).facts(),
    })),
    // Where helpers are scarce the bound of the thirty alone lies below what all can do.
    ...[31, 40, 50].map((visits) => ({
      market: `${visits} visits at one hour`,
      make: () => crowded(visits, visits + 10),
    })),
  ])(
    'the bound holds over all pairs that keep the rules, not over the thirty alone: $market',
    async ({ make }) => {
      const facts = make();
      const nodes = nodesOf(findCandidates(facts));
      const solver = new PlaceSolver();
      const best = await solver.solve(
        dateProblem(facts, everybody(facts, nodes), new Map()).problem,
        'proof',
      );
      for (const effort of ['quick', 'proof'] as const) {
        const dated = dateProblem(facts, nodes, new Map());
        const answer = await solver.solveExplained(dated.problem, effort);
        for (const many of [undefined, 0]) {
          const { solution } = (await widen(facts, new Map(), dated, answer, solver, many)).answer;
          expect(solution.bound).toBeGreaterThanOrEqual(best.objective);
          expect(solution.objective).toBeLessThanOrEqual(best.bound);
        }
      }
    },
  );
});

/** The nodes with all who could serve them, however many. */
function everybody(facts: MatchingFacts, nodes: readonly PlanNode[]): PlanNode[] {
  const search = new CandidateSearch(facts);
  return nodes.map((node) => {
    if (node.parts.length > 1) return node;
    const [part] = node.parts;
    search.takeRequest(part!.request);
    const all = search.keepWhere(search.find(part!.visit), () => true);
    return { ...node, parts: [all], entering: new Set(all.candidates.map(({ helperId }) => helperId)) };
  });
}

/** So many visits at one hour, and helpers who fit all of them alike but for what they gave lately. */
function crowded(visits: number, helpers: number): MatchingFacts {
  const facts = twins(false);
  const [offer] = facts.offers;
  const { memberId } = offer!;
  const ids = Array.from({ length: helpers }, (_, index) => `helper-${String(index).padStart(3, '0')}`);
  const history = facts.history.get(memberId)!;
  const given = (index: number) => ({ ...history, everPlaced: true, recentMinutes: 20 * index });
  return {
    ...facts,
    visits: Array.from({ length: visits }, (_, index) => {
      const id = `visit-${String(index).padStart(3, '0')}`;
      return { ...facts.visits[0]!, id, sessionId: id };
    }),
    offers: ids.map((id) => ({ ...offer!, id: `offer-${id}`, memberId: id })),
    free: new Map(ids.map((id) => [id, facts.free.get(memberId)!])),
    history: new Map(ids.map((id, index) => [id, given(index)])),
    credentials: new Map(
      ids.map((id) => [
        id,
        (facts.credentials.get(memberId) ?? []).map((held) => ({ ...held, memberId: id })),
      ]),
    ),
    requests: new Map(
      [...facts.requests].map(([id, request]) => [id, { ...request, school: null, preferredHelperId: null }]),
    ),
  };
}

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
