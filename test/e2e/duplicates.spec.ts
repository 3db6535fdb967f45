import { systemActor } from '#database';
import { IdentityCodec, MemberService } from '#members';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import { openInstallation, TEST_KEY, type TestInstallation } from '../support/test-installation.js';

let parts: TestInstallation;
let desk: TestAgent;
let ours: TestAgent;

const GIULIA = { givenName: 'Giulia', familyName: 'Rossi', language: 'it', roles: ['family'] };

beforeAll(async () => {
  parts = await openInstallation({ worker: false });
  const { people } = parts;
  desk = await parts.as(await people.coordinator());
  const { actor } = await people.member(['coordinator'], { organisationId: people.facts.organisationId });
  ours = await parts.as(actor);
}, 120_000);

afterAll(async () => {
  await parts?.close();
});

const post = (client: TestAgent, body: object) => client.post('/v1/members').send({ ...GIULIA, ...body });
const alike = async (client: TestAgent, body: object) =>
  (
    await client
      .post('/v1/members/alike')
      .send({ givenName: GIULIA.givenName, familyName: GIULIA.familyName, ...body })
      .expect(200)
  ).body;

describe('entering somebody who sounds like a member', () => {
  let first: string;
  beforeAll(async () => {
    const { body } = await post(desk, { email: 'giulia@example.org' }).expect(201);
    first = body.id;
  });

  test('is held back and names whom to look at; said to be somebody else, it goes on', async () => {
    const other = { givenName: 'Julia', familyName: 'Rosi', phone: '333 111 0001' };
    const { body } = await post(desk, other).expect(409);
    expect(body).toMatchObject({ code: 'maybe-the-same', facts: { memberIds: [first], hidden: 0 } });
    await post(desk, { ...other, different: true }).expect(201);
  });

  test('with the same address is refused even so, and names the member', async () => {
    const { body } = await post(desk, { email: 'GIULIA@example.org', different: true }).expect(409);
    expect(body).toMatchObject({ code: 'member-exists', facts: { memberId: first } });
  });

  test('the search shows who it is, and is on the record of reads', async () => {
    const found = await alike(desk, { email: 'giulia@example.org' });
    expect(found).toMatchObject({ known: true, member: { id: first, familyName: 'Rossi' } });
    const [row] = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql(
        `SELECT action FROM audit_record WHERE community_id = $1 AND action = 'member.list' AND $2 = ANY (subject_ids)`,
        [tx.communityId, first],
      ),
    );
    expect(row).toEqual({ action: 'member.list' });
  });

  test('a name nobody has is entered without a question', async () => {
    await post(desk, { givenName: 'Zenobia', familyName: 'Quaranta' }).expect(201);
  });
});

describe('where they live', () => {
  test('tells people of one name apart; who has no place yet may be anybody', async () => {
    const { people } = parts;
    const { city, village } = people.facts.municipalities;
    const name = { givenName: 'Nadia', familyName: 'Ferrari' };
    const { body: inCity } = await post(desk, { ...name }).expect(201);
    expect((await alike(desk, { ...name, municipalityId: village })).members).toHaveLength(1);
    await desk
      .post('/v1/households')
      .send({ zoneId: people.facts.zones.centre, address: 'Via Prova 1', guardianIds: [inCity.id] })
      .expect(201);
    expect((await alike(desk, { ...name, municipalityId: village })).members).toEqual([]);
    expect((await alike(desk, { ...name, municipalityId: city })).members).toHaveLength(1);
    expect((await alike(desk, name)).members).toHaveLength(1);
  });
});

describe('who is looked after by another organisation', () => {
  test('is counted and not named; the address that is known names nobody either', async () => {
    const { people } = parts;
    const [other] = await parts.uow.run(people.facts.system, (tx) =>
      tx.sql<{ id: string }>(
        `INSERT INTO organisation (community_id, id, name, kind, created_at)
         VALUES ($1, gen_random_uuid(), 'Scuola', 'school', $2) RETURNING id`,
        [tx.communityId, tx.now],
      ),
    );
    await post(desk, { familyName: 'Verdi', email: 'verdi@example.org', organisationId: other!.id }).expect(
      201,
    );
    const { body: maybe } = await post(ours, { familyName: 'Verdi' }).expect(409);
    expect(maybe.facts).toEqual({ memberIds: [], hidden: 1 });
    const { body: surely } = await post(ours, { givenName: 'Ada', email: 'verdi@example.org' }).expect(409);
    expect(surely).toMatchObject({ code: 'member-exists' });
    expect(surely.facts ?? {}).toEqual({});
    expect(await alike(ours, { familyName: 'Verdi', email: 'verdi@example.org' })).toEqual({
      known: true,
      member: null,
      members: [],
      hidden: 0,
    });
  });

  test('or by another community, is nobody here, and becomes the same person by the address', async () => {
    const there = await buildCommunity(parts.uow, new IdentityCodec(TEST_KEY), parts.clock);
    const elsewhere = await new MemberService(parts.uow, there.codec).createMember(systemActor(there.id), {
      ...GIULIA,
      familyName: 'Neri',
      email: 'neri@example.org',
      roles: ['family'],
    });
    expect(await alike(desk, { familyName: 'Neri', email: 'neri@example.org' })).toMatchObject({
      known: false,
      members: [],
      hidden: 0,
    });
    const { body: here } = await post(desk, { familyName: 'Neri', email: 'neri@example.org' }).expect(201);
    expect(await personOf(parts.people.id, here.id)).toBe(await personOf(there.id, elsewhere.id));
  });
});

test('names that were written before anybody listened are heard when somebody is looked for', async () => {
  const { body } = await post(desk, { givenName: 'Ornella', familyName: 'Vanoni' }).expect(201);
  await parts.uow.run(parts.people.facts.system, (tx) =>
    tx.sql('UPDATE member_identity SET likeness = NULL WHERE community_id = $1', [tx.communityId]),
  );
  expect((await alike(desk, { givenName: 'Ornela', familyName: 'Vanoni' })).members).toMatchObject([
    { id: body.id },
  ]);
});

test('a name that changes is found by the new one', async () => {
  const { body } = await post(desk, { givenName: 'Prima', familyName: 'Delnozze' }).expect(201);
  await desk
    .patch(`/v1/members/${body.id}`)
    .set('if-match', '"v1"')
    .send({ familyName: 'Maritata' })
    .expect(200);
  expect((await alike(desk, { givenName: 'Prima', familyName: 'Delnozze' })).members).toEqual([]);
  expect((await alike(desk, { givenName: 'Prima', familyName: 'Maritata' })).members).toHaveLength(1);
});

async function personOf(communityId: string, memberId: string): Promise<string | null> {
  const [row] = await parts.uow.run(systemActor(communityId), (tx) =>
    tx.sql<{ person_id: string | null }>('SELECT person_id FROM member WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      memberId,
    ]),
  );
  return row!.person_id;
}
