import { DeliveryService, NotifyService, PreferenceService, PushDeliveryService } from '#notifications';
import type { Tx } from '#database';
import { StandingService } from '#members';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

interface Pushed {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const ece = createRequire(import.meta.url)('http_ece') as {
  decrypt(body: Buffer, keys: { version: string; privateKey: ECDH; authSecret: string }): Buffer;
};

let installation: TestInstallation;
let people: CommunityPeople;
let service: Server;
let host: string;
let status = 201;
const pushed: Pushed[] = [];

beforeAll(async () => {
  service = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      pushed.push({ path: request.url!, headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(service.address() as AddressInfo).port}`;
  installation = await openInstallation({ worker: false, environment: { WEB_PUSH_HOSTS: host } });
});
afterAll(async () => {
  await installation?.close();
  service.close();
});
beforeEach(async () => {
  status = 201;
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
});
afterEach(() => {
  pushed.length = 0;
});

const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const deliver = () => installation.api.get(PushDeliveryService, { strict: false }).deliverDue(people.id);
const ask = (built: BuiltCase) =>
  run((tx) =>
    new NotifyService().react(tx, 'notifications.helper-asked', {
      outboxId: newId(),
      subjectId: built.assignmentId,
      values: {},
    }),
  );
const pushStates = () =>
  run((tx) =>
    tx.sql<{ state: string; failure: string | null }>(
      `SELECT state, failure FROM delivery WHERE community_id = $1 AND channel = 'web-push' ORDER BY id`,
      [people.id],
    ),
  );
const subscriptions = () =>
  run((tx) =>
    tx.sql<{ row: string }>('SELECT p::text AS row FROM push_subscription p WHERE community_id = $1', [
      people.id,
    ]),
  );

function browser(name = 'one') {
  const key = createECDH('prime256v1');
  key.generateKeys();
  const auth = randomBytes(16).toString('base64url');
  const keys = { p256dh: key.getPublicKey('base64url'), auth };
  return { key, auth, subscription: { endpoint: `http://${host}/push/${name}`, keys } };
}

async function listening(names: readonly string[] = ['one']) {
  const family = await people.family({ givenName: 'Sara' });
  const helper = await people.helper({ givenName: 'Anna' });
  const startsAt = new Date(START.getTime() + 72 * 3_600_000);
  const built = await buildCase(installation.uow, people, { family, helper, startsAt });
  const client = await installation.as(helper.actor);
  const browsers = names.map(browser);
  for (const { subscription } of browsers) {
    await client.post('/v1/me/push-subscriptions').send(subscription).expect(201);
  }
  return { built, client, browsers };
}

describe('a browser that listens', () => {
  test('is told that there is something, in its member’s language, and nothing of it', async () => {
    const { built, browsers } = await listening();
    await ask(built);
    expect(await deliver()).toBe(1);
    expect(pushed).toHaveLength(1);
    const { headers, body, path } = pushed[0]!;
    expect(path).toBe('/push/one');
    expect(headers['content-encoding']).toBe('aes128gcm');
    expect(headers['authorization']).toMatch(/^vapid t=/);
    const { key, auth } = browsers[0]!;
    const plain = ece.decrypt(body, { version: 'aes128gcm', privateKey: key, authSecret: auth });
    expect(JSON.parse(plain.toString('utf8'))).toEqual({
      title: 'Intreccio',
      body: 'C’è una novità per te. Tocca per leggerla.',
      language: 'it',
    });
    expect(await pushStates()).toEqual([{ state: 'sent', failure: null }]);
    expect(await deliver()).toBe(0);
  });

  test('is kept sealed, and the installation’s own key too', async () => {
    await listening();
    const [row] = await subscriptions();
    expect(row!.row).not.toContain(Buffer.from(host).toString('hex'));
    const keys = await installation.uow.tenantless('messages', (sql) =>
      sql<{ row: string }>('SELECT k::text AS row FROM push_key k'),
    );
    expect(keys).toHaveLength(1);
  });

  test.each([404, 410])('that is gone (%i) is forgotten', async (answer) => {
    const { built, client } = await listening(['one', 'two']);
    status = answer;
    await ask(built);
    await deliver();
    expect(await subscriptions()).toEqual([]);
    expect(await pushStates()).toEqual([{ state: 'suppressed', failure: 'no-browser' }]);
    expect((await client.get('/v1/me/push-subscriptions').expect(200)).body.browsers).toBe(0);
  });

  test('whose service fails is tried again, five times at most, and stays', async () => {
    const { built } = await listening();
    status = 503;
    await ask(built);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await deliver();
      installation.clock.advanceMinutes(61);
    }
    expect(pushed).toHaveLength(5);
    expect(await pushStates()).toEqual([{ state: 'failed', failure: 'push-service' }]);
    expect(await subscriptions()).toHaveLength(1);
  });

  test('is silent in quiet hours, unless it is about safety', async () => {
    const { built } = await listening();
    installation.clock.moveTo(new Date('2026-10-05T19:00:00Z'));
    await ask(built);
    expect(await deliver()).toBe(0);
    await run((tx) =>
      new NotifyService().react(tx, 'notifications.seat-late', {
        outboxId: newId(),
        subjectId: built.seatId,
        values: { missing: 'arrived' },
      }),
    );
    expect(await deliver()).toBe(1);
    expect(pushed[0]!.headers['urgency']).toBe('high');
    installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    expect(await deliver()).toBe(1);
  });

  test('waits for the end of its member’s own quiet hours', async () => {
    const { built } = await listening();
    await new PreferenceService(installation.uow).changeOwn(built.helper.actor, [], {
      quietHours: { quietFromMinute: 6 * 60, quietUntilMinute: 20 * 60 },
    });
    await ask(built);
    expect(await deliver()).toBe(0);
    installation.clock.moveTo(new Date('2026-10-05T18:00:01Z'));
    expect(await deliver()).toBe(1);
  });

  test('is taken back by its member alone, and once', async () => {
    const { client } = await listening([]);
    const { body } = await client.post('/v1/me/push-subscriptions').send(browser().subscription).expect(201);
    const other = await installation.as((await people.helper()).actor);
    await other.delete(`/v1/me/push-subscriptions/${body.id}`).expect(404);
    expect(await subscriptions()).toHaveLength(1);
    await client.delete(`/v1/me/push-subscriptions/${body.id}`).expect(204);
    await client.delete(`/v1/me/push-subscriptions/${body.id}`).expect(404);
  });

  test('is told no more once its member takes it back', async () => {
    const { built, client } = await listening();
    await client.delete('/v1/me/push-subscriptions').expect(204);
    await ask(built);
    expect(await deliver()).toBe(0);
    expect(await pushStates()).toEqual([]);
  });
});

describe('a subscription', () => {
  test('of somebody suspended meanwhile is not told of visits', async () => {
    const { built } = await listening();
    await ask(built);
    await new StandingService(installation.uow, installation.codec).suspendMember(
      await people.coordinator(),
      built.helper.memberId,
      'Da chiarire',
    );
    expect(await deliver()).toBe(0);
    expect(pushed).toEqual([]);
    expect(await pushStates()).toEqual([{ state: 'suppressed', failure: 'suspended' }]);
  });

  test('elsewhere than at a push service is refused, and nothing is kept', async () => {
    const { client } = await listening([]);
    const { subscription } = browser();
    for (const endpoint of [
      'https://127.0.0.1/x',
      'http://169.254.169.254/latest',
      'https://evil.example/x',
    ]) {
      const answer = await client.post('/v1/me/push-subscriptions').send({ ...subscription, endpoint });
      expect([endpoint, answer.status, answer.body.code]).toEqual([endpoint, 422, 'not-a-push-service']);
    }
    const keys = { ...subscription.keys, p256dh: 'x' };
    await client
      .post('/v1/me/push-subscriptions')
      .send({ ...subscription, keys })
      .expect(400);
    expect(await subscriptions()).toEqual([]);
  });

  test('of the same browser is one, and of the ninth browser takes the place of the first', async () => {
    const { client } = await listening(['same', 'same']);
    expect(await subscriptions()).toHaveLength(1);
    for (let other = 0; other < 8; other += 1) {
      await client
        .post('/v1/me/push-subscriptions')
        .send(browser(`other-${other}`).subscription)
        .expect(201);
    }
    expect(await subscriptions()).toHaveLength(8);
  });
});

test('mails go out beside it as before', async () => {
  const { built } = await listening();
  await ask(built);
  const mails = installation.api.get(DeliveryService, { strict: false });
  expect((await mails.deliverDue(people.id)).sent).toBe(1);
});
