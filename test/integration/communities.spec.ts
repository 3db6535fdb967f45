import {
  CategoryService,
  closedDays,
  ClosureService,
  communityOf,
  CommunityService,
  MunicipalityService,
  OrganisationService,
  policiesOn,
  PolicyService,
} from '#communities';
import type { MemberActor } from '#database';
import { newId } from '#platform';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let community: CommunityPeople;
let administrator: MemberActor;

beforeAll(async () => {
  world = await openWorld();
  community = await buildCommunity(world.uow, world.codec, world.clock);
  administrator = await community.administrator();
});
afterAll(() => world.close());

const firstPage = { limit: 25, after: undefined };

test('an edit of the community under the version read is kept, a second under the same version is refused', async () => {
  const service = new CommunityService(world.uow);
  const { version } = await service.readCommunity(administrator);
  const edited = await service.editCommunity(administrator, version, { name: 'Distretto nuovo' });
  expect(edited).toMatchObject({ name: 'Distretto nuovo', version: version + 1 });
  await expect(service.editCommunity(administrator, version, { name: 'Altro' })).rejects.toMatchObject({
    code: 'stale-version',
  });
});

test('the default language must be one of the languages', async () => {
  const service = new CommunityService(world.uow);
  const { version } = await service.readCommunity(administrator);
  await expect(
    service.editCommunity(administrator, version, { defaultLanguage: 'fr' }),
  ).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(
    service.editCommunity(administrator, version, { defaultLanguage: 'ar' }),
  ).resolves.toMatchObject({
    defaultLanguage: 'ar',
  });
});

test('one community does not see the places of another', async () => {
  const other = await buildCommunity(world.uow, world.codec, world.clock);
  const service = new MunicipalityService(world.uow);
  const seen = await service.listMunicipalities(other.facts.system, firstPage);
  const ids = seen.items.map(({ id }) => id);
  expect(ids.sort()).toEqual(Object.values(other.facts.municipalities).sort());
  await expect(
    service.addZone(other.facts.system, community.facts.municipalities.city, {
      name: 'Furto',
      lat: 45,
      lng: 9,
    }),
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('a name that is taken is refused with its own code', async () => {
  const service = new OrganisationService(world.uow);
  await expect(
    service.createOrganisation(administrator, { name: 'Associazione Prova', kind: 'association' }),
  ).rejects.toMatchObject({ code: 'name-taken' });
});

test('lists are paged: the cursor leads through all of them once', async () => {
  const service = new OrganisationService(world.uow);
  for (const name of ['A', 'B', 'C'])
    await service.createOrganisation(administrator, { name, kind: 'other' });
  const first = await service.listOrganisations(administrator, { limit: 2, after: undefined });
  const rest = await service.listOrganisations(administrator, { limit: 3, after: first.items.at(-1)!.id });
  expect(first.nextCursor).not.toBeNull();
  expect(rest.nextCursor).toBeNull();
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(4);
});

describe('road minutes', () => {
  const pair = (fromZoneId: string, toZoneId: string) => ({
    fromZoneId,
    toZoneId,
    minutes: 12,
    kilometres: 3.5,
  });

  test('are set pair by pair and replace what was there', async () => {
    const { centre, station } = community.facts.zones;
    const service = new MunicipalityService(world.uow);
    await service.putRoadMinutes(administrator, [pair(centre, station)]);
    const rows = await world.uow.run(administrator, (tx) =>
      tx.sql('SELECT minutes, kilometres FROM road_minutes WHERE from_zone_id = $1 AND to_zone_id = $2', [
        centre,
        station,
      ]),
    );
    expect(rows).toEqual([{ minutes: 12, kilometres: '3.5' }]);
  });

  test('are read from a zone, page by page, and who set them stands on record', async () => {
    const { centre, station, beyondRiver } = community.facts.zones;
    const service = new MunicipalityService(world.uow);
    await service.putRoadMinutes(administrator, [pair(centre, station), pair(centre, beyondRiver)]);
    await service.putRoadMinutes(administrator, [pair(station, centre)]);
    const first = await service.listRoadMinutes(administrator, centre, { limit: 1, after: undefined });
    const rest = await service.listRoadMinutes(administrator, centre, {
      limit: 100,
      after: first.items[0]!.toZoneId,
    });
    const all = [...first.items, ...rest.items];
    expect(first.items).toHaveLength(1);
    expect(all).toEqual(expect.arrayContaining([pair(centre, station), pair(centre, beyondRiver)]));
    expect(all.every(({ fromZoneId }) => fromZoneId === centre)).toBe(true);
    await expect(service.listRoadMinutes(administrator, newId(), firstPage)).rejects.toMatchObject({
      code: 'unknown-zone',
    });
    const records = await world.uow.run(administrator, (tx) =>
      tx.sql(
        `SELECT actor_member_id AS actor, subject_ids AS zones FROM audit_record
              WHERE community_id = $1 AND action = 'road-minutes.set' ORDER BY id DESC LIMIT 1`,
        [tx.communityId],
      ),
    );
    expect(records).toEqual([{ actor: administrator.memberId, zones: [station] }]);
  });

  test('refuse a pair named twice and a zone that is not here', async () => {
    const { centre, station } = community.facts.zones;
    const service = new MunicipalityService(world.uow);
    await expect(
      service.putRoadMinutes(administrator, [pair(centre, station), pair(centre, station)]),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(service.putRoadMinutes(administrator, [pair(centre, community.id)])).rejects.toMatchObject({
      code: 'unknown-zone',
    });
  });
});

describe('categories', () => {
  test('are edited under their version and keep what is not named', async () => {
    const service = new CategoryService(world.uow);
    const { items } = await service.listCategories(administrator, firstPage);
    const errands = items.find(({ code }) => code === 'errands')!;
    const edited = await service.editCategory(administrator, errands.id, errands.version, { active: false });
    expect(edited).toEqual({ ...errands, active: false, version: errands.version + 1 });
    await expect(
      service.editCategory(administrator, errands.id, errands.version, { active: true }),
    ).rejects.toMatchObject({ code: 'stale-version' });
  });

  test('demand a credential once in a place, of a type that exists', async () => {
    const service = new CategoryService(world.uow);
    const { homework } = community.facts.categories;
    const demand = (credentialTypeId: string, municipalityId: string | null) => ({
      credentialTypeId,
      municipalityId,
      contact: 'any' as const,
      validFrom: '2026-10-05',
    });
    const { training } = community.facts.credentialTypes;
    const { city } = community.facts.municipalities;
    const set = await service.setRequirements(administrator, homework, 1, [
      demand(training, null),
      demand(training, city),
    ]);
    expect(set.requirements).toHaveLength(2);
    await expect(
      service.setRequirements(administrator, homework, set.version, [
        demand(training, city),
        demand(training, city),
      ]),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      service.setRequirements(administrator, homework, set.version, [demand(city, null)]),
    ).rejects.toMatchObject({ code: 'unknown-credential-type' });
    const kept = await service.listCategories(administrator, firstPage);
    expect(kept.items.find(({ id }) => id === homework)!.requirements).toHaveLength(2);
  });
});

describe('policies', () => {
  test('take effect on their day, not the day before', async () => {
    const service = new PolicyService(world.uow);
    const tomorrow = community.day(1);
    await service.setPolicy(administrator, { key: 'toleranceMinutes', value: 20, validFrom: tomorrow });
    const [today, next] = await world.uow.run(administrator, async (tx) => [
      await policiesOn(tx, community.day(0)),
      await policiesOn(tx, tomorrow),
    ]);
    expect([today!.toleranceMinutes, next!.toleranceMinutes]).toEqual([15, 20]);
    const line = (await service.listPolicies(administrator)).find(({ key }) => key === 'toleranceMinutes');
    expect(line).toMatchObject({ default: 15, value: 15, upcoming: [{ value: 20, validFrom: tomorrow }] });
  });

  test('may begin today, not yesterday', async () => {
    const service = new PolicyService(world.uow);
    const input = { key: 'levyPercent', value: 5 };
    await expect(
      service.setPolicy(administrator, { ...input, validFrom: community.day(0) }),
    ).resolves.toMatchObject(input);
    await expect(
      service.setPolicy(administrator, { ...input, validFrom: community.day(-1) }),
    ).rejects.toMatchObject({ code: 'policy-in-the-past' });
  });

  test('keep to their bounds and kinds', async () => {
    const service = new PolicyService(world.uow);
    const validFrom = community.day(0);
    for (const [key, value] of [
      ['levyPercent', 51],
      ['levyPercent', 2.5],
      ['levyPercent', '5'],
      ['autoApproveNext', 1],
      ['noSuchPolicy', 1],
    ] as const) {
      await expect(service.setPolicy(administrator, { key, value, validFrom })).rejects.toMatchObject({
        code: 'invalid-input',
      });
    }
    await expect(
      service.setPolicy(administrator, { key: 'levyPercent', value: 50, validFrom }),
    ).resolves.toBeDefined();
  });
});

describe('closures', () => {
  const closed = (first: string, last: string) =>
    world.uow.run(administrator, (tx) => closedDays(tx, community.facts.municipalities.city, first, last));

  test('close their first and last day and none beside', async () => {
    const service = new ClosureService(world.uow);
    await service.createClosure(administrator, {
      kind: 'school',
      firstDay: '2027-02-08',
      lastDay: '2027-02-09',
      name: 'Carnevale',
    });
    expect([...(await closed('2027-02-07', '2027-02-10'))].sort()).toEqual(['2027-02-08', '2027-02-09']);
    expect((await closed('2027-02-09', '2027-02-09')).size).toBe(1);
  });

  test('of another municipality do not close this one', async () => {
    const service = new ClosureService(world.uow);
    const closure = await service.createClosure(administrator, {
      kind: 'patron',
      municipalityId: community.facts.municipalities.village,
      firstDay: '2027-03-01',
      lastDay: '2027-03-01',
      name: 'Patrono',
    });
    expect((await closed('2027-03-01', '2027-03-01')).size).toBe(0);
    await service.deleteClosure(administrator, closure.id);
    await expect(service.deleteClosure(administrator, closure.id)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('last at most 200 days and never end before they begin', async () => {
    const service = new ClosureService(world.uow);
    const base = { kind: 'school' as const, name: 'Lunga', firstDay: '2028-01-01' };
    await expect(
      service.createClosure(administrator, { ...base, lastDay: '2028-07-20' }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      service.createClosure(administrator, { ...base, lastDay: '2027-12-31' }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      service.createClosure(administrator, { ...base, lastDay: '2028-07-19' }),
    ).resolves.toBeDefined();
  });

  test('holidays and patrons are imported once, however often they are asked for', async () => {
    const service = new ClosureService(world.uow);
    const { added } = await service.importHolidays(administrator, 2026);
    expect(added).toBe(14);
    expect(await service.importHolidays(administrator, 2026)).toEqual({ added: 0 });
    const days = await closed('2026-10-01', '2026-12-31');
    expect([...days].sort()).toEqual([
      '2026-10-04',
      '2026-11-01',
      '2026-12-08',
      '2026-12-09',
      '2026-12-25',
      '2026-12-26',
    ]);
    await expect(service.importHolidays(administrator, 2032)).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

test('the community of a transaction is the actor’s', async () => {
  const found = await world.uow.run(administrator, communityOf);
  expect(found.id).toBe(community.id);
});
