import { systemActor, type MemberActor } from '#database';
import { IdentityCodec, invitationMachine, joinRequestMachine, MemberService } from '#members';
import { PolicyService } from '#communities';
import { allMachines, newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import { openInstallation, TEST_KEY, until, type TestInstallation } from '../support/test-installation.js';

let parts: TestInstallation;
let desk: TestAgent;
let coordinator: MemberActor;
let serial = 0;

beforeAll(async () => {
  parts = await openInstallation();
  coordinator = await parts.people.coordinator();
  await openDoor(true);
}, 120_000);

afterAll(async () => {
  await parts?.close();
});

/** Nobody is counted for what an earlier test did; links and sessions of it go on. */
beforeEach(async () => {
  parts.clock.advanceMinutes(15);
  serial += 1;
  desk = await parts.as(coordinator);
});

async function openDoor(value: boolean): Promise<void> {
  await new PolicyService(parts.uow).setPolicy(parts.people.facts.system, {
    key: 'selfRegistration',
    value,
    validFrom: parts.people.day(0),
  });
}

/** Names that sound like nobody else's. */
const SOUNDS = [
  'Bodo',
  'Fagira',
  'Gilmo',
  'Lopar',
  'Nedifa',
  'Ribolu',
  'Tamige',
  'Vuleca',
  'Pisado',
  'Mofira',
];
const nameOf = (n: number) => `${SOUNDS[n % 10]}${SOUNDS[Math.floor(n / 10) % 10]!.toLowerCase()}`;
const freshName = () => ({ givenName: nameOf((serial += 1)), familyName: nameOf(serial * 7 + 3) });
const freshEmail = () => `joiner${(serial += 1)}@example.org`;
const facts = <T extends object>(more: T) => ({
  ...freshName(),
  language: 'it',
  noticeVersion: 1,
  ...more,
});

const start = (client: TestAgent, body: object) => client.post('/v1/join/start').send(body);
const mailsTo = (email: string) =>
  parts.mails.messages().filter(({ recipients }) => recipients.includes(email));

async function invite(body: object = {}, client = desk) {
  const made = await client
    .post('/v1/invitations')
    .send({ kind: 'join', role: 'family', language: 'it', days: 14, mostUses: 1, ...body })
    .expect(201);
  return made.body as { id: string; code: string; link: string; sent: string | null };
}

/** Starts and reads the code that was sent. */
async function started(
  client: TestAgent,
  body: { email?: string; [fact: string]: unknown },
  email = body.email!,
) {
  const before = mailsTo(email).length;
  const { body: ticket } = await start(client, body).expect(202);
  const mail = await until('the code', async () => mailsTo(email)[before] && mailsTo(email)[0]);
  return {
    ...(ticket as { communityId: string; id: string }),
    code: /\b\d{8}\b/.exec(mail.text)?.[0] ?? '',
    mail,
  };
}

const confirm = (client: TestAgent, ticket: { communityId: string; id: string; code: string }) =>
  client.post('/v1/join/confirm').send({ communityId: ticket.communityId, id: ticket.id, code: ticket.code });

const stateOf = async (table: 'invitation' | 'join_request', id: string) => {
  const [row] = await parts.uow.run(parts.people.facts.system, (tx) =>
    tx.sql<{ state: string }>(`SELECT state FROM ${table} WHERE community_id = $1 AND id = $2`, [
      tx.communityId,
      id,
    ]),
  );
  return row?.state;
};

const waitingOf = async (email: string) => {
  const { body } = await desk.get('/v1/join-requests?state=waiting&limit=100').expect(200);
  return (body.items as { id: string; email: string | null }[]).find((one) => one.email === email);
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
        [tx.communityId, id, `Scuola ${serial}`, tx.now],
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
