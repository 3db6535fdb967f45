import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type TestAgent from 'supertest/lib/agent.js';
import type { MemberActor, Role } from '#database';
import { ACTIONS, MemberService } from '#members';
import { resetSecondFactor } from '../../apps/cli/src/reset-second-factor-command.js';
import { listRoutes } from '../../apps/api/src/http/route-policies.js';
import { newId } from '#platform';
import { buildCommunity } from '../builders/community.builder.js';
import { signInByMail } from '../support/sign-in-by-mail.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let parts: TestInstallation;
let actor: MemberActor;
let email: string;
let browser: TestAgent;

beforeAll(async () => {
  parts = await openInstallation();
});

afterAll(async () => {
  await parts?.close();
});

/** A coordinator whom nobody knows yet, and nobody is counted for what an earlier test did. */
beforeEach(async () => {
  parts.clock.advanceMinutes(15);
  ({ actor, email } = await parts.people.member(['coordinator']));
  browser = parts.anonymous();
});

const member = async (role: Role) => ({ ...(await parts.people.member([role])), client: parts.anonymous() });
const signIn = (client = browser, address = email) => signInByMail(parts, client, address);
const nextStep = () => parts.clock.advanceMinutes(0.5);
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: parts.clock.machineNow().getTime(),
  });
const otherThan = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');
const show = (client: TestAgent, code: string) => client.post('/v1/sign-in/second-factor').send({ code });
const recover = (client: TestAgent, recoveryCode: string) =>
  client.post('/v1/sign-in/second-factor').send({ recoveryCode });

/** Sets an authenticator up in a session that may. @returns its secret */
async function enrol(client = browser): Promise<string> {
  const { body } = await client.put('/v1/me/authenticator').expect(200);
  const { secret } = body as { secret: string };
  await client
    .post('/v1/me/authenticator/confirm')
    .send({ code: codeOf(secret) })
    .expect(200);
  nextStep();
  return secret;
}

async function enrolled(): Promise<string> {
  await signIn();
  return enrol();
}

async function recoveryCodes(client = browser): Promise<string[]> {
  const { body } = await client.put('/v1/me/recovery-codes').expect(200);
  return (body as { codes: string[] }).codes;
}

/** Requests of a guesser who first reads the mails of the person. */
async function halfSignedIn(): Promise<TestAgent> {
  const client = parts.anonymous();
  expect(await signIn(client)).toMatchObject({ secondFactor: 'needed' });
  return client;
}

const sessionCookie = (answer: { headers: Record<string, unknown> }) =>
  /intreccio-session=([\w-]{43})/.exec(String(answer.headers['set-cookie']))?.[1];

describe('a coordinator who signs in by mail', () => {
  test('must first set up a second factor, and then show it each time', async () => {
    expect(await signIn()).toMatchObject({ secondFactor: 'to-enrol' });
    expect((await browser.get('/v1/community').expect(403)).body.code).toBe('second-factor-required');
    const secret = await enrol();
    await browser.get('/v1/community').expect(200);

    const again = await halfSignedIn();
    expect((await again.get('/v1/community').expect(403)).body.code).toBe('second-factor-required');
    expect((await show(again, codeOf(secret)).expect(200)).body.secondFactor).toBe('passed');
    await again.get('/v1/community').expect(200);
  });

  test.each(['administrator', 'auditor'] as const)('must do so as %s too', async (role) => {
    const { email: address, client } = await member(role);
    expect(await signIn(client, address)).toMatchObject({ secondFactor: 'to-enrol' });
  });

  test('need not where the community says so', async () => {
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at) VALUES ($1, $2, 'auditorSecondFactor', 'false', $3, $4)`,
        [tx.communityId, newId(), parts.people.day(0), tx.now],
      ),
    );
    const { email: address, client } = await member('auditor');
    expect(await signIn(client, address)).toMatchObject({ secondFactor: 'not-needed' });
    await client.get('/v1/community').expect(200);
  });
});

describe('a family', () => {
  test('needs no second factor, and needs it once it has one', async () => {
    const family = await member('family');
    expect(await signIn(family.client, family.email)).toMatchObject({ secondFactor: 'not-needed' });
    await family.client.get('/v1/community').expect(200);
    const secret = await enrol(family.client);
    const again = parts.anonymous();
    expect(await signIn(again, family.email)).toMatchObject({ secondFactor: 'needed' });
    await show(again, codeOf(secret)).expect(200);
    await again.delete('/v1/me/authenticator').expect(204);
    const third = parts.anonymous();
    expect(await signIn(third, family.email)).toMatchObject({ secondFactor: 'not-needed' });
  });

  test('sets one up only shortly after signing in: an open session locks nobody out', async () => {
    const family = await member('family');
    await signIn(family.client, family.email);
    parts.clock.advanceMinutes(15);
    expect((await family.client.put('/v1/me/authenticator').expect(403)).body.code).toBe(
      'recent-proof-needed',
    );
    expect((await family.client.post('/v1/me/passkeys/options').expect(403)).body.code).toBe(
      'recent-proof-needed',
    );
  });
});

describe('a session that lacks the second factor', () => {
  test.each(['needed', 'to-enrol'] as const)(
    '(%s) is refused by every route but those that end the lack',
    async (standing) => {
      if (standing === 'needed') await enrolled();
      const client = parts.anonymous();
      expect(await signIn(client)).toMatchObject({ secondFactor: standing });
      const open: string[] = [];
      const faults: string[] = [];
      for (const { method, path, action } of listRoutes(parts.api)) {
        if (ACTIONS[action] === 'anyone') continue;
        if (ACTIONS[action] === 'first-step') {
          open.push(`${method} ${path}`);
          continue;
        }
        const address = path.replaceAll(/:\w+/g, newId());
        const { status, body } = await client[method.toLowerCase() as 'get'](address).send();
        const { code } = body as { code?: string };
        if (status !== 403 || code !== 'second-factor-required')
          faults.push(`${method} ${path}: ${status} ${code}`);
      }
      expect(faults).toEqual([]);
      expect(open.sort()).toEqual([
        'GET /v1/me',
        'GET /v1/sign-in/second-factor',
        'POST /v1/me/authenticator/confirm',
        'POST /v1/me/passkeys',
        'POST /v1/me/passkeys/options',
        'POST /v1/sign-in/second-factor',
        'POST /v1/sign-in/second-factor/passkey',
        'POST /v1/sign-in/second-factor/passkey-options',
        'POST /v1/sign-out',
        'PUT /v1/me/authenticator',
      ]);
    },
    60_000,
  );

  test('cannot set up another factor in the place of the one it lacks', async () => {
    await enrolled();
    const client = await halfSignedIn();
    for (const refused of [
      client.put('/v1/me/authenticator'),
      client.post('/v1/me/passkeys/options'),
      client.post('/v1/me/authenticator/confirm').send({ code: '012345' }),
    ])
      expect((await refused.expect(403)).body.code).toBe('recent-proof-needed');
  });

  test('says which factors there are, and ends by signing out', async () => {
    await enrolled();
    await recoveryCodes();
    const client = await halfSignedIn();
    await client
      .get('/v1/sign-in/second-factor')
      .expect(200, { passkey: false, authenticator: true, recoveryCode: true });
    await client.post('/v1/sign-out').expect(204);
    await client.get('/v1/me').expect(401);
  });
});

describe('the code of an authenticator', () => {
  test('opens under a new token; the token before is worth nothing then', async () => {
    const secret = await enrolled();
    const client = await halfSignedIn();
    const [before] = await parts.uow.tenantless('sign-in', (sql) =>
      sql<{ id: string; hash: Buffer }>(
        'SELECT id, token_hash AS hash FROM sign_in_session ORDER BY created_at DESC, id DESC LIMIT 1',
      ),
    );
    const planted = parts.anonymous();
    // Whoever planted or saw the session's token holds it still.
    const cookies = (
      client as unknown as { jar: { getCookie(name: string, info: object): { value: string } } }
    ).jar;
    const old = cookies.getCookie('intreccio-session', {
      domain: '127.0.0.1',
      path: '/',
      secure: false,
      script: false,
    });
    planted.set('cookie', `intreccio-session=${old.value}`);
    await planted.get('/v1/me').expect(200);
    const answer = await show(client, codeOf(secret)).expect(200);
    expect(sessionCookie(answer)).not.toBe(old.value);
    await planted.get('/v1/me').expect(401);
    const [after] = await parts.uow.tenantless('sign-in', (sql) =>
      sql<{ hash: Buffer }>('SELECT token_hash AS hash FROM sign_in_session WHERE id = $1', [before!.id]),
    );
    expect(after!.hash.equals(before!.hash)).toBe(false);
  });

  test('works once, in whatever session', async () => {
    const secret = await enrolled();
    const [first, second] = [await halfSignedIn(), await halfSignedIn()];
    const code = codeOf(secret);
    await show(first, code).expect(200);
    expect((await show(second, code).expect(422)).body.code).toBe('wrong-factor-code');
    nextStep();
    await show(second, codeOf(secret)).expect(200);
  });

  test('is that of the real time, however far the clock of a demonstration was moved', async () => {
    parts.clock.phonesFollow = false;
    try {
      await signIn();
      const { body } = await browser.put('/v1/me/authenticator').expect(200);
      const { secret } = body as { secret: string };
      const moved = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
        timestamp: parts.clock.now().getTime(),
      });
      const confirm = (code: string) => browser.post('/v1/me/authenticator/confirm').send({ code });
      await confirm(moved).expect(422);
      await confirm(codeOf(secret)).expect(200);
    } finally {
      parts.clock.phonesFollow = true;
    }
  });

  test('works once when it comes twice at the same moment', async () => {
    const secret = await enrolled();
    const clients = [await halfSignedIn(), await halfSignedIn(), await halfSignedIn()];
    const code = codeOf(secret);
    const answers = await Promise.all(clients.map((client) => show(client, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
  });

  test('guessed five times wrong is looked at no more, from any session, until a quarter of an hour is over', async () => {
    const secret = await enrolled();
    const [guesser, other] = [await halfSignedIn(), await halfSignedIn()];
    for (let wrong = 1; wrong <= 5; wrong += 1)
      expect((await show(guesser, otherThan(codeOf(secret), wrong)).expect(422)).body.code).toBe(
        'wrong-factor-code',
      );
    expect((await show(guesser, codeOf(secret)).expect(429)).body.code).toBe('factor-locked');
    expect((await show(other, codeOf(secret)).expect(429)).body.code).toBe('factor-locked');
    expect((await recover(other, 'abcde-fghjk').expect(429)).body.code).toBe('factor-locked');
    parts.clock.advanceMinutes(15);
    await show(other, codeOf(secret)).expect(200);
  });

  test('guessed at the same moment is counted one by one', async () => {
    const secret = await enrolled();
    const guesser = await halfSignedIn();
    const code = codeOf(secret);
    const guesses = Array.from({ length: 12 }, (_, n) => show(guesser, otherThan(code, n + 1)));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  });

  test('of somebody else opens nothing', async () => {
    const mine = await enrolled();
    const other = await member('coordinator');
    await signIn(other.client, other.email);
    const theirs = await enrol(other.client);
    const client = await halfSignedIn();
    await show(client, codeOf(theirs)).expect(422);
    await show(client, codeOf(mine)).expect(200);
  });

  test('is kept nowhere: the secret is sealed, and never told again', async () => {
    const secret = await enrolled();
    const [row] = await parts.uow.tenantless('sign-in', (sql) =>
      sql<{ sealed: Buffer }>('SELECT secret_sealed AS sealed FROM authenticator WHERE person_id = $1', [
        actor.personId,
      ]),
    );
    expect(row!.sealed.includes(Buffer.from(secret))).toBe(false);
    const { text } = await browser.get('/v1/me/second-factors').expect(200);
    expect(text).not.toContain(secret);
  });

  test('of an authenticator that was only begun opens nothing, nor does it take the place of the one in use', async () => {
    const secret = await enrolled();
    const { body } = await browser.put('/v1/me/authenticator').expect(200);
    const client = await halfSignedIn();
    await show(client, codeOf((body as { secret: string }).secret)).expect(422);
    await show(client, codeOf(secret)).expect(200);
  });
});

describe('a recovery code', () => {
  test('is one of ten, opens once, and not when new ones were made', async () => {
    await enrolled();
    const codes = await recoveryCodes();
    expect(new Set(codes).size).toBe(10);
    const client = await halfSignedIn();
    await recover(client, codes[0]!.toUpperCase().replace('-', ' ')).expect(200);
    await recover(await halfSignedIn(), codes[0]!).expect(422);
    expect((await client.get('/v1/me/second-factors').expect(200)).body).toMatchObject({
      recoveryCodesLeft: 9,
    });
    await recoveryCodes(client);
    await recover(await halfSignedIn(), codes[1]!).expect(422);
  });

  test('used twice at the same moment opens once', async () => {
    await enrolled();
    const [code] = await recoveryCodes();
    const clients = [await halfSignedIn(), await halfSignedIn()];
    const answers = await Promise.all(clients.map((client) => recover(client, code!)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  test('needs a second factor to be there for', async () => {
    const family = await member('family');
    await signIn(family.client, family.email);
    const { body } = await family.client.put('/v1/me/recovery-codes').expect(409);
    expect(body.code).toBe('no-second-factor');
  });
});

describe('changing how one signs in', () => {
  test('needs a proof of the last quarter of an hour, which can be given again', async () => {
    const secret = await enrolled();
    parts.clock.advanceMinutes(14);
    await recoveryCodes();
    parts.clock.advanceMinutes(1);
    for (const refused of [
      browser.put('/v1/me/recovery-codes'),
      browser.delete('/v1/me/authenticator'),
      browser.put('/v1/me/authenticator'),
    ])
      expect((await refused.expect(403)).body.code).toBe('recent-proof-needed');
    await show(browser, codeOf(secret)).expect(200);
    await recoveryCodes();
  });

  test('does not take the last factor from those who must have one', async () => {
    await enrolled();
    expect((await browser.delete('/v1/me/authenticator').expect(409)).body.code).toBe('last-factor');
    expect((await browser.get('/v1/me/second-factors').expect(200)).body.authenticator).not.toBeNull();
  });

  test('is told by mail, also at night', async () => {
    await enrolled();
    await until('the mail about the new factor', async () =>
      parts.mails
        .messages()
        .some(({ recipients, text }) => recipients.includes(email) && text.includes('stata aggiunta')),
    );
  });

  test('ends the other sessions when a factor goes', async () => {
    const family = await member('family');
    await signIn(family.client, family.email);
    const secret = await enrol(family.client);
    const second = parts.anonymous();
    await signIn(second, family.email);
    await show(second, codeOf(secret)).expect(200);
    await second.delete('/v1/me/authenticator').expect(204);
    await family.client.get('/v1/me').expect(401);
    await second.get('/v1/me').expect(200);
  });
});

describe('an address that the desk takes from one member', () => {
  test('and that is another’s later, brings them no factor of whoever had it', async () => {
    const before = await member('family');
    await signIn(before.client, before.email);
    const secret = await enrol(before.client);
    const desk = await parts.as(await parts.people.coordinator());
    await desk
      .patch(`/v1/members/${before.actor.memberId}`)
      .set('if-match', '"v1"')
      .send({ email: `${newId()}@example.org` })
      .expect(200);
    const { id } = await new MemberService(parts.uow, parts.codec).createMember(parts.people.facts.system, {
      givenName: 'Bruno',
      familyName: 'Nuovo',
      email: before.email,
      language: 'it',
      roles: ['family'],
    });
    const after = parts.anonymous();
    expect(await signIn(after, before.email)).toMatchObject({ memberId: id, secondFactor: 'not-needed' });
    await show(after, codeOf(secret)).expect(422);
  });
});

describe('an administrator', () => {
  const reset = (client: TestAgent, memberId: string) =>
    client.post(`/v1/members/${memberId}/second-factor-reset`).send({ reason: 'Telefono perso' });

  test('takes away lost factors: recorded, told, sessions ended, and the next mail sets up new ones', async () => {
    await enrolled();
    const administrator = await parts.as(await parts.people.administrator());
    await reset(administrator, actor.memberId).expect(204);
    await browser.get('/v1/me').expect(401);
    expect(await signIn(parts.anonymous())).toMatchObject({ secondFactor: 'to-enrol' });
    const [record] = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `SELECT reason, subject_ids AS ids FROM audit_record WHERE community_id = $1 AND action = 'second-factor.reset'`,
        [tx.communityId],
      ),
    );
    expect(record).toEqual({ reason: 'Telefono perso', ids: [actor.memberId] });
    await until('the mail about the reset', async () =>
      parts.mails
        .messages()
        .some(({ recipients, text }) => recipients.includes(email) && text.includes('Chi amministra')),
    );
  });

  test('who lost their own is helped by whoever operates the installation', async () => {
    await enrolled();
    const { uow, codec } = parts;
    expect(await resetSecondFactor(uow, codec, 'nobody@example.org', 'Telefono perso')).toBe(false);
    await browser.get('/v1/me').expect(200);
    expect(await resetSecondFactor(uow, codec, email.toUpperCase(), 'Telefono perso')).toBe(true);
    await browser.get('/v1/me').expect(401);
    expect(await signIn(parts.anonymous())).toMatchObject({ secondFactor: 'to-enrol' });
  });

  test('does not do so for somebody who sits at the desk of another community; the operator does', async () => {
    await enrolled();
    const abroad = await buildCommunity(parts.uow, parts.codec, parts.clock);
    const { id } = await new MemberService(parts.uow, abroad.codec).createMember(abroad.facts.system, {
      givenName: 'Ada',
      familyName: 'Altrove',
      email,
      language: 'it',
      roles: ['family'],
    });
    const theirs = await parts.as(await abroad.administrator());
    expect((await reset(theirs, id).expect(403)).body.code).toBe('forbidden');
    await browser.get('/v1/community').expect(200);
    // The other way round nobody's desk is opened by it.
    await reset(await parts.as(await parts.people.administrator()), actor.memberId).expect(204);
    await enrolled();
    expect(await resetSecondFactor(parts.uow, parts.codec, email, 'Telefono perso')).toBe(true);
  });

  test('does not do so for themselves, nor does a coordinator for anybody', async () => {
    const self = await parts.people.administrator();
    expect((await reset(await parts.as(self), self.memberId).expect(422)).body.code).toBe('not-your-own');
    const coordinator = await parts.as(await parts.people.coordinator());
    await reset(coordinator, actor.memberId).expect(403);
  });
});
