import { MemberService } from '#members';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { statementsOf } from '../support/statements.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const QUARTER_HOUR = 15;
const OF_PHONE_PER_QUARTER_HOUR = 3;
const OF_PHONE_PER_DAY = 10;
const OF_CLIENT_PER_QUARTER_HOUR = 10;
const CODES_A_DAY = 40;

let parts: TestInstallation;
let members: MemberService;
let browser: TestAgent;
let phone: string;
let memberId: string;
let serial = 0;

beforeAll(async () => {
  parts = await openInstallation({ worker: false, environment: { SMS_CODES_A_DAY: String(CODES_A_DAY) } });
  members = new MemberService(parts.uow, parts.people.codec);
});

afterAll(async () => {
  await parts?.close();
});

/** Nobody is counted for what an earlier test did. */
beforeEach(async () => {
  parts.clock.advanceMinutes(1_440);
  phone = nextPhone();
  memberId = await enter({ phone });
  browser = parts.anonymous();
});

const nextPhone = () => `+39333${String(1_000_000 + ++serial)}`;

async function enter(address: { phone?: string; email?: string; sharedPhone?: boolean }): Promise<string> {
  const { id } = await members.createMember(parts.people.facts.system, {
    givenName: 'Amina',
    familyName: `Prova${serial}`,
    language: 'it',
    roles: ['family'],
    ...address,
  });
  return id;
}

const start = (client: TestAgent, to = phone) => client.post('/v1/sign-in').send({ phone: to });
const confirm = (client: TestAgent, code: string) => client.post('/v1/sign-in/confirm').send({ code });
const textsTo = (to: string) => parts.sms.messages().filter((sms) => sms.to === to);

async function texted(client: TestAgent): Promise<string> {
  const before = textsTo(phone).length;
  await start(client).expect(202, { sent: true });
  await until('the code', async () => textsTo(phone).length > before);
  return /\b\d{8}\b/.exec(textsTo(phone)[0]!.text)![0];
}

const otherThan = (code: string, by: number) => String((Number(code) + by) % 100_000_000).padStart(8, '0');

describe('signing in by phone', () => {
  test('takes the code, in the browser that asked, once', async () => {
    const code = await texted(browser);
    expect((await confirm(browser, code).expect(200)).body).toMatchObject({ memberId, roles: ['family'] });
    await browser.get('/v1/me').expect(200);
    await confirm(browser, code).expect(401);
  });

  test('takes a number as people write it', async () => {
    await start(browser, phone.replace('+39', '').replace(/(...)/, '$1 ')).expect(202);
    await until('the code', async () => textsTo(phone).length === 1);
  });

  test('is refused in another browser, and after 10 minutes; a code that waited 9 is good', async () => {
    const code = await texted(browser);
    await confirm(parts.anonymous(), code).expect(401);
    parts.clock.advanceMinutes(9);
    await confirm(browser, code).expect(200);
    const late = await texted(browser);
    parts.clock.advanceMinutes(10);
    await confirm(browser, late).expect(401);
  });

  test('ends with the fifth wrong code, not with the fourth', async () => {
    const code = await texted(browser);
    for (let wrong = 1; wrong <= 4; wrong += 1) await confirm(browser, otherThan(code, wrong)).expect(401);
    await confirm(browser, code).expect(200);
    const next = await texted(browser);
    for (let wrong = 1; wrong <= 5; wrong += 1) await confirm(browser, otherThan(next, wrong)).expect(401);
    await confirm(browser, next).expect(401);
  });

  test('the message binds the code to our own address, fits one part, and is no longer than that', async () => {
    await texted(browser);
    const { text } = textsTo(phone)[0]!;
    expect(text).toMatch(/\n@127\.0\.0\.1 #\d{8}$/);
    expect(text.length).toBeLessThanOrEqual(160);
  });

  test('nothing readable is kept: neither the code nor the number', async () => {
    const code = await texted(browser);
    const rows = await parts.uow.tenantless('upkeep', (sql) =>
      sql('SELECT c::text AS text FROM sign_in_challenge c'),
    );
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(JSON.stringify(rows)).not.toContain(phone.slice(1));
  });
});

describe('asking for a code', () => {
  test('is answered alike for a number nobody has, writes as much, and sends nothing', async () => {
    const stranger = nextPhone();
    const written = () =>
      parts.uow.tenantless('upkeep', (sql) =>
        sql<{ challenges: number; windows: number }>(
          `SELECT (SELECT count(*)::int FROM sign_in_challenge) AS challenges,
             (SELECT coalesce(sum(hits), 0)::int FROM rate_window) AS windows`,
        ),
      );
    const grows = async (to: string) => {
      const [before] = await written();
      let answer!: Awaited<ReturnType<typeof start>>;
      const statements = await statementsOf(async () => {
        answer = await start(parts.anonymous(), to).expect(202);
      });
      const [after] = await written();
      return {
        statements,
        answer: [answer.body, Object.keys(answer.headers).toSorted()],
        challenges: after!.challenges - before!.challenges,
        windows: after!.windows - before!.windows,
      };
    };
    const known = await grows(phone);
    expect(await grows(stranger)).toEqual(known);
    expect(known.challenges).toBe(1);
    expect(known.statements.length).toBeGreaterThan(8);
    await until('the code of the known one', async () => textsTo(phone).length === 1);
    expect(textsTo(stranger)).toEqual([]);
  });

  test('takes exactly one of e-mail and phone', async () => {
    await browser.post('/v1/sign-in').send({}).expect(400);
    await browser.post('/v1/sign-in').send({ phone, email: 'a@example.org' }).expect(400);
  });

  test.each([
    ['of another country', '+40 721 123 456', 422, 'phone-not-served'],
    ['that costs the sender', '+39 899 123 456', 400, 'invalid-input'],
    ['of a landline', '0382 399111', 400, 'invalid-input'],
  ])('is refused for a number %s', async (_, number, status, code) => {
    expect((await start(browser, number).expect(status)).body.code).toBe(code);
  });

  test('a fourth time in a quarter of an hour is refused, known or not', async () => {
    for (const to of [phone, nextPhone()]) {
      for (let sent = 1; sent <= OF_PHONE_PER_QUARTER_HOUR; sent += 1) await start(browser, to).expect(202);
      expect((await start(parts.anonymous(), to).expect(429)).body.code).toBe('too-many-sign-ins');
    }
    parts.clock.advanceMinutes(QUARTER_HOUR);
    await start(browser).expect(202);
  });

  test('an eleventh time in a day is refused', async () => {
    for (let sent = 1; sent <= OF_PHONE_PER_DAY; sent += 1) {
      await start(browser).expect(202);
      parts.clock.advanceMinutes(QUARTER_HOUR);
    }
    await start(browser).expect(429);
  });

  test('too often from one network address is refused, for whatever numbers', async () => {
    for (let sent = 1; sent <= OF_CLIENT_PER_QUARTER_HOUR; sent += 1)
      await start(browser, nextPhone()).expect(202);
    await start(browser).expect(429);
  });

  test('stops for everybody when what may be spent in a day is spent; strangers’ numbers spend nothing', async () => {
    // From midnight UTC on: the day's window holds this test alone.
    const day = 86_400_000;
    parts.clock.advanceMinutes((day - (parts.clock.now().getTime() % day)) / 60_000);
    const ask = async (to: string, status: number) => {
      parts.clock.advanceMinutes(QUARTER_HOUR);
      await start(browser, to).expect(status);
    };
    for (let stranger = 1; stranger <= 3; stranger += 1) await ask(nextPhone(), 202);
    for (let sent = 0; sent < CODES_A_DAY; sent += 1) {
      if (sent % OF_PHONE_PER_DAY === 0) await enter({ phone: (phone = nextPhone()) });
      await ask(phone, 202);
    }
    await enter({ phone: (phone = nextPhone()) });
    await ask(phone, 429);
    await ask(nextPhone(), 429);
  });

  test('from a page of another site is refused', async () => {
    await start(browser).set('origin', 'https://evil.example').expect(403);
  });
});

describe('whose phone it is', () => {
  test('who has an e-mail address signs in with that; their phone opens nothing', async () => {
    const to = nextPhone();
    await enter({ phone: to, email: `both${serial}@example.org` });
    await start(browser, to).expect(202);
    expect(textsTo(to)).toEqual([]);
  });

  test('changing the phone one signs in with is the desk’s; the old number opens nothing after that', async () => {
    const administrator = await parts.people.administrator();
    const self = await signedIn();
    const edit = (client: TestAgent, version: number, to: string) =>
      client.patch(`/v1/members/${memberId}`).set('if-match', `"v${version}"`).send({ phone: to });
    const next = nextPhone();
    expect((await edit(self, 1, next).expect(422)).body.code).toBe('proven-by-code');
    await edit(await parts.as(administrator), 1, next).expect(200);
    await self.get('/v1/me').expect(401);
    const [old, before] = [phone, textsTo(phone).length];
    await start(self, old).expect(202, { sent: true });
    phone = next;
    await confirm(browser, await texted(browser)).expect(200);
    expect(textsTo(old)).toHaveLength(before);
  });

  test('a number that somebody else has is shared and opens neither’s page', async () => {
    const other = await enter({ phone: nextPhone() });
    await (
      await parts.as(await parts.people.administrator())
    )
      .patch(`/v1/members/${other}`)
      .set('if-match', '"v1"')
      .send({ phone })
      .expect(200);
    const { body } = await confirm(browser, await texted(browser)).expect(200);
    expect(body.memberId).toBe(memberId);
  });
});

async function signedIn(): Promise<TestAgent> {
  const client = parts.anonymous();
  await confirm(client, await texted(client)).expect(200);
  return client;
}
