import { describe, expect, it } from '@jest/globals';
import { EventSource, splitInstance } from '../../../../../test/bench/matching-events.js';
import { makeInstance } from '../../../../../test/bench/matching-instances.js';
import { bruteForce, randomProblem } from '../../../../../test/bench/matching-oracle.js';
import {
  checkSolution,
  InvalidProblem,
  rearrange,
  Replanner,
  solve,
  validateProblem,
  type Pair,
  type Problem,
} from '../index.js';

async function planned(problem: Problem): Promise<Replanner> {
  let prices: ArrayLike<number> = [];
  const solution = await solve(problem, {
    onPrices: (told) => {
      prices = told;
    },
  });
  return new Replanner(problem, solution, prices);
}

function valid(seed: number): Problem | undefined {
  const problem: Problem = { ...randomProblem(seed), current: [] };
  try {
    return validateProblem(problem);
  } catch (fault) {
    if (!(fault instanceof InvalidProblem)) throw fault;
    return undefined;
  }
}

function approvedPairs({ market }: Replanner): Set<string> {
  return new Set(
    market.requests.flatMap(({ approved }, request) => [...approved].map((helper) => `${request} ${helper}`)),
  );
}

const one = (more: Partial<Problem> = {}): Problem => ({
  version: 1,
  requests: [
    { id: 'a', needed: 1, start: 0, end: 60 },
    { id: 'b', needed: 1, start: 30, end: 90 },
  ],
  helpers: [{ id: 'x' }, { id: 'y' }],
  edges: [
    [0, 0, 100, 60],
    [1, 0, 90, 60],
    [1, 1, 60, 60],
  ],
  ...more,
});

describe('replanning from the plan in force', () => {
  it('keeps every rule, moves nothing approved and stays under its bound, whatever happens', async () => {
    const wrong: unknown[] = [];
    for (let seed = 0; seed < 100; seed += 1) {
      const problem = valid(seed);
      const pool = randomProblem(10_000 + seed);
      if (!problem) continue;
      const replanner = await planned(problem);
      const source = new EventSource(
        replanner,
        { ...pool, requests: pool.requests.map((request) => ({ ...request, place: null, endPlace: null })) },
        problem.helpers.length,
        seed,
      );
      for (let step = 0; step < 8; step += 1) {
        const before = approvedPairs(replanner);
        const event = source.next();
        replanner.apply(event);
        const now = replanner.currentProblem();
        const solution = replanner.currentSolution();
        const faults = checkSolution(now, solution);
        const best = bruteForce({ ...now, stabilityBonus: 0 });
        if (faults.length > 0 || replanner.market.bound < best.worth) {
          wrong.push({ seed, step, event: event.kind, faults, bound: replanner.market.bound, best });
        }
        const after = approvedPairs(replanner);
        const ended = event.kind === 'pair-ended' || event.kind === 'request-closed' ? event.request : -1;
        for (const pair of before)
          if (!after.has(pair) && !pair.startsWith(`${ended} `)) wrong.push({ seed, step, pair });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('stays within a hundredth of a plan made anew while events change a quarter of the market', async () => {
    const [problem, pool] = splitInstance(makeInstance({ requests: 500, helpers: 400, seed: 5 }), 400);
    const replanner = await planned(problem);
    const source = new EventSource(replanner, pool, 400, 9);
    for (let step = 0; step < 100; step += 1) replanner.apply(source.next());
    const solution = replanner.currentSolution();
    expect(checkSolution(replanner.currentProblem(), solution)).toEqual([]);
    const anew = await solve(replanner.currentProblem());
    expect(solution.bound).toBeGreaterThanOrEqual(anew.objective);
    expect((anew.objective - solution.objective) / anew.objective).toBeLessThan(0.01);
  });

  it('gives the same answer to the same events', async () => {
    const run = async (): Promise<unknown[]> => {
      const problem = makeInstance({ requests: 120, helpers: 100, seed: 3 });
      const replanner = await planned(problem);
      const source = new EventSource(
        replanner,
        makeInstance({ requests: 40, helpers: 100, seed: 3 }),
        100,
        4,
      );
      return Array.from({ length: 60 }, () => replanner.apply(source.next()));
    };
    expect(await run()).toEqual(await run());
  });

  it('places a new request with a free helper and moves nobody', async () => {
    const replanner = await planned(one());
    const told = replanner.apply({
      kind: 'request-opened',
      request: { id: 'c', needed: 1, start: 200, end: 260 },
      edges: [[1, 50, 60]],
    });
    expect(told).toMatchObject({ added: [[2, 1]], removed: [] });
  });

  it('gives the seat of a helper who declined to the next best', async () => {
    const replanner = await planned(one({ edges: [...one().edges, [0, 1, 70, 60]] }));
    expect(replanner.market.assignments()).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const told = replanner.apply({ kind: 'pair-ended', request: 1, helper: 1 });
    expect(told.removed).toEqual(expect.arrayContaining([[1, 1]] satisfies Pair[]));
    expect(replanner.market.assignments()).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('offers the time that a withdrawn request gives back to one who goes empty', async () => {
    const replanner = await planned(one({ edges: one().edges.slice(0, 2) }));
    const told = replanner.apply({ kind: 'request-closed', request: 0 });
    expect(told).toMatchObject({ added: [[1, 0]], removed: [[0, 0]] });
  });

  it('never moves an approved pair, even for a family that goes empty', async () => {
    const replanner = await planned(one({ edges: one().edges.slice(0, 1) }));
    replanner.apply({ kind: 'pair-approved', request: 0, helper: 0 });
    const told = replanner.apply({
      kind: 'request-opened',
      request: { id: 'c', needed: 1, start: 0, end: 60 },
      edges: [[0, 10_000, 60]],
    });
    expect(told).toMatchObject({ added: [], removed: [] });
  });
});

describe('rearranging a plan', () => {
  const standing: Problem = one({
    edges: [
      [0, 0, 100, 60],
      [0, 1, 110, 60],
    ],
    current: [[0, 0]],
  });

  it('leaves a standing pair where the gain is no more than its stability bonus', () => {
    const solution = rearrange({ ...standing, stabilityBonus: 10 }, { wanted: [0] });
    expect(solution.assignments).toEqual([[0, 0]]);
  });

  it('moves it where the gain is a point more', () => {
    const solution = rearrange({ ...standing, stabilityBonus: 9 }, { wanted: [0] });
    expect(solution.assignments).toEqual([[0, 1]]);
  });

  it('drops of a plan that no longer holds what is worth least', () => {
    const solution = rearrange(
      one({ edges: one().edges.slice(0, 2), current: [[0, 0], [1, 0]], stabilityBonus: 5 }), // prettier-ignore
    );
    expect(solution.assignments).toEqual([[0, 0]]);
  });
});
