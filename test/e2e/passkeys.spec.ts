import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { signInByMail } from '../support/sign-in-by-mail.js';
import { SoftwareAuthenticator, type AuthenticatorWishes } from '../support/software-authenticator.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const ORIGIN = 'http://127.0.0.1';

let parts: TestInstallation;
let email: string;
let memberId: string;
let browser: TestAgent;
let key: SoftwareAuthenticator;

beforeAll(async () => {
  parts = await openInstallation({ worker: false });
});

afterAll(async () => {
  await parts?.close();
});

/** A coordinator with a passkey, and nobody is counted for what an earlier test did. */
beforeEach(async () => {
  parts.clock.advanceMinutes(15);
  const made = await parts.people.member(['coordinator']);
  email = made.email;
  memberId = made.actor.memberId;
  browser = parts.anonymous();
  key = new SoftwareAuthenticator(ORIGIN);
  await signInByMail(parts, browser, email);
  await enrol().expect(200);
});

async function optionsFrom<T>(client: TestAgent, path: string): Promise<T> {
  const { body } = await client.post(path).expect(200);
  return (body as { options: T }).options;
}

type CreationOptions = Parameters<SoftwareAuthenticator['create']>[0];
type RequestOptions = Parameters<SoftwareAuthenticator['get']>[0];

const creation = (client: TestAgent) => optionsFrom<CreationOptions>(client, '/v1/me/passkeys/options');
const presenting = (client: TestAgent) =>
  optionsFrom<RequestOptions>(client, '/v1/sign-in/second-factor/passkey-options');
const alone = (client: TestAgent) => optionsFrom<RequestOptions>(client, '/v1/sign-in/passkey-options');

function enrol(client = browser, authenticator = key, wishes: AuthenticatorWishes = {}) {
  const sent = creation(client).then((options) =>
    client.post('/v1/me/passkeys').send(authenticator.create(options, wishes)),
  );
  return { expect: async (status: number) => expectStatus(await sent, status) };
}

function expectStatus(answer: { status: number; body: { code?: string } }, status: number) {
  expect({ status: answer.status, code: answer.body.code }).toMatchObject({ status });
  return answer.body;
}

const present = (client: TestAgent, answer: object) =>
  client.post('/v1/sign-in/second-factor/passkey').send(answer);
const signIn = (client: TestAgent, answer: object) => client.post('/v1/sign-in/passkey').send(answer);

async function halfSignedIn(): Promise<TestAgent> {
  const client = parts.anonymous();
  expect(await signInByMail(parts, client, email)).toMatchObject({ secondFactor: 'needed' });
  return client;
}

const refused = async (asked: PromiseLike<{ status: number; body: { code?: string } }>) =>
  expect((await asked).body.code).toBe('passkey-refused');

describe('a passkey as second factor', () => {
  test('opens the session under a new token', async () => {
    const client = await halfSignedIn();
    const { body } = await present(client, key.get(await presenting(client))).expect(200);
    expect(body.secondFactor).toBe('passed');
    await client.get('/v1/community').expect(200);
  });

  test('of somebody else opens nothing', async () => {
    const other = await parts.people.member(['coordinator']);
    const theirs = parts.anonymous();
    const theirKey = new SoftwareAuthenticator(ORIGIN);
    await signInByMail(parts, theirs, other.email);
    await enrol(theirs, theirKey).expect(200);
    const client = await halfSignedIn();
    await refused(present(client, theirKey.get(await presenting(client))));
    // Under the name of the right key neither: its signature is another.
    const forged = { ...theirKey.get(await presenting(client)), id: key.id.toString('base64url') };
    await refused(present(client, forged));
    expect((await client.get('/v1/community').expect(403)).body.code).toBe('second-factor-required');
  });

  test('signs each challenge once, also one that was refused', async () => {
    const client = await halfSignedIn();
    const options = await presenting(client);
    await refused(present(client, key.get(options, { userVerified: false })));
    await refused(present(client, key.get(options)));
    const answer = key.get(await presenting(client));
    await present(client, answer).expect(200);
    await refused(present(client, answer));
  });

  test('signs nothing that another session asked for, nor another purpose, nor after five minutes', async () => {
    const [client, other] = [await halfSignedIn(), await halfSignedIn()];
    await refused(present(client, key.get(await presenting(other))));
    await refused(present(client, key.get(await alone(client))));
    const late = await presenting(client);
    parts.clock.advanceMinutes(5);
    await refused(present(client, key.get(late)));
  });

  test('is refused from another origin, for another site, without its owner’s unlocking', async () => {
    const client = await halfSignedIn();
    for (const wishes of [
      { origin: 'https://intreccio.example.net' },
      { origin: 'http://127.0.0.1:8080' },
      { rpId: 'example.net' },
      { userVerified: false },
    ])
      await refused(present(client, key.get(await presenting(client), wishes)));
  });

  test('whose counter does not go up is a copy', async () => {
    const client = await halfSignedIn();
    await present(client, key.get(await presenting(client), { counter: 7 })).expect(200);
    await refused(present(client, key.get(await presenting(client), { counter: 7 })));
    await refused(present(client, key.get(await presenting(client), { counter: 0 })));
    await present(client, key.get(await presenting(client), { counter: 8 })).expect(200);
  });
});

describe('a passkey alone', () => {
  test('signs in, as both factors', async () => {
    const client = parts.anonymous();
    const { body } = await signIn(client, key.get(await alone(client))).expect(200);
    expect(body).toMatchObject({ memberId, secondFactor: 'passed' });
    await client.get('/v1/community').expect(200);
  });

  test('signs in nobody in another browser than the one that asked', async () => {
    const [asking, other] = [parts.anonymous(), parts.anonymous()];
    const answer = key.get(await alone(asking));
    await refused(signIn(other, answer));
    await refused(signIn(parts.anonymous(), answer));
    await signIn(asking, answer).expect(200);
  });

  test('signs in nobody when it names another person, or nobody', async () => {
    const client = parts.anonymous();
    await refused(signIn(client, key.get(await alone(client), { userHandle: 'c29tZWJvZHk' })));
    const { id, response } = key.get(await alone(client));
    await refused(signIn(client, { id, response: { ...response, userHandle: undefined } }));
  });

  test('that nobody enrolled signs in nobody', async () => {
    const client = parts.anonymous();
    await refused(
      signIn(client, new SoftwareAuthenticator(ORIGIN).get(await alone(client), { userHandle: 'eA' })),
    );
  });

  test('signs in nobody any more once it was removed', async () => {
    await enrol(browser, new SoftwareAuthenticator(ORIGIN)).expect(200);
    const { body } = await browser.get('/v1/me/second-factors').expect(200);
    const [first] = (body as { passkeys: { id: string }[] }).passkeys;
    await browser.delete(`/v1/me/passkeys/${first!.id}`).expect(204);
    const client = parts.anonymous();
    await refused(signIn(client, key.get(await alone(client))));
  });
});

describe('asking what to sign', () => {
  test('too often is refused, by client and by person, until the quarter of an hour is over', async () => {
    parts.clock.advanceMinutes(15);
    const client = parts.anonymous();
    for (let asked = 1; asked <= 60; asked += 1) await alone(client);
    expect((await client.post('/v1/sign-in/passkey-options').expect(429)).body.code).toBe(
      'too-many-sign-ins',
    );
    await client
      .post('/v1/sign-in/passkey')
      .send(key.get(await presenting(browser)))
      .expect(422);
    for (let asked = 2; asked <= 60; asked += 1) await presenting(browser);
    await browser.post('/v1/sign-in/second-factor/passkey-options').expect(429);
    parts.clock.advanceMinutes(15);
    await alone(client);
    await presenting(browser);
  });
});

describe('adding a passkey', () => {
  test('is refused from another origin, without unlocking, with a challenge of another session or a used one', async () => {
    const fresh = () => new SoftwareAuthenticator(ORIGIN);
    for (const wishes of [
      { origin: 'https://example.net' },
      { rpId: 'example.net' },
      { userVerified: false },
    ])
      expect(await enrol(browser, fresh(), wishes).expect(422)).toMatchObject({ code: 'passkey-refused' });
    const second = parts.anonymous();
    await signIn(second, key.get(await alone(second))).expect(200);
    const options = await creation(second);
    await refused(browser.post('/v1/me/passkeys').send(fresh().create(options)));
    await second.post('/v1/me/passkeys').send(fresh().create(options)).expect(200);
    await refused(second.post('/v1/me/passkeys').send(fresh().create(options)));
  });

  test('does not take a passkey over that is somebody’s already', async () => {
    const other = await parts.people.member(['coordinator']);
    const theirs = parts.anonymous();
    await signInByMail(parts, theirs, other.email);
    expect(await enrol(theirs, key).expect(422)).toMatchObject({ code: 'passkey-refused' });
  });

  test('ends at ten', async () => {
    for (let more = 2; more <= 10; more += 1)
      await enrol(browser, new SoftwareAuthenticator(ORIGIN)).expect(200);
    expect((await browser.post('/v1/me/passkeys/options').expect(409)).body.code).toBe('too-many-passkeys');
  });

  test('leaves the last one where a role demands one, and none of another person’s', async () => {
    const { body } = await browser.get('/v1/me/second-factors').expect(200);
    const [own] = (body as { passkeys: { id: string }[] }).passkeys;
    expect((await browser.delete(`/v1/me/passkeys/${own!.id}`).expect(409)).body.code).toBe('last-factor');
    const other = await parts.people.member(['coordinator']);
    const theirs = parts.anonymous();
    await signInByMail(parts, theirs, other.email);
    await enrol(theirs, new SoftwareAuthenticator(ORIGIN)).expect(200);
    await theirs.delete(`/v1/me/passkeys/${own!.id}`).expect(404);
  });
});
