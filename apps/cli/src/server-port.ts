import { createServer } from 'node:net';
import { EmbeddedPostgresError } from './embedded-postgres.rules.js';

const usualPort = 54_329;

/** True when nobody listens on the port of 127.0.0.1. */
async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

/**
 * Chooses PostgreSQL's port: the one asked for, else the last run's, else the usual one, else any free one.
 * @throws EmbeddedPostgresError when the port asked for is in use
 */
export async function choosePort(
  asked: number | undefined,
  last: number | undefined,
  say: (sentence: string) => void,
): Promise<number> {
  const wanted = asked ?? last ?? usualPort;
  if (await isFree(wanted)) return wanted;
  if (asked !== undefined) {
    throw new EmbeddedPostgresError(
      `Port ${asked} is in use: stop the program that uses it, or leave INTRECCIO_PG_PORT empty and a free port is taken.`,
    );
  }
  const free = await tryListen(0);
  if (free === undefined) throw new EmbeddedPostgresError('No free port was found on 127.0.0.1.');
  say(`Port ${wanted} is in use, so PostgreSQL listens on ${free}.`);
  return free;
}
