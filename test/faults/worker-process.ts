import { openQueueBackend, prepareQueueBackend, type NewJob, type QueueName } from '#queue';
import { createLogger, MovableClock, readConfig } from '#platform';
import { Relay, RELAY_SETTINGS } from '../../apps/worker/src/relay.js';
import { startWorker } from '../../apps/worker/src/start-worker.js';
import { QUICK_QUEUE, QUICK_RELAY } from './quick-settings.js';

/**
 * A worker in a process of its own, for a test to kill. With FAULT_POINT it is a relay alone that kills itself before
 * or after its jobs are in the queue, before it can say so to the database.
 */
const config = readConfig(process.env);
const clock = new MovableClock();
clock.moveTo(new Date(process.env['FAULT_CLOCK']!));
const prefix = process.env['FAULT_PREFIX'];
const logger = createLogger('worker', 'silent');
const point = process.env['FAULT_POINT'];

function dieAt(moment: string): void {
  if (point === moment) process.kill(process.pid, 'SIGKILL');
}

if (point) {
  if (!config.redisUrl) await prepareQueueBackend(config.databaseUrl);
  const backend = await openQueueBackend({ ...config, prefix, settings: QUICK_QUEUE });
  const dying = {
    queue: (name: QueueName) => ({
      ...backend.queue(name),
      async addBulk(jobs: readonly NewJob[]) {
        dieAt('before-publishing');
        await backend.queue(name).addBulk(jobs);
        dieAt('after-publishing');
      },
    }),
  };
  new Relay(config.databaseUrl, dying, logger, { ...RELAY_SETTINGS, ...QUICK_RELAY }).start();
} else {
  await startWorker({
    config,
    clock,
    logger,
    prefix,
    schedules: false,
    relay: QUICK_RELAY,
    queue: QUICK_QUEUE,
  });
  process.stdout.write('working\n');
}
