import { startApi, type RunningApi } from '../../api/src/start-api.js';
import type { Demonstration } from '../../api/src/demo/demonstration.js';
import { startWorker, type RunningWorker } from '../../worker/src/start-worker.js';
import { createLogger, type Clock, type Config } from '#platform';

export interface Installation {
  readonly api: RunningApi;
  readonly worker: RunningWorker;
  stop(): Promise<void>;
}

/** API and worker side by side in this process. */
export async function startInstallation(parts: {
  config: Config;
  clock: Clock;
  demonstration?: Demonstration;
  prefix?: string;
}): Promise<Installation> {
  const { config, clock } = parts;
  const worker = await startWorker({
    config,
    clock,
    prefix: parts.prefix,
    logger: createLogger('worker', config.logLevel, config.logUrl),
  });
  const api = await startApi({
    config,
    clock,
    demonstration: parts.demonstration,
    logger: createLogger('api', config.logLevel, config.logUrl),
  }).catch(async (error: unknown) => {
    await worker.stop();
    throw error;
  });
  return {
    api,
    worker,
    async stop() {
      await api.stop();
      await worker.stop();
    },
  };
}
