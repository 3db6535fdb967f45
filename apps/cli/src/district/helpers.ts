import { accountRows } from './accounts.js';
import { row, type Row } from './bulk-writer.js';
import { SUBJECTS, type CategoryCode } from './catalogue.data.js';
import { credentialRows } from './credentials.js';
import { householdOfHelper } from './family-helpers.js';
import { hoursRows, type Rhythm } from './helper-hours.js';
import { DEMO_ZONE, householdAt, zoneOf } from './households.js';
import { humanOf, memberRows, type Human } from './humans.js';
import { ZONES } from './pavia.data.js';
import type { Prng } from './random.js';
import type { Sealer } from './sealing.js';
import { KNOWN, STAFF_NUMBERS } from './staff.js';
import type { World } from './world.js';

export interface Helper {
  readonly index: number;
  readonly human: Human;
  readonly regime: 'volunteer' | 'timebank';
  readonly known: boolean;
  readonly zone: number;
  readonly categories: readonly CategoryCode[];
  readonly rhythm: Rhythm;
}

type Calling = readonly [rhythm: Rhythm, ...categories: CategoryCode[]];

const VOLUNTEERS: readonly Calling[] = [
  ['afternoons', 'babysitting', 'homework-help'],
  ['school-runs', 'school-transport', 'homework-help'],
  ['afternoons', 'homework-help'],
  ['school-runs', 'school-transport', 'babysitting'],
  ['evenings', 'babysitting'],
  ['daytime', 'accompaniment', 'shopping'],
  ['afternoons', 'homework-help', 'babysitting'],
  ['evenings', 'babysitting', 'homework-help'],
  ['daytime', 'homework-help', 'accompaniment'],
  ['school-runs', 'school-transport'],
];
const TIMEBANK: readonly Calling[] = [
  ['evenings', 'babysitting', 'homework-help'],
  ['daytime', 'shopping', 'small-repairs'],
  ['evenings', 'babysitting'],
  ['afternoons', 'homework-help'],
  ['daytime', 'accompaniment', 'shopping'],
  ['daytime', 'small-repairs'],
  ['school-runs', 'school-transport', 'babysitting'],
  ['afternoons', 'homework-help', 'babysitting'],
];
/** Few weekly requests want babysitting: whoever tries the demonstration finds these two with time left. */
const KNOWN_CALLING: Calling = ['all-week', 'babysitting'];

export function helperAt(world: World, index: number): Helper {
  const random = world.random('helping', index);
  const timebank = index >= world.volunteers;
  const place = timebank ? index - world.volunteers : index;
  const known = place === 0;
  const list = timebank ? TIMEBANK : VOLUNTEERS;
  const [rhythm, ...categories] = known ? KNOWN_CALLING : list[place % list.length]!;
  const family = householdOfHelper(world, index);
  const home = family === undefined ? undefined : householdAt(world, family);
  return {
    index,
    human: home?.guardians[0] ?? helperHuman(world, index, timebank, place),
    regime: timebank ? 'timebank' : 'volunteer',
    known,
    zone: known ? DEMO_ZONE : (home?.zone ?? zoneOf(random)),
    categories,
    rhythm,
  };
}

function helperHuman(world: World, index: number, timebank: boolean, place: number): Human {
  return humanOf(world, {
    kind: 'helper',
    index,
    number: STAFF_NUMBERS + world.sizes.households * 2 + index,
    organisation: place === 0 ? 0 : timebank ? place % 2 : Number(place % 3 === 2),
    registeredDaysAgo: 380 - Math.floor((index / world.sizes.helpers) * 350),
    name: place === 0 ? (timebank ? KNOWN.timebankHelper : KNOWN.helper) : undefined,
  });
}

export function* helperRows(world: World, sealer: Sealer): Generator<Row> {
  for (let index = 0; index < world.sizes.helpers; index += 1) {
    const helper = helperAt(world, index);
    const { memberId, registeredAt, organisation } = helper.human;
    if (householdOfHelper(world, index) === undefined) {
      yield* memberRows(world, sealer, helper.human, ['helper'], true);
      if (helper.regime === 'timebank') yield* accountRows(world, 'helper', index, memberId, registeredAt);
    }
    const random = world.random('offer', index);
    yield profileRow(world, helper, random);
    yield offerRow(world, helper, random);
    yield* hoursRows(world, memberId, helper.rhythm, random);
    yield* credentialRows(world, { ...helper, memberId, organisation, inOrder: helper.known });
  }
}

function profileRow(world: World, { human, zone, known }: Helper, random: Prng): Row {
  return row('helper_profile', {
    member_id: human.memberId,
    zone_id: world.zoneId(zone),
    weekly_minutes: known ? 720 : random.pick([180, 240, 300, 360, 480]),
    break_minutes: random.pick([0, 10, 15, 15, 30]),
    unanswered_asks: 0,
    version: 1,
  });
}

const CHILDREN = ['0-2', '3-5', '6-10', '11-13', '14-17'];
const WITH_CHILDREN: readonly CategoryCode[] = ['babysitting', 'homework-help', 'school-transport'];

function offerRow(world: World, helper: Helper, random: Prng): Row {
  const { human, known, categories } = helper;
  const has = (code: CategoryCode): boolean => categories.includes(code);
  const children = WITH_CHILDREN.some(has);
  const subjects = known ? SUBJECTS : random.sample(SUBJECTS, 2 + random.below(SUBJECTS.length - 1));
  const narrow = children && !known && random.chance(25);
  const ownTown = !known && random.chance(12);
  return row('offer', {
    id: world.id('offer', helper.index, human.registeredAt),
    member_id: human.memberId,
    state: 'live',
    regime: helper.regime,
    category_ids: categories.map((code) => world.categoryId(code)),
    subjects: has('homework-help') ? subjects : [],
    languages: human.languages,
    // None named means all; some helpers want only the little or only the big ones.
    age_bands: narrow ? (random.chance(50) ? CHILDREN.slice(0, 3) : CHILDREN.slice(2)) : [],
    mobility: random.chance(30) ? ['wheelchair'] : [],
    max_travel_minutes: known ? 45 : 15 + 5 * random.below(6),
    municipality_ids: ownTown ? [world.municipalityId(ZONES[helper.zone]!.municipality)] : [],
    seats: has('school-transport') ? random.pick(CARS) : {},
    version: 1,
    created_at: human.registeredAt,
  });
}

const CARS: readonly Readonly<Record<string, number>>[] = [
  { child: 1, booster: 2, adult: 2 },
  { booster: 2, adult: 3 },
  { infant: 1, child: 1, booster: 1, adult: 2 },
  { child: 2, booster: 2, adult: 3 },
];
