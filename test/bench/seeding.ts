/**
 * `npm run bench:seeding`: the demonstration's district with 100,000 requests, seeded into an embedded PostgreSQL
 * of its own. Says the time, what was written, and the most memory this process took.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#database';
import { readConfig, SystemClock } from '#platform';
import { parseDistrictSizes, seedDistrict } from '../../apps/cli/src/district/index.js';
import { startEmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { freePort } from '../support/redis-server.js';
import { printFigures } from './served-district.js';

const SIZES = ['--requests', '100000', '--households', '30000', '--helpers', '10000'];

const folder = mkdtempSync(join(tmpdir(), 'intreccio-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), port: await freePort() });
// The server ends with this process, however it ends.
process.once('SIGTERM', () => process.exit(143));
try {
  await migrate(postgres.url);
  const { secretKey } = readConfig({ DATABASE_URL: postgres.url, SMTP_URL: 'smtp://127.0.0.1' });
  const sizes = parseDistrictSizes([...SIZES, ...process.argv.slice(2)]);
  const began = performance.now();
  const { counts } = await seedDistrict({
    databaseUrl: postgres.url,
    secretKey,
    clock: new SystemClock(),
    seed: 1,
    sizes,
  });
  const seconds = (performance.now() - began) / 1_000;
  const peak = process.resourceUsage().maxRSS / 1_024;
  printFigures('Seeding', [{ ...counts, s: Math.round(seconds), 'peak RSS MB': Math.round(peak) }]);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
