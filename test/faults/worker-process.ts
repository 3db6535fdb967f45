import { once } from 'node:events';
import { createLogger, MovableClock, readConfig } from '#platform';
import { QUICK_QUEUE, QUICK_RELAY } from './quick-settings.js';
import { plantSqlFault, type SqlFault } from './sql-faults.js';
import { startWorker } from '../../apps/worker/src/start-worker.js';

/**
 * A worker in a process of its own, for a test to kill. It waits for a line on its input, so that it can be started
 * ahead, and says `working`. The line may hold a fault: then it kills itself there.
 */
const config = readConfig(process.env);
const clock = new MovableClock();
clock.moveTo(new Date(process.env['FAULT_CLOCK']!));
// Without its test it has nothing to live for.
process.stdin.on('end', () => process.exit(1));
const [line] = (await once(process.stdin, 'data')) as [Buffer];
const { fault } = JSON.parse(line.toString()) as { fault?: SqlFault };
if (fault) plantSqlFault(fault);
await startWorker({
  config,
  clock,
  logger: createLogger('worker', process.env['TEST_LOG'] ?? 'silent'),
  prefix: process.env['FAULT_PREFIX'],
  schedules: false,
  relay: QUICK_RELAY,
  queue: QUICK_QUEUE,
});
process.stdout.write('working\n');
