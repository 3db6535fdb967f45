export * from './queue.kinds.js';
export * from './queue.service.js';
export * from './reporting.module.js';
