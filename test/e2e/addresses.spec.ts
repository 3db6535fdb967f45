import { MemberService } from '#members';
import { newId, shownPhone } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import { signInByMail } from '../support/sign-in-by-mail.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let parts: TestInstallation;
let email: string;
let memberId: string;
let personId: string;
let browser: TestAgent;
let serial = 0;

beforeAll(async () => {
  parts = await openInstallation();
}, 120_000);

afterAll(async () => {
  await parts?.close();
});

/** A family that has just signed in by mail; nobody is counted for what an earlier test did. */
beforeEach(async () => {
  parts.clock.advanceMinutes(1_440);
  const made = await parts.people.member(['family']);
  email = made.email;
  ({ memberId, personId } = made.actor);
  browser = parts.anonymous();
  await signInByMail(parts, browser, email);
});

const nextPhone = () => `+39334${String(1_000_000 + ++serial)}`;
const nextEmail = () => `changed${++serial}.${newId()}@example.org`;
const mailsTo = (to: string) => parts.mails.messages().filter(({ recipients }) => recipients.includes(to));
const textsTo = (to: string) => parts.sms.messages().filter((sms) => sms.to === to);
type Given = { email?: string; phone?: string };
const heard = ({ email: mail, phone }: Given) =>
  mail === undefined
    ? textsTo(phone!).map(({ text }) => text)
    : mailsTo(mail).map(({ subject, text }) => `${subject}\n${text}`);

const ask = (given: Given, client = browser) => client.post('/v1/me/addresses').send(given);
const confirm = (given: Given, code: string, client = browser) =>
  client.post('/v1/me/addresses/confirm').send({ ...given, code });
const listed = async () =>
  (await browser.get('/v1/me/addresses').expect(200)).body as { kind: string; signsIn: boolean }[];
const otherThan = (code: string, by = 1) => String((Number(code) + by) % 100_000_000).padStart(8, '0');

async function asked(given: Given, client = browser): Promise<string> {
  const before = heard(given).length;
  await ask(given, client).expect(202, { sent: true });
  await until('the code', async () => heard(given).length > before);
  return /\b\d{8}\b/.exec(heard(given)[0]!)![0];
}

async function holds(given: Given): Promise<void> {
  await confirm(given, await asked(given)).expect(204);
}

/** Signs somebody in by a code sent to the phone; undefined when none comes. */
async function byPhone(phone: string): Promise<string | undefined> {
  const client = parts.anonymous();
  const before = textsTo(phone).length;
  await client.post('/v1/sign-in').send({ phone }).expect(202);
  const known = await parts.uow.tenantless('sign-in', (sql) =>
    sql('SELECT 1 FROM person WHERE phone_index = $1', [parts.codec.index('person', phone)]),
  );
  if (known.length === 0) return undefined;
  await until('the code', async () => textsTo(phone).length > before);
  const code = /\b\d{8}\b/.exec(textsTo(phone)[0]!.text)![0];
  const { body } = await client.post('/v1/sign-in/confirm').send({ code }).expect(200);
  return (body as { memberId: string }).memberId;
}

describe('a person who signs in by mail', () => {
  test('adds a phone, proven by the code it gets, and signs in with either', async () => {
    expect(await listed()).toEqual([{ kind: 'e-mail', address: email, signsIn: true }]);
    const phone = nextPhone();
    const code = await asked({ phone });
    expect(await byPhone(phone)).toBeUndefined();
    await confirm({ phone }, code).expect(204);
    expect(await listed()).toEqual([
      { kind: 'e-mail', address: email, signsIn: true },
      { kind: 'phone', address: shownPhone(phone), signsIn: true },
    ]);
    expect(await byPhone(phone)).toBe(memberId);
    expect((await signInByMail(parts, parts.anonymous(), email)).memberId).toBe(memberId);
    await until('the warning', async () =>
      mailsTo(email).some(({ subject }) => subject.includes('cambiato come entri')),
    );
  });

  test('changes the e-mail address: the former one is warned and opens nothing, other sessions end', async () => {
    const elsewhere = parts.anonymous();
    await signInByMail(parts, elsewhere, email);
    const waiting = parts.anonymous();
    await waiting.post('/v1/sign-in').send({ email }).expect(202);
    const next = nextEmail();
    await holds({ email: next });
    await elsewhere.get('/v1/me').expect(401);
    await browser.get('/v1/me').expect(200);
    await until('the warning', async () =>
      mailsTo(email).some(({ subject }) => subject.includes('cambiato come entri')),
    );
    expect((await signInByMail(parts, parts.anonymous(), next)).memberId).toBe(memberId);
    const codes = mailsTo(email).flatMap(({ subject }) => /\b\d{8}\b/.exec(subject)?.[0] ?? []);
    for (const code of codes) await waiting.post('/v1/sign-in/confirm').send({ code }).expect(401);
    await until('the former address is kept no more', async () => (await changesLeft()) === 0);
  });

  test('is the same person in another community, whose record follows', async () => {
    const there = await buildCommunity(parts.uow, parts.codec, parts.clock);
    const { id } = await new MemberService(parts.uow, parts.codec).createMember(there.facts.system, {
      givenName: 'Ada',
      familyName: 'Altrove',
      email,
      language: 'it',
      roles: ['family'],
    });
    const next = nextEmail();
    await holds({ email: next });
    const desk = await parts.as(await there.coordinator());
    await until(
      'the record there',
      async () => (await desk.get(`/v1/members/${id}`).expect(200)).body.email === next,
    );
  });

  test('takes one away and never the last', async () => {
    const last = async (kind: string, code: string) =>
      expect((await browser.delete(`/v1/me/addresses/${kind}`).expect(409)).body.code).toBe(code);
    await last('email', 'last-address');
    await browser.delete('/v1/me/addresses/phone').expect(404);
    const phone = nextPhone();
    await holds({ phone });
    await browser.delete('/v1/me/addresses/email').expect(204);
    expect(await listed()).toEqual([{ kind: 'phone', address: shownPhone(phone), signsIn: true }]);
    await last('phone', 'last-address');
    expect(await byPhone(phone)).toBe(memberId);
  });
});

const changesLeft = async () =>
  (
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql('SELECT 1 FROM address_change WHERE member_id = $1', [memberId]),
    )
  ).length;

describe('an address that is somebody’s', () => {
  test('is answered as a free one is, writes as much, gets a letter without a code, and is theirs still', async () => {
    const other = await parts.people.member(['family']);
    const written = () =>
      parts.uow.run(parts.people.facts.system, async (tx) => {
        await tx.sql(`SELECT turn_to('counting')`);
        return tx.sql<{ n: number }>(
          'SELECT ((SELECT count(*) FROM address_change) + (SELECT coalesce(sum(hits), 0) FROM rate_window))::int AS n',
        );
      });
    const shapes: unknown[] = [];
    for (const wanted of [other.email, nextEmail()]) {
      const [before] = await written();
      const answer = await ask({ email: wanted }).expect(202);
      const [after] = await written();
      shapes.push([answer.body, Object.keys(answer.headers).toSorted(), after!.n - before!.n]);
    }
    expect(shapes[0]).toEqual(shapes[1]);
    const letter = await until('the letter', async () => mailsTo(other.email)[0]);
    expect(letter.text).toContain('già di una persona iscritta');
    expect(letter.text).not.toMatch(/\b\d{8}\b/);
    const refused = await confirm({ email: other.email }, '01234567').expect(422);
    expect(refused.body.code).toBe('address-code-wrong');
    expect((await signInByMail(parts, parts.anonymous(), other.email)).memberId).toBe(other.actor.memberId);
  });

  test('wanted by two at once is one person’s: the second code is a wrong one', async () => {
    const second = await parts.people.member(['family']);
    const rival = parts.anonymous();
    await signInByMail(parts, rival, second.email);
    const phone = nextPhone();
    const codes = [await asked({ phone }), await asked({ phone }, rival)];
    const answers = await Promise.all([confirm({ phone }, codes[0]!), confirm({ phone }, codes[1]!, rival)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422]);
  });
});

describe('the code that proves an address', () => {
  test('is good once, for its address, in the session that asked, for ten minutes', async () => {
    const phone = nextPhone();
    const code = await asked({ phone });
    await confirm({ phone: nextPhone() }, code).expect(422);
    const elsewhere = parts.anonymous();
    await signInByMail(parts, elsewhere, email);
    await confirm({ phone }, code, elsewhere).expect(422);
    await confirm({ phone }, code).expect(204);
    await confirm({ phone }, code).expect(422);
    const late = { phone: nextPhone() };
    const lateCode = await asked(late);
    parts.clock.advanceMinutes(10);
    await confirm(late, lateCode).expect(422);
  });

  test('ends with the fifth wrong guess, also when they come at the same moment', async () => {
    const phone = nextPhone();
    const code = await asked({ phone });
    await Promise.all([1, 2, 3, 4, 5].map((by) => confirm({ phone }, otherThan(code, by)).expect(422)));
    await confirm({ phone }, code).expect(422);
    const next = await asked({ phone });
    for (let by = 1; by <= 4; by += 1) await confirm({ phone }, otherThan(next, by)).expect(422);
    await confirm({ phone }, next).expect(204);
  });

  test('is asked for five times in a quarter of an hour and no sixth', async () => {
    for (let time = 1; time <= 5; time += 1) await ask({ email: nextEmail() }).expect(202);
    expect((await ask({ email: nextEmail() }).expect(429)).body.code).toBe('too-many-tries');
  });

  test('and the address are kept nowhere readable', async () => {
    const wanted = nextEmail();
    const code = await asked({ email: wanted });
    const rows = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql('SELECT c::text AS text FROM address_change c'),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(JSON.stringify(rows)).not.toContain(wanted);
  });
});

describe('a phone that opens the door beside an e-mail address', () => {
  const edit = (client: TestAgent, version: number, phone: string) =>
    client.patch(`/v1/members/${memberId}`).set('if-match', `"v${version}"`).send({ phone });

  test('is not changed on the record alone, and opens nothing once the desk has changed it', async () => {
    const phone = nextPhone();
    await holds({ phone });
    const { body } = await browser.get(`/v1/members/${memberId}`).expect(200);
    expect((await edit(browser, body.version, nextPhone()).expect(422)).body.code).toBe('proven-by-code');
    const desk = await parts.as(await parts.people.coordinator());
    const next = nextPhone();
    await edit(desk, body.version, next).expect(200);
    expect(await byPhone(phone)).toBeUndefined();
    expect(await listed()).toEqual([
      { kind: 'e-mail', address: email, signsIn: true },
      { kind: 'phone', address: shownPhone(next), signsIn: false },
    ]);
    await holds({ phone: next });
    expect(await byPhone(next)).toBe(memberId);
  });

  test('is gone with the person', async () => {
    const phone = nextPhone();
    await holds({ phone });
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql('UPDATE member SET person_id = NULL WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        memberId,
      ]),
    );
    await parts.uow.tenantless('sign-in', (sql) => sql('SELECT forget_person($1)', [personId]));
    expect(await byPhone(phone)).toBeUndefined();
  });
});
