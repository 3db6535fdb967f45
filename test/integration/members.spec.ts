import type { MemberActor } from '#database';
import {
  AuditService,
  blockedPairs,
  BlockService,
  coordinatorsOf,
  credentialFactsFor,
  CredentialService,
  givenNames,
  isBlocked,
  MemberService,
  RoleService,
  StandingService,
  type NewMember,
} from '#members';
import { addMinutes } from '#platform';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assignedTo } from '../builders/assignment.builder.js';
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

const firstPage = { limit: 100, after: undefined };
const sara: NewMember = { givenName: 'Sara', familyName: 'Bianchi', language: 'it', roles: ['family'] };
const announced = (topic: string, subjectId: string) =>
  world.uow.run(people.facts.system, (tx) =>
    tx.sql(`SELECT id FROM outbox WHERE topic = $1 AND payload->>'subjectId' = $2`, [topic, subjectId]),
  );

async function newOrganisation(name: string): Promise<string> {
  const [made] = await world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ id: string }>(
      `INSERT INTO organisation (community_id, id, name, kind, created_at)
       VALUES ($1, gen_random_uuid(), $2, 'school', $3) RETURNING id`,
      [people.id, name, tx.now],
    ),
  );
  return made!.id;
}

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

describe('reading a member', () => {
  test('oneself shows all; a stranger gets the same answer as for nobody', async () => {
    const family = await people.family({ givenName: 'Amal' });
    const helper = await people.helper();
    expect(await members.readMember(family.actor, family.memberId)).toMatchObject({
      givenName: 'Amal',
      email: family.email,
    });
    await expect(members.readMember(helper.actor, family.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(members.readMember(helper.actor, people.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('before the yes the guardian sees the helper’s given name, after it the phone, after the visit nothing', async () => {
    const family = await people.family();
    const helper = await people.helper({ givenName: 'Ilir' });
    const startsAt = addMinutes(world.clock.now(), 60);
    const { assignmentId } = await assignedTo(
      world.uow,
      people,
      { family, helper },
      { state: 'awaiting-guardian', startsAt, minutes: 60 },
    );
    const asked = await members.readMember(family.actor, helper.memberId);
    expect(asked.givenName).toBe('Ilir');
    expect('phone' in asked || 'familyName' in asked).toBe(false);
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE id = $1`, [assignmentId]),
    );
    expect('phone' in (await members.readMember(family.actor, helper.memberId))).toBe(true);
    expect('email' in (await members.readMember(family.actor, helper.memberId))).toBe(false);
    world.clock.advanceMinutes(121);
    await expect(members.readMember(family.actor, helper.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a coordinator of an organisation reaches its people and those of none, not another’s', async () => {
    const { organisationId } = people.facts;
    const deskOfOne = await people.member(['coordinator'], { organisationId });
    const inside = await people.member(['helper'], { organisationId });
    const free = await people.member(['helper']);
    const outside = await people.member(['helper'], { organisationId: await newOrganisation('Altra') });
    const seen = await members.listMembers(deskOfOne.actor, firstPage);
    const ids = seen.items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([inside.actor.memberId, free.actor.memberId]));
    expect(ids).not.toContain(outside.actor.memberId);
    await expect(members.readMember(deskOfOne.actor, outside.actor.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await members.listMembers(administrator, firstPage)).items.map(({ id }) => id)).toContain(
      outside.actor.memberId,
    );
  });

  test('by the desk is recorded, one record a list page, and the member sees it', async () => {
    const { actor } = await people.member(['family']);
    await members.readMember(coordinator, actor.memberId);
    await members.listMembers(coordinator, firstPage, { role: 'family' });
    const audit = new AuditService(world.uow);
    const own = await audit.listOwnRecords(actor, firstPage);
    expect(own.items.map(({ action }) => action)).toEqual(['member.list', 'member.read', 'member.create']);
    expect(own.items.every(({ subjectIds }) => subjectIds.every((id) => id === actor.memberId))).toBe(true);
    expect(own.items[1]).toMatchObject({ actorMemberId: coordinator.memberId });
  });
});

describe('looking for somebody at the desk', () => {
  const found = async (actor: MemberActor, named: string, limit = 10) => {
    const { items } = await members.listMembers(actor, { limit, after: undefined }, { named });
    return items.map(({ givenName, familyName }) => `${givenName} ${familyName}`);
  };

  test('finds them by the beginnings of their names, without accents and in any order', async () => {
    await members.createMember(coordinator, { ...sara, givenName: 'Niccolò', familyName: 'Zaffaroni' });
    await expect(found(coordinator, 'zaff nicco')).resolves.toEqual(['Niccolò Zaffaroni']);
    await expect(found(coordinator, 'affaroni')).resolves.toEqual([]);
  });

  test('finds them by their whole address alone, and everybody of a shared phone', async () => {
    const phone = '+39 0382 399222';
    await members.createMember(coordinator, { ...sara, givenName: 'Ines', email: 'ines@example.org', phone });
    await members.createMember(coordinator, { ...sara, givenName: 'Ivo', phone, sharedPhone: true });
    await expect(found(coordinator, 'INES@example.org')).resolves.toEqual(['Ines Bianchi']);
    await expect(found(coordinator, 'ines@example')).resolves.toEqual([]);
    await expect(found(coordinator, '0382 399222')).resolves.toEqual(['Ines Bianchi', 'Ivo Bianchi']);
  });

  test('gives a page at a time, and records as read only those who were found', async () => {
    const twin = { ...sara, familyName: 'Gemellini' };
    const made = [];
    for (const givenName of ['Uno', 'Due', 'Tre']) {
      made.push(await members.createMember(coordinator, { ...twin, givenName }));
    }
    const first = await members.listMembers(coordinator, { limit: 2, after: undefined }, { named: 'gem' });
    expect(first.items.map(({ id }) => id)).toEqual(made.slice(0, 2).map(({ id }) => id));
    const rest = await members.listMembers(coordinator, { limit: 2, after: made[1]!.id }, { named: 'gem' });
    expect(rest.items.map(({ id }) => id)).toEqual([made[2]!.id]);
    expect(rest.nextCursor).toBeNull();
    const [record] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ ids: string[] }>(
        `SELECT subject_ids AS ids FROM audit_record WHERE action = 'member.list' ORDER BY id DESC LIMIT 1`,
      ),
    );
    expect(record!.ids).toEqual([made[2]!.id]);
  });

  test('finds nobody whom this desk does not reach', async () => {
    const elsewhere = await newOrganisation('Altrove');
    const { organisationId } = people.facts;
    await people.member(['helper'], { organisationId: elsewhere, givenName: 'Lontano' });
    const deskOfOne = await people.member(['coordinator'], { organisationId });
    await expect(found(deskOfOne.actor, 'lontano')).resolves.toEqual([]);
    await expect(found(coordinator, 'lontano')).resolves.toHaveLength(1);
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
    ).rejects.toMatchObject({ code: 'e-mail-at-the-desk' });
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

  test('a coordinator does not change an administrator’s record, and so cannot become one', async () => {
    await expect(
      members.editMember(coordinator, administrator.memberId, 1, { email: 'mine@example.org' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('roles', () => {
  test('are set by an administrator, never for oneself', async () => {
    const roles = new RoleService(world.uow, world.codec);
    const { actor } = await people.member(['family']);
    const set = await roles.setRoles(administrator, actor.memberId, 1, ['helper', 'auditor']);
    expect(set.roles).toEqual(['auditor', 'helper']);
    await expect(
      roles.setRoles(administrator, administrator.memberId, 1, ['administrator', 'auditor']),
    ).rejects.toMatchObject({ code: 'not-your-own' });
    await expect(roles.setRoles(administrator, actor.memberId, 1, [])).rejects.toMatchObject({
      code: 'stale-version',
    });
  });

  test('leave at least one administrator', async () => {
    const roles = new RoleService(world.uow, world.codec);
    const lonely = await buildCommunity(world.uow, world.codec, world.clock);
    const only = await lonely.administrator();
    const system = { ...lonely.facts.system, memberId: (await lonely.coordinator()).memberId } as MemberActor;
    await expect(roles.setRoles(system, only.memberId, 1, ['family'])).rejects.toMatchObject({
      code: 'last-administrator',
    });
  });

  test('the coordinators of a transaction are the active ones', async () => {
    const { actor } = await people.member(['coordinator']);
    const ids = () => world.uow.run(people.facts.system, (tx) => coordinatorsOf(tx));
    expect(await ids()).toContain(actor.memberId);
    const standing = new StandingService(world.uow, world.codec);
    await standing.suspendMember(administrator, actor.memberId, 'Pausa');
    expect(await ids()).not.toContain(actor.memberId);
  });
});

describe('suspension', () => {
  test('is announced, once; again is no step of the life cycle', async () => {
    const standing = new StandingService(world.uow, world.codec);
    const { memberId } = await people.helper();
    expect(await standing.suspendMember(coordinator, memberId, 'Da chiarire')).toMatchObject({
      state: 'suspended',
    });
    await expect(standing.suspendMember(coordinator, memberId, 'Ancora')).rejects.toMatchObject({
      code: 'transition-not-allowed',
    });
    expect(await announced('member.suspended', memberId)).toHaveLength(2);
    expect(await standing.reinstateMember(coordinator, memberId, 'Chiarito')).toMatchObject({
      state: 'active',
    });
    const back = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ reaction: string }>(
        `SELECT reaction FROM outbox WHERE topic = 'member.reinstated' AND payload->>'subjectId' = $1 ORDER BY reaction`,
        [memberId],
      ),
    );
    expect(back.map(({ reaction }) => reaction)).toEqual(['matching.community', 'upkeep.flag-suspended']);
    const history = await new AuditService(world.uow).listHistory(coordinator, memberId, firstPage);
    expect(history.items.map(({ name, reason }) => [name, reason])).toEqual([
      ['suspend', 'Da chiarire'],
      ['reinstate', 'Chiarito'],
    ]);
  });

  test('is nobody’s own to set, nor a coordinator’s over an administrator', async () => {
    const standing = new StandingService(world.uow, world.codec);
    await expect(standing.suspendMember(coordinator, coordinator.memberId, 'Io')).rejects.toMatchObject({
      code: 'not-your-own',
    });
    await expect(standing.suspendMember(coordinator, administrator.memberId, 'No')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('blocks', () => {
  test('count both ways and are taken back by the side that made them alone', async () => {
    const blocks = new BlockService(world.uow);
    const family = await people.family();
    const helper = await people.helper();
    const blocked = () =>
      world.uow.run(people.facts.system, (tx) => isBlocked(tx, helper.memberId, family.memberId));
    await blocks.block(family.actor, helper.memberId);
    await blocks.block(family.actor, helper.memberId);
    expect(await blocked()).toBe(true);
    await blocks.unblock(helper.actor, family.memberId);
    expect(await blocked()).toBe(true);
    const pairs = await world.uow.run(people.facts.system, (tx) => blockedPairs(tx, [helper.memberId]));
    expect(pairs).toEqual([{ memberId: family.memberId, blockedMemberId: helper.memberId }]);
    await blocks.unblock(family.actor, helper.memberId);
    expect(await blocked()).toBe(false);
  });

  test('are entered for somebody else by the desk alone', async () => {
    const blocks = new BlockService(world.uow);
    const family = await people.family();
    const helper = await people.helper();
    await expect(blocks.block(helper.actor, coordinator.memberId, family.memberId)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await blocks.block(coordinator, helper.memberId, family.memberId);
    expect(
      await world.uow.run(people.facts.system, (tx) => isBlocked(tx, family.memberId, helper.memberId)),
    ).toBe(true);
    await expect(blocks.block(family.actor, family.memberId)).rejects.toMatchObject({ code: 'not-your-own' });
    await expect(blocks.block(family.actor, people.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('credentials', () => {
  const check = (overrides: object = {}) => ({
    credentialTypeId: people.facts.credentialTypes.interview,
    country: 'IT',
    issuedOn: people.day(-10),
    checkedOn: people.day(0),
    outcome: 'passed' as const,
    ...overrides,
  });

  test('last as long as their type says, unless the paper says otherwise', async () => {
    const service = new CredentialService(world.uow);
    const { memberId, actor } = await people.helper({ credentials: [] });
    const recorded = await service.recordCredential(coordinator, memberId, check());
    expect(recorded).toMatchObject({
      validUntil: '2028-09-24',
      state: 'valid',
      checkedBy: coordinator.memberId,
    });
    const shorter = await service.recordCredential(
      coordinator,
      memberId,
      check({ validUntil: people.day(60) }),
    );
    expect(shorter.state).toBe('expiring');
    expect((await service.listCredentials(actor, memberId, firstPage)).items).toHaveLength(2);
    expect(await announced('credential.changed', memberId)).toHaveLength(4);
  });

  test('are checked today or before, after their issue, by somebody else', async () => {
    const service = new CredentialService(world.uow);
    const { memberId } = await people.helper({ credentials: [] });
    for (const wrong of [
      { checkedOn: people.day(1) },
      { issuedOn: people.day(0), checkedOn: people.day(-1) },
      { validUntil: people.day(-11) },
    ]) {
      await expect(service.recordCredential(coordinator, memberId, check(wrong))).rejects.toMatchObject({
        code: 'credential-dates',
      });
    }
    await expect(service.recordCredential(coordinator, coordinator.memberId, check())).rejects.toMatchObject({
      code: 'not-your-own',
    });
    await expect(
      service.recordCredential(coordinator, memberId, check({ credentialTypeId: people.id })),
    ).rejects.toMatchObject({ code: 'unknown-credential-type' });
  });

  test('that are withdrawn or failed are no facts for matching', async () => {
    const service = new CredentialService(world.uow);
    const { memberId } = await people.helper({ credentials: ['interview', 'training'] });
    const { items } = await service.listCredentials(coordinator, memberId, firstPage);
    await service.withdrawCredential(coordinator, items[0]!.id);
    await service.withdrawCredential(coordinator, items[0]!.id);
    await service.recordCredential(coordinator, memberId, check({ outcome: 'failed' }));
    const facts = await world.uow.run(people.facts.system, (tx) => credentialFactsFor(tx, [memberId]));
    expect(facts.get(memberId)!.map(({ id }) => id)).toEqual([items[1]!.id]);
  });

  test('of one helper are not another’s to read', async () => {
    const service = new CredentialService(world.uow);
    const one = await people.helper();
    const other = await people.helper();
    await expect(service.listCredentials(one.actor, other.memberId, firstPage)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

test('given names are opened for the ids that are members here, in one go', async () => {
  const one = await people.helper({ givenName: 'Ada' });
  const two = await people.helper({ givenName: 'Ugo' });
  const names = await world.uow.run(people.facts.system, (tx) =>
    givenNames(tx, world.codec, [one.memberId, two.memberId, people.id]),
  );
  expect([...names.values()].sort()).toEqual(['Ada', 'Ugo']);
});

test('the chain of sealed records holds, and an altered record is found', async () => {
  const audit = new AuditService(world.uow);
  await world.uow.run(coordinator, (tx) => tx.sql('SELECT seal_audit(1000)'));
  expect(await audit.verifyChain(administrator)).toEqual({ intact: true, firstBroken: null });
  const { Client } = await import('pg');
  const owner = new Client({ connectionString: world.url });
  await owner.connect();
  await owner.query(
    `UPDATE audit_record SET action = 'nothing' WHERE seal_number = 2 AND community_id = $1`,
    [people.id],
  );
  await owner.end();
  expect(await audit.verifyChain(administrator)).toEqual({ intact: false, firstBroken: 2 });
});
