import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const QUARTER_HOUR = 15;
const MAILS_PER_QUARTER_HOUR = 5;
const MAILS_OF_CLIENT_PER_QUARTER_HOUR = 30;

let parts: TestInstallation;
let family: BuiltFamily;
let browser: TestAgent;

beforeAll(async () => {
  parts = await openInstallation({ worker: false });
});

afterAll(async () => {
  await parts?.close();
});

/** Nobody is counted for what an earlier test did. */
beforeEach(async () => {
  parts.clock.advanceMinutes(QUARTER_HOUR);
  family = await parts.people.family();
  browser = parts.anonymous();
});

const start = (client: TestAgent, email = family.email) => client.post('/v1/sign-in').send({ email });
const confirm = (client: TestAgent, body: { code?: string; token?: string }) =>
  client.post('/v1/sign-in/confirm').send(body);

/** Asks for a mail in the browser; what stands in it. */
async function mailed(client: TestAgent): Promise<{ code: string; token: string }> {
  const mailsBefore = mailsTo(family.email).length;
  await start(client).expect(202, { sent: true });
  const { text } = await until('the sign-in mail', async () => mailsTo(family.email)[mailsBefore]);
  return { code: /\b\d{8}\b/.exec(text)![0], token: /\/login\?token=([\w-]{43})/.exec(text)![1]! };
}

const mailsTo = (email: string) =>
  parts.mails.messages().filter(({ recipients }) => recipients.includes(email));

const otherThan = (code: string, by: number) => String((Number(code) + by) % 100_000_000).padStart(8, '0');

describe('signing in', () => {
  test('with the code, in the browser that asked, once', async () => {
    const { code } = await mailed(browser);
    const { body } = await confirm(browser, { code }).expect(200);
    expect(body).toMatchObject({ memberId: family.memberId, roles: ['family'] });
    await browser.get('/v1/me').expect(200);
    expect((await confirm(browser, { code }).expect(401)).body.code).toBe('sign-in-failed');
  });

  test('with the link, in the browser that asked, once; the code of the mail is spent with it', async () => {
    const { code, token } = await mailed(browser);
    await confirm(browser, { token }).expect(200);
    await browser.get('/v1/me').expect(200);
    await confirm(browser, { token }).expect(401);
    await confirm(browser, { code }).expect(401);
  });

  test('is refused in another browser, with the link and with the code; the asking one still can', async () => {
    const { code, token } = await mailed(browser);
    const other = parts.anonymous();
    expect((await confirm(other, { token }).expect(401)).body.code).toBe('sign-in-other-browser');
    expect((await confirm(other, { code }).expect(401)).body.code).toBe('sign-in-failed');
    await other.get('/v1/me').expect(401);
    await confirm(browser, { code }).expect(200);
  });

  test('ends with the fifth wrong code', async () => {
    const { code, token } = await mailed(browser);
    for (let wrong = 1; wrong <= 5; wrong += 1)
      await confirm(browser, { code: otherThan(code, wrong) }).expect(401);
    await confirm(browser, { code }).expect(401);
    await confirm(browser, { token }).expect(401);
  });

  test('counts guesses at the same moment one by one', async () => {
    const { code } = await mailed(browser);
    const guesses = Array.from({ length: 20 }, (_, n) => confirm(browser, { code: otherThan(code, n + 1) }));
    for (const { status } of await Promise.all(guesses)) expect(status).toBe(401);
    const [row] = await parts.uow.tenantless((sql) =>
      sql('SELECT failures FROM sign_in_challenge ORDER BY created_at DESC LIMIT 1'),
    );
    expect(row).toEqual({ failures: 5 });
  });

  test('is possible for 10 minutes', async () => {
    const { code, token } = await mailed(browser);
    parts.clock.advanceMinutes(10);
    await confirm(browser, { code }).expect(401);
    await confirm(browser, { token }).expect(401);
  });
});

describe('asking for a mail', () => {
  test('is answered alike for an unknown address, and sends nothing', async () => {
    const known = await start(browser).expect(202);
    const unknown = await start(parts.anonymous(), 'nobody@example.org').expect(202);
    expect(unknown.body).toEqual(known.body);
    expect(Object.keys(unknown.headers).toSorted()).toEqual(Object.keys(known.headers).toSorted());
    await until('the mail to the known address', async () => mailsTo(family.email).length > 0);
    expect(mailsTo('nobody@example.org')).toEqual([]);
  });

  test('too often for one address is refused, known or not, until the quarter of an hour is over', async () => {
    for (const email of [family.email, 'nobody@example.org']) {
      for (let mail = 1; mail <= MAILS_PER_QUARTER_HOUR; mail += 1) await start(browser, email).expect(202);
      const { body } = await start(parts.anonymous(), email).expect(429);
      expect(body.code).toBe('too-many-sign-ins');
    }
    parts.clock.advanceMinutes(QUARTER_HOUR);
    await start(browser).expect(202);
  });

  test('too often from one client is refused, for whatever addresses', async () => {
    for (let mail = 1; mail <= MAILS_OF_CLIENT_PER_QUARTER_HOUR; mail += 1) {
      await start(browser, `person${mail}@example.org`).expect(202);
    }
    await start(parts.anonymous()).expect(429);
  });
});
