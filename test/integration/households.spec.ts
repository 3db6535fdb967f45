import type { MemberActor } from '#database';
import {
  AuditService,
  CareCardService,
  CollectionService,
  DependantService,
  householdOf,
  HouseholdService,
  isGuardianOf,
  type NewHousehold,
  PrivacyChoiceService,
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
    const { items } = await new AuditService(world.uow).listOwnRecords(family.actor, firstPage);
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
    const own = await audit.listOwnRecords(family.actor, firstPage);
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

describe('dependants', () => {
  const child = { nickname: 'Lu', ageBand: '11-13' as const, seatType: 'adult' as const };

  test('are kept by a nickname; a surname or a birth date is refused', async () => {
    const family = await people.family({ dependants: [] });
    const dependants = new DependantService(world.uow, world.codec);
    const added = await dependants.addDependant(family.actor, family.householdId, child);
    expect(added.dependants).toMatchObject([{ nickname: 'Lu', schoolLevel: null, archived: false }]);
    for (const nickname of ['Marco Rossi', 'Lu 12/03/2014']) {
      await expect(
        dependants.addDependant(family.actor, family.householdId, { ...child, nickname }),
      ).rejects.toMatchObject({ code: 'names-too-much' });
    }
    expect((await households.readHousehold(family.actor, family.householdId)).dependants).toHaveLength(1);
  });

  test('are edited under the household’s version and, once archived, no more', async () => {
    const family = await people.family();
    const dependants = new DependantService(world.uow, world.codec);
    const [id] = family.dependantIds;
    const edited = await dependants.editDependant(family.actor, id!, 1, {
      ageBand: '11-13',
      schoolLevel: null,
    });
    expect(edited.dependants).toMatchObject([{ nickname: 'Pulce', ageBand: '11-13', schoolLevel: null }]);
    await expect(dependants.editDependant(family.actor, id!, 1, { ageBand: '6-10' })).rejects.toMatchObject({
      code: 'stale-version',
    });
    const archived = await dependants.archiveDependant(family.actor, id!);
    expect(archived.dependants).toMatchObject([{ archived: true }]);
    await expect(
      dependants.editDependant(family.actor, id!, archived.version, { ageBand: '6-10' }),
    ).rejects.toMatchObject({ code: 'dependant-archived' });
  });

  test('of one family are not another’s to touch', async () => {
    const family = await people.family();
    const stranger = await people.family();
    const dependants = new DependantService(world.uow, world.codec);
    for (const attempt of [
      () => dependants.addDependant(stranger.actor, family.householdId, child),
      () => dependants.editDependant(stranger.actor, family.dependantIds[0]!, 1, child),
      () => dependants.archiveDependant(stranger.actor, family.dependantIds[0]!),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});

describe('a care card', () => {
  const content = {
    emergencyName: 'Nonna',
    emergencyPhone: '+393330000000',
    instructions: 'Allergia alle arachidi',
  };

  test('is written by a guardian with consent, and rewritten under its version', async () => {
    const family = await people.family();
    const cards = new CareCardService(world.uow, world.codec);
    const [id] = family.dependantIds;
    await expect(cards.writeCareCard(family.actor, id!, 0, content, false)).rejects.toMatchObject({
      code: 'consent-missing',
    });
    const written = await cards.writeCareCard(family.actor, id!, 0, content, true);
    expect(written).toMatchObject({ ...content, version: 1 });
    await expect(cards.writeCareCard(family.actor, id!, 0, content, true)).rejects.toMatchObject({
      code: 'stale-version',
    });
    const changed = await cards.writeCareCard(family.actor, id!, 1, { ...content, instructions: '' }, true);
    expect(changed).toMatchObject({ instructions: '', version: 2 });
    await expect(cards.writeCareCard(coordinator, id!, 2, content, true)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('opens to the assigned helper from the confirmation to the end of the visit, and to nobody else', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const other = await people.helper();
    const cards = new CareCardService(world.uow, world.codec);
    const [id] = family.dependantIds;
    await cards.writeCareCard(family.actor, id!, 0, content, true);
    const { assignmentId } = await assignedTo(
      world.uow,
      people,
      { family, helper },
      { state: 'awaiting-guardian', startsAt: addMinutes(world.clock.now(), 10), minutes: 60 },
    );
    const closed = { code: 'not-found' };
    await expect(cards.readCareCard(helper.actor, id!)).rejects.toMatchObject(closed);
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE id = $1`, [assignmentId]),
    );
    expect(await cards.readCareCard(helper.actor, id!)).toMatchObject(content);
    await expect(cards.readCareCard(other.actor, id!)).rejects.toMatchObject(closed);
    await expect(cards.readCareCard(coordinator, id!)).rejects.toMatchObject(closed);
    world.clock.advanceMinutes(69);
    await expect(cards.readCareCard(helper.actor, id!)).resolves.toBeDefined();
    world.clock.advanceMinutes(1);
    await expect(cards.readCareCard(helper.actor, id!)).rejects.toMatchObject(closed);
    const { items } = await new AuditService(world.uow).listOwnRecords(family.actor, firstPage);
    expect(
      items.filter((r) => r.action === 'care-card.read' && r.actorMemberId === helper.memberId),
    ).toHaveLength(2);
  });
});

describe('collecting from school', () => {
  const authorisation = (dependantId: string, helperId: string, validUntil: string) => ({
    dependantId,
    helperId,
    school: 'Scuola Carducci',
    validUntil,
  });

  test('is authorised by a guardian, and revoked once; matching looks again each time', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const service = new CollectionService(world.uow);
    const [id] = family.dependantIds;
    const until = people.day(30);
    const made = await service.createAuthorisation(family.actor, authorisation(id!, helper.memberId, until));
    expect(made).toMatchObject({ signedBy: family.memberId, validUntil: until, revokedAt: null });
    const { revokedAt } = await service.revokeAuthorisation(family.actor, made.id);
    expect(revokedAt).not.toBeNull();
    world.clock.advanceMinutes(1);
    expect((await service.revokeAuthorisation(family.actor, made.id)).revokedAt).toEqual(revokedAt);
    const events = await world.uow.run(people.facts.system, (tx) =>
      tx.sql(
        `SELECT DISTINCT key FROM outbox WHERE community_id = $1 AND topic = 'requirement.changed' AND payload ->> 'subjectId' = $2`,
        [people.id, family.householdId],
      ),
    );
    expect(events).toHaveLength(2);
  });

  test('ends with the consent taken back, and is told like a revocation, so coming visits are flagged', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const service = new CollectionService(world.uow);
    const [id] = family.dependantIds;
    const made = await service.createAuthorisation(
      family.actor,
      authorisation(id!, helper.memberId, people.day(30)),
    );
    const told = () =>
      world.uow.run(people.facts.system, async (tx) => {
        const rows = await tx.sql<{ id: string }>(
          `SELECT id FROM outbox WHERE community_id = $1 AND topic = 'requirement.changed' AND payload ->> 'subjectId' = $2`,
          [people.id, family.householdId],
        );
        return rows.length;
      });
    const before = await told();
    const no = { purpose: 'collection', given: false, noticeVersion: 1, language: 'it' } as const;
    world.clock.advanceMinutes(1);
    await new PrivacyChoiceService(world.uow).choose(family.actor, no);
    const after = await told();
    expect(after).toBeGreaterThan(before);
    world.clock.advanceMinutes(1);
    const { revokedAt } = await service.revokeAuthorisation(family.actor, made.id);
    expect(revokedAt!.getTime()).toBeLessThan(addMinutes(world.clock.now(), -1).getTime());
    await new PrivacyChoiceService(world.uow).choose(family.actor, no);
    expect(await told()).toBe(after);
  });

  test('begins today at the latest, names a helper, and is signed by a guardian', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const service = new CollectionService(world.uow);
    const [id] = family.dependantIds;
    await expect(
      service.createAuthorisation(family.actor, authorisation(id!, helper.memberId, people.day(-1))),
    ).rejects.toMatchObject({ code: 'authorisation-expired' });
    await expect(
      service.createAuthorisation(family.actor, authorisation(id!, family.memberId, people.day(0))),
    ).rejects.toMatchObject({ code: 'unknown-member' });
    await expect(
      service.createAuthorisation(coordinator, authorisation(id!, helper.memberId, people.day(0))),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const byDesk = { ...authorisation(id!, helper.memberId, people.day(0)), signedBy: family.memberId };
    expect(await service.createAuthorisation(coordinator, byDesk)).toMatchObject({
      signedBy: family.memberId,
    });
  });

  test('is listed for the guardian, the helper named and the desk', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const stranger = await people.helper();
    const service = new CollectionService(world.uow);
    const { id } = await service.createAuthorisation(
      family.actor,
      authorisation(family.dependantIds[0]!, helper.memberId, people.day(9)),
    );
    const seenBy = async (actor: MemberActor) =>
      (await service.listAuthorisations(actor, firstPage)).items.some((item) => item.id === id);
    expect(await seenBy(family.actor)).toBe(true);
    expect(await seenBy(helper.actor)).toBe(true);
    expect(await seenBy(coordinator)).toBe(true);
    expect(await seenBy(stranger.actor)).toBe(false);
  });
});
