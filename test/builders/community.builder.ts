import {
  CategoryService,
  CredentialTypeService,
  MunicipalityService,
  OrganisationService,
  type NewCategory,
} from '#communities';
import { systemActor, type Actor, type UnitOfWork } from '#database';
import { giveFirstKey, type IdentityCodec } from '#members';
import { addDays, localDay, newId, type Clock } from '#platform';
import { CommunityPeople } from './people.builder.js';

export const TIME_ZONE = 'Europe/Rome';

type ZoneName = 'centre' | 'station' | 'beyondRiver';
type CategoryName = 'babysitting' | 'homework' | 'transport' | 'errands';
type CredentialName = 'interview' | 'training';

/** A small community as tests need it: two municipalities with a river between them, four categories, two checks. */
export interface CommunityFacts {
  readonly id: string;
  readonly timeZone: string;
  /** The system, acting in this community. */
  readonly system: Actor;
  readonly organisationId: string;
  readonly municipalities: { readonly city: string; readonly village: string };
  /** centre and station lie in the city, beyondRiver in the village. */
  readonly zones: Readonly<Record<ZoneName, string>>;
  readonly categories: Readonly<Record<CategoryName, string>>;
  readonly credentialTypes: Readonly<Record<CredentialName, string>>;
}

/** Minutes by road; every other pair is the same the other way round. */
const ROADS: readonly [ZoneName, ZoneName, number, number][] = [
  ['centre', 'centre', 5, 1],
  ['station', 'station', 5, 1],
  ['beyondRiver', 'beyondRiver', 5, 1],
  ['centre', 'station', 10, 2],
  ['centre', 'beyondRiver', 35, 6],
  ['station', 'beyondRiver', 40, 7],
];

const CATEGORIES: Readonly<Record<CategoryName, Partial<NewCategory>>> = {
  babysitting: { needsDependants: true },
  homework: { needsDependants: true, needsSubjects: true, skipsClosures: true },
  transport: { needsDependants: true, needsDropOff: true, travelCounts: true },
  errands: { directExchange: true },
};

/** Builds a community through the rooms' own services; several may live in one database. */
export async function buildCommunity(
  uow: UnitOfWork,
  codec: IdentityCodec,
  clock: Clock,
): Promise<CommunityPeople> {
  const id = newId();
  const system = systemActor(id);
  await uow.run(system, async (tx) => {
    await tx.sql(
      `INSERT INTO community (id, name, kind, time_zone, country, default_language, languages, desk_phone, desk_email, created_at)
       VALUES ($1, 'Distretto di prova', 'district', $2, 'IT', 'it', '{it,en,ar,ro}', '+390382000000', 'desk@example.org', $3)`,
      [id, TIME_ZONE, tx.now],
    );
    await giveFirstKey(tx, codec);
  });
  const organisation = await new OrganisationService(uow).createOrganisation(system, {
    name: 'Associazione Prova',
    kind: 'association',
  });
  const places = await buildPlaces(uow, system);
  const credentialTypes = await buildCredentialTypes(uow, system);
  const categories = await buildCategories(uow, system);
  await demand(uow, clock, system, categories.babysitting, credentialTypes.interview);
  const facts = { id, timeZone: TIME_ZONE, system, organisationId: organisation.id, ...places, categories };
  return new CommunityPeople(uow, codec, clock, { ...facts, credentialTypes });
}

async function buildPlaces(uow: UnitOfWork, system: Actor) {
  const municipalities = new MunicipalityService(uow);
  const city = await municipalities.createMunicipality(system, { name: 'Città', patronDay: '12-09' });
  const village = await municipalities.createMunicipality(system, { name: 'Paese', patronDay: null });
  await municipalities.addZone(system, city.id, { name: 'Centro', lat: 45.185, lng: 9.16 });
  const { zones: inCity } = await municipalities.addZone(system, city.id, {
    name: 'Stazione',
    lat: 45.19,
    lng: 9.145,
  });
  const { zones: inVillage } = await municipalities.addZone(system, village.id, {
    name: 'Oltre il fiume',
    lat: 45.15,
    lng: 9.16,
  });
  const zones = { centre: inCity[0]!.id, station: inCity[1]!.id, beyondRiver: inVillage[0]!.id };
  const pairs = ROADS.flatMap(([a, b, minutes, kilometres]) =>
    (a === b ? [[a, b] as const] : [[a, b] as const, [b, a] as const]).map(([from, to]) => ({
      fromZoneId: zones[from],
      toZoneId: zones[to],
      minutes,
      kilometres,
    })),
  );
  await municipalities.putRoadMinutes(system, pairs);
  return { municipalities: { city: city.id, village: village.id }, zones };
}

async function buildCredentialTypes(uow: UnitOfWork, system: Actor): Promise<Record<CredentialName, string>> {
  const types = new CredentialTypeService(uow);
  const make = async (code: CredentialName, validityMonths: number) =>
    (
      await types.createCredentialType(system, {
        code,
        name: code,
        country: 'IT',
        validityMonths,
        legalBasis: 'Regolamento del distretto',
      })
    ).id;
  return { interview: await make('interview', 24), training: await make('training', 36) };
}

async function buildCategories(uow: UnitOfWork, system: Actor): Promise<Record<CategoryName, string>> {
  const service = new CategoryService(uow);
  const ids = {} as Record<CategoryName, string>;
  for (const code of Object.keys(CATEGORIES) as CategoryName[]) {
    const category = await service.createCategory(system, {
      code,
      name: code,
      needsDependants: false,
      needsSubjects: false,
      needsDropOff: false,
      skipsClosures: false,
      travelCounts: false,
      directExchange: false,
      siblingMultiplierPercent: 100,
      ...CATEGORIES[code],
    });
    ids[code] = category.id;
  }
  return ids;
}

async function demand(uow: UnitOfWork, clock: Clock, system: Actor, categoryId: string, typeId: string) {
  await new CategoryService(uow).setRequirements(system, categoryId, 1, [
    {
      credentialTypeId: typeId,
      municipalityId: null,
      contact: 'any',
      validFrom: addDays(localDay(TIME_ZONE, clock.now()), -365),
    },
  ]);
}
