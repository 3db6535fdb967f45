import { describe, expect, it } from '@jest/globals';
import { bruteForce, randomProblem } from '../../../../../test/bench/matching-oracle.js';
import type { Effort, Insight, Pair, Problem, Solution } from '../index.js';
import { checkSolution, InvalidProblem, solve, validateProblem } from '../index.js';

async function explained(
  problem: Problem,
  effort: Effort = 'proof',
): Promise<{ solution: Solution; insight: Insight }> {
  let insight: Insight | undefined;
  const solution = await solve(problem, { effort, onInsight: (told) => (insight = told) });
  return { solution, insight: insight! };
}

/** Random problems without approved work and current proposals, so that a pair can be forced by approving it. */
function freeProblem(seed: number): Problem | undefined {
  try {
    return validateProblem({ ...randomProblem(seed), approved: [], current: [] });
  } catch (fault) {
    if (!(fault instanceof InvalidProblem)) throw fault;
    return undefined;
  }
}

/** The best any plan with this pair can score; undefined: the pair fits no plan. */
function bestWith(problem: Problem, pair: Pair): number | undefined {
  const edge = problem.edges.find(([request, helper]) => request === pair[0] && helper === pair[1])!;
  const helper = problem.helpers[pair[1]]!;
  const start = problem.requests[pair[0]]!.start;
  const window = helper.caps?.find(
    ({ from, to }) => typeof start === 'number' && from <= start && start < to,
  );
  const over = (cap: { maxMinutes?: number | null; maxRequests?: number | null } | undefined): boolean =>
    (cap?.maxMinutes ?? Infinity) < edge[3] || (cap?.maxRequests ?? Infinity) < 1;
  if (over(helper) || over(window)) return undefined;
  return bruteForce({ ...problem, approved: [pair] }).worth;
}

describe('what choosing another helper would cost', () => {
  it.each<Effort>(['quick', 'standard', 'proof'])(
    'lies between what is proven and what a plan shows, at effort %s',
    async (effort) => {
      const wrong: unknown[] = [];
      let exact = 0;
      let seen = 0;
      for (let seed = 20_000; seed < 20_200; seed += 1) {
        const problem = freeProblem(seed);
        if (!problem) continue;
        const { solution, insight } = await explained(problem, effort);
        for (const { request, helper, atLeast, about, atMost } of insight.alternatives) {
          const best = bestWith(problem, [request, helper]);
          const loss = best === undefined ? undefined : Math.max(0, solution.objective - best);
          const right =
            loss === undefined
              ? atMost === null
              : atLeast !== null &&
                atLeast <= loss &&
                atLeast <= about! &&
                (atMost === null || (loss <= atMost && about! <= atMost));
          if (!right) wrong.push({ seed, request, helper, atLeast, atMost, loss });
          if (loss === undefined) continue;
          seen += 1;
          if (atLeast === atMost) exact += 1;
        }
      }
      expect(wrong).toEqual([]);
      expect(exact / seen).toBeGreaterThan(0.7);
    },
    60_000,
  );

  it('changes nothing in the plan and its figures', async () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const problem = freeProblem(seed);
      if (!problem) continue;
      const { solution } = await explained(problem, 'standard');
      expect(solution).toEqual(await solve(problem, { effort: 'standard' }));
      expect(checkSolution(problem, solution)).toEqual([]);
    }
  });

  const visit = (id: string) => ({ id, needed: 1, start: 0, end: 60 });
  const helper = (id: string) => ({ id });

  it('is the difference of the scores where nobody else is touched', async () => {
    const { insight } = await explained({
      version: 1,
      requests: [visit('a')],
      helpers: [helper('anna'), helper('bruno')],
      edges: [
        [0, 0, 100, 60],
        [0, 1, 63, 60],
      ],
    });
    expect(insight.alternatives).toEqual([{ request: 0, helper: 1, atLeast: 37, about: 37, atMost: 37 }]);
    expect(insight.claims).toEqual([{ request: 0, helper: 0, points: 0 }]);
  });

  it('counts the family that would be left without help', async () => {
    const { insight } = await explained({
      version: 1,
      requests: [visit('a'), visit('b')],
      helpers: [helper('anna'), helper('bruno')],
      edges: [
        [0, 0, 10_100, 60],
        [0, 1, 10_300, 60],
        [1, 1, 10_050, 60],
      ],
    });
    // Bruno scores more for a, but he alone can serve b.
    expect(insight.alternatives.find(({ request }) => request === 0)).toMatchObject({
      helper: 1,
      atLeast: 9_850,
      atMost: 9_850,
    });
  });

  it('names what the same hour would give to a family that waits', async () => {
    const { insight } = await explained({
      version: 1,
      requests: [visit('a'), visit('b')],
      helpers: [helper('anna')],
      edges: [
        [0, 0, 10_100, 60],
        [1, 0, 10_050, 60],
      ],
    });
    expect(insight.claims).toEqual([{ request: 0, helper: 0, points: 10_050 }]);
  });
});
