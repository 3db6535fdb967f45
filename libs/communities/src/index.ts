export * from './community.js';
export * from './policies.js';
