import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from './free-port.js';

describe('the port of a start', () => {
  let taken: Server;
  let port: number;
  const said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);

  beforeEach(async () => {
    said.length = 0;
    taken = createServer();
    await new Promise<void>((resume) => taken.listen(0, '127.0.0.1', resume));
    ({ port } = taken.address() as AddressInfo);
  });

  afterEach(async () => {
    await new Promise((resume) => taken.close(resume));
  });

  test('is the one that was asked for', async () => {
    await new Promise((resume) => taken.close(resume));
    expect(await freePort(String(port), say)).toBe(port);
    taken.listen(port, '127.0.0.1');
  });

  test('that is in use is refused with what to do', async () => {
    await expect(freePort(String(port), say)).rejects.toThrow(
      `The port ${port} is in use: stop the other program, or set PORT to a free one.`,
    );
  });

  test('0 is a free one that is known before anything listens, for the links in mails', async () => {
    expect(await freePort('0', say)).toBeGreaterThan(0);
    expect(said).toEqual([]);
  });

  test.each(['-1', '65536', '3000.5', 'web'])('%s is none', async (asked) => {
    await expect(freePort(asked, say)).rejects.toThrow(
      `PORT must be a whole number from 0 to 65535, not "${asked}".`,
    );
  });
});
