import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AssignmentsService, SeatsService } from '#assignments';
import { liveOffers } from '#availability';
import { defaultPolicies, OrganisationService, PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { MemberService, MinorService, PrivacyChoiceService, RoleService, SessionService } from '#members';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { RegisterScene, sara } from '../builders/register.scene.js';
import { START, type TestWorld } from '../builders/test-world.js';

const scene = new RegisterScene();

let world: TestWorld;
let people: CommunityPeople;
let coordinator: MemberActor;
let members: MemberService;
let minors: MinorService;

beforeAll(async () => {
  ({ world, members, minors } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, coordinator } = await scene.begin());
});

describe('a minor who volunteers', () => {
  const offersOf = async (memberId: string) =>
    world.uow.run(people.facts.system, async (tx) => {
      const offers = [];
      for await (const page of liveOffers(tx, [memberId])) offers.push(...page);
      return offers;
    });

  test.each([
    [14, 2030],
    [13, 2031],
    [16, 2028],
  ])(
    'is %i at least, as the community decides: on the birthday yes, the day before no',
    async (years, turning) => {
      if (years !== 14) {
        await new PolicyService(world.uow).setPolicy(await people.administrator(), {
          key: 'youngestHelperYears',
          value: years,
          validFrom: people.day(0),
        });
      }
      const { memberId } = await people.helper();
      await expect(minors.setMinor(coordinator, memberId, `${turning}-10-06`)).rejects.toMatchObject({
        code: 'too-young',
      });
      await minors.setMinor(coordinator, memberId, `${turning}-10-05`);
      await expect(minors.setMinor(coordinator, memberId, people.day(0))).rejects.toMatchObject({
        code: 'of-age',
      });
    },
  );

  test('is not matched without a guardian’s consent, nor after it ends or is taken back', async () => {
    const { memberId } = await people.helper();
    await minors.setMinor(coordinator, memberId, '2028-10-05');
    expect(await offersOf(memberId)).toEqual([]);
    const yes = { guardian: 'Maria Prova', validUntil: people.day(10) };
    const consent = await minors.recordConsent(coordinator, memberId, yes);
    expect(await offersOf(memberId)).toMatchObject([
      { minor: true, insuredUntil: new Date('2026-10-15T22:00:00Z') },
    ]);
    await minors.withdrawConsent(coordinator, consent.id);
    expect(await offersOf(memberId)).toEqual([]);
    await minors.recordConsent(coordinator, memberId, yes);
    world.clock.advanceMinutes(11 * 1_440);
    expect(await offersOf(memberId)).toEqual([]);
    world.clock.moveTo(new Date('2028-10-05T08:00:00Z'));
    expect(await offersOf(memberId)).toMatchObject([{ minor: false }]);
  });

  /** The community decides that minors consent for themselves from sixteen on. */
  const consentFromSixteen = async () =>
    new PolicyService(world.uow).setPolicy(await people.administrator(), {
      key: 'consentAgeYears',
      value: 16,
      validFrom: people.day(0),
    });

  test('younger than the age of consent is not matched without a second consent, to their own record, and from the birthday on needs none', async () => {
    await consentFromSixteen();
    const { memberId } = await people.helper();
    // Sixteen on 15 October.
    await minors.setMinor(coordinator, memberId, '2028-10-15');
    const record = { guardian: 'Maria Prova', validUntil: people.day(5), purpose: 'record' } as const;
    await minors.recordConsent(coordinator, memberId, {
      guardian: 'Maria Prova',
      validUntil: people.day(30),
    });
    expect(await offersOf(memberId)).toEqual([]);
    const { id } = await minors.recordConsent(coordinator, memberId, record);
    expect(await offersOf(memberId)).toMatchObject([{ insuredUntil: new Date('2026-10-10T22:00:00Z') }]);
    await minors.withdrawConsent(coordinator, id);
    expect(await offersOf(memberId)).toEqual([]);
    // To the day before the birthday: then what the volunteering consent says counts.
    await minors.recordConsent(coordinator, memberId, { ...record, validUntil: people.day(9) });
    expect(await offersOf(memberId)).toMatchObject([{ insuredUntil: new Date('2026-11-04T23:00:00Z') }]);
    const may = (day: string) =>
      world.uow.run(people.facts.system, async (tx) => {
        const [row] = await tx.sql<{ may: boolean }>('SELECT may_give_time($1, $2) AS may', [memberId, day]);
        return row!.may;
      });
    expect(await may('2026-10-14')).toBe(true);
    world.clock.moveTo(new Date('2026-10-15T08:00:00Z'));
    expect(await offersOf(memberId)).toHaveLength(1);
    await expect(minors.recordConsent(coordinator, memberId, record)).rejects.toMatchObject({
      code: 'consents-alone',
    });
  });

  test('younger than that signs in, and has choices recorded, under the guardian’s consent alone; both end with it', async () => {
    await consentFromSixteen();
    const { memberId, actor } = await people.helper();
    await minors.setMinor(coordinator, memberId, '2029-10-05');
    const sessions = new SessionService(world.uow);
    const choices = new PrivacyChoiceService(world.uow);
    const enter = () => sessions.open(actor.personId, { way: 'demonstration' });
    const yes = { purpose: 'survey', given: true, noticeVersion: 1, language: 'it' } as const;
    const heard = () => choices.choose(coordinator, { ...yes, onBehalfOf: memberId, channel: 'desk' });
    for (const refused of [enter, heard])
      await expect(refused()).rejects.toMatchObject({ code: 'guardian-consents' });
    const consent = await minors.recordConsent(coordinator, memberId, {
      guardian: 'Maria Prova',
      validUntil: people.day(30),
      purpose: 'record',
    });
    const { token } = await enter();
    expect((await heard()).find(({ purpose }) => purpose === 'survey')).toMatchObject({ given: true });
    // Whoever is too young says no, and never yes.
    await expect(choices.choose(actor, yes)).rejects.toMatchObject({ code: 'guardian-consents' });
    await minors.withdrawConsent(coordinator, consent.id);
    expect(await sessions.resolve(token)).toBeUndefined();
    await expect(enter()).rejects.toMatchObject({ code: 'guardian-consents' });
    expect((await choices.list(actor)).find(({ purpose }) => purpose === 'survey')).toMatchObject({
      given: false,
      recordedBy: coordinator.memberId,
    });
  });

  test('is asked as the policy says, in the database as in the code', async () => {
    const ages = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ years: number }>('SELECT consent_age_years($1) AS years', [people.day(0)]),
    );
    expect(ages).toEqual([{ years: defaultPolicies().consentAgeYears }]);
    await consentFromSixteen();
    const [later] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ years: number; before: number }>(
        'SELECT consent_age_years($1) AS years, consent_age_years($2) AS before',
        [people.day(0), people.day(-1)],
      ),
    );
    expect(later).toEqual({ years: 16, before: 14 });
  });

  test('makes matching look again: when noted, at each consent and at its end; a repeat tells nothing', async () => {
    const { memberId } = await people.helper();
    const told = () =>
      world.uow.run(people.facts.system, async (tx) => {
        const rows = await tx.sql<{ count: number }>(
          `SELECT count(DISTINCT key)::integer AS count FROM outbox
           WHERE community_id = $1 AND topic = 'member.cover-changed' AND payload ->> 'subjectId' = $2`,
          [people.id, memberId],
        );
        return rows[0]!.count;
      });
    const before = await told();
    await minors.setMinor(coordinator, memberId, '2028-10-05');
    expect(await told()).toBe(before + 1);
    const yes = { guardian: 'Maria Prova', validUntil: people.day(10) };
    const { id } = await minors.recordConsent(coordinator, memberId, yes);
    expect(await told()).toBe(before + 2);
    await minors.withdrawConsent(coordinator, id);
    await minors.withdrawConsent(coordinator, id);
    expect(await told()).toBe(before + 3);
    await minors.setMinor(coordinator, memberId, null);
    expect(await told()).toBe(before + 4);
  });

  test('keeps a consent until a desk that reaches them takes it back, never they themselves', async () => {
    const { organisationId, system } = people.facts;
    const { actor: minor } = await people.member(['helper', 'coordinator'], { organisationId });
    const other = { name: 'Altra associazione', kind: 'association' } as const;
    const { id } = await new OrganisationService(world.uow).createOrganisation(system, other);
    const { actor: elsewhere } = await people.member(['coordinator'], { organisationId: id });
    await minors.setMinor(coordinator, minor.memberId, '2028-10-05');
    const yes = { guardian: 'Maria Prova', validUntil: people.day(10) };
    const consent = await minors.recordConsent(coordinator, minor.memberId, yes);
    const refused = (by: MemberActor) =>
      minors.withdrawConsent(by, consent.id).then(
        () => 'withdrawn',
        (error: { code: string }) => error.code,
      );
    expect(await refused(minor)).toBe('not-your-own');
    expect(await refused(elsewhere)).toBe('not-found');
    expect(await refused(coordinator)).toBe('withdrawn');
  });

  test('cannot say yes to a visit after the consent’s last day', async () => {
    const helper = await people.helper();
    const family = await people.family();
    await minors.setMinor(coordinator, helper.memberId, '2028-10-05');
    await minors.recordConsent(coordinator, helper.memberId, {
      guardian: 'Maria',
      validUntil: people.day(2),
    });
    const accept = async (days: number) => {
      const starts = [new Date(START.getTime() + days * 86_400_000)];
      const asked = await buildRequest(world.uow, people, { family, starts });
      const { assignmentId } = await approve(world.uow, people, {
        helper,
        family,
        asked,
        regime: 'volunteer',
      });
      return new AssignmentsService(world.uow).accept(helper.actor, assignmentId);
    };
    await expect(accept(3)).rejects.toMatchObject({ code: 'not-covered' });
    await expect(accept(2)).resolves.toBeDefined();
  });

  test('is asked about wherever somebody becomes a helper: of age, or born when; the birth date is not kept', async () => {
    const unasked = { ...sara, ofAge: undefined };
    const adultOn = async (bornOn: string) =>
      (await members.createMember(coordinator, { ...unasked, bornOn })).adultOn;
    const missing = { code: 'age-missing' };
    await expect(members.createMember(coordinator, unasked)).rejects.toMatchObject(missing);
    await expect(members.createMember(coordinator, { ...sara, ofAge: false })).rejects.toMatchObject(missing);
    await expect(adultOn('2012-10-06')).rejects.toMatchObject({ code: 'too-young' });
    expect(await adultOn('2012-10-05')).toBe('2030-10-05');
    expect(await adultOn('2008-10-06')).toBe('2026-10-06');
    expect(await adultOn('2008-10-05')).toBeNull();
    const family = await members.createMember(coordinator, { ...unasked, roles: ['family'] });
    const administrator = await people.administrator();
    const become = (age?: object) =>
      new RoleService(world.uow, world.codec).setRoles(
        administrator,
        family.id,
        1,
        ['family', 'helper'],
        age,
      );
    await expect(become()).rejects.toMatchObject(missing);
    expect(await become({ bornOn: '2010-01-01' })).toMatchObject({ adultOn: '2028-01-01' });
  });

  test('is never alone with minors: neither says yes nor begins, whatever was approved before', async () => {
    const helper = await people.helper();
    const family = await people.family();
    const accepted = async (dependantIds: readonly string[]) => {
      const asked = await buildRequest(world.uow, people, {
        family,
        starts: [new Date(START.getTime() + 86_400_000)],
        categoryId: people.facts.categories.homework,
        dependantIds,
      });
      const made = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
      return {
        ...made,
        accept: () => new AssignmentsService(world.uow).accept(helper.actor, made.assignmentId),
      };
    };
    const alone = await accepted(family.dependantIds);
    await minors.setMinor(coordinator, helper.memberId, '2028-10-05');
    await minors.recordConsent(coordinator, helper.memberId, {
      guardian: 'Maria',
      validUntil: people.day(30),
    });
    await expect(alone.accept()).rejects.toMatchObject({ code: 'not-covered' });
    await minors.setMinor(coordinator, helper.memberId, null);
    await alone.accept();
    await new AssignmentsService(world.uow).guardianYes(family.actor, alone.assignmentId);
    await minors.setMinor(coordinator, helper.memberId, '2028-10-05');
    world.clock.advanceMinutes(1_440);
    const arrived = () => new SeatsService(world.uow).arrived(helper.actor, alone.seatIds[0]!);
    await expect(arrived()).rejects.toMatchObject({ code: 'not-covered' });
    const categories = `UPDATE category SET unsupervised = $2 WHERE community_id = $1`;
    await world.uow.run(people.facts.system, (tx) => tx.sql(categories, [people.id, false]));
    await expect(arrived()).resolves.toMatchObject({ state: 'arrived' });
  });

  test('needs nobody’s consent when of age; a consent ends before the coming of age', async () => {
    const { memberId } = await people.helper();
    const yes = (validUntil: string) =>
      minors.recordConsent(coordinator, memberId, { guardian: 'Maria', validUntil });
    await expect(yes(people.day(5))).rejects.toMatchObject({ code: 'of-age' });
    await minors.setMinor(coordinator, memberId, people.day(20));
    await expect(yes(people.day(20))).rejects.toMatchObject({ code: 'consent-days' });
    await expect(yes(people.day(-1))).rejects.toMatchObject({ code: 'consent-days' });
    await expect(yes(people.day(19))).resolves.toMatchObject({ guardian: 'Maria', givenOn: people.day(0) });
  });
});
