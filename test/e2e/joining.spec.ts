import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { invitationMachine, joinRequestMachine } from '#members';
import { allMachines, newId } from '#platform';
import type TestAgent from 'supertest/lib/agent.js';
import { JoiningScene, start, confirm } from '../builders/joining.scene.js';
import { until, type TestInstallation } from '../support/test-installation.js';

const scene = new JoiningScene();
const { openDoor, freshEmail, facts, mailsTo, invite, started, waitingOf } = scene;

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

describe('registering by oneself', () => {
  test('waits for the desk, which lets in; the person is told and signs in', async () => {
    const client = parts.anonymous();
    const { body: doors } = await client.get('/v1/join/doors').expect(200);
    expect(doors).toMatchObject([{ kind: 'registration', communityId: parts.people.id }]);
    const email = freshEmail();
    const { city } = parts.people.facts.municipalities;
    const ticket = await started(
      client,
      facts({
        communityId: parts.people.id,
        email,
        roles: ['helper'],
        municipalityId: city,
        note: 'Il sabato',
        bornOn: '2010-10-05',
      }),
    );
    expect((await confirm(client, ticket).expect(200)).body).toEqual({ joined: false });
    await client.get('/v1/me').expect(401);
    const waiting = await waitingOf(email);
    expect(waiting).toMatchObject({
      origin: 'registration',
      roles: ['helper'],
      municipalityId: city,
      note: 'Il sabato',
      ageTold: true,
      adultOn: '2028-10-05',
    });
    await desk.post(`/v1/join-requests/${waiting!.id}/approve`).send({}).expect(200);
    await until('the welcome', async () =>
      mailsTo(email).some(({ subject }) => subject.includes('Benvenut')),
    );
    await client.post('/v1/sign-in').send({ email }).expect(202);
    const { body } = await desk.get('/v1/join-requests?state=joined&limit=100').expect(200);
    const joined = body.items.find((one: { id: string }) => one.id === waiting!.id);
    expect(joined).toMatchObject({ givenName: '–', email: null, adultOn: null });
    const { body: member } = await desk.get(`/v1/members/${joined.memberId}`).expect(200);
    expect(member).toMatchObject({ adultOn: '2028-10-05' });
  });

  test('may be refused with a reason, which the person is told; twice is once too often', async () => {
    const client = parts.anonymous();
    const email = freshEmail();
    await confirm(client, await started(client, facts({ communityId: parts.people.id, email }))).expect(200);
    const { id } = (await waitingOf(email))!;
    await desk.post(`/v1/join-requests/${id}/refuse`).send({ reason: 'Abiti troppo lontano' }).expect(200);
    await until('the letter', async () =>
      mailsTo(email).some(({ text }) => text.includes('Abiti troppo lontano')),
    );
    await desk.post(`/v1/join-requests/${id}/refuse`).send({ reason: 'Ancora' }).expect(409);
    await desk.post(`/v1/join-requests/${id}/approve`).send({}).expect(409);
  });

  test('says nothing of whose address it is: a member, somebody who waits, a stranger', async () => {
    const { email: memberEmail } = await parts.people.member(['family']);
    const waitingEmail = freshEmail();
    const first = parts.anonymous();
    await confirm(first, await started(first, facts({ communityId: parts.people.id, email: waitingEmail })));
    const written = () =>
      parts.uow.run(parts.people.facts.system, async (tx) => {
        await tx.sql(`SELECT turn_to('counting')`);
        return tx.sql<{ n: number }>(
          `SELECT ((SELECT count(*) FROM join_request) + (SELECT coalesce(sum(hits), 0) FROM rate_window))::int AS n`,
        );
      });
    const shapes: unknown[] = [];
    for (const email of [memberEmail, waitingEmail, freshEmail()]) {
      const [before] = await written();
      const answer = await start(parts.anonymous(), facts({ communityId: parts.people.id, email })).expect(
        202,
      );
      const [after] = await written();
      shapes.push([Object.keys(answer.body), Object.keys(answer.headers).toSorted(), after!.n - before!.n]);
    }
    expect(shapes[0]).toEqual(shapes[2]);
    expect(shapes[1]).toEqual(shapes[2]);
    const known = await until('the letter', async () => mailsTo(memberEmail)[0]);
    expect(known.text).toMatch(/già iscritto/);
    expect(known.text).not.toMatch(/\b\d{8}\b/);
    await until('the other letter', async () =>
      mailsTo(waitingEmail).some(({ text }) => text.includes('Abbiamo già')),
    );
  });

  test('a fourth time for one address in a quarter of an hour is refused', async () => {
    const body = facts({ communityId: parts.people.id, email: freshEmail() });
    for (let time = 1; time <= 3; time += 1) await start(parts.anonymous(), body).expect(202);
    await start(parts.anonymous(), body).expect(429);
  });

  test('at a community that is not there is closed', async () => {
    const nowhere = { communityId: newId(), email: freshEmail() };
    const { body } = await start(parts.anonymous(), facts(nowhere)).expect(404);
    expect(body.code).toBeTruthy();
    const ticket = { ...nowhere, id: newId(), code: '01234567' };
    expect((await confirm(parts.anonymous(), ticket)).body.code).toBe('join-failed');
  });

  test('needs the notice in force, an address, a name, a language of the community', async () => {
    const communityId = parts.people.id;
    const client = parts.anonymous();
    const email = freshEmail();
    const codeOf = async (body: object) => (await start(client, { ...facts({}), ...body })).body.code;
    expect(await codeOf({ communityId, email, noticeVersion: 2 })).toBe('stale-notice');
    expect(await codeOf({ communityId })).toBe('contact-missing');
    expect(await codeOf({ communityId, email, givenName: undefined })).toBe('invalid-input');
    expect(await codeOf({ communityId, email, language: 'fi' })).toBe('invalid-input');
    expect(await codeOf({ communityId, phone: '+40 721 123 456' })).toBe('phone-not-served');
    expect(await codeOf({ communityId, email, municipalityId: communityId })).toBe('unknown-municipality');
    expect(await codeOf({ email })).toBe('invalid-input');
  });

  test('nobody lets themselves in', async () => {
    const administrator = await parts.people.administrator();
    const client = parts.anonymous();
    const email = freshEmail();
    await confirm(client, await started(client, facts({ communityId: parts.people.id, email }))).expect(200);
    const { id } = (await waitingOf(email))!;
    // Their record gets the address they registered with meanwhile.
    const self = await parts.as(administrator);
    const { version } = (await self.get(`/v1/members/${coordinator.memberId}`).expect(200)).body;
    await self
      .patch(`/v1/members/${coordinator.memberId}`)
      .set('if-match', `"v${version}"`)
      .send({ phone: '333 222 1111' })
      .expect(200);
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        'UPDATE join_request SET email_sealed = NULL, phone_sealed = $3 WHERE community_id = $1 AND id = $2',
        [
          tx.communityId,
          id,
          parts.people.codec.seal(tx.communityId, 'join_request.phone', id, '+393332221111'),
        ],
      ),
    );
    const { body } = await desk.post(`/v1/join-requests/${id}/approve`).send({ different: true }).expect(422);
    expect(body.code).toBe('own-request');
  });

  test('is not possible where the community does not want it', async () => {
    await openDoor(false);
    try {
      const { body } = await start(
        parts.anonymous(),
        facts({ communityId: parts.people.id, email: freshEmail() }),
      ).expect(422);
      expect(body.code).toBe('registration-closed');
      expect((await parts.anonymous().get('/v1/join/doors').expect(200)).body).toEqual([]);
    } finally {
      await openDoor(true);
    }
  });
});

describe('a referral', () => {
  test('by a school’s link lands in the list with who proposes and how they agreed', async () => {
    const { code } = await invite({
      kind: 'refer',
      role: undefined,
      organisationId: parts.people.facts.organisationId,
      mostUses: 20,
    });
    const email = freshEmail();
    const proposed = facts({ invitation: code, email, consent: 'in-person', proposer: 'Maestra Carla' });
    expect((await parts.anonymous().post('/v1/join/refer').send(proposed).expect(202)).body).toEqual({
      taken: true,
    });
    expect(await waitingOf(email)).toMatchObject({
      origin: 'referral',
      consent: 'in-person',
      proposer: 'Maestra Carla',
      organisationId: parts.people.facts.organisationId,
    });
    await start(parts.anonymous(), facts({ invitation: code, email: freshEmail() })).expect(404);
  });

  test('of a member is answered alike, and the desk sees who it is', async () => {
    const { actor, email } = await parts.people.member(['family']);
    const { code } = await invite({
      kind: 'refer',
      role: undefined,
      organisationId: parts.people.facts.organisationId,
      mostUses: 20,
    });
    const proposed = facts({ invitation: code, email, consent: 'by-phone', proposer: 'Assistente sociale' });
    await parts.anonymous().post('/v1/join/refer').send(proposed).expect(202, { taken: true });
    const { id } = (await waitingOf(email))!;
    const { body } = await desk.get(`/v1/join-requests/${id}/alike`).expect(200);
    expect(body).toMatchObject({ known: true, member: { id: actor.memberId } });
    expect(
      (await desk.post(`/v1/join-requests/${id}/approve`).send({ different: true }).expect(409)).body.code,
    ).toBe('member-exists');
  });

  test('by a coordinator is theirs, and a link to join proposes nobody', async () => {
    const { body } = await desk
      .post('/v1/join-requests')
      .send({ ...facts({ consent: 'in-writing', roles: ['family'] }) })
      .expect(201);
    expect(body).toMatchObject({ state: 'waiting', origin: 'referral', proposedBy: coordinator.memberId });
    const { code } = await invite();
    const proposed = facts({ invitation: code, consent: 'by-phone', proposer: 'Chiunque' });
    await parts.anonymous().post('/v1/join/refer').send(proposed).expect(404);
  });
});

describe('somebody whom an organisation invites or proposes', () => {
  const proposedBy = async (client: TestAgent) => {
    const body = facts({ consent: 'by-phone', roles: ['family'] });
    const made = await client.post('/v1/join-requests').send(body).expect(201);
    return made.body as { id: string; organisationId: string | null };
  };
  const listed = async (client: TestAgent, id: string) => {
    const { body } = await client.get('/v1/join-requests?limit=100').expect(200);
    return (body.items as { id: string }[]).some((one) => one.id === id);
  };
  const deskOf = async (organisationId: string | undefined) =>
    parts.as((await parts.people.member(['coordinator'], { organisationId })).actor);
  const otherOrganisation = async () => {
    const id = newId();
    await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, 'school', $4)`,
        [tx.communityId, id, `Scuola ${scene.serial}`, tx.now],
      ),
    );
    return id;
  };

  test('is seen and decided by its desk and by those of the whole community, and is nothing to another’s', async () => {
    const { organisationId } = parts.people.facts;
    const own = await deskOf(organisationId);
    const other = await deskOf(await otherOrganisation());
    const proposed = await proposedBy(own);
    expect(proposed.organisationId).toBe(organisationId);
    const administrator = await parts.as(await parts.people.administrator());
    for (const client of [own, desk, administrator]) expect(await listed(client, proposed.id)).toBe(true);
    expect(await listed(other, proposed.id)).toBe(false);
    await other.get(`/v1/join-requests/${proposed.id}/alike`).expect(404);
    await other.post(`/v1/join-requests/${proposed.id}/approve`).send({}).expect(404);
    await other.post(`/v1/join-requests/${proposed.id}/refuse`).send({ reason: 'No' }).expect(404);
    await own.get(`/v1/join-requests/${proposed.id}/alike`).expect(200);
    await own.post(`/v1/join-requests/${proposed.id}/approve`).send({ different: true }).expect(200);
  });

  test('and who names none is every desk’s, who lets them into its own organisation or into none', async () => {
    const theirs = await otherOrganisation();
    const other = await deskOf(theirs);
    const { id } = await proposedBy(desk);
    expect(await listed(other, id)).toBe(true);
    const { organisationId } = parts.people.facts;
    const into = (organisation: string) =>
      other.post(`/v1/join-requests/${id}/approve`).send({ organisationId: organisation, different: true });
    expect((await into(organisationId).expect(403)).body.code).toBe('forbidden');
    await into(theirs).expect(200);
  });

  test('is told to its desk and to no other’s', async () => {
    const { organisationId } = parts.people.facts;
    const own = await parts.people.member(['coordinator'], { organisationId });
    const other = await parts.people.member(['coordinator'], { organisationId: await otherOrganisation() });
    await proposedBy(desk);
    const { id } = await proposedBy(await deskOf(organisationId));
    const told = ({ actor }: { actor: MemberActor }) =>
      parts.uow.run(parts.people.facts.system, (tx) =>
        tx.sql<{ id: string }>(
          `SELECT subject_id AS id FROM notification WHERE community_id = $1 AND member_id = $2 AND topic = 'join-request-waiting'`,
          [tx.communityId, actor.memberId],
        ),
      );
    await until('the word', async () => (await told(own)).some((one) => one.id === id));
    const theirs = await told(other);
    expect(theirs).toHaveLength(1);
    expect(theirs[0]!.id).not.toBe(id);
  });
});

describe('the tables of the two life cycles', () => {
  test('are in the list of all, and end where they should', () => {
    expect(allMachines().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['invitation', 'join-request']),
    );
    expect(invitationMachine.states.filter((state) => invitationMachine.isFinal(state))).toEqual([
      'used-up',
      'revoked',
      'expired',
    ]);
    expect(joinRequestMachine.states.filter((state) => joinRequestMachine.isFinal(state))).toEqual([
      'joined',
      'refused',
    ]);
  });
});
