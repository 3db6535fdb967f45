import type { Instance } from './instance.js';
import type { Plan } from './plan.js';
import type { Pair, Solution, Stage, StageName } from './problem.js';
import { explainUnmatched } from './unmatched.js';

/** Turns the engine's integers back into scores, stage by stage and for the answer. */
export class Report {
  readonly stages: Stage[] = [];
  private readonly approvedScore: number;

  /** @param began reading of `now` when the work began */
  constructor(
    private readonly instance: Instance,
    private readonly now: () => number,
    private began: number,
    private readonly onStage?: (stage: Stage) => void,
  ) {
    const { problem, contraction } = instance;
    const helpers = problem.helpers.length;
    const approved = contraction.approvedKeys;
    const fixed =
      approved.size === 0 ? [] : problem.edges.filter((edge) => approved.has(edge[0] * helpers + edge[1]));
    this.approvedScore = fixed.reduce((sum, edge) => sum + edge[2], 0);
  }

  /** @param bound on the sum of weights, or Infinity while none is known */
  stage(name: StageName, plan: Plan, bound: number): void {
    const ended = this.now();
    const figures = this.figures(plan, bound);
    const stage: Stage = {
      name,
      objective: figures.objective,
      bound: bound === Infinity ? null : figures.bound,
      ms: Math.round((ended - this.began) * 10) / 10,
    };
    this.began = ended;
    this.stages.push(stage);
    this.onStage?.(stage);
  }

  solution(plan: Plan, bound: number): Solution {
    const { problem, contraction } = this.instance;
    const assignments = this.assignments(plan);
    const figures = this.figures(plan, bound);
    return {
      version: 1,
      objective: figures.objective,
      bound: figures.bound,
      gap: (figures.bound - figures.objective) / Math.max(1, figures.bound),
      status: figures.bound === figures.objective ? 'optimal' : 'feasible',
      assignments,
      unmatched: explainUnmatched(problem, contraction, assignments),
      stages: this.stages,
    };
  }

  /** Approved pairs and the plan's, sorted by request, then helper. */
  private assignments(plan: Plan): Pair[] {
    const { problem, source } = this.instance;
    const pairs: Pair[] = (problem.approved ?? []).map(([request, helper]) => [request, helper]);
    plan.forEachEdge((edge) => {
      const [request, helper] = problem.edges[source[edge]!]!;
      pairs.push([request, helper]);
    });
    return pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }

  private figures(plan: Plan, bound: number): { objective: number; bound: number } {
    const { problem, scale, source, weight } = this.instance;
    let objective = this.approvedScore;
    let bonus = 0;
    plan.forEachEdge((edge) => {
      const score = problem.edges[source[edge]!]![2];
      objective += score;
      bonus += Math.floor(weight[edge]! / scale) - score;
    });
    return { objective, bound: Math.floor(bound / scale) + this.approvedScore - bonus };
  }
}
