export * from './catalogue.js';
export { prepareQueueBackend } from './postgres-driver.js';
export * from './processor-registry.js';
export { openQueueBackend, QueueBackend } from './queue-backend.js';
export { DEFAULT_SETTINGS, MAX_BULK, QueueUnavailableError, type QueueSettings } from './queue-settings.js';
export type * from './queue-types.js';
export { tryRedis } from './try-redis.js';
export { QUEUE_BACKEND, QueueModule } from './queue.module.js';
