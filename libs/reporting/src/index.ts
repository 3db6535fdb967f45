export type { BalanceCell, Balances } from './balance.figures.js';
export type { Counters } from './counters.figures.js';
export {
  FUNNEL_STAGES,
  type Funnel,
  type FunnelStage,
  type LossCell,
  type StageCell,
} from './funnel.figures.js';
export type { MatchTimeCell, WeekCell } from './hours.figures.js';
export type { MunicipalityCell, UnmetCell } from './need.figures.js';
export * from './given/given-hours.service.js';
export { asPaper, CertificatePaperService } from './paper/certificate-paper.service.js';
export * from './paper/register-paper.service.js';
export * from './privacy/erasure.service.js';
export { NOT_HANDED_OVER, SECTIONS } from './privacy/personal-data.sections.js';
export * from './privacy/personal-data.service.js';
export { PROCESSING, PURPOSES, recordOfProcessing } from './privacy/processing.js';
export { applyRetention, dueForRetention, RETENTION } from './privacy/retention.js';
export * from './queue.kinds.js';
export * from './queue.service.js';
export * from './reporting.errors.js';
export * from './reporting.module.js';
export * from './statistics.service.js';
