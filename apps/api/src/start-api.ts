import { MovableClock, SystemClock, type Clock, type Logger } from '#platform';
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

/** Listens with the given configuration. */
export async function startApi(
  parts: Omit<ApiParts, 'logger' | 'clock'> & { clock?: Clock; logger?: Logger },
): Promise<RunningApi> {
  const { config } = parts;
  const clock = parts.clock ?? (config.demo ? new MovableClock() : new SystemClock());
  const app = await createApi({ ...parts, clock });
  await app.listen(config.port, config.host);
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
