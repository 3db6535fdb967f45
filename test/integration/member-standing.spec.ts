import type { MemberActor, Role } from '#database';
import {
  AuditService,
  blockedPairs,
  BlockService,
  coordinatorsOf,
  credentialFactsFor,
  CredentialService,
  isBlocked,
  RoleService,
  SessionService,
  StandingService,
} from '#members';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let coordinator: MemberActor;
let administrator: MemberActor;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  coordinator = await people.coordinator();
  administrator = await people.administrator();
});
afterAll(() => world.close());

const firstPage = { limit: 100, after: undefined };

const announced = (topic: string, subjectId: string) =>
  world.uow.run(people.facts.system, (tx) =>
    tx.sql(`SELECT id FROM outbox WHERE topic = $1 AND payload->>'subjectId' = $2`, [topic, subjectId]),
  );

describe('roles', () => {
  test('are set by an administrator, never for oneself', async () => {
    const roles = new RoleService(world.uow, world.codec);
    const { actor } = await people.member(['family']);
    const set = await roles.setRoles(administrator, actor.memberId, 1, ['helper', 'auditor'], {
      ofAge: true,
    });
    expect(set.roles).toEqual(['auditor', 'helper']);
    await expect(
      roles.setRoles(administrator, administrator.memberId, 1, ['administrator', 'auditor']),
    ).rejects.toMatchObject({ code: 'not-your-own' });
    await expect(roles.setRoles(administrator, actor.memberId, 1, [])).rejects.toMatchObject({
      code: 'stale-version',
    });
  });

  test('of the desk end what was signed in before they were given or taken, others do not', async () => {
    const sessions = new SessionService(world.uow);
    const { actor } = await people.member(['family']);
    let version = 1;
    const stays = async (wanted: readonly Role[]) => {
      const { token } = await sessions.open(actor.personId, { way: 'demonstration' });
      await new RoleService(world.uow, world.codec).setRoles(
        administrator,
        actor.memberId,
        version++,
        wanted,
        {
          ofAge: true,
        },
      );
      return (await sessions.resolve(token)) !== undefined;
    };
    expect(await stays(['family', 'helper'])).toBe(true);
    expect(await stays(['family', 'coordinator'])).toBe(false);
    expect(await stays(['coordinator'])).toBe(true);
    expect(await stays(['coordinator', 'auditor'])).toBe(false);
    expect(await stays(['family'])).toBe(false);
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
      { validUntil: '2028-09-25' },
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

  const passedOf = async (memberId: string) =>
    (await world.uow.run(people.facts.system, (tx) => credentialFactsFor(tx, [memberId]))).get(memberId) ??
    [];

  test('that were passed end with a failed check of their type, whoever withdrew them is on record', async () => {
    const service = new CredentialService(world.uow);
    const { memberId } = await people.helper({ credentials: ['training'] });
    const passed = await service.recordCredential(
      coordinator,
      memberId,
      check({ checkedOn: people.day(-2) }),
    );
    const before = (await announced('credential.changed', memberId)).length;
    await service.recordCredential(coordinator, memberId, check({ outcome: 'failed' }));
    expect((await passedOf(memberId)).map(({ credentialTypeId }) => credentialTypeId)).toEqual([
      people.facts.credentialTypes.training,
    ]);
    expect(await announced('credential.changed', memberId)).not.toHaveLength(before);
    const { items } = await new AuditService(world.uow).listRecords(administrator, firstPage, memberId);
    expect(items[0]).toMatchObject({
      action: 'credential.withdraw',
      actorMemberId: coordinator.memberId,
      subjectIds: [memberId, passed.id],
    });
  });

  test('passed after a failed check count, an older one entered late does not', async () => {
    const service = new CredentialService(world.uow);
    const { memberId } = await people.helper({ credentials: [] });
    const failed = { outcome: 'failed', checkedOn: people.day(-2) };
    const newer = await service.recordCredential(coordinator, memberId, check({ checkedOn: people.day(-1) }));
    await service.recordCredential(coordinator, memberId, check(failed));
    expect((await passedOf(memberId)).map(({ id }) => id)).toEqual([newer.id]);
    await expect(
      service.recordCredential(coordinator, memberId, check({ checkedOn: people.day(-3) })),
    ).rejects.toMatchObject({ code: 'credential-dates' });
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
