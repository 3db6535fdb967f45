import {
  AssignmentsService,
  flagCredentialVisits,
  HoursService,
  presumeDone,
  SeatsService,
} from '#assignments';
import { CategoryService, CredentialTypeService, type Requirement } from '#communities';
import type { MemberActor } from '#database';
import { loadFacts, missingCredentials } from '#matching';
import { CredentialService, ExemptionService, HouseholdRequirementService } from '#members';
import { addDays, localDay } from '#platform';
import { QueueService } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest, type AskedFor } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let administrator: MemberActor;
let coordinator: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;
let exemptions: ExemptionService;
let demands: HouseholdRequirementService;
let assignments: AssignmentsService;
let seats: SeatsService;

beforeAll(async () => {
  world = await openWorld();
  exemptions = new ExemptionService(world.uow);
  demands = new HouseholdRequirementService(world.uow);
  assignments = new AssignmentsService(world.uow);
  seats = new SeatsService(world.uow);
});
afterAll(() => world.close());

/** A community of its own for each test: no test's demands bind another's helper. */
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  administrator = await people.administrator();
  coordinator = await people.coordinator();
  family = await people.family();
  helper = await people.helper({ credentials: ['interview'] });
});

const inDays = (days: number, hour = 14) => new Date(START.getTime() + (days * 24 + hour - 8) * 3_600_000);
const firstPage = { limit: 10, after: undefined };

function ask(wishes: Partial<Parameters<typeof buildRequest>[2]> = {}): Promise<AskedFor> {
  return buildRequest(world.uow, people, {
    family,
    starts: [inDays(3)],
    categoryId: people.facts.categories.homework,
    dependantIds: family.dependantIds,
    ...wishes,
  });
}

/** What the rule says of the helper for a request's first visit: by matching, and by the database. They must agree. */
async function lacking(asked: AskedFor): Promise<string[]> {
  return world.uow.run(people.facts.system, async (tx) => {
    const facts = await loadFacts(tx, { visitIds: asked.visitIds, helperIds: [helper.memberId] });
    const visit = facts.visits.find(({ id }) => id === asked.visitIds[0])!;
    const byMatching = missingCredentials(
      facts,
      facts.requests.get(asked.requestId)!,
      visit,
      helper.memberId,
    );
    const rows = await tx.sql<{ id: string }>('SELECT * FROM missing_credentials($1, $2, $3, $4) AS id', [
      helper.memberId,
      asked.requestId,
      visit.day,
      visit.lastDay,
    ]);
    expect(rows.map(({ id }) => id).sort()).toEqual([...byMatching].sort());
    return byMatching;
  });
}

async function demand(...requirements: Partial<Requirement>[]): Promise<void> {
  const categories = new CategoryService(world.uow);
  const { homework } = people.facts.categories;
  const { items } = await categories.listCategories(administrator, { limit: 50, after: undefined });
  const { version } = items.find(({ id }) => id === homework)!;
  await categories.setRequirements(
    administrator,
    homework,
    version,
    requirements.map((one) => ({
      credentialTypeId: people.facts.credentialTypes.training,
      municipalityId: null,
      contact: 'any',
      validFrom: people.day(0),
      ...one,
    })),
  );
}

async function flagsOf(asked: AskedFor): Promise<string[]> {
  const [row] = await world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ flags: string[] }>('SELECT flags FROM visit WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      asked.visitIds[0],
    ]),
  );
  return row!.flags;
}

describe('what a category demands', () => {
  test('binds in its municipality alone', async () => {
    const { city, village } = people.facts.municipalities;
    await demand({ municipalityId: village });
    expect(await lacking(await ask())).toEqual([]);
    await demand({ municipalityId: city });
    expect(await lacking(await ask())).toEqual([people.facts.credentialTypes.training]);
  });

  test('binds from its day on, not for the visit of the day before', async () => {
    await demand({ validFrom: people.day(3) });
    expect(await lacking(await ask({ starts: [inDays(2)] }))).toEqual([]);
    expect(await lacking(await ask({ starts: [inDays(3)] }))).toHaveLength(1);
  });

  test('for being alone with minors binds where there are minors, and not where a grown-up is helped', async () => {
    await demand({ contact: 'unsupervised-minors' });
    expect(await lacking(await ask())).toHaveLength(1);
    const elders = await people.family({
      dependants: [{ ageBand: 'adult', schoolLevel: null, seatType: 'adult' }],
    });
    const dependantIds = elders.dependantIds;
    expect(await lacking(await ask({ family: elders, dependantIds }))).toEqual([]);
  });

  test('for being alone with minors does not bind in a category where somebody else is there', async () => {
    await demand({ contact: 'unsupervised-minors' });
    const asked = await ask();
    expect(await lacking(asked)).toHaveLength(1);
    const categories = new CategoryService(world.uow);
    await categories.editCategory(administrator, people.facts.categories.homework, 2, {
      unsupervised: false,
    });
    expect(await lacking(asked)).toEqual([]);
  });

  test('must hold on both days of a visit that crosses midnight', async () => {
    await demand({ credentialTypeId: people.facts.credentialTypes.interview });
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql('UPDATE credential SET valid_until = $3 WHERE community_id = $1 AND member_id = $2', [
        tx.communityId,
        helper.memberId,
        people.day(3),
      ]),
    );
    expect(await lacking(await ask({ starts: [inDays(3, 20)], minutes: 120 }))).toEqual([]);
    expect(await lacking(await ask({ starts: [inDays(3, 21)], minutes: 120 }))).toHaveLength(1);
  });
});

describe('what a household demands', () => {
  test('binds whoever helps it, in any category, until its last day; other families are not concerned', async () => {
    const training = people.facts.credentialTypes.training;
    await demands.setRequirements(family.actor, family.householdId, 1, [
      { credentialTypeId: training, validUntil: people.day(3) },
    ]);
    expect(await lacking(await ask())).toEqual([training]);
    expect(await lacking(await ask({ categoryId: people.facts.categories.errands }))).toEqual([training]);
    expect(await lacking(await ask({ starts: [inDays(4)] }))).toEqual([]);
    const other = await people.family();
    expect(await lacking(await ask({ family: other, dependantIds: other.dependantIds }))).toEqual([]);
  });

  test('is a guardian’s and the desk’s to read and set, on the version they read', async () => {
    const items = [{ credentialTypeId: people.facts.credentialTypes.training, validUntil: null }];
    const set = await demands.setRequirements(coordinator, family.householdId, 1, items);
    expect(set).toMatchObject({ items: [{ validFrom: people.day(0), validUntil: null }], version: 2 });
    await expect(demands.setRequirements(family.actor, family.householdId, 1, [])).rejects.toMatchObject({
      code: 'stale-version',
    });
    await expect(demands.readRequirements(helper.actor, family.householdId)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      demands.setRequirements(family.actor, family.householdId, 2, [...items, ...items]),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      demands.setRequirements(family.actor, family.householdId, 2, [
        { ...items[0]!, validUntil: people.day(-1) },
      ]),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await demands.readRequirements(family.actor, family.householdId)).items).toHaveLength(1);
  });
});

describe('an exemption', () => {
  const grant = (days: number, categoryId: string | null = null) =>
    exemptions.grantExemption(administrator, helper.memberId, {
      credentialTypeId: people.facts.credentialTypes.training,
      categoryId,
      reason: 'The school has checked',
      validFrom: people.day(0),
      validUntil: people.day(days),
    });

  test('counts as the check up to its last day, and not the day after', async () => {
    await demand({});
    await grant(3);
    expect(await lacking(await ask({ starts: [inDays(3)] }))).toEqual([]);
    expect(await lacking(await ask({ starts: [inDays(4)] }))).toHaveLength(1);
  });

  test('for one category does not reach into another', async () => {
    await demand({});
    await grant(30, people.facts.categories.errands);
    expect(await lacking(await ask())).toHaveLength(1);
    await grant(30, people.facts.categories.homework);
    expect(await lacking(await ask())).toEqual([]);
  });

  test('ends at once when it is revoked; author, reason and end stay readable', async () => {
    await demand({});
    const { id } = await grant(30);
    await exemptions.revokeExemption(administrator, id);
    await exemptions.revokeExemption(administrator, id);
    expect(await lacking(await ask())).toHaveLength(1);
    const { items } = await exemptions.listExemptions(coordinator, helper.memberId, firstPage);
    expect(items).toMatchObject([
      {
        reason: 'The school has checked',
        grantedBy: administrator.memberId,
        validUntil: people.day(30),
        revokedAt: expect.any(Date),
      },
    ]);
  });

  test('is never one’s own, begins today or later and lasts a year at most', async () => {
    const input = {
      credentialTypeId: people.facts.credentialTypes.training,
      reason: 'Prova',
      validFrom: people.day(0),
      validUntil: people.day(365),
    };
    const give = (change: Partial<typeof input>, to = helper.memberId) =>
      exemptions.grantExemption(administrator, to, { ...input, ...change });
    await expect(give({}, administrator.memberId)).rejects.toMatchObject({ code: 'not-your-own' });
    await expect(give({ validFrom: people.day(-1) })).rejects.toMatchObject({ code: 'exemption-days' });
    await expect(give({ validUntil: people.day(366) })).rejects.toMatchObject({ code: 'exemption-days' });
    await expect(give({ validUntil: people.day(-1) })).rejects.toMatchObject({ code: 'exemption-days' });
    await expect(give({ credentialTypeId: family.zoneId })).rejects.toMatchObject({
      code: 'unknown-credential-type',
    });
    await expect(give({})).resolves.toMatchObject({ validUntil: people.day(365) });
  });
});

describe('a check that is missing', () => {
  test('stops the helper’s yes, and the family’s', async () => {
    const asked = await ask();
    const { assignmentId } = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
    await demand({});
    await expect(assignments.accept(helper.actor, assignmentId)).rejects.toMatchObject({
      code: 'credential-missing',
    });
    await demand();
    await assignments.accept(helper.actor, assignmentId);
    await demand({});
    await expect(assignments.guardianYes(family.actor, assignmentId)).rejects.toMatchObject({
      code: 'credential-missing',
    });
  });

  /** A visit of today at ten that everybody agreed to. */
  const agreed = async () => {
    const asked = await ask({ starts: [inDays(0, 10)] });
    const { assignmentId, seatIds } = await approve(world.uow, people, {
      helper,
      family,
      asked,
      regime: 'volunteer',
    });
    await assignments.accept(helper.actor, assignmentId);
    await assignments.guardianYes(family.actor, assignmentId);
    return { asked, seatId: seatIds[0]! };
  };
  const exempt = () =>
    exemptions.grantExemption(administrator, helper.memberId, {
      credentialTypeId: people.facts.credentialTypes.training,
      reason: 'Prova',
      validFrom: people.day(0),
      validUntil: people.day(0),
    });

  test('stops the start of the visit, whoever says it; once it is there, or exempted, the visit begins', async () => {
    const { seatId } = await agreed();
    await demand({});
    world.clock.moveTo(inDays(0, 10));
    for (const actor of [helper.actor, family.actor, coordinator]) {
      await expect(seats.arrived(actor, seatId)).rejects.toMatchObject({ code: 'credential-missing' });
    }
    await exempt();
    expect(await seats.arrived(helper.actor, seatId)).toMatchObject({ state: 'arrived' });
  });

  test('stops a visit from being called done before its end, unless it had begun with everything', async () => {
    const { asked, seatId } = await agreed();
    await demand({});
    world.clock.moveTo(new Date(inDays(0, 11).getTime() - 60_000));
    await expect(seats.done(helper.actor, seatId)).rejects.toMatchObject({ code: 'credential-missing' });
    await demand();
    await seats.arrived(helper.actor, seatId);
    await demand({});
    expect(await seats.done(helper.actor, seatId)).toMatchObject({ state: 'done' });
    expect(await flagsOf(asked)).toEqual([]);
  });

  test.each([
    ['called done', (id: string) => seats.done(helper.actor, id)],
    ['declared', (id: string) => new HoursService(world.uow).declare(helper.actor, id, 60)],
    ['presumed done', () => world.uow.run(people.facts.system, (tx) => presumeDone(tx, 10))],
  ])(
    'does not cost the hours of a visit %s after its end, and the desk sees that it began',
    async (_, end) => {
      const queue = async () =>
        (await new QueueService(world.uow, world.codec).list(coordinator, { kinds: ['at-risk'] })).items.map(
          ({ subjectId, detail }) => [subjectId, detail],
        );
      const { asked, seatId } = await agreed();
      await demand({});
      world.clock.moveTo(inDays(0, 13));
      await end(seatId);
      expect(await flagsOf(asked)).toEqual(['started-unfit']);
      expect(await queue()).toEqual([[asked.visitIds[0], 'started-unfit']]);
      world.clock.moveTo(inDays(14, 11));
      expect(await queue()).toEqual([]);
    },
  );

  test('leaves no mark on a visit whose helper had all that was demanded, or was exempted', async () => {
    const { asked, seatId } = await agreed();
    await demand({});
    await exempt();
    world.clock.moveTo(inDays(0, 13));
    await new HoursService(world.uow).declare(helper.actor, seatId, 60);
    expect(await flagsOf(asked)).toEqual([]);
  });

  test('is cover too: a visit that began before it is looked at, one that began with it is not', async () => {
    for (const [from, flags] of [
      [inDays(0, 10), []],
      [new Date(inDays(0, 10).getTime() + 1), ['started-unfit']],
    ] as const) {
      helper = await people.helper({ credentials: ['interview'] });
      const { asked, seatId } = await agreed();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql('UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2', [
          tx.communityId,
          helper.memberId,
          from,
        ]),
      );
      world.clock.moveTo(inDays(0, 13));
      await seats.done(helper.actor, seatId);
      expect(await flagsOf(asked)).toEqual(flags);
      world.clock.moveTo(START);
    }
  });

  test('flags the coming visit when the demand is new, and the flag goes when the demand goes', async () => {
    const asked = await ask();
    await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
    const flag = (scope: Parameters<typeof flagCredentialVisits>[1]) =>
      world.uow.run(people.facts.system, (tx) => flagCredentialVisits(tx, scope));
    await demand({});
    const { homework, errands } = people.facts.categories;
    expect(await flag({ categoryId: errands })).toBe(0);
    expect(await flag({ categoryId: homework })).toBe(1);
    expect(await flagsOf(asked)).toEqual(['credential-expired']);
    await demand();
    expect(await flag({ householdId: family.householdId })).toBe(1);
    expect(await flagsOf(asked)).toEqual([]);
  });

  test('a new demand and a household’s demand tell matching and the flags', async () => {
    await demand({});
    await demands.setRequirements(family.actor, family.householdId, 1, []);
    const rows = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ about: string; reaction: string }>(
        `SELECT payload -> 'values' ->> 'about' AS about, reaction FROM outbox
         WHERE community_id = $1 AND topic = 'requirement.changed' AND created_at > $2 ORDER BY 1, 2`,
        [tx.communityId, START],
      ),
    );
    const both = ['matching.community', 'upkeep.flag-requirements'];
    for (const about of ['category', 'household']) {
      expect(rows.filter((row) => row.about === about).map(({ reaction }) => reaction)).toEqual(
        expect.arrayContaining(both),
      );
    }
  });
});

test('a paper older than its type allows on the day it is shown is not recorded', async () => {
  const types = new CredentialTypeService(world.uow);
  const { id } = await types.createCredentialType(administrator, {
    code: 'certificato-penale',
    name: 'Certificato penale',
    country: 'IT',
    validityMonths: 12,
    maxAgeMonths: 6,
    legalBasis: 'Delibera del distretto',
  });
  const today = localDay('Europe/Rome', START);
  const record = (issuedOn: string) =>
    new CredentialService(world.uow).recordCredential(coordinator, helper.memberId, {
      credentialTypeId: id,
      country: 'IT',
      issuedOn,
      checkedOn: today,
      outcome: 'passed',
    });
  await expect(record(addDays('2026-04-05', -1))).rejects.toMatchObject({ code: 'credential-too-old' });
  await expect(record('2026-04-05')).resolves.toMatchObject({ state: 'valid' });
});

test('the checks of a country are data to start from: none of them binds before a community adds it', async () => {
  const types = new CredentialTypeService(world.uow);
  const own = await types.listKnownChecks(administrator);
  expect(own.items.map(({ code, usual }) => [code, usual])).toEqual([
    ['interview', true],
    ['training', true],
    ['certificato-penale', false],
  ]);
  for (const country of ['DE', 'FR', 'GB']) {
    const { items } = await types.listKnownChecks(administrator, country);
    expect(items.filter(({ contact }) => contact === 'unsupervised-minors')).toHaveLength(1);
  }
  expect((await types.listKnownChecks(administrator, 'XX')).items).toEqual([]);
});
