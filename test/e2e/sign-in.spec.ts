import { createLogger } from '#platform';
import { SignInMailer } from '#members';
import { MailSender } from '#notifications';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { createApi } from '../../apps/api/src/create-api.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { statementsOf } from '../support/statements.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const QUARTER_HOUR = 15;
const MAILS_PER_QUARTER_HOUR = 5;
const MAILS_OF_CLIENT_PER_QUARTER_HOUR = 30;
const ALL_MAILS_PER_QUARTER_HOUR = 2_000;

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
  const known = new Set(mailsTo(family.email).map(({ text }) => text));
  await start(client).expect(202, { sent: true });
  const { text } = await until('the sign-in mail', async () =>
    mailsTo(family.email).find((mail) => !known.has(mail.text) && mail.text.includes('/login?token=')),
  );
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
    const [row] = await parts.uow.tenantless('upkeep', (sql) =>
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

  test('sends the same statements to the database, and writes the same letter, for an unknown address', async () => {
    const mailer = parts.api.get(SignInMailer);
    const letters = jest.spyOn(mailer, 'send');
    const bodies = jest.spyOn(parts.api.get(MailSender), 'send');
    const asks = async (email: string) => {
      const before = letters.mock.calls.length;
      const sent = await statementsOf(() => start(parts.anonymous(), email).expect(202));
      await until('the letter written', async () => letters.mock.calls.length > before);
      await letters.mock.results.at(-1)!.value;
      return { sent, letter: Object.keys(letters.mock.calls.at(-1)![0]).toSorted() };
    };
    try {
      const known = await asks(family.email);
      expect(known.sent.length).toBeGreaterThan(5);
      expect(await asks('nobody@example.org')).toEqual(known);
      expect(letters.mock.calls.map(([{ to }]) => to)).toEqual([family.email, null]);
      expect(bodies).toHaveBeenCalledTimes(1);
    } finally {
      letters.mockRestore();
      bodies.mockRestore();
    }
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

  test('too often by everybody together is refused, whoever asks from wherever', async () => {
    const everybody = createHash('sha256').update('every sign-in mail').digest();
    const now = parts.clock.now();
    await parts.uow.tenantless('upkeep', (sql) =>
      sql(
        `INSERT INTO rate_window (key, window_start, hits)
         VALUES ($1, to_timestamp(floor(extract(epoch FROM $2::timestamptz) / 900) * 900), $3)
         ON CONFLICT (key, window_start) DO UPDATE SET hits = excluded.hits`,
        [everybody, now, ALL_MAILS_PER_QUARTER_HOUR - 1],
      ),
    );
    await start(browser).expect(202);
    await start(parts.anonymous(), 'another@example.org').expect(429);
  });

  test('is counted together by all processes', async () => {
    const { config, clock } = parts;
    const second = await createApi({ config, clock, logger: createLogger('api', 'silent') });
    await second.listen(0, '127.0.0.1');
    try {
      const there = request.agent(second.getHttpServer());
      for (let mail = 1; mail <= MAILS_PER_QUARTER_HOUR; mail += 1)
        await start(mail % 2 ? browser : there).expect(202);
      await start(browser).expect(429);
      await start(there).expect(429);
    } finally {
      await second.close();
    }
  });
});

describe('a link of a mail', () => {
  test('is not taken by a scanner that follows it, however often and with whatever it says it is', async () => {
    const { token } = await mailed(browser);
    for (const method of ['get', 'head'] as const) {
      for (const agent of ['Mozilla/5.0', 'Barracuda Link Protection', '']) {
        const look = parts.anonymous()[method](`/login?token=${token}`).set('user-agent', agent);
        const { headers } = await look.expect(200);
        expect(String(headers['set-cookie'] ?? '')).not.toContain('session');
      }
    }
    await browser.get(`/login?token=${token}`).expect(200);
    await browser.get('/v1/me').expect(401);
    await confirm(browser, { token }).expect(200);
  });

  test('is neither asked for nor taken by a page of another site', async () => {
    const { code, token } = await mailed(browser);
    const before = mailsTo(family.email).length;
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const body of [{ code }, { token }]) {
        const refused = await browser.post('/v1/sign-in/confirm').set(headers).send(body).expect(403);
        expect(refused.body.code).toBe('foreign-origin');
      }
      await browser.post('/v1/sign-in').set(headers).send({ email: family.email }).expect(403);
    }
    expect(mailsTo(family.email)).toHaveLength(before);
    await confirm(browser, { token }).expect(200);
  });
});

describe('a session', () => {
  const cookieOf = (answer: { headers: Record<string, unknown> }) =>
    /intreccio-session=([\w-]{43})/.exec(String(answer.headers['set-cookie']))![1]!;

  test('gives a new session each time; a planted one is not taken over', async () => {
    const planted = 'p'.repeat(43);
    const { code } = await mailed(browser);
    const cookies = { cookie: `intreccio-session=${planted}` };
    const first = cookieOf(await browser.post('/v1/sign-in/confirm').set(cookies).send({ code }).expect(200));
    expect(first).not.toBe(planted);
    const again = await mailed(browser);
    const second = cookieOf(await confirm(browser, { code: again.code }).expect(200));
    expect(second).not.toBe(first);
    await parts.anonymous().get('/v1/me').set(cookies).expect(401);
  });

  test('is of no use after signing out, nor after it was ended elsewhere', async () => {
    const tokens = [];
    for (let device = 0; device < 3; device += 1) {
      const client = parts.anonymous();
      const { code } = await mailed(client);
      tokens.push(cookieOf(await confirm(client, { code }).expect(200)));
    }
    const as = (token: string) => ({ cookie: `intreccio-session=${token}` });
    const [here, elsewhere, left] = tokens.map(as) as [
      { cookie: string },
      { cookie: string },
      { cookie: string },
    ];
    await parts.anonymous().post('/v1/sign-out').set(left).expect(204);
    await parts.anonymous().get('/v1/me').set(left).expect(401);
    const { body } = await parts.anonymous().get('/v1/me/sessions').set(here).expect(200);
    const others = (body as { id: string; current: boolean }[]).filter(({ current }) => !current);
    expect(others).toHaveLength(1);
    await parts.anonymous().delete(`/v1/me/sessions/${others[0]!.id}`).set(here).expect(204);
    await parts.anonymous().get('/v1/me').set(elsewhere).expect(401);
    await parts.anonymous().get('/v1/me').set(here).expect(200);
  });

  test('ends after 14 days without use and after 30 days in any case', async () => {
    const DAY = 1_440;
    const { code } = await mailed(browser);
    await confirm(browser, { code }).expect(200);
    for (const days of [13, 13]) {
      parts.clock.advanceMinutes(days * DAY);
      await browser.get('/v1/me').expect(200);
    }
    parts.clock.advanceMinutes(4 * DAY);
    await browser.get('/v1/me').expect(401);
    const idle = parts.anonymous();
    const again = await mailed(idle);
    await confirm(idle, { code: again.code }).expect(200);
    parts.clock.advanceMinutes(14 * DAY);
    await idle.get('/v1/me').expect(401);
  });
});

describe('a member of two communities', () => {
  test('reads where they may go on, goes there under a new token, and is one of that community alone', async () => {
    const { uow, clock, people } = parts;
    const abroad = await buildCommunity(uow, people.codec, clock);
    const there = await abroad.memberToo(family.email, ['helper'], 'Marta');
    const { code } = await mailed(browser);
    await confirm(browser, { code }).expect(200);
    const places = async (client = browser) => (await client.get('/v1/me/memberships').expect(200)).body;
    const [here, other] = [people.id, abroad.id].map((communityId) => ({
      communityId,
      name: 'Distretto di prova',
    }));
    expect(await places()).toEqual([
      { ...here, current: true },
      { ...other, current: false },
    ]);
    await browser.get(`/v1/households/${family.householdId}`).expect(200);
    const { body } = await browser.put('/v1/me/community').send({ communityId: abroad.id }).expect(200);
    expect(body).toMatchObject({ communityId: abroad.id, memberId: there, roles: ['helper'] });
    expect(await places()).toEqual([
      { ...here, current: false },
      { ...other, current: true },
    ]);
    await browser.get(`/v1/households/${family.householdId}`).expect(403);
    const neighbour = await parts.as((await people.family()).actor);
    expect(await places(neighbour)).toEqual([{ ...here, current: true }]);
  });
});
