import { row, type Row } from './bulk-writer.js';
import { helperOfHousehold } from './family-helpers.js';
import { humanOf, memberRows, type Human } from './humans.js';
import { accountRows } from './accounts.js';
import { MUNICIPALITIES, ZONES } from './pavia.data.js';
import { addressOf, nicknameOf } from './people.data.js';
import type { Prng } from './random.js';
import type { Sealer } from './sealing.js';
import { KNOWN, STAFF_NUMBERS } from './staff.js';
import type { World } from './world.js';

export type AgeBand = '0-2' | '3-5' | '6-10' | '11-13' | '14-17' | 'adult';

export interface Dependant {
  readonly id: string;
  readonly nickname: string;
  readonly ageBand: AgeBand;
}

export interface Household {
  readonly index: number;
  readonly id: string;
  readonly zone: number;
  readonly organisation: number;
  readonly address: string;
  readonly protected: boolean;
  readonly guardians: readonly Human[];
  readonly dependants: readonly Dependant[];
  /** The first guardian has an account in the time bank. */
  readonly hasAccount: boolean;
}

const SCHOOLING: Readonly<Record<AgeBand, readonly [level: string | null, seat: string]>> = {
  '0-2': ['nursery', 'infant'],
  '3-5': ['kindergarten', 'child'],
  '6-10': ['primary', 'booster'],
  '11-13': ['lower-secondary', 'adult'],
  '14-17': ['upper-secondary', 'adult'],
  adult: [null, 'adult'],
};

const BANDS: readonly (readonly [AgeBand, number])[] = [
  ['0-2', 16],
  ['3-5', 24],
  ['6-10', 34],
  ['11-13', 16],
  ['14-17', 10],
];

/** Zones by the people who live there: a municipality's inhabitants shared out over its zones. */
const ZONE_WEIGHTS = ZONES.map(({ index, municipality }): readonly [number, number] => {
  const { population, zones } = MUNICIPALITIES[municipality]!;
  return [index, Math.round(population / zones.length)];
});

export function zoneOf(random: Prng): number {
  return random.weighted(ZONE_WEIGHTS);
}

export const DEMO_ZONE = ZONES.findIndex(({ name }) => name === 'Città Giardino');

const MEETING_POINT = 'Ingresso della biblioteca di quartiere';
const WITH_GRANDPARENT_PERCENT = 14;
const PROTECTED_EVERY = 60;

export function householdAt(world: World, index: number): Household {
  const random = world.random('household', index);
  const demo = index === 0;
  const registeredDaysAgo = 390 - Math.floor((index / world.sizes.households) * 360);
  const organisation = demo ? 0 : random.weighted([[0, 2], [1, 1]]); // prettier-ignore
  const guardians = Array.from({ length: demo ? 1 : random.weighted([[1, 40], [2, 60]]) }, (_, place) => {
    const number = STAFF_NUMBERS + index * 2 + place;
    const name = demo ? KNOWN.family : undefined;
    return humanOf(world, { kind: 'guardian', index: index * 2 + place, number, organisation, registeredDaysAgo, name });
  }); // prettier-ignore
  const at = guardians[0]!.registeredAt;
  const bands = demo ? DEMO_BANDS : bandsOf(random);
  return {
    index,
    id: world.id('household', index, at),
    zone: demo ? DEMO_ZONE : zoneOf(random),
    organisation,
    address: addressOf(random),
    protected: index % PROTECTED_EVERY === PROTECTED_EVERY - 1,
    guardians,
    dependants: bands.map((ageBand, place) => ({
      id: world.id(`dependant:${index}`, place, at),
      nickname: nicknameOf(random),
      ageBand,
    })),
    hasAccount: demo || random.chance(60) || helperOfHousehold(world, index) !== undefined,
  };
}

const DEMO_BANDS: readonly AgeBand[] = ['3-5', '6-10'];

/** One to four dependants, now and then a grandparent among them. */
function bandsOf(random: Prng): AgeBand[] {
  const count = random.weighted([[1, 32], [2, 41], [3, 19], [4, 8]]); // prettier-ignore
  const bands = Array.from({ length: count }, () => random.weighted(BANDS));
  if (random.chance(WITH_GRANDPARENT_PERCENT)) bands[count - 1] = 'adult';
  return bands;
}

export function* householdRows(world: World, sealer: Sealer): Generator<Row> {
  for (let index = 0; index < world.sizes.households; index += 1) {
    const household = householdAt(world, index);
    const helps = helperOfHousehold(world, index) !== undefined;
    for (const [place, guardian] of household.guardians.entries()) {
      const both = helps && place === 0;
      yield* memberRows(world, sealer, guardian, both ? ['family', 'helper'] : ['family'], both);
    }
    yield* rowsOf(world, sealer, household);
    const [first] = household.guardians;
    if (household.hasAccount)
      yield* accountRows(world, 'guardian', index, first!.memberId, first!.registeredAt);
  }
}

function* rowsOf(world: World, sealer: Sealer, household: Household): Generator<Row> {
  const createdAt = household.guardians[0]!.registeredAt;
  yield row('household', {
    id: household.id,
    organisation_id: world.organisationId(household.organisation),
    zone_id: world.zoneId(household.zone),
    address_sealed: sealer.seal('householdAddress', household.id, household.address),
    protected: household.protected,
    meeting_point: household.protected ? MEETING_POINT : null,
    version: 1,
    created_at: createdAt,
  });
  for (const guardian of household.guardians) {
    yield row('household_member', {
      household_id: household.id,
      member_id: guardian.memberId,
      guardian: true,
      added_at: createdAt,
    });
  }
  for (const { id, nickname, ageBand } of household.dependants) {
    const [schoolLevel, seatType] = SCHOOLING[ageBand];
    yield row('dependant', {
      id,
      household_id: household.id,
      nickname_sealed: sealer.seal('nickname', id, nickname),
      age_band: ageBand,
      school_level: schoolLevel,
      seat_type: seatType,
    });
  }
}
