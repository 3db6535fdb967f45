import { requireRuntimeLogin } from '#database';
import { ConfigError, createLogger, endLogs, readConfig, withSecretFiles } from '#platform';
import { startApi, type RunningApi } from './start-api.js';

async function start(): Promise<RunningApi> {
  const config = readConfig(withSecretFiles(process.env));
  if (config.production) await requireRuntimeLogin(config.databaseUrl);
  const logger = createLogger('api', config.logLevel, config.logUrl);
  const api = await startApi({ config, logger });
  logger.info({ port: api.port }, 'listening');
  return api;
}

/** The API as a process of its own. */
async function main(): Promise<void> {
  const api = await start().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  });
  const stop = () =>
    void api
      .stop()
      .then(() => endLogs())
      .then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await main();
