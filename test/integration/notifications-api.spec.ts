import { SessionService } from '#members';
import { NotifyService } from '#notifications';
import { createLogger, newId, readConfig } from '#platform';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../apps/api/src/create-api.js';
import { buildCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let app: NestFastifyApplication;
let people: CommunityPeople;
let helper: BuiltHelper;

beforeAll(async () => {
  world = await openWorld();
  const secretKey = Buffer.alloc(32, 7).toString('base64');
  const config = readConfig({
    DATABASE_URL: world.url,
    SMTP_URL: 'smtp://127.0.0.1:1',
    SECRET_KEY: secretKey,
  });
  app = await createApi({ config, clock: world.clock, logger: createLogger('test', 'silent') });
  await app.listen(0, '127.0.0.1');
  people = await buildCommunity(world.uow, world.codec, world.clock);
  helper = await people.helper();
  const family = await people.family();
  const startsAt = new Date(START.getTime() + 48 * 3_600_000);
  const built = await buildCase(world.uow, people, { family, helper, startsAt });
  await world.uow.run(people.facts.system, (tx) =>
    new NotifyService().react(tx, 'notifications.helper-asked', {
      outboxId: newId(),
      subjectId: built.assignmentId,
      values: {},
    }),
  );
});
afterAll(async () => {
  await app.close();
  await world.close();
});

async function ask(
  personId: string | undefined,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: object,
) {
  const cookie = personId
    ? (await app.get(SessionService).open(personId, { way: 'demonstration', communityId: people.id })).token
    : '';
  const answer = await fetch(`${await app.getUrl()}${url}`, {
    method,
    headers: {
      ...(personId ? { cookie: `intreccio-session=${cookie}` } : {}),
      ...(payload ? { 'content-type': 'application/json' } : {}),
    },
    ...(payload ? { body: JSON.stringify(payload) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('a member reads the inbox, marks as read, and nobody else does', async () => {
  const { personId } = helper.actor;
  expect((await ask(undefined, 'GET', '/v1/me/notifications')).status).toBe(401);
  const inbox = await ask(personId, 'GET', '/v1/me/notifications?limit=5&unread=true');
  expect(inbox).toMatchObject({
    status: 200,
    body: { unread: 1, language: 'it', items: [{ topic: 'helper-asked' }] },
  });
  const { id } = (inbox.body['items'] as { id: string }[])[0]!;
  const other = (await people.coordinator()).personId;
  expect((await ask(other, 'POST', `/v1/me/notifications/${id}/read`)).status).toBe(404);
  expect(await ask(personId, 'POST', `/v1/me/notifications/${id}/read`)).toMatchObject({
    status: 200,
    body: { unread: 0 },
  });
  expect((await ask(personId, 'POST', '/v1/me/notifications/read-all')).status).toBe(200);
  expect((await ask(personId, 'GET', '/v1/me/notifications?unread=maybe')).status).toBe(400);
});

test('preferences are read and changed, mistakes are named', async () => {
  const { personId } = helper.actor;
  const url = '/v1/me/notification-preferences';
  const change = (topic: string) => ({ preferences: [{ topic, channel: 'e-mail', wanted: false }] });
  expect((await ask(personId, 'GET', url)).status).toBe(200);
  expect((await ask(personId, 'PUT', url, change('seat-reminder'))).status).toBe(200);
  expect(await ask(personId, 'PUT', url, change('seat-late'))).toMatchObject({
    status: 422,
    body: { code: 'mail-is-required' },
  });
  expect((await ask(personId, 'PUT', url, change('nothing'))).status).toBe(400);
});

test('deliveries are for the desk', async () => {
  expect((await ask(helper.actor.personId, 'GET', '/v1/deliveries?state=failed')).status).toBe(403);
  const { personId } = await people.coordinator();
  expect(await ask(personId, 'GET', '/v1/deliveries?state=failed')).toMatchObject({
    status: 200,
    body: { items: [] },
  });
  expect((await ask(personId, 'POST', `/v1/deliveries/${newId()}/retry`)).status).toBe(404);
});
