import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { CareCardService, CollectionService, PrivacyChoiceService, MinorService } from '#members';
import type { CommunityPeople } from '../builders/people.builder.js';
import { PrivacyScene } from '../builders/privacy.scene.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new PrivacyScene();
const { system } = scene;

let world: TestWorld;
let people: CommunityPeople;
let administrator: MemberActor;

beforeAll(async () => {
  ({ world } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, administrator } = await scene.begin());
});

describe('consent', () => {
  const choices = () => new PrivacyChoiceService(world.uow);
  const yes = { purpose: 'care-card', given: true, noticeVersion: 1, language: 'it' } as const;

  test('is a no until it is given, and keeps purpose, ground, notice, language and who recorded it', async () => {
    const family = await people.family();
    expect((await choices().list(family.actor)).map(({ given }) => given)).toEqual([false, false, false]);
    const coordinator = await people.coordinator();
    await choices().choose(coordinator, {
      ...yes,
      language: 'ar',
      onBehalfOf: family.memberId,
      channel: 'phone',
    });
    expect((await choices().list(family.actor))[0]).toMatchObject({
      purpose: 'care-card',
      given: true,
      legalBasis: expect.stringContaining('art. 9(2)(a)'),
      noticeVersion: 1,
      language: 'ar',
      recordedBy: coordinator.memberId,
    });
  });

  test('taken back destroys the care cards of the home at once', async () => {
    const family = await people.family();
    const cards = new CareCardService(world.uow, world.codec);
    const content = { emergencyName: 'Nonna', emergencyPhone: '+390382111111', instructions: 'Noci' };
    await cards.writeCareCard(family.actor, family.dependantIds[0]!, 0, content, true);
    await choices().choose(family.actor, { ...yes, given: false });
    await expect(cards.readCareCard(family.actor, family.dependantIds[0]!)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('lies in writing a care card and in signing who collects: after a no that is the new yes, on record', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const coordinator = await people.coordinator();
    const said = async () =>
      (await choices().list(family.actor))
        .slice(0, 2)
        .map(({ given, noticeVersion, language, recordedBy }) => [
          given,
          noticeVersion,
          language,
          recordedBy,
        ]);
    await choices().choose(family.actor, { ...yes, given: false, language: 'en' });
    const no = [false, 1, 'en', family.memberId];
    const unsaid = [false, null, null, null];
    const card = { emergencyName: 'Nonna', emergencyPhone: '+390382111111', instructions: '' };
    const write = (consent: boolean) =>
      new CareCardService(world.uow, world.codec).writeCareCard(
        family.actor,
        family.dependantIds[0]!,
        0,
        card,
        consent,
      );
    await expect(write(false)).rejects.toMatchObject({ code: 'consent-missing' });
    expect(await said()).toEqual([no, unsaid]);
    await write(true);
    expect(await said()).toEqual([[true, 1, 'it', family.memberId], unsaid]);
    await new CollectionService(world.uow).createAuthorisation(coordinator, {
      dependantId: family.dependantIds[0]!,
      helperId: helper.memberId,
      school: 'Carducci',
      validUntil: people.day(9),
      signedBy: family.memberId,
    });
    expect((await said())[1]).toEqual([true, 1, 'it', coordinator.memberId]);
  });

  test('is to the notice in force and in a language of the community', async () => {
    const family = await people.family();
    await new PolicyService(world.uow).setPolicy(administrator, {
      key: 'noticeVersion',
      value: 2,
      validFrom: people.day(0),
    });
    await expect(choices().choose(family.actor, yes)).rejects.toMatchObject({ code: 'stale-notice' });
    await expect(
      choices().choose(family.actor, { ...yes, noticeVersion: 2, language: 'xx' }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(choices().choose(family.actor, { ...yes, noticeVersion: 2 })).resolves.toHaveLength(3);
  });

  test('of somebody younger than the age of consent is their guardian’s; taking it back is not', async () => {
    const { actor } = await people.helper();
    await new MinorService(world.uow, world.codec).setMinor(administrator, actor.memberId, '2029-10-05');
    await new PolicyService(world.uow).setPolicy(administrator, {
      key: 'consentAgeYears',
      value: 16,
      validFrom: people.day(0),
    });
    await expect(choices().choose(actor, yes)).rejects.toMatchObject({ code: 'guardian-consents' });
    await expect(choices().choose(actor, { ...yes, given: false })).resolves.toBeDefined();
  });

  test('of another family is nobody’s to record but their desk’s', async () => {
    const family = await people.family();
    const stranger = await people.family();
    await expect(
      choices().choose(stranger.actor, { ...yes, onBehalfOf: family.memberId }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('that the desk hears is on record with who spoke and how, and told to them', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const no = { ...yes, given: false, language: 'ar', onBehalfOf: family.memberId } as const;
    await expect(choices().choose(coordinator, no)).rejects.toMatchObject({ code: 'channel-missing' });
    await choices().choose(coordinator, { ...no, channel: 'phone' });
    expect(await spokenFor(family.memberId)).toEqual([
      {
        action: 'privacy.speak-for',
        actor: coordinator.memberId,
        reason: 'For the member, on the phone, in ar',
      },
    ]);
    expect(await toldTo(family.memberId)).toEqual([{ answer: 'choice' }]);
  });

  test('is read by the desk that reaches whom it is of, on record, and by no other', async () => {
    const family = await people.family();
    await choices().choose(family.actor, yes);
    const coordinator = await people.coordinator();
    expect((await choices().listOf(coordinator, family.memberId))[0]).toMatchObject({ given: true });
    const records = await system((tx) =>
      tx.sql(
        `SELECT actor_member_id AS actor FROM audit_record
         WHERE community_id = $1 AND action = 'privacy.read' AND $2 = ANY (subject_ids)`,
        [people.id, family.memberId],
      ),
    );
    expect(records).toEqual([{ actor: coordinator.memberId }]);
    const helper = await people.helper();
    await expect(choices().listOf(helper.actor, family.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a care card that a guardian tells the desk', () => {
  const cards = () => new CareCardService(world.uow, world.codec);
  const content = { emergencyName: 'Nonna', emergencyPhone: '+390382111111', instructions: 'Noci' };
  const heardFrom = (guardianId: string) => ({ guardianId, channel: 'phone', spokenLanguage: 'ar' }) as const;
  const dictate = (actor: MemberActor, dependantId: string, heard: object, instructions = 'Noci') =>
    cards().writeCareCard(actor, dependantId, 0, { ...content, instructions }, true, heard);

  test('is theirs and their consent, which the desk cannot read, and a later one takes its place', async () => {
    const family = await people.family();
    const [child] = family.dependantIds as [string];
    const coordinator = await people.coordinator();
    await dictate(coordinator, child, heardFrom(family.memberId));
    await dictate(coordinator, child, heardFrom(family.memberId), 'Noci e latte');
    expect(await cards().readCareCard(family.actor, child)).toMatchObject({
      instructions: 'Noci e latte',
      version: 2,
    });
    await expect(cards().readCareCard(coordinator, child)).rejects.toMatchObject({ code: 'not-found' });
    const [said] = await new PrivacyChoiceService(world.uow).list(family.actor);
    expect(said).toMatchObject({ given: true, language: 'ar', recordedBy: coordinator.memberId });
    expect(await spokenFor(family.memberId)).toMatchObject([
      { action: 'care-card.speak-for', reason: 'For the family, on the phone, in ar' },
      { action: 'care-card.speak-for' },
    ]);
    expect(await toldTo(family.memberId)).toEqual([{ answer: 'choice' }, { answer: 'choice' }]);
  });

  test('says which guardian, how and in which language; it is nobody’s who lives there to write for another', async () => {
    const family = await people.family();
    const stranger = await people.family();
    const [child] = family.dependantIds as [string];
    const coordinator = await people.coordinator();
    const heard = heardFrom(family.memberId);
    for (const [actor, how, code] of [
      [coordinator, {}, 'guardian-not-asked'],
      [coordinator, heardFrom(stranger.memberId), 'guardian-not-asked'],
      [coordinator, { ...heard, channel: undefined }, 'channel-missing'],
      [coordinator, { ...heard, spokenLanguage: undefined }, 'channel-missing'],
      [family.actor, heard, 'forbidden'],
      [stranger.actor, heard, 'not-found'],
    ] as const) {
      await expect(dictate(actor, child, how)).rejects.toMatchObject({ code });
    }
    await expect(cards().readCareCard(family.actor, child)).rejects.toMatchObject({ code: 'not-found' });
  });
});

/** What the desk put on record as somebody's word. */
const spokenFor = (memberId: string) =>
  system((tx) =>
    tx.sql(
      `SELECT action, actor_member_id AS actor, reason FROM audit_record
       WHERE community_id = $1 AND on_behalf_of = $2 AND action LIKE '%.speak-for' ORDER BY id`,
      [people.id, memberId],
    ),
  );
const toldTo = (memberId: string) =>
  system((tx) =>
    tx.sql(
      `SELECT payload -> 'values' ->> 'answer' AS answer FROM outbox
       WHERE community_id = $1 AND topic = 'answer.recorded' AND payload ->> 'subjectId' = $2 ORDER BY id`,
      [people.id, memberId],
    ),
  );
