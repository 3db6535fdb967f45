import { approvedExtraPoints } from '../model/extra-points.js';
import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import type { Pair, Solution, Stage, StageName } from '../model/problem.js';
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
    this.approvedScore =
      fixed.reduce((sum, edge) => sum + edge[2], 0) + approvedExtraPoints(problem, contraction);
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
    const { pairs: assignments, starts } = this.assignments(plan);
    const figures = this.figures(plan, bound);
    return {
      version: 1,
      objective: figures.objective,
      bound: figures.bound,
      gap: (figures.bound - figures.objective) / Math.max(1, figures.bound),
      status: figures.bound === figures.objective ? 'optimal' : 'feasible',
      assignments,
      ...(starts && { starts }),
      unmatched: explainUnmatched(this.instance, assignments),
      stages: this.stages,
    };
  }

  /** Approved pairs and the plan's, sorted by request, then helper; with the chosen starts where there is a choice. */
  private assignments(plan: Plan): { pairs: Pair[]; starts?: [number, number][] } {
    const { problem, source, visits, edgeVisit } = this.instance;
    const taken: { pair: Pair; visit: number }[] = (problem.approved ?? []).map(([request, helper]) => ({
      pair: [request, helper],
      visit: request,
    }));
    plan.forEachEdge((edge) => {
      const [request, helper] = problem.edges[source[edge]!]!;
      taken.push({ pair: [request, helper], visit: edgeVisit[edge]! });
    });
    taken.sort((a, b) => a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
    const pairs = taken.map(({ pair }) => pair);
    const hasStarts = (request: number): boolean => (problem.requests[request]!.starts ?? []).length > 0;
    if (!problem.requests.some((_, request) => hasStarts(request))) return { pairs };
    const starts = taken.flatMap(({ pair, visit }, index): [number, number][] =>
      hasStarts(pair[0]) ? [[index, visits.all[visit]!.start!]] : [],
    );
    return { pairs, starts };
  }

  private figures(plan: Plan, bound: number): { objective: number; bound: number } {
    const { scale, weight, stability } = this.instance;
    let points = this.approvedScore + Math.round(plan.extraTotal() / scale);
    let bonus = 0;
    plan.forEachEdge((edge) => {
      points += Math.floor(weight[edge]! / scale);
      bonus += stability?.[edge] ?? 0;
    });
    return { objective: points - bonus, bound: Math.floor(bound / scale) + this.approvedScore - bonus };
  }
}
