import { solve, type Effort, type Problem, type Solution } from '#matching/engine';

/** The thread's job: one problem, one plan. */
export default function run({
  problem,
  effort,
}: {
  problem: Problem;
  effort: Effort;
}): Solution | Promise<Solution> {
  return solve(problem, { effort });
}
