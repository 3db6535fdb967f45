import { describe, expect, it } from '@jest/globals';
import { bruteForce, randomProblem } from '../../../../../test/bench/matching-oracle.js';
import { buildEdgeCore, layOutEdges, startOf } from './edge-core.js';
import { edgeLosses } from './edge-losses.js';
import { greedyPlan } from '../stages/greedy.js';
import { loadHighs, solveCore } from './highs-runtime.js';
import { buildInstance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import { Prices } from '../stages/prices.js';
import type { Problem } from '../model/problem.js';
import { Subproblem } from '../choice/subproblem.js';

/** A random problem that rows over single visits can say: no travel, no approved work. */
function plainProblem(seed: number): Problem {
  const { version, requests, helpers, edges, current, stabilityBonus } = randomProblem(seed);
  const plain = requests.map(({ id, needed, start, end }) => ({ id, needed, start, end }));
  return { version, requests: plain, helpers, edges, current, stabilityBonus };
}

describe('the core of undecided visits', () => {
  it('holds the optimum that brute force finds, at prices settled or not', async () => {
    const highs = await loadHighs();
    const wrong: number[] = [];
    let solved = 0;
    for (let seed = 30_000; seed < 30_320; seed += 1) {
      const problem = plainProblem(seed);
      const instance = buildInstance(problem);
      const subproblem = new Subproblem(instance);
      const prices = new Prices(instance, subproblem);
      prices.evaluate();
      for (let round = 0; round < seed % 30; round += 1) prices.sweep(20 * instance.scale * 0.9 ** round);
      prices.evaluate();
      const greedy = greedyPlan(instance);
      const gap = prices.priced - greedy.total;
      const losses = edgeLosses(instance, subproblem, prices.bestPrice, gap)!;
      const core = buildEdgeCore(instance, prices.bestPrice, losses, gap, 1_000);
      if (!core || core.data.numCols === 0) continue;
      solved += 1;
      const start = startOf(instance, core, greedy);
      if (start === null) wrong.push(seed);
      const answer = solveCore(highs, core.data, {
        maxNodes: 10_000,
        maxIterations: 100_000,
        tolerance: 0.4 / instance.scale,
        start,
      });
      const plan = new Plan(instance);
      layOutEdges(instance, core, answer.values!, plan);
      const best = bruteForce(problem).worth;
      const loss = core.settledLoss + answer.lossBound! * instance.scale;
      const bound = Math.floor((prices.priced - loss + 1) / instance.scale);
      if (Math.floor(plan.total / instance.scale) !== best || bound !== best || !plan.isFeasible())
        wrong.push(seed);
    }
    expect(wrong).toEqual([]);
    expect(solved).toBeGreaterThan(60);
  });

  it('is refused where more visits are undecided than asked for', () => {
    const problem = plainProblem(30_001);
    const instance = buildInstance(problem);
    const subproblem = new Subproblem(instance);
    const prices = new Prices(instance, subproblem);
    prices.evaluate();
    const losses = edgeLosses(instance, subproblem, prices.bestPrice, prices.priced)!;
    expect(buildEdgeCore(instance, prices.bestPrice, losses, prices.priced, 0)).toBeNull();
  });
});
