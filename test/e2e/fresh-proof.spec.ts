import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Secret, TOTP } from 'otpauth';
import type TestAgent from 'supertest/lib/agent.js';
import { FRESH_PROOF } from '../../apps/api/src/http/fresh-proof.guard.js';
import { listRoutes } from '../../apps/api/src/http/route-policies.js';
import { newId } from '#platform';
import { signInByMail } from '../support/sign-in-by-mail.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const QUARTER_HOUR = 15;

let parts: TestInstallation;
let email: string;
let browser: TestAgent;

beforeAll(async () => {
  parts = await openInstallation();
}, 120_000);

afterAll(async () => {
  await parts?.close();
});

/** A family that signed in a quarter of an hour ago; nobody is counted for what an earlier test did. */
beforeEach(async () => {
  parts.clock.advanceMinutes(QUARTER_HOUR);
  ({ email } = await parts.people.member(['family']));
  browser = parts.anonymous();
  await signInByMail(parts, browser, email);
  parts.clock.advanceMinutes(QUARTER_HOUR);
});

const codes = (to: string) =>
  parts.mails
    .messages()
    .filter(({ recipients }) => recipients.includes(to))
    .flatMap(({ subject }) => /\b\d{8}\b/.exec(subject)?.[0] ?? []);

async function askedCode(client: TestAgent, to = email): Promise<string> {
  const before = new Set(codes(to));
  await client.post('/v1/me/proof').send({ language: 'it' }).expect(202, { sent: true });
  return until('the code', async () => codes(to).find((code) => !before.has(code)));
}

const prove = (client: TestAgent, code: string) => client.post('/v1/me/proof/confirm').send({ code });
const otherThan = (code: string, by = 1) => String((Number(code) + by) % 100_000_000).padStart(8, '0');
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: parts.clock.machineNow().getTime(),
  });

/** The routes that ask for a fresh proof, as `METHOD /path`. */
function markedRoutes(): string[] {
  const app = parts.api;
  const marked = new Set<string>();
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    if (!instance || !metatype) continue;
    for (const name of new MetadataScanner().getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const handler = (instance as Record<string, unknown>)[name] as object;
      if (Reflect.getMetadata(FRESH_PROOF, handler)) marked.add(`${metatype.name}.${name}`);
    }
  }
  return listRoutes(app)
    .filter(({ handler }) => marked.has(handler))
    .map(({ method, path }) => `${method} ${path}`)
    .sort();
}

describe('a session whose person proved nothing for a quarter of an hour', () => {
  test('changes no way in and ends no session; every route that does says so', async () => {
    const routes = markedRoutes();
    expect(routes).toEqual([
      'DELETE /v1/me/addresses/email',
      'DELETE /v1/me/addresses/phone',
      'DELETE /v1/me/authenticator',
      'DELETE /v1/me/passkeys/:id',
      'DELETE /v1/me/sessions',
      'DELETE /v1/me/sessions/:id',
      'POST /v1/me/addresses',
      'POST /v1/me/addresses/confirm',
      'POST /v1/me/authenticator/confirm',
      'POST /v1/me/identity-links',
      'POST /v1/me/passkeys',
      'POST /v1/me/passkeys/options',
      'PUT /v1/me/authenticator',
      'PUT /v1/me/recovery-codes',
    ]);
    for (const route of routes) {
      const [method, path] = route.split(' ') as [string, string];
      const address = path.replaceAll(/:\w+/g, newId());
      const { status, body } = await browser[method.toLowerCase() as 'get'](address).send();
      expect([route, status, (body as { code?: string }).code]).toEqual([route, 403, 'recent-proof-needed']);
    }
    await browser.get('/v1/me/sessions').expect(200);
  });

  test('signs out as ever', async () => {
    await browser.post('/v1/sign-out').expect(204);
  });

  test('may again for a quarter of an hour after a code sent to their own address, under a new token', async () => {
    const other = parts.anonymous();
    await signInByMail(parts, other, email);
    const third = parts.anonymous();
    await signInByMail(parts, third, email);
    const sessions = async () =>
      (await browser.get('/v1/me/sessions').expect(200)).body as { id: string; current: boolean }[];
    const [newest] = (await sessions()).filter(({ current }) => !current);
    await browser.delete(`/v1/me/sessions/${newest!.id}`).expect(403);
    const answer = await prove(browser, await askedCode(browser)).expect(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/intreccio-session=[\w-]{43}/);
    await browser.delete(`/v1/me/sessions/${newest!.id}`).expect(204);
    await third.get('/v1/me').expect(401);
    await other.get('/v1/me').expect(200);
    parts.clock.advanceMinutes(QUARTER_HOUR - 1);
    await browser.delete('/v1/me/sessions').expect(204);
    await other.get('/v1/me').expect(401);
    expect(await sessions()).toMatchObject([{ current: true }]);
    parts.clock.advanceMinutes(1);
    await browser.delete('/v1/me/sessions').expect(403);
  });
});

describe('the code that proves', () => {
  test('works once, in the browser that asked, for its own person', async () => {
    const code = await askedCode(browser);
    const mine = parts.anonymous();
    await signInByMail(parts, mine, email);
    await prove(mine, code).expect(422);
    await prove(browser, code).expect(200);
    await prove(browser, code).expect(422);
  });

  test('of somebody else who shares the browser proves nothing, and neither signs them in', async () => {
    const { email: stranger } = await parts.people.member(['family']);
    const before = new Set(codes(stranger));
    await browser.post('/v1/sign-in').send({ email: stranger }).expect(202);
    const code = await until('their code', async () => codes(stranger).find((one) => !before.has(one)));
    await prove(browser, code).expect(422);
    await browser.delete('/v1/me/sessions').expect(403);
  });

  test('ends with the fifth wrong guess', async () => {
    const code = await askedCode(browser);
    for (let wrong = 1; wrong <= 5; wrong += 1) await prove(browser, otherThan(code, wrong)).expect(422);
    await prove(browser, code).expect(422);
  });

  test('is not enough for whoever has a second factor: they show that', async () => {
    await prove(browser, await askedCode(browser)).expect(200);
    const { body } = await browser.put('/v1/me/authenticator').expect(200);
    const { secret } = body as { secret: string };
    await browser
      .post('/v1/me/authenticator/confirm')
      .send({ code: codeOf(secret) })
      .expect(200);
    parts.clock.advanceMinutes(QUARTER_HOUR);
    await prove(browser, await askedCode(browser)).expect(200);
    expect((await browser.delete('/v1/me/sessions').expect(403)).body.code).toBe('recent-proof-needed');
    await browser
      .post('/v1/sign-in/second-factor')
      .send({ code: codeOf(secret) })
      .expect(200);
    await browser.delete('/v1/me/sessions').expect(204);
  });
});
