import type { MemberActor } from '#database';
import { MemberService, type NewMember } from '#members';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let coordinator: MemberActor;
let administrator: MemberActor;
let members: MemberService;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  coordinator = await people.coordinator();
  administrator = await people.administrator();
  members = new MemberService(world.uow, world.codec);
});
afterAll(() => world.close());

const sara: NewMember = { givenName: 'Sara', familyName: 'Bianchi', language: 'it', roles: ['family'] };

describe('entering a member', () => {
  test('with neither e-mail nor phone is possible: the desk serves them', async () => {
    const made = await members.createMember(coordinator, { ...sara, givenName: 'Nives' });
    expect(made).toMatchObject({ email: null, phone: null, reachable: false, roles: ['family'] });
  });

  test('normalises the phone and covers them from 24:00 of the day of registration', async () => {
    const made = await members.createMember(coordinator, { ...sara, phone: '333 123 4567' });
    expect(made.phone).toBe('+39 333 123 4567');
    expect(made.registeredAt).toEqual(expect.any(Date));
    expect(made.insuredFrom).toEqual(new Date('2026-10-05T22:00:00Z'));
  });

  test('twice under one e-mail address is refused, whatever its case, and says who it is', async () => {
    const made = await members.createMember(coordinator, { ...sara, email: 'twice@example.org' });
    await expect(
      members.createMember(coordinator, { ...sara, email: 'TWICE@example.org' }),
    ).rejects.toMatchObject({ code: 'member-exists', facts: { memberId: made.id } });
  });

  test('twice under one phone is refused, unless the phone is said to be shared', async () => {
    await members.createMember(coordinator, { ...sara, phone: '+39 333 7654321' });
    await expect(members.createMember(coordinator, { ...sara, phone: '3337654321' })).rejects.toMatchObject({
      code: 'member-exists',
    });
    const shared = await members.createMember(coordinator, {
      ...sara,
      phone: '3337654321',
      sharedPhone: true,
    });
    expect(shared.phone).toBe('+39 333 765 4321');
  });

  test('twice at the same moment makes one member', async () => {
    const attempts = await Promise.allSettled(
      [1, 2, 3, 4].map(() => members.createMember(coordinator, { ...sara, email: 'race@example.org' })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'member-exists' });
    }
  });

  test('in two communities makes two members and one person', async () => {
    const other = await buildCommunity(world.uow, world.codec, world.clock);
    const email = 'both@example.org';
    const here = await members.createMember(coordinator, { ...sara, email });
    const there = await members.createMember(await other.coordinator(), { ...sara, email });
    const personOf = async (actor: MemberActor, id: string) =>
      (await world.uow.run(actor, (tx) => tx.sql('SELECT person_id FROM member WHERE id = $1', [id])))[0];
    expect(await personOf(coordinator, here.id)).toEqual(await personOf(await other.coordinator(), there.id));
    await expect(members.readMember(await other.coordinator(), here.id)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('in a language the community does not speak, or in no organisation of it, is refused', async () => {
    await expect(members.createMember(coordinator, { ...sara, language: 'fi' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(
      members.createMember(coordinator, { ...sara, organisationId: people.id }),
    ).rejects.toMatchObject({ code: 'unknown-organisation' });
  });

  test('keeps no name, address or phone readable in the database', async () => {
    await members.createMember(coordinator, {
      ...sara,
      givenName: 'Zenobia',
      familyName: 'Quintiliana',
      email: 'zenobia@example.org',
    });
    const readable = await world.uow.run(coordinator, (tx) =>
      tx.sql(
        `SELECT member_id FROM member_identity, unnest($1::text[]) AS word
         WHERE position(convert_to(word, 'UTF8') IN given_name_sealed || family_name_sealed || email_sealed) > 0`,
        [['Zenobia', 'Quintiliana', 'zenobia@', 'example.org']],
      ),
    );
    expect(readable).toEqual([]);
  });
});

describe('editing a member', () => {
  test('oneself changes name and phone, not the address one signs in with', async () => {
    const { actor } = await people.member(['family']);
    const edited = await members.editMember(actor, actor.memberId, 1, {
      givenName: 'Nuova',
      phone: '0382 399111',
    });
    expect(edited).toMatchObject({ givenName: 'Nuova', phone: '+39 0382 399111', version: 2 });
    await expect(
      members.editMember(actor, actor.memberId, 2, { email: 'new@example.org' }),
    ).rejects.toMatchObject({ code: 'proven-by-code' });
    await expect(
      members.editMember(actor, actor.memberId, 1, { givenName: 'Vecchia' }),
    ).rejects.toMatchObject({ code: 'stale-version' });
  });

  test('the desk changes the address; the member is then another person’s to sign in as', async () => {
    const { actor } = await people.member(['family']);
    const edited = await members.editMember(coordinator, actor.memberId, 1, { email: 'moved@example.org' });
    expect(edited.email).toBe('moved@example.org');
    const [row] = await world.uow.run(coordinator, (tx) =>
      tx.sql<{ person_id: string }>('SELECT person_id FROM member WHERE id = $1', [actor.memberId]),
    );
    expect(row!.person_id).not.toBe(actor.personId);
    const { actor: another } = await people.member(['family']);
    await expect(
      members.editMember(coordinator, another.memberId, 1, { email: 'moved@example.org' }),
    ).rejects.toMatchObject({ code: 'member-exists' });
  });

  test('the desk takes a phone off, and an address; with neither left the member is served by the desk', async () => {
    const { actor, email } = await people.member(['family']);
    const called = await members.editMember(coordinator, actor.memberId, 1, { phone: '0382 399112' });
    expect(called).toMatchObject({ email, phone: '+39 0382 399112', reachable: true });
    const written = await members.editMember(coordinator, actor.memberId, 2, { phone: null });
    expect(written).toMatchObject({ email, phone: null, reachable: true });
    const served = await members.editMember(coordinator, actor.memberId, 3, { email: null });
    expect(served).toMatchObject({ email: null, phone: null, reachable: false });
  });

  test('oneself takes no address off that one signs in with', async () => {
    const { actor } = await people.member(['family']);
    await expect(members.editMember(actor, actor.memberId, 1, { email: null })).rejects.toMatchObject({
      code: 'proven-by-code',
    });
  });

  test('a coordinator does not change an administrator’s record, and so cannot become one', async () => {
    await expect(
      members.editMember(coordinator, administrator.memberId, 1, { email: 'mine@example.org' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
