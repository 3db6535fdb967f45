import { describe, expect, it } from '@jest/globals';
import type { Problem, ProblemHelper, ProblemRequest, Solution } from '../index.js';
import { checkSolution, solve } from '../index.js';

const helper = (more: Partial<ProblemHelper> = {}): ProblemHelper => ({
  id: 'anna',
  maxMinutes: null,
  maxRequests: null,
  breakMinutes: 0,
  ...more,
});

const visit = (
  id: string,
  start: number | null,
  end: number | null,
  more: Partial<ProblemRequest> = {},
): ProblemRequest => ({
  id,
  needed: 1,
  start,
  end,
  ...more,
});

/** One helper who may serve every request, 100 points each, its length charged. */
function single(requests: ProblemRequest[], anna: ProblemHelper, more: Partial<Problem> = {}): Problem {
  const length = (request: ProblemRequest): number => (request.end ?? 60) - (request.start ?? 0);
  return {
    version: 1,
    requests,
    helpers: [anna],
    edges: requests.map((request, index) => [index, 0, 100, length(request)] as const),
    ...more,
  };
}

async function proven(problem: Problem): Promise<Solution> {
  const solution = await solve(problem, { effort: 'proof' });
  expect(checkSolution(problem, solution)).toEqual([]);
  expect(solution.status).toBe('optimal');
  return solution;
}

async function served(problem: Problem): Promise<number> {
  return (await proven(problem)).assignments.length;
}

describe('time', () => {
  it.each([
    ['touching visits', 60, 0, 2],
    ['one minute of overlap', 59, 0, 1],
    ['exactly the break between', 70, 10, 2],
    ['one minute less than the break', 69, 10, 1],
  ])('%s', async (_, secondStart, breakMinutes, count) => {
    const requests = [visit('a', 0, 60), visit('b', secondStart, 130)];
    expect(await served(single(requests, helper({ breakMinutes })))).toBe(count);
  });

  it.each([
    ['exactly break and road apart', 87, 2],
    ['one minute too close', 86, 1],
  ])('%s', async (_, secondStart, count) => {
    const requests = [
      visit('a', 0, 60, { place: 0, endPlace: 1 }),
      visit('b', secondStart, 120, { place: 0 }),
    ];
    const travel = [
      [0, 99],
      [17, 0],
    ];
    expect(await served(single(requests, helper({ breakMinutes: 10 }), { travel }))).toBe(count);
  });

  it('a visit between two makes a way where the direct road is too long', async () => {
    const requests = [
      visit('a', 0, 10, { place: 0 }),
      visit('b', 20, 30, { place: 1 }),
      visit('c', 40, 50, { place: 2 }),
    ];
    const travel = [
      [0, 5, 90],
      [5, 0, 5],
      [90, 5, 0],
    ];
    expect(await served(single(requests, helper(), { travel }))).toBe(3);
  });

  it('visits without interval take no time', async () => {
    const requests = [visit('a', null, null), visit('b', 0, 60), visit('c', null, null)];
    expect(await served(single(requests, helper()))).toBe(3);
  });
});

describe('caps', () => {
  const day = [visit('a', 0, 60), visit('b', 100, 160), visit('c', 200, 260)];

  it.each([
    ['minutes exactly reached', { maxMinutes: 120 }, 2],
    ['one minute short', { maxMinutes: 119 }, 1],
    ['visits exactly reached', { maxRequests: 2 }, 2],
    ['both', { maxMinutes: 180, maxRequests: 1 }, 1],
    ['none allowed', { maxRequests: 0 }, 0],
    [
      'a window that ends where a visit starts',
      { caps: [{ from: 0, to: 100, maxMinutes: 0, maxRequests: null }] },
      2,
    ],
    ['a window that holds that start', { caps: [{ from: 0, to: 101, maxMinutes: null, maxRequests: 0 }] }, 1],
    [
      'minutes of a window exactly reached',
      { caps: [{ from: 0, to: 300, maxMinutes: 120, maxRequests: null }] },
      2,
    ],
  ])('%s', async (_, caps, count) => {
    expect(await served(single(day, helper(caps)))).toBe(count);
  });
});

describe('approved work', () => {
  it('stays, though another visit scores more', async () => {
    const problem = single([visit('a', 0, 60), visit('b', 30, 90)], helper(), {
      edges: [
        [0, 0, 1, 60],
        [1, 0, 999, 60],
      ],
      approved: [[0, 0]],
    });
    const solution = await proven(problem);
    expect(solution).toMatchObject({ objective: 1, bound: 1, assignments: [[0, 0]] });
    expect(solution.unmatched).toEqual([{ request: 1, short: 1, why: 'busy' }]);
  });

  it('over a cap is legal and leaves nothing', async () => {
    const problem = single([visit('a', 0, 60), visit('b', 100, 160)], helper({ maxMinutes: 30 }), {
      approved: [[0, 0]],
    });
    const solution = await proven(problem);
    expect(solution.assignments).toEqual([[0, 0]]);
    expect(solution.unmatched).toEqual([{ request: 1, short: 1, why: 'cap' }]);
  });
});

describe('the answer', () => {
  it('keeps a current proposal for a gain below the bonus, and reports scores without it', async () => {
    const base: Problem = {
      version: 1,
      requests: [visit('a', 0, 60)],
      helpers: [helper(), helper({ id: 'bruno' })],
      edges: [
        [0, 0, 100, 60],
        [0, 1, 110, 60],
      ],
      current: [[0, 0]],
      stabilityBonus: 15,
    };
    expect(await proven(base)).toMatchObject({ objective: 100, bound: 100, assignments: [[0, 0]] });
    expect(await proven({ ...base, stabilityBonus: 9 })).toMatchObject({
      objective: 110,
      assignments: [[0, 1]],
    });
  });

  it('fills seats worth nothing, and prefers lower ids among equals', async () => {
    const problem: Problem = {
      version: 1,
      requests: [visit('a', 0, 60)],
      helpers: [helper({ id: 'zoe' }), helper({ id: 'anna' })],
      edges: [
        [0, 0, 0, 60],
        [0, 1, 0, 60],
      ],
    };
    expect((await proven(problem)).assignments).toEqual([[0, 1]]);
  });

  it.each([
    [100, 90, 70, 60],
    [70, 60, 100, 90],
    [80, 80, 80, 80],
  ])('lets two seats change places among equals (%i, %i, %i, %i)', async (ax, bx, ay, by) => {
    const problem: Problem = {
      version: 1,
      requests: [visit('a', 0, 60), visit('b', 30, 90)],
      helpers: [helper({ id: 'x' }), helper({ id: 'y' })],
      edges: [
        [0, 0, ax, 60],
        [1, 0, bx, 60],
        [0, 1, ay, 60],
        [1, 1, by, 60],
      ],
    };
    const pairs = [
      [0, 0],
      [1, 1],
    ];
    expect((await proven(problem)).assignments).toEqual(pairs);
    expect((await solve(problem, { effort: 'quick' })).assignments).toEqual(pairs);
  });

  it('names the first reason that holds for an empty seat', async () => {
    const problem = single(
      [visit('a', 0, 60, { needed: 2 }), visit('b', 30, 90), visit('c', 0, 5)],
      helper(),
      {
        edges: [
          [0, 0, 100, 60],
          [1, 0, 50, 60],
        ],
      },
    );
    expect((await proven(problem)).unmatched).toEqual([
      { request: 0, short: 1, why: 'no-candidate' },
      { request: 1, short: 1, why: 'outbid' },
      { request: 2, short: 1, why: 'no-candidate' },
    ]);
  });
});
