import {
  rearrangeExplained,
  solve,
  solveExplained,
  type Effort,
  type Explained,
  type Problem,
  type Solution,
  type WarmStart,
} from '#matching/engine';

interface Job {
  readonly problem: Problem;
  readonly effort: Effort;
}

/** The thread's job: one problem, one plan. */
export default function run({ problem, effort }: Job): Promise<Solution> {
  return solve(problem, { effort });
}

/** The same with the numbers that explanations need. */
export function explained({ problem, effort }: Job): Promise<Explained> {
  return solveExplained(problem, effort);
}

/** Planned on from the plan in force. */
export function rearranged({ problem, warm }: { problem: Problem; warm: WarmStart }): Explained {
  return rearrangeExplained(problem, warm);
}
