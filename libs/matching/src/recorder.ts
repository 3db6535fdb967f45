import type { Effort, Explained, Pair, Problem, Solution, WarmStart } from '#matching/engine';
import { Solver, type OnStage } from './solver.js';

/** One question to the engine and its answer, as a run keeps it. */
export type Step = { readonly problem: Problem; readonly assignments: readonly Pair[] } & (
  | { readonly call: 'solve' | 'explained'; readonly effort: Effort }
  | { readonly call: 'rearrange'; readonly warm: WarmStart }
);

/** Passes questions on and keeps them with their answers, so that a run can be replayed. */
export class Recorder extends Solver {
  readonly steps: Step[] = [];

  constructor(private readonly solver: Solver) {
    super();
  }

  async solve(problem: Problem, effort: Effort): Promise<Solution> {
    const solution = await this.solver.solve(problem, effort);
    this.steps.push({ call: 'solve', problem, effort, assignments: solution.assignments });
    return solution;
  }

  async solveExplained(problem: Problem, effort: Effort, onStage?: OnStage): Promise<Explained> {
    const answer = await this.solver.solveExplained(problem, effort, onStage);
    this.steps.push({ call: 'explained', problem, effort, assignments: answer.solution.assignments });
    return answer;
  }

  async rearrange(problem: Problem, warm: WarmStart): Promise<Explained> {
    const answer = await this.solver.rearrange(problem, warm);
    this.steps.push({ call: 'rearrange', problem, warm, assignments: answer.solution.assignments });
    return answer;
  }
}
