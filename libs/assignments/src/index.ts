export type { AskedOfHelper } from './asked-of-helper.js';
export type { AssignmentRow } from './assignment-rows.js';
export * from './assignment.machine.js';
export * from './assignment.rules.js';
export * from './assignment-reads.service.js';
export * from './assignments.errors.js';
export * from './assignments.module.js';
export * from './assignments.service.js';
export type { Contact, HelperIntroduction } from './disclose-assignment.js';
export { closeEndedAssignments, endIfOver, expireUnanswered, undoApproval } from './exit-assignment.js';
export * from './first-visit.service.js';
export * from './flag-visits.js';
export * from './hours.rules.js';
export * from './hours.service.js';
export * from './hours-upkeep.js';
export {
  lockHelper,
  makeAssignment,
  type MadeAssignment,
  type NewAssignment,
  type NewSeat,
} from './make-assignment.js';
export { releaseSeatsOfCancelledVisits } from './release-cancelled.js';
export type { SeatRow } from './seat-rows.js';
export * from './seat.machine.js';
export { SeatReadsService, type SeatQuery } from './seat-reads.service.js';
export { heardBy, heardFrom, speaking, type Spoken } from './speak-for.js';
export * from './seat-upkeep.js';
export { stepSeat, lockSeat } from './seat-rows.js';
export { actAs, type Side } from './parties.js';
export { takeReplacement } from './take-replacement.js';
export { NoShowsService, type Contest } from './no-shows.service.js';
export * from './seats.service.js';
export type { TimeEntryRow } from './time-entry-rows.js';
export * from './time-entry-reads.service.js';
export * from './time-entry.machine.js';
