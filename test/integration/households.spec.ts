import type { MemberActor } from '#database';
import {
  AuditService,
  OwnRecordsService,
  householdOf,
  HouseholdService,
  isGuardianOf,
  type NewHousehold,
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
let households: HouseholdService;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  coordinator = await people.coordinator();
  households = new HouseholdService(world.uow, world.codec);
});
afterAll(() => world.close());

const firstPage = { limit: 100, after: undefined };

async function newHousehold(overrides: Partial<NewHousehold> = {}): Promise<NewHousehold> {
  const { actor } = await people.member(['family']);
  return {
    zoneId: people.facts.zones.centre,
    address: 'Via Roma 1',
    guardianIds: [actor.memberId],
    ...overrides,
  };
}

describe('entering a household', () => {
  test('needs a guardian who is a member, and a zone of the community', async () => {
    const good = await newHousehold();
    const made = await households.createHousehold(coordinator, good);
    expect(made).toMatchObject({
      address: 'Via Roma 1',
      zoneId: good.zoneId,
      protected: false,
      dependants: [],
    });
    expect(made.adults).toMatchObject([{ memberId: good.guardianIds[0], guardian: true }]);
    for (const [wrong, code] of [
      [{ guardianIds: [] }, 'guardian-missing'],
      [{ guardianIds: [people.id] }, 'unknown-member'],
      [{ zoneId: people.id }, 'unknown-zone'],
      [{ organisationId: people.id }, 'unknown-organisation'],
    ] as const) {
      await expect(households.createHousehold(coordinator, { ...good, ...wrong })).rejects.toMatchObject({
        code,
      });
    }
  });

  test('that is protected needs a meeting point', async () => {
    const good = await newHousehold({ protected: true });
    await expect(households.createHousehold(coordinator, good)).rejects.toMatchObject({
      code: 'meeting-point-missing',
    });
    const made = await households.createHousehold(coordinator, { ...good, meetingPoint: 'Biblioteca' });
    expect(made).toMatchObject({ protected: true, meetingPoint: 'Biblioteca' });
  });

  test('is not possible with a zone of another community', async () => {
    const other = await buildCommunity(world.uow, world.codec, world.clock);
    await expect(
      households.createHousehold(coordinator, await newHousehold({ zoneId: other.facts.zones.centre })),
    ).rejects.toMatchObject({ code: 'unknown-zone' });
  });
});

describe('reading a household', () => {
  test('is for its guardian and the desk; another family finds nothing', async () => {
    const family = await people.family();
    const stranger = await people.family();
    const own = await households.readHousehold(family.actor, family.householdId);
    expect(own.dependants).toMatchObject([{ nickname: 'Pulce', ageBand: '6-10', schoolLevel: 'primary' }]);
    await expect(households.readHousehold(stranger.actor, family.householdId)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await households.listHouseholds(stranger.actor, firstPage)).items.map(({ id }) => id)).toEqual([
      stranger.householdId,
    ]);
    const ids = (await households.listHouseholds(coordinator, firstPage)).items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([family.householdId, stranger.householdId]));
  });

  test('before the yes the helper sees place and age band; after it the address; after the visit nothing', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const startsAt = addMinutes(world.clock.now(), 60);
    const { assignmentId } = await assignedTo(
      world.uow,
      people,
      { family, helper },
      { state: 'awaiting-acceptance', startsAt, minutes: 60 },
    );
    const asked = await households.readHousehold(helper.actor, family.householdId);
    expect(asked).toMatchObject({ zoneId: family.zoneId, dependants: [{ ageBand: '6-10' }] });
    expect('address' in asked || 'adults' in asked || 'nickname' in asked.dependants![0]!).toBe(false);
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE id = $1`, [assignmentId]),
    );
    const confirmed = await households.readHousehold(helper.actor, family.householdId);
    expect(confirmed.address).toMatch(/^Via di Prova/);
    expect(confirmed.dependants![0]).toMatchObject({ nickname: 'Pulce' });
    world.clock.advanceMinutes(121);
    await expect(households.readHousehold(helper.actor, family.householdId)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('that is protected gives the confirmed helper a meeting point and no address', async () => {
    const family = await people.family({ protected: true });
    const helper = await people.helper();
    await assignedTo(
      world.uow,
      people,
      { family, helper },
      { state: 'confirmed', startsAt: addMinutes(world.clock.now(), 60), minutes: 60 },
    );
    const seen = await households.readHousehold(helper.actor, family.householdId);
    expect(seen.meetingPoint).toBe('Biblioteca');
    expect('address' in seen).toBe(false);
  });

  test('is recorded: the family sees who read, and no id of another family', async () => {
    const family = await people.family();
    await people.family();
    await households.readHousehold(coordinator, family.householdId);
    await households.listHouseholds(coordinator, firstPage);
    const { items } = await new OwnRecordsService(world.uow, world.codec).list(family.actor, firstPage);
    const reads = items.filter(({ action }) => action.startsWith('household.'));
    expect(reads.map(({ action }) => action)).toEqual(['household.list', 'household.read']);
    expect(reads.every(({ actorMemberId }) => actorMemberId === coordinator.memberId)).toBe(true);
    expect(new Set(reads.flatMap(({ subjectIds }) => subjectIds))).toEqual(new Set([family.householdId]));
  });

  test('an incident review is not shown to the family, to the auditor it is', async () => {
    const family = await people.family();
    await world.uow.run(coordinator, (tx) =>
      tx.audit({ action: 'incident.read', kind: 'household', ids: [family.householdId] }),
    );
    const audit = new AuditService(world.uow);
    const own = await new OwnRecordsService(world.uow, world.codec).list(family.actor, firstPage);
    expect(own.items.map(({ action }) => action)).not.toContain('incident.read');
    const all = await audit.listRecords(await people.auditor(), firstPage, family.householdId);
    expect(all.items.map(({ action }) => action)).toContain('incident.read');
  });
});

describe('editing a household', () => {
  test('a guardian changes the address under the version read, and not whether it is protected', async () => {
    const family = await people.family();
    const edited = await households.editHousehold(family.actor, family.householdId, 1, {
      address: 'Via Nuova 3',
    });
    expect(edited).toMatchObject({ address: 'Via Nuova 3', version: 2 });
    await expect(
      households.editHousehold(family.actor, family.householdId, 1, { address: 'Via Vecchia' }),
    ).rejects.toMatchObject({ code: 'stale-version' });
    await expect(
      households.editHousehold(family.actor, family.householdId, 2, { protected: true, meetingPoint: 'Bar' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      households.editHousehold(coordinator, family.householdId, 2, { protected: true }),
    ).rejects.toMatchObject({ code: 'meeting-point-missing' });
    expect(
      await households.editHousehold(coordinator, family.householdId, 2, {
        protected: true,
        meetingPoint: 'Bar',
      }),
    ).toMatchObject({ protected: true, meetingPoint: 'Bar', version: 3 });
  });

  test('a new guardian comes by the desk alone, once, and then sees the household', async () => {
    const family = await people.family();
    const { actor: second } = await people.member(['family']);
    await expect(
      households.addGuardian(family.actor, family.householdId, second.memberId),
    ).rejects.toMatchObject({ code: 'not-found' });
    await households.addGuardian(coordinator, family.householdId, second.memberId);
    await expect(
      households.addGuardian(coordinator, family.householdId, second.memberId),
    ).rejects.toMatchObject({ code: 'already-guardian' });
    const [found, guardian] = await world.uow.run(people.facts.system, async (tx) => [
      await householdOf(tx, second.memberId),
      await isGuardianOf(tx, family.dependantIds[0]!, second.memberId),
    ]);
    expect(found).toMatchObject({ id: family.householdId, municipalityId: people.facts.municipalities.city });
    expect(guardian).toBe(true);
    await expect(households.readHousehold(second, family.householdId)).resolves.toBeDefined();
  });
});

describe('the desk', () => {
  test('makes nobody their own guardian, neither later nor on entering', async () => {
    const family = await people.family();
    for (const self of [coordinator, await people.administrator()]) {
      await expect(households.addGuardian(self, family.householdId, self.memberId)).rejects.toMatchObject({
        code: 'not-your-own',
      });
      const own = await newHousehold({ guardianIds: [self.memberId] });
      await expect(households.createHousehold(self, own)).rejects.toMatchObject({ code: 'not-your-own' });
    }
  });

  test('of one organisation makes no guardian of another’s member, nor in another’s household', async () => {
    const { organisationId } = people.facts;
    const [other] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ id: string }>(
        `INSERT INTO organisation (community_id, id, name, kind, created_at)
         VALUES ($1, gen_random_uuid(), 'Altra', 'school', $2) RETURNING id`,
        [people.id, tx.now],
      ),
    );
    const desk = (await people.member(['coordinator'], { organisationId })).actor;
    const inside = await people.family({ organisationId });
    const outside = await people.family({ organisationId: other!.id });
    const { actor: free } = await people.member(['family']);
    await expect(households.addGuardian(desk, inside.householdId, outside.memberId)).rejects.toMatchObject({
      code: 'unknown-member',
    });
    await expect(households.addGuardian(desk, outside.householdId, free.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
    const entered = await newHousehold({ guardianIds: [outside.memberId] });
    await expect(households.createHousehold(desk, entered)).rejects.toMatchObject({ code: 'unknown-member' });
    await expect(households.addGuardian(desk, inside.householdId, free.memberId)).resolves.toBeDefined();
  });
});
