import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CategoryService, CredentialTypeService } from '#communities';
import type { MemberActor } from '#database';
import { loadFacts, missingCredentials } from '#matching';
import { CredentialService, ExemptionService, HouseholdRequirementService } from '#members';
import { addDays, localDay } from '#platform';
import type { AskedFor } from '../builders/approval.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { RequirementsScene, inDays } from '../builders/requirements.scene.js';
import { START, type TestWorld } from '../builders/test-world.js';

const scene = new RequirementsScene();
const { ask, demand } = scene;

let world: TestWorld;
let people: CommunityPeople;
let administrator: MemberActor;
let coordinator: MemberActor;
let family: BuiltFamily;
let exemptions: ExemptionService;
let demands: HouseholdRequirementService;

beforeAll(async () => {
  ({ world, exemptions, demands } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, administrator, coordinator, family } = await scene.begin());
});

const firstPage = { limit: 10, after: undefined };

/** What the rule says of the helper for a request's first visit: by matching, and by the database. They must agree. */
async function lacking(asked: AskedFor): Promise<string[]> {
  return world.uow.run(people.facts.system, async (tx) => {
    const facts = await loadFacts(tx, { visitIds: asked.visitIds, helperIds: [scene.helper.memberId] });
    const visit = facts.visits.find(({ id }) => id === asked.visitIds[0])!;
    const byMatching = missingCredentials(
      facts,
      facts.requests.get(asked.requestId)!,
      visit,
      scene.helper.memberId,
    );
    const rows = await tx.sql<{ id: string }>('SELECT * FROM missing_credentials($1, $2, $3, $4) AS id', [
      scene.helper.memberId,
      asked.requestId,
      visit.day,
      visit.lastDay,
    ]);
    expect(rows.map(({ id }) => id).sort()).toEqual([...byMatching].sort());
    return byMatching;
  });
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
        scene.helper.memberId,
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
    await expect(demands.readRequirements(scene.helper.actor, family.householdId)).rejects.toMatchObject({
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
    exemptions.grantExemption(administrator, scene.helper.memberId, {
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
    const { items } = await exemptions.listExemptions(coordinator, scene.helper.memberId, firstPage);
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
    const give = (change: Partial<typeof input>, to = scene.helper.memberId) =>
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
    new CredentialService(world.uow).recordCredential(coordinator, scene.helper.memberId, {
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
