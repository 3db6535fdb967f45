import { describe, expect, it } from '@jest/globals';
import type { Problem, ProblemHelper, ProblemRequest, Solution } from '../index.js';
import { checkSolution, solve } from '../index.js';

const visit = (
  id: string,
  start: number,
  end: number,
  more: Partial<ProblemRequest> = {},
): ProblemRequest => ({
  id,
  needed: 1,
  start,
  end,
  ...more,
});

/** Every helper may serve every request, 100 points each, an hour charged. */
function among(
  requests: ProblemRequest[],
  helpers: Partial<ProblemHelper>[],
  more: Partial<Problem> = {},
): Problem {
  return {
    version: 1,
    requests,
    helpers: helpers.map((helper, index) => ({ id: `h${index}`, ...helper })),
    edges: requests.flatMap((_, request) => helpers.map((__, helper) => [request, helper, 100, 60] as const)),
    ...more,
  };
}

async function proven(problem: Problem): Promise<Solution> {
  const solution = await solve(problem, { effort: 'proof' });
  expect(checkSolution(problem, solution)).toEqual([]);
  expect(solution.status).toBe('optimal');
  return solution;
}

describe('other starts', () => {
  it('make room for two visits that ask for the same hour', async () => {
    const problem = among([visit('a', 0, 60, { starts: [30, 60] }), visit('b', 0, 60)], [{}]);
    const solution = await proven(problem);
    expect(solution).toMatchObject({ objective: 200, starts: [[0, 60]] });
  });

  it('one minute short leave one empty', async () => {
    const problem = among([visit('a', 0, 60, { starts: [59] }), visit('b', 0, 60)], [{}]);
    expect((await proven(problem)).objective).toBe(100);
  });

  it('are not two chances for the same helper to serve one visit', async () => {
    const problem = among([visit('a', 0, 60, { needed: 2, starts: [120] })], [{}]);
    expect((await proven(problem)).assignments).toEqual([[0, 0]]);
  });

  it('are one for all helpers of a visit, though each alone would come at another', async () => {
    const problem = among([visit('a', 0, 60, { needed: 2, starts: [120] })], [{}, {}], {
      edges: [
        [0, 0, 100, 60, [0]],
        [0, 1, 90, 60, [120]],
      ],
    });
    expect(await proven(problem)).toMatchObject({ objective: 100, assignments: [[0, 0]], starts: [[0, 0]] });
  });

  it('are no longer open to a visit with an approved helper', async () => {
    const problem = among([visit('a', 0, 60, { needed: 2, starts: [120] })], [{}, {}], {
      edges: [
        [0, 0, 100, 60],
        [0, 1, 90, 60, [120]],
      ],
      approved: [[0, 0]],
    });
    expect((await proven(problem)).assignments).toEqual([[0, 0]]);
  });

  it('keep a current proposal at its start', async () => {
    const problem = among([visit('a', 0, 60, { starts: [120] })], [{}], {
      current: [[0, 0, 120]],
      stabilityBonus: 15,
    });
    expect(await proven(problem)).toMatchObject({ objective: 100, starts: [[0, 120]] });
  });
});

describe('free time', () => {
  const travel = [
    [0, 20],
    [25, 0],
  ];

  it.each([
    ['exactly reached from home and left for it', [40, 145], 1],
    ['left home a minute before', [41, 145], 0],
    ['back a minute late', [40, 144], 0],
  ] as const)('%s', async (_, window, served) => {
    const problem = among([visit('a', 60, 120, { place: 1 })], [{ home: 0, free: [window] }], { travel });
    expect((await proven(problem)).assignments).toHaveLength(served);
  });

  it('does not send home between two visits of one free time', async () => {
    const requests = [visit('a', 60, 120, { place: 1 }), visit('b', 125, 180, { place: 1 })];
    const problem = among(requests, [{ home: 0, free: [[40, 205]] }], { travel });
    expect((await proven(problem)).assignments).toHaveLength(2);
  });

  it('does between two free times', async () => {
    const requests = [visit('a', 60, 120, { place: 1 }), visit('b', 160, 180, { place: 1 })];
    const apart = (back: number, out: number) =>
      among(
        requests,
        [
          {
            home: 0,
            free: [
              [40, back],
              [out, 205],
            ],
          },
        ],
        { travel },
      );
    expect((await proven(apart(139, 140))).assignments).toHaveLength(1);
    expect(
      (await proven(among(requests, [{ home: 0, free: [[40, 205]] }], { travel }))).assignments,
    ).toHaveLength(2);
  });
});

describe('fairness', () => {
  const day = [visit('a', 0, 60), visit('b', 100, 160)];

  it('gives the second visit to another who scores a little less', async () => {
    const edges = [
      [0, 0, 100, 60],
      [1, 0, 100, 60],
      [1, 1, 90, 60],
    ] as const;
    const spread = (points: number) =>
      among(day, [{ fairness: { visits: [[1, points]] } }, {}], { edges: [...edges] });
    expect(await proven(spread(11))).toMatchObject({ objective: 190 });
    expect(await proven(spread(9))).toMatchObject({ objective: 191 });
  });

  it.each([
    ['are free up to the step', 120, 200],
    ['cost above it', 119, 170],
  ])('minutes %s', async (_, above, objective) => {
    const problem = among(day, [{ fairness: { minutes: [[above, 30]] } }]);
    expect((await proven(problem)).objective).toBe(objective);
  });

  it('counts approved work', async () => {
    const problem = among(day, [{ fairness: { visits: [[1, 130]] } }], { approved: [[0, 0]] });
    expect(await proven(problem)).toMatchObject({ objective: 100, assignments: [[0, 0]] });
  });
});

describe('linked requests', () => {
  it('go to one helper where the points outweigh what others score more', async () => {
    const there = [visit('there', 0, 30), visit('back', 300, 330)];
    const edges = [
      [0, 0, 100, 60],
      [1, 0, 100, 60],
      [1, 1, 120, 60],
    ] as const;
    const linked = (points: number) =>
      among(there, [{}, {}], { edges: [...edges], together: [[0, 1, points]] });
    expect(await proven(linked(21))).toMatchObject({
      objective: 221,
      assignments: [
        [0, 0],
        [1, 0],
      ],
    });
    expect(await proven(linked(19))).toMatchObject({ objective: 220 });
  });

  it('draw the open one to the helper of the approved one', async () => {
    const there = [visit('there', 0, 30), visit('back', 300, 330)];
    const problem = among(there, [{}, {}], { approved: [[0, 1]], together: [[1, 0, 5]] });
    expect(await proven(problem)).toMatchObject({
      objective: 205,
      assignments: [
        [0, 1],
        [1, 1],
      ],
    });
  });
});
