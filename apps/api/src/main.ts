import { requireRuntimeLogin } from '#database';
import { ConfigError, createLogger, readConfig, type Config } from '#platform';
import { startApi } from './start-api.js';

/** The API as a process of its own. */
async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env);
    if (config.production) await requireRuntimeLogin(config.databaseUrl);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const logger = createLogger('api', config.logLevel);
  const api = await startApi({ config, logger });
  logger.info({ port: api.port }, 'listening');
  const stop = () => void api.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await main();
