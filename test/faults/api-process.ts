import { createLogger, MovableClock, readConfig } from '#platform';
import { startApi } from '../../apps/api/src/start-api.js';
import { plantSqlFault, type SqlFault } from './sql-faults.js';

/**
 * An API in a process of its own, for a test to kill. It says its port; every line on its input plants a fault. SIGTERM
 * stops it as it would anywhere.
 */
const config = readConfig(process.env);
const clock = new MovableClock();
clock.moveTo(new Date(process.env['FAULT_CLOCK']!));
const logger = createLogger('api', process.env['TEST_LOG'] ?? 'silent');
const api = await startApi({ config, clock, logger });
// Without its test it has nothing to live for.
process.stdin.on('end', () => process.exit(1));
process.stdin.on('data', (line) => {
  plantSqlFault((JSON.parse(line.toString()) as { fault: SqlFault }).fault);
  process.stdout.write('planted\n');
});
process.once('SIGTERM', () => void api.stop().then(() => process.exit(0)));
process.stdout.write(`port ${api.port}\n`);
