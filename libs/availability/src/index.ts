export * from './free-time.query.js';
export * from './free-time.rules.js';
export * from './interval.rules.js';
export * from './live-offers.query.js';
