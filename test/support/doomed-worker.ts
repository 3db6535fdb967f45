import { openQueueBackend } from '#queue';

/** A process of its own that takes a job and never ends it, for a test to kill. */
const backend = await openQueueBackend({
  redisUrl: process.env['DOOMED_REDIS_URL'],
  databaseUrl: process.env['DOOMED_DATABASE_URL'] ?? '',
  prefix: process.env['DOOMED_PREFIX'],
  settings: { lock_ms: 1_500, stalledCheck_ms: 500 },
});
await backend.worker('matching', async (job) => {
  process.stdout.write(`taken ${job.id}\n`);
  await new Promise(() => undefined);
});
