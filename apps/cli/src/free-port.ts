import { createServer, type AddressInfo } from 'node:net';

const FIRST = 3_000;
const TRIES = 50;

/**
 * The port to listen on: the one asked for (0: any free one), else the first free one from 3000 on.
 * @throws Error in one sentence when the port asked for is taken or is none
 */
export async function freePort(asked: string | undefined, say: (sentence: string) => void): Promise<number> {
  if (asked) {
    const port = Number(asked);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`PORT must be a whole number from 0 to 65535, not "${asked}".`);
    }
    // Links in mails name the port, so it is chosen before anything listens.
    if (port === 0) return anyPort();
    if (!(await isFree(port))) {
      throw new Error(`The port ${asked} is in use: stop the other program, or set PORT to a free one.`);
    }
    return port;
  }
  for (let port = FIRST; port < FIRST + TRIES; port += 1) {
    if (await isFree(port)) {
      if (port !== FIRST) say(`The port ${FIRST} is in use; listening on ${port} instead.`);
      return port;
    }
  }
  throw new Error(`The ports ${FIRST} to ${FIRST + TRIES - 1} are all in use: set PORT to a free one.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
