export * from './assignment.machine.js';
export * from './assignment.rules.js';
export * from './assignments.errors.js';
export {
  lockHelper,
  makeAssignment,
  type MadeAssignment,
  type NewAssignment,
  type NewSeat,
} from './make-assignment.js';
export * from './seat.machine.js';
export * from './time-entry.machine.js';
