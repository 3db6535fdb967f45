export * from './actor.js';
export * from './data-source.js';
export * from './database.module.js';
export * from './dead-letters.service.js';
export { meaningOfConstraint } from './database-errors.js';
export * from './migrate.js';
export * from './open-unit-of-work.js';
export * from './reactions.js';
export * from './unit-of-work.js';
