export * from './clock.js';
export * from './config.js';
export * from './errors.js';
export * from './ids.js';
export * from './local-time.js';
export * from './logger.js';
export * from './page.js';
export * from './state-machine.js';
