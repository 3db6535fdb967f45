import { AssignmentsService, SeatsService } from '#assignments';
import { defaultPolicies, OrganisationService, PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { loadFacts } from '#matching';
import { liveOffers } from '#availability';
import {
  MemberService,
  MinorService,
  PrivacyChoiceService,
  RegisterService,
  RelativeService,
  RoleService,
  SessionService,
  type NewMember,
} from '#members';
import { RegisterPaperService } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let coordinator: MemberActor;
let members: MemberService;
let register: RegisterService;
let minors: MinorService;

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.url });
  await owner.connect();
  members = new MemberService(world.uow, world.codec);
  register = new RegisterService(world.uow, world.codec);
  minors = new MinorService(world.uow, world.codec);
});
afterAll(async () => {
  await owner.end();
  await world.close();
});

beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  coordinator = await people.coordinator();
});

const firstPage = { limit: 100, after: undefined };
const sara: NewMember = {
  givenName: 'Sara',
  familyName: 'Bianchi',
  language: 'it',
  roles: ['helper'],
  ofAge: true,
};
const lines = async (organisationId: string | null = null) =>
  (await register.listEntries(coordinator, organisationId, firstPage)).items;

describe('the register', () => {
  test('takes in whoever is entered as a helper, numbered, covered from 24:00 of the day', async () => {
    const { id } = await members.createMember(coordinator, sara);
    await members.createMember(coordinator, { ...sara, givenName: 'Luca', roles: ['family'] });
    await members.createMember(coordinator, { ...sara, givenName: 'Ivo' });
    expect(await lines()).toMatchObject([
      {
        number: 1,
        kind: 'entered',
        memberId: id,
        givenName: 'Sara',
        coveredFrom: new Date('2026-10-05T22:00:00Z'),
      },
      { number: 2, givenName: 'Ivo', occasional: false, coveredUntil: null },
    ]);
  });

  test('is one for each organisation, with numbers of its own', async () => {
    const { organisationId } = people.facts;
    await members.createMember(coordinator, { ...sara, organisationId });
    await members.createMember(coordinator, sara);
    expect((await lines(organisationId)).map(({ number }) => number)).toEqual([1]);
    expect((await lines()).map(({ number }) => number)).toEqual([1]);
    const outsider = (await people.member(['coordinator'], { organisationId: await otherOrganisation() }))
      .actor;
    await expect(register.listEntries(outsider, organisationId, firstPage)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('keeps the day of a paper register, and covers from today on all the same', async () => {
    const paper = { registeredOn: people.day(-30) };
    const tonight = new Date('2026-10-05T22:00:00Z');
    const made = await members.createMember(coordinator, { ...sara, ...paper });
    expect(made.insuredFrom).toEqual(tonight);
    const { actor } = await people.member(['helper']);
    await register.enter(coordinator, { memberId: actor.memberId, ...paper });
    expect(await lines()).toMatchObject([
      { happenedOn: people.day(-30), coveredFrom: tonight },
      { happenedOn: people.day(-30), coveredFrom: tonight },
    ]);
  });

  test('takes in somebody who becomes a helper later, from that day', async () => {
    const { id, version } = await members.createMember(coordinator, { ...sara, roles: ['family'] });
    world.clock.advanceMinutes(2 * 1_440);
    await new RoleService(world.uow, world.codec).setRoles(
      await people.administrator(),
      id,
      version!,
      ['family', 'helper'],
      { ofAge: true },
    );
    expect(await lines()).toMatchObject([
      { happenedOn: people.day(0), coveredFrom: new Date('2026-10-07T22:00:00Z') },
    ]);
  });

  test('covers an occasional volunteer for their days alone, and takes them again afterwards', async () => {
    const { actor } = await people.member(['helper']);
    const enter = (occasionalUntil: string) =>
      register.enter(coordinator, { memberId: actor.memberId, occasionalUntil });
    await expect(enter(people.day(-1))).rejects.toMatchObject({ code: 'occasional-days' });
    // Cover begins at midnight: of today alone nothing is left to cover.
    await expect(enter(people.day(0))).rejects.toMatchObject({ code: 'occasional-days' });
    await expect(enter(people.day(61))).rejects.toMatchObject({ code: 'occasional-days' });
    expect(await enter(people.day(2))).toMatchObject({
      occasional: true,
      coveredFrom: new Date('2026-10-05T22:00:00Z'),
      coveredUntil: new Date('2026-10-07T22:00:00Z'),
    });
    await expect(enter(people.day(2))).rejects.toMatchObject({ code: 'already-registered' });
    world.clock.moveTo(new Date('2026-10-07T22:00:00Z'));
    expect(await enter(people.day(1))).toMatchObject({ number: 2 });
  });

  test('writes somebody out: cover ends with the day, a second time is refused', async () => {
    const { id } = await members.createMember(coordinator, { ...sara, registeredOn: people.day(-30) });
    expect(await register.leave(coordinator, id)).toMatchObject({ number: 2, kind: 'left' });
    const [row] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql('SELECT insured_until AS until FROM member WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
      ]),
    );
    expect(row).toEqual({ until: new Date('2026-10-05T22:00:00Z') });
    await expect(register.leave(coordinator, id)).rejects.toMatchObject({ code: 'not-registered' });
    await expect(register.enter(coordinator, { memberId: id })).resolves.toMatchObject({ number: 3 });
  });

  test('is never written by oneself, nor for somebody who gives no time', async () => {
    const { actor } = await people.member(['helper', 'coordinator']);
    await expect(register.enter(actor, { memberId: actor.memberId })).rejects.toMatchObject({
      code: 'not-your-own',
    });
    const family = await people.family();
    await expect(register.enter(coordinator, { memberId: family.memberId })).rejects.toMatchObject({
      code: 'not-a-helper',
    });
    await expect(
      register.enter(coordinator, { memberId: actor.memberId, registeredOn: people.day(1) }),
    ).rejects.toMatchObject({ code: 'registered-in-future' });
  });

  test('numbers entries that are made at once without a gap or a double', async () => {
    const made = await Promise.all(
      [...Array(8).keys()].map((n) => members.createMember(coordinator, { ...sara, givenName: `S${n}` })),
    );
    expect((await lines()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set((await lines()).map(({ memberId }) => memberId))).toEqual(
      new Set(made.map(({ id }) => id)),
    );
    expect(await register.verify(coordinator, null)).toEqual({ intact: true, firstBroken: null });
  });
});

describe('tampering', () => {
  const change = async (statement: string) => {
    await owner.query('BEGIN');
    await owner.query('ALTER TABLE register_entry DISABLE TRIGGER ALL');
    await owner.query(statement, [people.id]);
    await owner.query('ALTER TABLE register_entry ENABLE TRIGGER ALL');
    await owner.query('COMMIT');
  };

  beforeEach(async () => {
    for (const givenName of ['Ada', 'Bea', 'Cleo'])
      await members.createMember(coordinator, { ...sara, givenName });
  });

  test.each([
    [
      'a day',
      `UPDATE register_entry SET happened_on = happened_on - 1 WHERE community_id = $1 AND number = 2`,
      2,
    ],
    [
      'the member',
      `UPDATE register_entry SET member_id = recorded_by, recorded_by = NULL WHERE community_id = $1 AND number = 2`,
      2,
    ],
    [
      'the cover',
      `UPDATE register_entry SET covered_from = covered_from - interval '1 day' WHERE community_id = $1 AND number = 1`,
      1,
    ],
    ['the hash', `UPDATE register_entry SET hash = sha256('x') WHERE community_id = $1 AND number = 3`, 3],
    ['a line taken out', `DELETE FROM register_entry WHERE community_id = $1 AND number = 2`, 2],
  ])('with %s shows, by the first line that does not follow', async (_, statement, firstBroken) => {
    expect(await register.verify(coordinator, null)).toEqual({ intact: true, firstBroken: null });
    await change(statement);
    expect(await register.verify(coordinator, null)).toEqual({ intact: false, firstBroken });
  });

  test.each([
    `UPDATE register_entry SET occasional = true WHERE community_id = $1`,
    `DELETE FROM register_entry WHERE community_id = $1`,
    `INSERT INTO register_entry SELECT * FROM register_entry WHERE community_id = $1`,
  ])('is not the application’s to do: %s', async (statement) => {
    await expect(
      world.uow.run(people.facts.system, (tx) => tx.sql(statement, [tx.communityId])),
    ).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  test('is refused to the owner too while the triggers stand', async () => {
    await expect(owner.query('UPDATE register_entry SET occasional = true')).rejects.toMatchObject({
      code: '23001',
    });
    await expect(owner.query('TRUNCATE register_entry')).rejects.toMatchObject({ code: '23001' });
  });
});

describe('on paper', () => {
  test('the file has a line for each entry, and nothing a spreadsheet would run', async () => {
    await members.createMember(coordinator, { ...sara, familyName: '=cmd()', givenName: 'Ada "la"' });
    const csv = await new RegisterPaperService(register).csv(coordinator, null);
    const [header, line] = csv.split('\r\n');
    expect(header).toBe(
      'number,kind,family_name,given_name,occasional,day,covered_from,covered_until,recorded_at,seal',
    );
    expect(line).toMatch(
      /^1,entered,"'=cmd\(\)","Ada ""la""",false,2026-10-05,2026-10-06 00:00,,2026-10-05 10:0\d,[0-9a-f]{16}$/,
    );
  });

  test('the paper is a PDF of as many pages as it needs', async () => {
    for (let n = 0; n < 60; n += 1)
      await members.createMember(coordinator, { ...sara, givenName: `Олена ليلى ${n}` });
    const pdf = await new RegisterPaperService(register).pdf(coordinator, null);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(1);
  });
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
    const heard = () => choices.choose(coordinator, { ...yes, onBehalfOf: memberId });
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

test('relatives are kept apart by matching and by the yes, until it is said to be a mistake', async () => {
  const relatives = new RelativeService(world.uow);
  const helper = await people.helper();
  const family = await people.family();
  const starts = [new Date(START.getTime() + 3 * 86_400_000)];
  const asked = await buildRequest(world.uow, people, { family, starts });
  const { assignmentId } = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
  const apart = () =>
    world.uow.run(people.facts.system, async (tx) => (await loadFacts(tx)).blocked.size > 0);
  await relatives.setRelated(coordinator, helper.memberId, family.memberId, true);
  expect(await apart()).toBe(true);
  expect(await relatives.listRelatives(coordinator, family.memberId, firstPage)).toMatchObject({
    items: [{ id: helper.memberId }],
  });
  const service = new AssignmentsService(world.uow);
  await expect(service.accept(helper.actor, assignmentId)).rejects.toMatchObject({
    code: 'no-longer-matched',
  });
  await relatives.setRelated(coordinator, family.memberId, helper.memberId, false);
  expect(await apart()).toBe(false);
  await expect(service.accept(helper.actor, assignmentId)).resolves.toBeDefined();
  await expect(
    relatives.setRelated(coordinator, helper.memberId, helper.memberId, true),
  ).rejects.toMatchObject({ code: 'not-your-own' });
});

async function otherOrganisation(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO organisation (community_id, id, name, kind, created_at)
     VALUES ($1, gen_random_uuid(), 'Altra', 'school', $2) RETURNING id`,
    [people.id, START],
  );
  return rows[0]!.id;
}
