export { HelperReasonsService, type HelperReasons } from './helper-reasons.service.js';
export { HARD_RULES, missingCredentials, OVERRIDABLE, type HardRule } from './eligibility.rules.js';
export * from './matching.module.js';
export type { WaitingEvent } from './affected.js';
export { loadFacts } from './load-facts.js';
export type { MatchingRunDetail, MatchingRunView, RunCause } from './matching-run.rows.js';
export { MatchingService } from './matching.service.js';
export { Planner, type PlanOrder } from './planner.js';
export { MOST_DRIFT, Planning } from './planning.js';
export { snapshotOf } from './matching-run.rows.js';
export { replay } from './replay.js';
export { ReplayService, type Replay } from './replay.service.js';
export { PlaceSolver } from './solver.js';
export * from './proposal-views.service.js';
export { proposalMachine } from './proposal.machine.js';
export {
  approveNextBest,
  expireProposals,
  ProposalsService,
  type ManualProposal,
} from './proposals.service.js';
export { replacementAskMachine, type ReplacementAskState } from './replacement/replacement-ask.machine.js';
export * from './replacement/replacement-reads.service.js';
export * from './replacement/replacements.service.js';
export { closeAsks, closeStrayAsks, searchReplacements } from './replacement/search-replacements.js';
export * from './unmatched-views.service.js';
export { WeightsService } from './weights.service.js';
export { DEFAULT_WEIGHTS, WEIGHT_NAMES, type VersionedWeights, type Weights } from './weights.js';
export { WhatIfService, type WhatIf, type WhatIfView } from './what-if.service.js';
