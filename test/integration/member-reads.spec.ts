import type { MemberActor } from '#database';
import { OwnRecordsService, givenNames, MemberService, type NewMember } from '#members';
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
    const own = await new OwnRecordsService(world.uow, world.codec).list(actor, firstPage);
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

test('given names are opened for the ids that are members here, in one go', async () => {
  const one = await people.helper({ givenName: 'Ada' });
  const two = await people.helper({ givenName: 'Ugo' });
  const names = await world.uow.run(people.facts.system, (tx) =>
    givenNames(tx, world.codec, [one.memberId, two.memberId, people.id]),
  );
  expect([...names.values()].sort()).toEqual(['Ada', 'Ugo']);
});
