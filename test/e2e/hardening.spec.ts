import { readConfig } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request as ask } from 'node:http';
import { Writable } from 'node:stream';
import { Client } from 'pg';
import { pino } from 'pino';
import request from 'supertest';
import { createApi } from '../../apps/api/src/create-api.js';
import { tokenOf } from '../support/http-client.js';
import {
  BUILT_WEB,
  openInstallation,
  TEST_KEY,
  type TestInstallation,
} from '../support/test-installation.js';

const PUBLIC_URL = 'https://aiuto.example.org';

let parts: TestInstallation;
let owner: Client;
/** As it stands behind https. */
let secure: NestFastifyApplication;
/** What it wrote to its log, line by line. */
const lines: string[] = [];

beforeAll(async () => {
  parts = await openInstallation({ worker: false });
  owner = new Client({ connectionString: parts.url });
  await owner.connect();
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: parts.url,
    SMTP_URL: parts.config.smtpUrl,
    SECRET_KEY: TEST_KEY.toString('base64'),
    PUBLIC_URL,
    LOG_LEVEL: 'info',
  });
  const log = new Writable({
    write: (line: Buffer, _, done) => {
      lines.push(line.toString());
      done();
    },
  });
  const logger = pino({ level: 'info' }, log);
  secure = await createApi({ config, clock: parts.clock, logger, webFolder: BUILT_WEB });
  await secure.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await secure?.close();
  await owner?.end();
  await parts?.close();
});

const behindHttps = () => request(secure.getHttpServer());
const ADDRESSES = [
  '/',
  '/login',
  '/v1/life-cycles',
  '/v1/me',
  '/v1/nothing',
  '/docs',
  '/docs-json',
  '/livez',
  '/u/x',
  '/c/x',
];

describe('every answer', () => {
  test.each(ADDRESSES)('of %s has the headers that keep a browser from harm', async (address) => {
    const { headers } = await behindHttps().get(address);
    expect(headers['strict-transport-security']).toMatch(/^max-age=(\d{8,}); includeSubDomains/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    const policy = headers['content-security-policy']!;
    for (const directive of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      expect(policy).toContain(directive);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
  });

  test.each(ADDRESSES)(
    'of %s says what it is, in which letters, and whether it may be kept',
    async (address) => {
      const { headers } = await behindHttps().get(address);
      expect(headers['content-type']).toMatch(/; charset=utf-8$/i);
      expect(headers['cache-control']).toMatch(/no-store|no-cache/);
      if (address.startsWith('/v1/')) expect(headers['cache-control']).toBe('no-store');
    },
  );

  test('lets no other site read it, whatever that site says it is', async () => {
    for (const origin of ['https://elsewhere.example', 'null', PUBLIC_URL]) {
      const { headers } = await behindHttps().get('/v1/life-cycles').set('origin', origin);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      const asked = await behindHttps()
        .options('/v1/requests')
        .set('origin', origin)
        .set('access-control-request-method', 'POST');
      expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('to a failure of ours tells nothing but that there was one', async () => {
    const { cookie } = await signedIn();
    await owner.query('ALTER TABLE category RENAME TO category_away');
    try {
      const { status, body, text } = await behindHttps().get('/v1/categories').set('cookie', cookie);
      expect(status).toBe(500);
      expect(body).toEqual({
        type: 'urn:intreccio:problem:internal',
        title: 'Something went wrong on our side; try again',
        status: 500,
        code: 'internal',
        instance: expect.stringMatching(/^urn:uuid:/),
      });
      expect(text).not.toMatch(/relation|category|select|\.ts|\.js| at /i);
    } finally {
      await owner.query('ALTER TABLE category_away RENAME TO category');
    }
  });
});

describe('a change', () => {
  const change = (headers: Record<string, string>) =>
    behindHttps().post('/v1/sign-in').set(headers).send({ email: 'nobody@example.org' });

  test.each([
    [{ origin: 'https://elsewhere.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://aiuto.example.org' }],
    [{ origin: 'https://aiuto.example.org.elsewhere.example' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: PUBLIC_URL, 'sec-fetch-site': 'cross-site' }],
  ])('from another site is refused: %j', async (headers) => {
    expect((await change(headers)).body).toMatchObject({ status: 403, code: 'foreign-origin' });
  });

  test.each([[{ origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' }], [{}]])(
    'from our own page or from a program is taken: %j',
    async (headers) => {
      expect((await change(headers)).status).toBe(202);
    },
  );

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'as "%s", which a form of another site can send, is not read',
    async (type) => {
      const { status } = await behindHttps()
        .post('/v1/sign-in')
        .set(type ? { 'content-type': type } : {})
        .send('{"email":"nobody@example.org"}');
      expect([400, 415]).toContain(status);
    },
  );

  test('with a length and chunks at once, as a smuggled request has, is cut off', async () => {
    const { hostname, port } = new URL(await secure.getUrl());
    const status = await new Promise<number>((resolve) => {
      const asked = ask(
        {
          hostname,
          port,
          method: 'POST',
          path: '/v1/sign-in',
          headers: {
            'content-type': 'application/json',
            'content-length': '4',
            'transfer-encoding': 'chunked',
          },
        },
        ({ statusCode }) => resolve(statusCode ?? 0),
      );
      asked.on('error', () => resolve(0));
      asked.end('{"email":"nobody@example.org"}');
    });
    expect([0, 400]).toContain(status);
  });
});

describe('the cookies', () => {
  test('are for this host over https alone, out of scripts’ reach, and not sent along from other sites', async () => {
    const started = await behindHttps().post('/v1/sign-in').send({ email: 'nobody@example.org' }).expect(202);
    const [cookie, ...more] = started.headers['set-cookie'] as unknown as string[];
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^__Host-intreccio-browser=[\w-]{43}; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      expect(cookie!.split('; ')).toContain(attribute);
    expect(cookie).not.toMatch(/domain/i);
  });
});

describe('the log', () => {
  test('has a line for each sign-in and each refusal, with who and what, and nothing personal', async () => {
    const { cookie, family } = await signedIn();
    lines.length = 0;
    await behindHttps().post('/v1/sign-in').send({ email: family.email }).expect(202);
    await behindHttps().post('/v1/sign-in/confirm').send({ code: '12345678' }).expect(401);
    await behindHttps().get('/v1/accounts').set('cookie', cookie).expect(403);
    await behindHttps().get('/v1/me?email=sara%40example.org');
    await behindHttps().post('/v1/sign-out').set('cookie', cookie).expect(204);
    const noted = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'security');
    expect(noted.map(({ security, method, route, status }) => [security, method, route, status])).toEqual([
      ['act', 'POST', '/v1/sign-in', 202],
      ['act', 'POST', '/v1/sign-in/confirm', 401],
      ['refusal', 'GET', '/v1/accounts', 403],
      ['refusal', 'GET', '/v1/me', expect.any(Number)],
      ['act', 'POST', '/v1/sign-out', 204],
    ]);
    for (const line of noted)
      expect(line).toMatchObject({ time: expect.any(Number), requestId: expect.any(String) });
    expect(noted[2]).toMatchObject({ memberId: family.memberId, communityId: parts.people.id });
    for (const secret of [family.email, '12345678', cookie.split('=')[1]!, 'sara', '127.0.0.1'])
      expect(lines.join('')).not.toContain(secret);
  });
});

async function signedIn() {
  const family = await parts.people.family();
  return { family, cookie: `__Host-intreccio-session=${await tokenOf(parts, family.actor)}` };
}
