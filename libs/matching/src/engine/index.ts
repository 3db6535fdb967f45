export { rearrange, type RearrangeOptions } from './incremental/rearrange.js';
export { Replanner, type MarketEvent, type Replanned, type Side } from './incremental/replanner.js';
export { checkSolution } from './check/check-solution.js';
export { LIMITS } from './model/limits.js';
export {
  EFFORTS,
  InvalidProblem,
  type Alternative,
  type CapWindow,
  type CurrentPair,
  type Fairness,
  type FairnessStep,
  type FreeWindow,
  type Claim,
  type Effort,
  type Insight,
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
} from './model/problem.js';
export { solve, type SolveOptions } from './solve.js';
export { rearrangeExplained, solveExplained, type Explained, type WarmStart } from './solve-explained.js';
export { validateProblem } from './input/validate-problem.js';
