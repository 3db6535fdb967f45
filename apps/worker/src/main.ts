import { requireRuntimeLogin } from '#database';
import { ConfigError, createLogger, endLogs, readConfig, withSecretFiles, type Config } from '#platform';
import { constants, setPriority } from 'node:os';
import { startWorker } from './start-worker.js';

const GIVE_UP_MS = 9_500;

/** The worker as a process of its own. */
async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(withSecretFiles(process.env));
    if (config.production) await requireRuntimeLogin(config.databaseUrl);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const logger = createLogger('worker', config.logLevel, config.logUrl);
  // Whoever waits for a page comes first where both share a machine: matching takes all a core has.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const worker = await startWorker({ config, logger });
  logger.info({ queue: worker.backend.kind }, 'working');
  const stop = () => {
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref();
    void worker
      .stop()
      .then(() => endLogs())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await main();
