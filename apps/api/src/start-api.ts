import { ConfigError, MovableClock, SystemClock, type Clock, type Config, type Logger } from '#platform';
import type { AddressInfo } from 'node:net';
import type { ApiParts } from './api.module.js';
import { createApi } from './create-api.js';
import { Drain } from './health/drain.js';

export interface RunningApi {
  readonly port: number;
  /** Fails readiness, stops listening, closes idle sockets, waits for what runs; gives up after 10 s. */
  stop(): Promise<void>;
}

const GIVE_UP_MS = 9_000;
const IDLE_SWEEP_MS = 250;

/** What to do where nothing can listen, by what the system says. */
const CANNOT_LISTEN: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port }) => `The port ${port} is in use: stop the other program, or set PORT to a free one.`,
  EACCES: ({ port }) =>
    `This account may not listen on port ${port}: set PORT to one from 1024 on, or start as who may.`,
  EADDRNOTAVAIL: ({ host }) => `HOST=${host} is no address of this machine: correct it, or leave it empty.`,
  ENOTFOUND: ({ host }) => `HOST=${host} is unknown: correct it, or leave it empty.`,
};

/**
 * Listens with the given configuration.
 * @throws ConfigError in one sentence when it cannot listen there; then nothing of it runs on
 */
export async function startApi(
  parts: Omit<ApiParts, 'logger' | 'clock'> & { clock?: Clock; logger?: Logger },
): Promise<RunningApi> {
  const { config } = parts;
  const clock = parts.clock ?? (config.demo ? new MovableClock() : new SystemClock());
  const app = await createApi({ ...parts, clock });
  await app.listen(config.port, config.host).catch(async (error: NodeJS.ErrnoException) => {
    await app.close();
    const said = CANNOT_LISTEN[error.code ?? '']?.(config);
    throw said ? new ConfigError(said) : error;
  });
  const server = app.getHttpServer();
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      app.get(Drain).draining = true;
      // Keep-alive sockets would hold the server open; they are closed as they fall idle.
      const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
      const giveUp = new Promise<void>((resolve) => {
        setTimeout(resolve, GIVE_UP_MS).unref();
      });
      await Promise.race([app.close(), giveUp]);
      clearInterval(sweep);
      server.closeAllConnections();
    },
  };
}
