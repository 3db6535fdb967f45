import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { ConfigError } from '#platform';
import { startApi } from '../../apps/api/src/start-api.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

describe('an API that cannot listen where it should', () => {
  let installation: TestInstallation;
  let other: Server;

  beforeAll(async () => {
    installation = await openInstallation({ worker: false });
    other = createServer();
    await new Promise<void>((resume) => other.listen(0, '127.0.0.1', resume));
  });

  afterAll(async () => {
    await new Promise((resume) => other.close(resume));
    await installation?.close();
  });

  const start = (port: number, host: string) =>
    startApi({ config: { ...installation.config, port, host }, clock: installation.clock });

  it('says in one sentence what to do about a port in use', async () => {
    const { port } = other.address() as AddressInfo;
    await expect(start(port, '127.0.0.1')).rejects.toThrow(
      new ConfigError(`The port ${port} is in use: stop the other program, or set PORT to a free one.`),
    );
  });

  it('says so about an address of another machine', async () => {
    await expect(start(0, '192.0.2.7')).rejects.toThrow(
      new ConfigError('HOST=192.0.2.7 is no address of this machine: correct it, or leave it empty.'),
    );
  });
});
