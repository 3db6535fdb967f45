export { checkSolution } from './check-solution.js';
export { LIMITS } from './limits.js';
export {
  EFFORTS,
  InvalidProblem,
  type CapWindow,
  type CurrentPair,
  type Effort,
  type Fairness,
  type FairnessStep,
  type FreeWindow,
  type Pair,
  type Problem,
  type ProblemEdge,
  type ProblemHelper,
  type ProblemRequest,
  type Solution,
  type Stage,
  type StageName,
  type Together,
  type Unmatched,
  type UnmatchedReason,
} from './problem.js';
export { solve, type SolveOptions } from './solve.js';
export { validateProblem } from './validate-problem.js';
