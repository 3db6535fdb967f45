import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  advisoriesOf,
  DAYS_TO_REPLACE,
  judge,
  type Advisory,
  type Severity,
} from '../ci/advisories.rules.js';

const URL = 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc';
const weak = (severity: Severity): Advisory => ({
  url: URL,
  library: 'pg',
  severity,
  title: 'Reads too far',
  range: '<9.0.0',
});

describe('a library with a known weakness', () => {
  it.each([
    ['critical', '2026-10-04', '2026-10-05'],
    ['high', '2026-10-15', '2026-10-16'],
    ['moderate', '2026-12-30', '2026-12-31'],
    ['low', '2026-12-30', '2026-12-31'],
  ] as const)(
    'that is %s and was seen on 1 October may wait until %s, not until %s',
    (severity, last, late) => {
      const seen = { [URL]: '2026-10-01' };
      expect(judge([weak(severity)], seen, last)).toMatchObject({
        overdue: [],
        inTime: [expect.any(String)],
      });
      const { overdue } = judge([weak(severity)], seen, late);
      expect(overdue).toEqual([`pg (<9.0.0), ${severity}: Reads too far, ${URL}; was due on ${last}`]);
    },
  );

  it('that nobody has written down, or with a day that is none, is due at once', () => {
    expect(judge([weak('low')], {}, '2026-10-01').overdue[0]).toMatch(/not written down yet$/);
    expect(judge([weak('low')], { [URL]: 'soon' }, '2026-10-01').overdue).toHaveLength(1);
  });

  it('that is replaced may be taken out of what is written down', () => {
    expect(judge([], { [URL]: '2026-10-01' }, '2026-10-02')).toEqual({
      overdue: [],
      inTime: [],
      settled: [URL],
    });
  });

  it('may wait as long as SECURITY.md says', () => {
    expect(readFileSync('SECURITY.md', 'utf8')).toContain(
      'replaced within three days when it is critical, within fourteen when it is high, with the next release and within ninety days otherwise',
    );
    expect(DAYS_TO_REPLACE).toMatchObject({ critical: 3, high: 14, moderate: 90, low: 90 });
  });
});

describe('what npm says', () => {
  it('is read with every advisory once, and one of unknown severity counts as critical', () => {
    const via = { url: URL, name: 'pg', severity: 'high', title: 'Reads too far', range: '<9.0.0' };
    const vulnerabilities = {
      pg: { via: [via, { ...via, url: `${URL}2`, severity: 'dreadful' }] },
      typeorm: { via: ['pg'] },
      'pg-copy-streams': { via: [via] },
    };
    expect(advisoriesOf({ vulnerabilities })?.map(({ severity }) => severity)).toEqual(['high', 'critical']);
    expect(advisoriesOf({ vulnerabilities: {} })).toEqual([]);
  });

  it.each([{ message: '405 Method Not Allowed', error: {} }, {}, null, 'x', { vulnerabilities: null }])(
    '%j is no answer',
    (report) => {
      expect(advisoriesOf(report)).toBeUndefined();
    },
  );
});

describe('npm run advisories', () => {
  /** A registry of the test's own: what it answers about the locked libraries. */
  let registry: Server;
  let cache = '';
  let status = 200;
  let answer: unknown = {};
  let asked: Record<string, string[]> = {};

  beforeAll(async () => {
    cache = mkdtempSync(join(tmpdir(), 'intreccio-npm-'));
    registry = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        if (request.url?.endsWith('/advisories/bulk')) {
          asked = JSON.parse(text.toString() || '{}') as typeof asked;
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        } else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      });
    });
    registry.listen(0, '127.0.0.1');
    await once(registry, 'listening');
  });

  afterAll(async () => {
    await new Promise((closed) => registry.close(closed));
    rmSync(cache, { recursive: true, force: true });
  });

  async function run(): Promise<{ code: number; said: string }> {
    const { port } = registry.address() as AddressInfo;
    const child = spawn(
      process.execPath,
      ['--import', './test/support/register-typescript.mjs', 'test/ci/advisories.ts'],
      {
        env: {
          PATH: process.env['PATH'],
          npm_config_cache: cache,
          npm_config_registry: `http://127.0.0.1:${port}/`,
          npm_config_fetch_retries: '0',
        },
      },
    );
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, said };
  }

  it('asks about every locked library, and is content when none has a known weakness', async () => {
    [status, answer] = [200, {}];
    expect(await run()).toEqual({ code: 0, said: 'No locked library has a known weakness.\n' });
    expect(Object.keys(asked)).toEqual(expect.arrayContaining(['pg', 'fastify', 'typeorm', 'react']));
    expect(Object.keys(asked).length).toBeGreaterThan(300);
  });

  it('fails when one is beyond its time', async () => {
    const advisory = {
      id: 1,
      url: URL,
      title: 'Reads too far',
      severity: 'critical',
      vulnerable_versions: '<99.0.0',
      cwe: [],
    };
    [status, answer] = [200, { pg: [advisory] }];
    const { code, said } = await run();
    expect(said).toMatch(/^Overdue: pg \(<99\.0\.0\), critical: Reads too far, .+; not written down yet$/m);
    expect(code).toBe(1);
  });

  it('says that nothing was looked at when the registry does not answer, and ends with a code of its own', async () => {
    [status, answer] = [405, {}];
    const { code, said } = await run();
    expect(said).toMatch(/^The registry did not answer \(.*405.*\): nothing was looked at\./);
    expect(code).toBe(3);
  });
});
