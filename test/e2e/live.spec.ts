import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { createLogger, newId } from '#platform';
import { createApi } from '../../apps/api/src/create-api.js';
import { buildRequest } from '../builders/request.builder.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { tokenOf } from '../support/http-client.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let parts: TestInstallation;
let other: TestInstallation['api'];
let family: BuiltFamily;
let coordinator: MemberActor;
const open: Listener[] = [];

beforeAll(async () => {
  parts = await openInstallation({ worker: false });
  const { config, clock } = parts;
  other = await createApi({ config, clock, logger: createLogger('test', 'silent') });
  await other.listen(0, '127.0.0.1');
  family = await parts.people.family();
  coordinator = await parts.people.coordinator();
});

afterEach(() => {
  for (const listener of open.splice(0)) listener.leave();
});

afterAll(async () => {
  await other?.close();
  await parts?.close();
});

interface Listener {
  readonly status: number;
  /** Everything heard so far. */
  readonly heard: string[];
  /** When the server has ended the stream. */
  readonly ended: Promise<void>;
  leave(): void;
  /** Waits until something like this was heard. */
  hears(text: string): Promise<void>;
}

async function listen(actor: MemberActor, api = parts.api): Promise<Listener> {
  const gone = new AbortController();
  const response = await fetch(`${await api.getUrl()}/v1/events`, {
    headers: { cookie: `intreccio-session=${await tokenOf(parts, actor)}` },
    signal: gone.signal,
  });
  const heard: string[] = [];
  let wake = () => {};
  const ended = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      heard.push(decoder.decode(chunk as Uint8Array));
      wake();
    }
  })().catch(() => undefined);
  const listener: Listener = {
    status: response.status,
    heard,
    ended,
    leave: () => gone.abort(),
    async hears(text) {
      for (;;) {
        if (heard.join('').includes(text)) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
  open.push(listener);
  if (response.ok) await listener.hears('event: heartbeat');
  return listener;
}

async function ask(asking: BuiltFamily): Promise<string> {
  const { people, uow } = parts;
  const categoryId = people.facts.categories.babysitting;
  const requestId = await buildRequest(uow, people, { family: asking, categoryId });
  await uow.run(people.facts.system, (tx) => tx.announce('request.opened', { subjectId: requestId }));
  return requestId;
}

test('a change is heard by whom it concerns, in whichever process it happened', async () => {
  const [desk, guardian] = [await listen(coordinator, other), await listen(family.actor)];
  const requestId = await ask(family);
  const data = `data: {"id":"${requestId}"}`;
  await desk.hears(data);
  await guardian.hears(data);
  expect(desk.heard.join('')).toContain('event: request.changed');
});

test('a change is not heard by whom it does not concern', async () => {
  const stranger = await parts.people.family();
  const helper = await parts.people.helper();
  const [one, two] = [await listen(stranger.actor), await listen(helper.actor)];
  const requestId = await ask(family);
  const own = await ask(stranger);
  await one.hears(own);
  expect(one.heard.join('')).not.toContain(requestId);
  expect(two.heard.join('')).not.toContain('request.changed');
});

test('who asks to join is heard of by the desk of the organisation, and by no other and no family', async () => {
  const { people, uow } = parts;
  const otherId = newId();
  await uow.run(people.facts.system, (tx) =>
    tx.sql(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', now())`,
      [tx.communityId, otherId],
    ),
  );
  const deskOf = async (organisationId: string) =>
    (await people.member(['coordinator'], { organisationId })).actor;
  const own = await deskOf(people.facts.organisationId);
  const listeners = [];
  for (const actor of [own, coordinator, await deskOf(otherId), family.actor])
    listeners.push(await listen(actor));
  const { body: asked } = await (
    await parts.as(own)
  )
    .post('/v1/join-requests')
    .send({
      givenName: 'Fatima',
      familyName: 'Haddad',
      language: 'it',
      roles: ['family'],
      noticeVersion: 1,
      consent: 'by-phone',
    })
    .expect(201);
  const [desk, wholeDesk, otherDesk, stranger] = listeners;
  for (const one of [desk!, wholeDesk!]) {
    await one.hears(`data: {"id":"${asked.id}"}`);
    expect(one.heard.join('')).toContain('event: join-request.changed');
  }
  await uow.run(people.facts.system, async (tx) => {
    tx.live('member.changed', family.actor.memberId);
    tx.live('matching.finished', family.actor.memberId);
  });
  await otherDesk!.hears('event: matching.finished');
  await stranger!.hears('event: member.changed');
  for (const one of [otherDesk!, stranger!]) expect(one.heard.join('')).not.toContain('join-request');
});

test('who wants to sign in otherwise is heard of by the desk that reaches them and by themselves, until it is answered', async () => {
  const { people, uow } = parts;
  const [desk, own] = [await listen(coordinator), await listen(family.actor)];
  const id = newId();
  await uow.run(people.facts.system, async (tx) => {
    await tx.sql(
      `INSERT INTO identity_link (community_id, id, member_id, provider, subject_hash, matched_by, state, created_at)
       VALUES ($1, $2, $3, 'spid', $4, 'session', 'asked', $5)`,
      [tx.communityId, id, family.actor.memberId, Buffer.from(id), tx.now],
    );
    await tx.announce('identity-link.asked', { subjectId: id });
  });
  await desk.hears('event: identity-link.changed');
  await own.hears('event: identity-link.changed');
  const before = desk.heard.length;
  await (await parts.as(coordinator)).post(`/v1/identity-links/${id}/refuse`).expect(200);
  await until('the answer told', async () =>
    desk.heard.slice(before).join('').includes('identity-link.changed'),
  );
});

test('whoever is suspended, loses a role or a session, or is erased hears nothing more, at once and in every process', async () => {
  const { people } = parts;
  const administrator = await people.administrator();
  const desk = async () => (await people.member(['coordinator'])).actor;
  const asAdministrator = await parts.as(administrator);
  const [suspended, demoted, stays] = [await desk(), await desk(), await desk()];
  const listeners = [await listen(suspended), await listen(suspended, other), await listen(demoted)];
  const [desks, homely] = [await listen(stays), await listen(family.actor)];
  await asAdministrator
    .post(`/v1/members/${suspended.memberId}/suspend`)
    .send({ reason: 'Prova' })
    .expect(200);
  await asAdministrator
    .put(`/v1/members/${demoted.memberId}/roles`)
    .set('if-match', '"v1"')
    .send({ roles: ['family'] })
    .expect(200);
  await Promise.all(listeners.map(({ ended }) => ended));
  const requestId = await ask(family);
  await desks.hears(requestId);
  await homely.hears(requestId);
  for (const { heard } of listeners) expect(heard.join('')).not.toContain(requestId);
  const again = await listen(stays);
  const [own] = await parts.uow.tenantless('sign-in', (sql) =>
    sql<{ id: string }>(
      'SELECT id FROM sign_in_session WHERE person_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1',
      [stays.personId],
    ),
  );
  const ending = await parts.as(stays);
  await ending.delete(`/v1/me/sessions/${own!.id}`).expect(204);
  await again.ended;
});

test('what was rolled back is not heard', async () => {
  const desk = await listen(coordinator);
  await parts.uow
    .run(parts.people.facts.system, async (tx) => {
      tx.live('member.changed', family.actor.memberId);
      await tx.announce('request.changed', { subjectId: '0199a1b2-0000-7000-8000-00000000dead' });
      throw new Error('no');
    })
    .catch(() => undefined);
  await parts.uow.run(parts.people.facts.system, async (tx) =>
    tx.live('matching.finished', family.actor.memberId),
  );
  await desk.hears('event: matching.finished');
  expect(desk.heard.join('')).not.toContain('member.changed');
});

test('more changes than a message holds are told as "look again"', async () => {
  const desk = await listen(coordinator);
  await parts.uow.run(parts.people.facts.system, async (tx) => {
    for (let k = 0; k < 81; k += 1)
      tx.live('matching.progress', `0199a1b2-0000-7000-8000-${String(k).padStart(12, '0')}`);
  });
  await desk.hears('event: look-again');
});

test('a member may listen in six windows, not in seven, and again when one is closed', async () => {
  const actor = await parts.people.coordinator();
  const six = [];
  for (let k = 0; k < 6; k += 1) six.push(await listen(actor));
  const seventh = await listen(actor);
  expect(seventh.status).toBe(429);
  six[0]!.leave();
  await six[0]!.ended;
  for (let tries = 0; tries < 50; tries += 1) {
    const again = await listen(actor);
    if (again.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the closed window still counts');
});

test('streams end when the process stops, and it stops in time', async () => {
  const third = await createApi({
    config: parts.config,
    clock: parts.clock,
    logger: createLogger('test', 'silent'),
  });
  await third.listen(0, '127.0.0.1');
  const listener = await listen(coordinator, third);
  await third.close();
  await listener.ended;
  expect(listener.heard.join('')).toContain('heartbeat');
});
