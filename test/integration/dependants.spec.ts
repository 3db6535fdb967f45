import type { MemberActor } from '#database';
import {
  OwnRecordsService,
  CareCardService,
  CollectionService,
  DependantService,
  HouseholdService,
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
let dependants: DependantService;
let cards: CareCardService;
let authorisations: CollectionService;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  coordinator = await people.coordinator();
  dependants = new DependantService(world.uow, world.codec);
  cards = new CareCardService(world.uow, world.codec);
  authorisations = new CollectionService(world.uow);
});
afterAll(() => world.close());

const firstPage = { limit: 100, after: undefined };

describe('dependants', () => {
  const child = { nickname: 'Lu', ageBand: '11-13' as const, seatType: 'adult' as const };

  test('are kept by a nickname; a surname or a birth date is refused', async () => {
    const family = await people.family({ dependants: [] });
    const added = await dependants.addDependant(family.actor, family.householdId, child);
    expect(added.dependants).toMatchObject([{ nickname: 'Lu', schoolLevel: null, archived: false }]);
    for (const nickname of ['Marco Rossi', 'Lu 12/03/2014']) {
      await expect(
        dependants.addDependant(family.actor, family.householdId, { ...child, nickname }),
      ).rejects.toMatchObject({ code: 'names-too-much' });
    }
    expect(
      (await new HouseholdService(world.uow, world.codec).readHousehold(family.actor, family.householdId))
        .dependants,
    ).toHaveLength(1);
  });

  test('are edited under the household’s version and, once archived, no more', async () => {
    const family = await people.family();
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
    emergencyPhone: '+39 333 000 0000',
    instructions: 'Allergia alle arachidi',
  };

  test('is written by a guardian with consent, and rewritten under its version', async () => {
    const family = await people.family();
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
      code: 'guardian-not-asked',
    });
  });

  test('opens to the assigned helper from the confirmation to the end of the visit, and to nobody else', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const other = await people.helper();
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
    const { items } = await new OwnRecordsService(world.uow, world.codec).list(family.actor, firstPage);
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
    const [id] = family.dependantIds;
    const until = people.day(30);
    const made = await authorisations.createAuthorisation(
      family.actor,
      authorisation(id!, helper.memberId, until),
    );
    expect(made).toMatchObject({ signedBy: family.memberId, validUntil: until, revokedAt: null });
    const { revokedAt } = await authorisations.revokeAuthorisation(family.actor, made.id);
    expect(revokedAt).not.toBeNull();
    world.clock.advanceMinutes(1);
    expect((await authorisations.revokeAuthorisation(family.actor, made.id)).revokedAt).toEqual(revokedAt);
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
    const [id] = family.dependantIds;
    const made = await authorisations.createAuthorisation(
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
    const { revokedAt } = await authorisations.revokeAuthorisation(family.actor, made.id);
    expect(revokedAt!.getTime()).toBeLessThan(addMinutes(world.clock.now(), -1).getTime());
    await new PrivacyChoiceService(world.uow).choose(family.actor, no);
    expect(await told()).toBe(after);
  });

  test('begins today at the latest, names a helper, and is signed by a guardian', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const [id] = family.dependantIds;
    await expect(
      authorisations.createAuthorisation(family.actor, authorisation(id!, helper.memberId, people.day(-1))),
    ).rejects.toMatchObject({ code: 'authorisation-expired' });
    await expect(
      authorisations.createAuthorisation(family.actor, authorisation(id!, family.memberId, people.day(0))),
    ).rejects.toMatchObject({ code: 'unknown-member' });
    await expect(
      authorisations.createAuthorisation(coordinator, authorisation(id!, helper.memberId, people.day(0))),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const byDesk = { ...authorisation(id!, helper.memberId, people.day(0)), signedBy: family.memberId };
    expect(await authorisations.createAuthorisation(coordinator, byDesk)).toMatchObject({
      signedBy: family.memberId,
    });
  });

  test('is listed for the guardian, the helper named and the desk', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const stranger = await people.helper();
    const { id } = await authorisations.createAuthorisation(
      family.actor,
      authorisation(family.dependantIds[0]!, helper.memberId, people.day(9)),
    );
    const seenBy = async (actor: MemberActor) =>
      (await authorisations.listAuthorisations(actor, firstPage)).items.some((item) => item.id === id);
    expect(await seenBy(family.actor)).toBe(true);
    expect(await seenBy(helper.actor)).toBe(true);
    expect(await seenBy(coordinator)).toBe(true);
    expect(await seenBy(stranger.actor)).toBe(false);
  });
});
