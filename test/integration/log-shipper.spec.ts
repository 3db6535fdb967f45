import { LogShipper, type LogShipperLimits } from '#platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LogCollector } from '../support/log-collector.js';
import { freePort } from '../support/redis-server.js';
import { until } from '../support/test-installation.js';
import { prepareSecrets } from '../support/tls-servers.js';

const LIMITS: LogShipperLimits = {
  waiting: 1024 * 1024,
  connect_ms: 1_000,
  stalled_ms: 1_000,
  again_ms: [50, 100],
};
let secrets: string;
let collector: LogCollector | undefined;
let shipper: LogShipper | undefined;
let said: string[] = [];

beforeAll(() => {
  secrets = prepareSecrets();
});

afterEach(async () => {
  await shipper?.end(0);
  await collector?.stop();
  [shipper, collector, said] = [undefined, undefined, []];
});

afterAll(() => rmSync(secrets, { recursive: true, force: true }));

function shipTo(port: number, limits: Partial<LogShipperLimits> = {}, trusted = true): LogShipper {
  const ca = trusted ? readFileSync(join(secrets, 'ca_crt')) : undefined;
  const url = new URL(`syslog+tls://localhost:${port}`);
  shipper = new LogShipper(url, { ...LIMITS, ...limits }, { ca }, (sentence) => said.push(sentence));
  return shipper;
}

const line = (number: number, level = 30) =>
  `{"level":${level},"time":"2026-10-05T08:00:00.000Z","name":"api","number":${number},"msg":"città"}\n`;
const numbers = () =>
  collector!.lines.map((one) => (JSON.parse(one.slice(one.indexOf('{'))) as { number: number }).number);

describe('the lines of the log', () => {
  it('reach a collector over TLS in their order, each whole, with its time, its origin and how grave it is', async () => {
    collector = await LogCollector.start(secrets);
    const sending = shipTo(collector.port);
    for (const [number, level] of [30, 40, 50, 60, 20].entries()) sending.write(line(number, level));
    await until('all are there', () => Promise.resolve(collector!.lines.length === 5));
    expect(collector.lines.map((one) => one.slice(0, one.indexOf(' 2026')))).toEqual([
      '<134>1',
      '<132>1',
      '<131>1',
      '<130>1',
      '<135>1',
    ]);
    expect(collector.lines[0]).toMatch(/^<134>1 2026-10-05T08:00:00\.000Z \S+ api \d+ - - \{/);
    expect(collector.lines[0]!.endsWith(line(0).trimEnd())).toBe(true);
    expect(numbers()).toEqual([0, 1, 2, 3, 4]);
  });

  it('wait while nobody answers, hold nobody up, and go on where they were', async () => {
    const port = await freePort();
    const sending = shipTo(port);
    const began = performance.now();
    for (let number = 0; number < 1_000; number += 1) sending.write(line(number));
    expect(performance.now() - began).toBeLessThan(500);
    await until('it was said', () => Promise.resolve(said.length > 0));
    collector = await LogCollector.start(secrets, port);
    await until('all are there', () => Promise.resolve(collector!.lines.length === 1_000));
    expect(numbers()).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
    expect(said).toEqual([
      `LOG_URL: localhost:${port} cannot be reached (ECONNREFUSED); lines wait, and go to standard output.`,
    ]);
    await collector.stop();
    collector = await LogCollector.start(secrets, port);
    await until('it goes on', () => {
      sending.write(line(2_000));
      return Promise.resolve(collector!.lines.length > 0);
    });
  });

  it('are bounded: the oldest go, and the collector is told how many are missing', async () => {
    const port = await freePort();
    const sending = shipTo(port, { waiting: 4_000 });
    for (let number = 100; number < 200; number += 1) sending.write(line(number));
    collector = await LogCollector.start(secrets, port);
    await until('what waited is there', () =>
      Promise.resolve(collector!.lines.at(-1)?.includes('"number":199')),
    );
    const [first = '', ...rest] = collector.lines;
    const { lost } = JSON.parse(first.slice(first.indexOf('{'))) as { lost: number };
    expect(lost).toBeGreaterThan(60);
    expect(rest).toHaveLength(100 - lost);
    expect(rest[0]).toContain(`"number":${100 + lost}`);
  });

  it('go to nobody whose certificate no known authority signed', async () => {
    collector = await LogCollector.start(secrets);
    shipTo(collector.port, {}, false).write(line(1));
    await until('it was said', () => Promise.resolve(said.length > 0));
    expect(said[0]).toMatch(/cannot be reached \(.*(CERT|SIGNATURE|ISSUER)/);
    expect(collector.bytes).toBe(0);
  });
});

describe('a process with LOG_URL', () => {
  it('writes each line to standard output and to the collector, and what is written last before it ends', async () => {
    collector = await LogCollector.start(secrets);
    const script = `import { createLogger, endLogs } from '#platform';
      const logger = createLogger('api', 'info', 'syslog+tls://localhost:${collector.port}');
      logger.debug('too small'); logger.warn({ email: 'ada@x.example' }, 'first'); logger.info('last');
      await endLogs();`;
    const child = spawn(
      process.execPath,
      ['--import', './test/support/register-typescript.mjs', '--input-type=module', '-e', script],
      { env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: join(secrets, 'ca_crt') } },
    );
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await new Promise((closed) => child.once('close', closed));
    const written = out.trim().split('\n');
    expect(written.map((one) => (JSON.parse(one) as { msg: string }).msg)).toEqual(['first', 'last']);
    expect(collector.lines.map((one) => one.slice(one.indexOf('{')))).toEqual(written);
    expect(out).not.toContain('ada@x.example');
  });

  it('is refused an address that is not encrypted', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', './test/support/register-typescript.mjs', 'apps/worker/src/main.ts'],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: 'postgres://localhost/i',
          SMTP_URL: 'smtp://localhost',
          LOG_URL: 'syslog://logs.example.org',
        },
      },
    );
    expect(stderr).toBe(
      'LOG_URL must be an address that begins with syslog+tls://; check its spelling in your environment.\n',
    );
    expect(status).toBe(2);
  });
});
