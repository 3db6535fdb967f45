import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import request from 'supertest';
import { IdentityCodec } from '#members';
import { DeliveryService, NotifyService, signSms } from '#notifications';
import { createLogger, newId } from '#platform';
import { createApi } from '../../apps/api/src/create-api.js';
import { endLastingHashes } from '../../apps/cli/src/keys/hash-keys.js';
import { rotateCommunity, rotateInstallation } from '../../apps/cli/src/keys/rotate-master-key.js';
import { sealedTables } from '../../apps/cli/src/keys/sealed-tables.js';
import { buildCase } from '../builders/case.builder.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { lastingLinks } from '../builders/sent-links.js';
import { now } from '../builders/sms.scene.js';
import { START } from '../builders/test-world.js';
import { tokenOf } from '../support/http-client.js';
import {
  CLIENT,
  signInAtProvider,
  startIdentityProvider,
  type IdentityProvider,
} from '../support/identity-provider.js';
import { signInByMail } from '../support/sign-in-by-mail.js';
import {
  BUILT_WEB,
  openInstallation,
  TEST_KEY,
  TEST_SMS_SECRET,
  type TestInstallation,
} from '../support/test-installation.js';

const BACK = 'http://127.0.0.1/login/with/city';
const PHONES = ['+393331110001', '+393331110002'] as const;
const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

type Api = Awaited<ReturnType<typeof createApi>>;

let parts: TestInstallation;
let idp: IdentityProvider;
let owner: Client;
let secretKey = TEST_KEY;
let api: Api;
let family: BuiltFamily;
let codes: string[];
let links: Awaited<ReturnType<typeof lastingLinks>>;
let calendar: string;
const started: Api[] = [];

beforeAll(async () => {
  idp = await startIdentityProvider([BACK]);
  const issuer = {
    id: 'city',
    name: { it: 'Comune' },
    issuer: idp.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['email', 'profile'],
  };
  parts = await openInstallation({ worker: false, environment: { OIDC_ISSUERS: JSON.stringify([issuer]) } });
  api = parts.api;
  owner = new Client({ connectionString: parts.url });
  owner.on('error', () => undefined);
  await owner.connect();
  family = await parts.people.family({ givenName: 'Marta' });
  await linkIdentity();
  codes = await makeRecoveryCodes();
  for (const phone of PHONES) await askByPhone(phone);
  links = await lastingLinks(parts, hours(30));
  calendar = await openCalendar();
}, 120_000);

afterAll(async () => {
  await Promise.all(started.map((one) => one.close()));
  await owner?.end();
  await parts?.close();
  await idp?.close();
});

const browser = () => request.agent(api.getHttpServer());

/** From the button at the service to our answer. */
async function signInWithIssuer(): Promise<string> {
  const client = browser();
  const { body } = await client.post('/v1/sign-in/providers/city').expect(200);
  const { searchParams } = await signInAtProvider(body.url as string, BACK);
  const answer = await client
    .post('/v1/sign-in/providers/city/confirm')
    .send(Object.fromEntries(searchParams))
    .expect(200);
  return (answer.body as { outcome: string }).outcome;
}

async function linkIdentity(): Promise<void> {
  const { email } = family;
  idp.account = { sub: 'marta', claims: { email, email_verified: true, given_name: 'Marta' } };
  expect(await signInWithIssuer()).toBe('asked');
  const desk = await parts.as(await parts.people.coordinator());
  const { body } = await desk.get('/v1/identity-links?state=asked').expect(200);
  await desk.post(`/v1/identity-links/${body.items[0].id}/confirm`).expect(200);
  expect(await signInWithIssuer()).toBe('signed-in');
}

async function makeRecoveryCodes(): Promise<string[]> {
  const client = browser();
  client.set('cookie', `intreccio-session=${await tokenOf(parts, family.actor)}`);
  await owner.query('INSERT INTO factor_holder (person_id, user_handle) VALUES ($1, $2)', [
    family.actor.personId,
    randomBytes(32),
  ]);
  await owner.query(
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, transports, created_at)
     VALUES (gen_random_uuid(), $1, $2, '', 0, '{}', $3)`,
    [family.actor.personId, randomBytes(16), parts.clock.now()],
  );
  const { body } = await client.put('/v1/me/recovery-codes').expect(200);
  return (body as { codes: string[] }).codes;
}

async function openCalendar(): Promise<string> {
  const client = browser();
  client.set('cookie', `intreccio-session=${await tokenOf(parts, family.actor)}`);
  const { body } = await client.post('/v1/me/calendar-feed').expect(201);
  return new URL(body.url as string).pathname;
}

/** Somebody with a phone alone is asked to help, by short message. */
async function askByPhone(phone: string): Promise<void> {
  const helper = await parts.people.helper({ phone });
  const { assignmentId } = await buildCase(parts.uow, parts.people, {
    family: await parts.people.family(),
    helper,
    startsAt: hours(400),
  });
  const event = { outboxId: newId(), subjectId: assignmentId, values: {} };
  await parts.uow.run(parts.people.facts.system, (tx) =>
    new NotifyService().react(tx, 'notifications.helper-asked', event),
  );
  await parts.api.get(DeliveryService, { strict: false }).deliverDue(parts.people.id);
  expect(parts.sms.messages().some(({ to }) => to === phone)).toBe(true);
}

async function replyFrom(phone: string): Promise<string> {
  const body = JSON.stringify({ id: newId(), from: phone, text: '1' });
  const timestamp = now();
  const { outcome } = (
    await browser()
      .post('/v1/sms/inbound')
      .set({ 'content-type': 'application/json', 'x-sms-timestamp': timestamp })
      .set({ 'x-sms-signature': signSms(TEST_SMS_SECRET, timestamp, body) })
      .send(body)
      .expect(200)
  ).body as { outcome: string };
  return outcome;
}

/** What people have in hand, and what it opens. */
async function inHand(): Promise<Record<string, number>> {
  const client = browser();
  const statusOf = async (path: string) => (await client.get(path)).status;
  const key = links.invitation.split('/').at(-1);
  return {
    calendar: await statusOf(calendar),
    hours: await statusOf(links.hours),
    unsubscribe: await statusOf(links.unsubscribe),
    invitation: (await client.post('/v1/join/look').send({ invitation: key })).status,
  };
}
const ALL_OPEN = { calendar: 200, hours: 200, unsubscribe: 200, invitation: 200 };
const ALL_SHUT = { calendar: 404, hours: 404, unsubscribe: 404, invitation: 404 };

/** As `rotate-key` does, the service at rest; then it starts under the new key. */
async function changeKey(leaked = false): Promise<void> {
  const next = randomBytes(32);
  const codecs = { from: new IdentityCodec(secretKey), to: new IdentityCodec(next) };
  if (leaked) await endLastingHashes(owner, codecs);
  for (let once = 0; once < 2; once += 1) {
    await rotateInstallation(owner, codecs);
    await rotateCommunity(owner, parts.people.id, await sealedTables(owner), codecs, leaked);
  }
  secretKey = next;
  api = await createApi({
    config: { ...parts.config, secretKey },
    clock: parts.clock,
    logger: createLogger('test', 'silent'),
    webFolder: BUILT_WEB,
  });
  started.push(api);
  await api.listen(0, '127.0.0.1');
  parts.clock.advanceMinutes(15);
}

async function recover(code: string): Promise<number> {
  const client = browser();
  await signInByMail(parts, client, family.email);
  const { status } = await client.post('/v1/sign-in/second-factor').send({ recoveryCode: code });
  return status;
}

describe('after the master key was changed', () => {
  test('once, and once more: recovery codes are good for one time each, the identity signs in, links open', async () => {
    expect(await recover(codes[0]!)).toBe(200);
    expect(await inHand()).toEqual(ALL_OPEN);
    for (const nth of [1, 2]) {
      await changeKey();
      expect([nth, await recover(codes[nth]!)]).toEqual([nth, 200]);
      expect([nth, await recover(codes[nth]!)]).toEqual([nth, 422]);
      expect([nth, await recover('aaaaa-aaaaa')]).toEqual([nth, 422]);
      expect([nth, await signInWithIssuer()]).toEqual([nth, 'signed-in']);
      expect([nth, await inHand()]).toEqual([nth, ALL_OPEN]);
    }
    const { rows } = await owner.query<{ bytes: number }>(
      'SELECT octet_length(wrapped) AS bytes FROM hash_key',
    );
    expect(rows.map(({ bytes }) => bytes)).toEqual([61, 61, 61, 61, 61, 61]);
  }, 60_000);

  test('a reply to what a phone was asked before still answers it, once', async () => {
    expect(await replyFrom(PHONES[0])).toBe('applied');
    expect(await replyFrom('+393331110009')).toBe('unknown');
  });

  test('by a key that is neither the old nor the new one it stops, and says which', async () => {
    const codecs = { from: new IdentityCodec(randomBytes(32)), to: new IdentityCodec(randomBytes(32)) };
    await expect(rotateInstallation(owner, codecs)).rejects.toThrow(/hashes opens with neither key/);
  });

  test('because it was in other hands: codes, identities and links from before open nothing, new ones do', async () => {
    await changeKey(true);
    const again = browser();
    again.set('cookie', `intreccio-session=${await tokenOf(parts, family.actor)}`);
    expect(await recover(codes[3]!)).toBe(422);
    expect(await signInWithIssuer()).toBe('asked');
    expect(await inHand()).toEqual(ALL_SHUT);
    expect(await replyFrom(PHONES[1])).toBe('unknown');
    const { body } = await again.put('/v1/me/recovery-codes').expect(200);
    expect(await recover((body as { codes: string[] }).codes[0]!)).toBe(200);
    await changeKey();
    expect(await recover((body as { codes: string[] }).codes[1]!)).toBe(200);
  }, 60_000);

  test('a calendar opened after that lasts as the ones before did', async () => {
    calendar = await openCalendar();
    await changeKey();
    expect((await inHand())['calendar']).toBe(200);
  }, 60_000);
});
