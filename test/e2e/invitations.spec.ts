import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { systemActor, type MemberActor } from '#database';
import { IdentityCodec, MemberService } from '#members';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import { JoiningScene, start, confirm } from '../builders/joining.scene.js';
import { TEST_KEY, type TestInstallation } from '../support/test-installation.js';

const scene = new JoiningScene();
const { freshName, freshEmail, facts, mailsTo, invite, started, waitingOf } = scene;

let parts: TestInstallation;
let desk: TestAgent;
let coordinator: MemberActor;

beforeAll(async () => {
  ({ parts, coordinator } = await scene.open());
}, 120_000);
afterAll(() => scene.close());
beforeEach(async () => {
  ({ desk } = await scene.begin());
});

const stateOf = async (table: 'invitation' | 'join_request', id: string) => {
  const [row] = await parts.uow.run(parts.people.facts.system, (tx) =>
    tx.sql<{ state: string }>(`SELECT state FROM ${table} WHERE community_id = $1 AND id = $2`, [
      tx.communityId,
      id,
    ]),
  );
  return row?.state;
};

describe('an invitation', () => {
  test('by its code: a stranger says who they are, proves the address, and is inside', async () => {
    const { code, id, sent } = await invite();
    expect(sent).toBeNull();
    const client = parts.anonymous();
    const { body: door } = await client.post('/v1/join/look').send({ invitation: code }).expect(200);
    expect(door).toMatchObject({
      kind: 'join',
      role: 'family',
      community: 'Distretto di prova',
      contactKnown: false,
    });
    const ticket = await started(client, facts({ invitation: code, email: freshEmail() }));
    expect(await stateOf('invitation', id)).toBe('open');
    expect((await confirm(client, ticket).expect(200)).body).toEqual({ joined: true });
    const { body: me } = await client.get('/v1/me').expect(200);
    expect(me).toMatchObject({ communityId: parts.people.id, roles: ['family'] });
    expect(await stateOf('invitation', id)).toBe('used-up');
    await client.post('/v1/join/look').send({ invitation: code }).expect(404);
  });

  test('by its link, sent by mail; opening the page and looking as often as a scanner does uses nothing up', async () => {
    const email = freshEmail();
    const { sent, link } = await invite({ email, role: 'helper' });
    expect(sent).toBe('e-mail');
    expect(mailsTo(email)[0]!.text).toContain(link);
    const { pathname } = new URL(link);
    const client = parts.anonymous();
    for (let look = 0; look < 3; look += 1) {
      await client.get(pathname).expect(200);
      await client
        .post('/v1/join/look')
        .send({ invitation: pathname.split('/').at(-1) })
        .expect(200);
    }
    const body = facts({ invitation: pathname.split('/').at(-1) });
    expect((await start(client, body).expect(422)).body.code).toBe('age-missing');
    const ticket = await started(client, { ...body, ofAge: true }, email);
    await confirm(client, ticket).expect(200);
    expect((await client.get('/v1/me').expect(200)).body.roles).toEqual(['helper']);
  });

  test('opens with the address it was made for and no other, whatever is typed', async () => {
    const email = freshEmail();
    const { code } = await invite({ email });
    const other = freshEmail();
    await started(parts.anonymous(), facts({ invitation: code, email: other }), email);
    expect(mailsTo(other)).toEqual([]);
  });

  test('by SMS too, with link and code in it', async () => {
    const { sent, code } = await invite({ phone: '333 900 0001' });
    expect(sent).toBe('sms');
    const [sms] = parts.sms.messages();
    expect(sms!.text).toContain(code.replace(/(\d{4})(?=\d)/g, '$1 '));
  });

  test('for two is good twice, and for two at the same moment once too often', async () => {
    const { code, id } = await invite({ mostUses: 2 });
    const three = await Promise.all(
      [1, 2, 3].map(async () => {
        const client = parts.anonymous();
        return { client, ticket: await started(client, facts({ invitation: code, email: freshEmail() })) };
      }),
    );
    const answers = await Promise.all(three.map(({ client, ticket }) => confirm(client, ticket)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 404]);
    expect(await stateOf('invitation', id)).toBe('used-up');
  });

  test('is over when it is taken back, and when its last day is over; not a minute before', async () => {
    const revoked = await invite();
    await desk.post(`/v1/invitations/${revoked.id}/revoke`).expect(200);
    await parts.anonymous().post('/v1/join/look').send({ invitation: revoked.code }).expect(404);
    const { body } = await desk.post(`/v1/invitations/${revoked.id}/revoke`).expect(409);
    expect(body.code).toBe('transition-not-allowed');
    const short = await invite({ days: 1 });
    parts.clock.advanceMinutes(1_439);
    await parts.anonymous().post('/v1/join/look').send({ invitation: short.code }).expect(200);
    parts.clock.advanceMinutes(1);
    await parts.anonymous().post('/v1/join/look').send({ invitation: short.code }).expect(404);
  });

  test('is an administrator’s to give out too, for any organisation', async () => {
    const administrator = await parts.as(await parts.people.administrator());
    const { organisationId } = parts.people.facts;
    for (const more of [{}, { organisationId }]) {
      const { code } = await invite(more, administrator);
      await parts.anonymous().post('/v1/join/look').send({ invitation: code }).expect(200);
    }
  });

  test('keeps neither link nor code readable, nor shows them again', async () => {
    const { code, link, id } = await invite({ email: freshEmail() });
    const secret = link.split('/').at(-1)!;
    const rows = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql('SELECT i::text AS i, (SELECT array_agg(k::text) FROM invitation_key k) AS k FROM invitation i'),
    );
    const { body } = await desk.get('/v1/invitations?limit=100').expect(200);
    for (const text of [JSON.stringify(rows), JSON.stringify(body)]) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(body)).toContain(id);
  });

  test('whoever sounds like a member waits for the desk, though invited', async () => {
    const name = { givenName: 'Beatrice', familyName: 'Portinari' };
    await new MemberService(parts.uow, parts.people.codec).createMember(coordinator, {
      ...name,
      language: 'it',
      roles: [],
    });
    const { code } = await invite();
    const client = parts.anonymous();
    const email = freshEmail();
    const ticket = await started(client, { ...facts({ invitation: code, email }), ...name });
    expect((await confirm(client, ticket).expect(200)).body).toEqual({ joined: false });
    await client.get('/v1/me').expect(401);
    const waiting = await waitingOf(email);
    const { body } = await desk.get(`/v1/join-requests/${waiting!.id}/alike`).expect(200);
    expect(body.members).toHaveLength(1);
    expect((await desk.post(`/v1/join-requests/${waiting!.id}/approve`).send({}).expect(409)).body.code).toBe(
      'maybe-the-same',
    );
    await desk.post(`/v1/join-requests/${waiting!.id}/approve`).send({ different: true }).expect(200);
  });

  test('of another community is nothing here', async () => {
    const there = await buildCommunity(parts.uow, new IdentityCodec(TEST_KEY), parts.clock);
    const foreign = await parts.as(await there.coordinator());
    const theirs = await invite({}, foreign);
    await desk.post(`/v1/invitations/${theirs.id}/revoke`).expect(404);
    const ours = await invite();
    await foreign.post(`/v1/invitations/${ours.id}/revoke`).expect(404);
    const client = parts.anonymous();
    const ticket = await started(client, facts({ invitation: ours.code, email: freshEmail() }));
    await confirm(client, { ...ticket, communityId: there.id }).expect(422);
    await confirm(client, ticket).expect(200);
  });

  test.each([
    ['join without a role', { role: undefined }],
    ['claim without a member', { kind: 'claim', role: undefined }],
    ['refer without an organisation', { kind: 'refer', role: undefined }],
  ])('that makes no sense is refused: %s', async (_, body) => {
    const answer = await desk
      .post('/v1/invitations')
      .send({ kind: 'join', role: 'family', language: 'it', days: 1, mostUses: 1, ...(body as object) })
      .expect(422);
    expect(answer.body.code).toBe('invitation-shape');
  });
});

describe('guessing', () => {
  test('at invitations ends after forty looks of one address, good ones too', async () => {
    const { code } = await invite();
    const client = parts.anonymous();
    for (let look = 1; look <= 40; look += 1) {
      await client
        .post('/v1/join/look')
        .send({ invitation: String(look).padStart(12, '0') })
        .expect(404);
    }
    expect((await client.post('/v1/join/look').send({ invitation: code }).expect(429)).body.code).toBe(
      'too-many-tries',
    );
  });

  test('at a code ends with the fifth wrong one, in another browser at once', async () => {
    const { code } = await invite();
    const client = parts.anonymous();
    const ticket = await started(client, facts({ invitation: code, email: freshEmail() }));
    await confirm(parts.anonymous(), ticket).expect(422);
    for (let wrong = 2; wrong <= 4; wrong += 1) {
      const guess = String((Number(ticket.code) + wrong) % 100_000_000).padStart(8, '0');
      await confirm(client, { ...ticket, code: guess }).expect(422);
    }
    await confirm(client, ticket).expect(200);
    await confirm(client, ticket).expect(422);
    const next = await started(client, facts({ communityId: parts.people.id, email: freshEmail() }));
    for (let wrong = 1; wrong <= 5; wrong += 1) await confirm(parts.anonymous(), next).expect(422);
    await confirm(client, next).expect(422);
  });

  test('a code is good for ten minutes', async () => {
    const client = parts.anonymous();
    const ticket = await started(client, facts({ communityId: parts.people.id, email: freshEmail() }));
    parts.clock.advanceMinutes(10);
    await confirm(client, ticket).expect(422);
  });

  test('a session that somebody planted is not the one they come in with', async () => {
    const { code } = await invite();
    const client = parts.anonymous();
    const planted = 'x'.repeat(43);
    client.set('cookie', `intreccio-session=${planted}`);
    const { body } = await start(client, facts({ invitation: code, email: freshEmail() }));
    expect(body).toBeTruthy();
    await parts.anonymous().get('/v1/me').set('cookie', `intreccio-session=${planted}`).expect(401);
  });

  test('from a page of another site is refused', async () => {
    for (const path of ['look', 'start', 'confirm', 'refer']) {
      await parts
        .anonymous()
        .post(`/v1/join/${path}`)
        .set('origin', 'https://evil.example')
        .send({})
        .expect(403);
    }
  });
});

describe('claiming the record the desk kept', () => {
  const served = async () => {
    const { id } = await new MemberService(parts.uow, parts.people.codec).createMember(coordinator, {
      ...freshName(),
      language: 'it',
      roles: ['family'],
    });
    return id as string;
  };
  const claimOf = (memberId: string) => invite({ kind: 'claim', role: undefined, memberId });

  test('by the code the desk reads out: the address is proven, the history is theirs', async () => {
    const memberId = await served();
    const { code } = await claimOf(memberId);
    const client = parts.anonymous();
    const { body: door } = await client.post('/v1/join/look').send({ invitation: code }).expect(200);
    expect(door).toMatchObject({ kind: 'claim' });
    const email = freshEmail();
    const ticket = await started(client, { invitation: code, email, language: 'it', noticeVersion: 1 });
    expect((await confirm(client, ticket).expect(200)).body).toEqual({ joined: true });
    const recorded = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `SELECT FROM audit_record WHERE community_id = $1 AND action = 'member.claim' AND $2 = ANY (subject_ids)`,
        [tx.communityId, memberId],
      ),
    );
    expect(recorded).toHaveLength(1);
    expect((await client.get('/v1/me').expect(200)).body.memberId).toBe(memberId);
    expect((await client.get(`/v1/members/${memberId}`).expect(200)).body).toMatchObject({
      email,
      reachable: true,
    });
    const again = await desk
      .post('/v1/invitations')
      .send({ kind: 'claim', memberId, language: 'it', days: 1, mostUses: 1 })
      .expect(409);
    expect(again.body.code).toBe('claim-needless');
  });

  test('a second code ends the first', async () => {
    const memberId = await served();
    const first = await claimOf(memberId);
    await claimOf(memberId);
    await parts.anonymous().post('/v1/join/look').send({ invitation: first.code }).expect(404);
  });

  test('the address of another member claims nothing', async () => {
    const { email } = await parts.people.member(['family']);
    const { code } = await claimOf(await served());
    const { mail } = await started(parts.anonymous(), {
      invitation: code,
      email,
      language: 'it',
      noticeVersion: 1,
    });
    expect(mail.text).toMatch(/già iscritto/);
  });

  test('of somebody of the desk is an administrator’s to hand over', async () => {
    const memberId = await served();
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'administrator', $3)`,
        [tx.communityId, memberId, tx.now],
      ),
    );
    await desk
      .post('/v1/invitations')
      .send({ kind: 'claim', memberId, language: 'it', days: 1, mostUses: 1 })
      .expect(403);
  });

  test('a code given out by a coordinator hands over nobody who sits at the desk by now', async () => {
    const claim = async (client: TestAgent) => {
      const memberId = await served();
      const { code } = await invite({ kind: 'claim', role: undefined, memberId }, client);
      await parts.uow.run(parts.people.facts.system, (tx) =>
        tx.sql(
          `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'administrator', $3)`,
          [tx.communityId, memberId, tx.now],
        ),
      );
      const browser = parts.anonymous();
      const email = freshEmail();
      const ticket = await started(browser, { invitation: code, email, language: 'it', noticeVersion: 1 });
      return { browser, answer: await confirm(browser, ticket) };
    };
    const { browser, answer } = await claim(desk);
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 404,
      code: 'invitation-over',
    });
    await browser.get('/v1/me').expect(401);
    const administrator = await parts.as(await parts.people.administrator());
    expect((await claim(administrator)).answer.body).toEqual({ joined: true });
  });

  test('who was suspended meanwhile claims nothing', async () => {
    const memberId = await served();
    const { code } = await claimOf(memberId);
    const client = parts.anonymous();
    const ticket = await started(client, {
      invitation: code,
      email: freshEmail(),
      language: 'it',
      noticeVersion: 1,
    });
    await parts.uow.run(systemActor(parts.people.id), (tx) =>
      tx.sql(`UPDATE member SET state = 'suspended' WHERE community_id = $1 AND id = $2`, [
        tx.communityId,
        memberId,
      ]),
    );
    await confirm(client, ticket).expect(404);
  });
});
