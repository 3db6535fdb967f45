import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { Secret, TOTP } from 'otpauth';
import type TestAgent from 'supertest/lib/agent.js';
import { SecondFactorScene, show } from '../builders/second-factor.scene.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new SecondFactorScene();
const { member, signIn, nextStep, codeOf, enrol, enrolled, recoveryCodes, halfSignedIn } = scene;

let parts: TestInstallation;
let actor: MemberActor;
let browser: TestAgent;

beforeAll(async () => {
  ({ parts } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ actor, browser } = await scene.begin());
});

const otherThan = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

const recover = (client: TestAgent, recoveryCode: string) =>
  client.post('/v1/sign-in/second-factor').send({ recoveryCode });

const sessionCookie = (answer: { headers: Record<string, unknown> }) =>
  /intreccio-session=([\w-]{43})/.exec(String(answer.headers['set-cookie']))?.[1];

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
