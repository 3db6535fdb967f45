import { addDays, weekdayOf, type LocalDay } from '#platform';
import type { Schedule } from '#requests';
import { SUBJECTS, type CategoryCode } from './catalogue.data.js';
import { householdAt, type AgeBand, type Dependant, type Household } from './households.js';
import { MUNICIPALITIES, ZONES } from './pavia.data.js';
import type { Prng } from './random.js';
import { roadBetween } from './road-minutes.rules.js';
import type { World } from './world.js';

/** What a household asks for, before anything is sealed or dated. */
export interface RequestPlan {
  readonly index: number;
  readonly household: Household;
  readonly category: CategoryCode;
  readonly schedule: Schedule;
  readonly dependants: readonly Dependant[];
  readonly subjects: readonly string[];
  readonly seatsNeeded: number;
  /** Where the journey of a school run ends. */
  readonly dropOffZone: number | null;
  readonly school: string | null;
}

/** The next four weeks, from tomorrow. */
const DAYS_AHEAD = 28;

/** How a need comes about: a draft from a household and a generator, undefined when the household has no such need. */
type Kind = (
  world: World,
  household: Household,
  random: Prng,
) => Omit<RequestPlan, 'index' | 'household'> | undefined;

const PLAIN = { subjects: [], seatsNeeded: 1, dropOffZone: null, school: null };

const SCHOOL_AGES: readonly AgeBand[] = ['6-10', '11-13', '14-17'];
const RIDING_AGES: readonly AgeBand[] = ['3-5', '6-10', '11-13'];
const HOMEWORK_HELP_STARTS = [900, 930, 960, 990, 1_020];

const aged = ({ dependants }: Household, bands: readonly AgeBand[]): Dependant[] =>
  dependants.filter(({ ageBand }) => bands.includes(ageBand));

function weekly(world: World, weekdays: readonly number[], startMinute: number, minutes: number): Schedule {
  return {
    frequency: 'weekly',
    firstDay: addDays(world.day, 1),
    untilDay: addDays(world.day, DAYS_AHEAD),
    weekdays,
    startMinute,
    endMinute: startMinute + minutes,
    durationMinutes: minutes,
    returnLeg: null,
  };
}

function once(firstDay: LocalDay, startMinute: number, window: number, durationMinutes = window): Schedule {
  const endMinute = startMinute + window;
  return { frequency: 'once', firstDay, untilDay: firstDay, weekdays: [], startMinute, endMinute, durationMinutes, returnLeg: null }; // prettier-ignore
}

const someDay = (world: World, random: Prng): LocalDay => addDays(world.day, 1 + random.below(DAYS_AHEAD));

const homework: Kind = (world, household, random) => {
  const pupils = aged(household, SCHOOL_AGES);
  if (pupils.length === 0) return undefined;
  const weekdays = random.sample([1, 2, 3, 4, 5], random.weighted([[1, 70], [2, 30]])); // prettier-ignore
  return {
    ...PLAIN,
    category: 'homework-help',
    schedule: weekly(world, weekdays, random.pick(HOMEWORK_HELP_STARTS), random.pick([60, 90, 90, 120])),
    dependants: [random.pick(pupils)],
    subjects: random.sample(SUBJECTS, 1 + random.below(2)),
  };
};

const children = ({ dependants }: Household): Dependant[] =>
  dependants.filter(({ ageBand }) => ageBand !== 'adult');

const evening: Kind = (world, household, random) => {
  const dependants = children(household);
  if (dependants.length === 0) return undefined;
  const start = 1_110 + 30 * random.below(4);
  // From 18:30 on, three to four and a half hours; some end after midnight.
  const schedule = once(someDay(world, random), start, 180 + 30 * random.below(4));
  return {
    ...PLAIN,
    category: 'babysitting',
    schedule,
    dependants,
    seatsNeeded: dependants.length > 2 ? 2 : 1,
  };
};

const flexibleBabysitting: Kind = (world, household, random) => {
  const dependants = children(household);
  if (dependants.length === 0) return undefined;
  const schedule = once(someDay(world, random), 900 + 30 * random.below(3), 240, 90 + 30 * random.below(3));
  return { ...PLAIN, category: 'babysitting', schedule, dependants };
};

const schoolRun: Kind = (world, household, random) => {
  const riders = aged(household, RIDING_AGES);
  if (riders.length === 0) return undefined;
  const near = ZONES.filter(({ municipality }) => municipality === ZONES[household.zone]!.municipality);
  const target = random.pick(random.chance(75) ? near : ZONES.slice(0, MUNICIPALITIES[0]!.zones.length));
  const there = roadBetween(ZONES[household.zone]!, target).minutes;
  const minutes = Math.max(20, Math.ceil(there / 5) * 5 + 10);
  const outward = weekly(world, random.sample([1, 2, 3, 4, 5], 1 + random.below(3)), 485 - minutes, minutes);
  const returnStart = random.pick([965, 995]);
  const returnLeg = random.chance(60) ? { startMinute: returnStart, endMinute: returnStart + minutes } : null;
  return {
    ...PLAIN,
    category: 'school-transport',
    schedule: { ...outward, returnLeg },
    dependants: riders.slice(0, 2),
    dropOffZone: target.index,
    school: returnLeg && random.chance(60) ? `Scuola di ${target.name}` : null,
  };
};

const errand: Kind = (world, _household, random) => {
  const category = random.pick(['shopping', 'small-repairs'] as const);
  const schedule = once(someDay(world, random), 540 + 60 * random.below(3), 360, 60 + 30 * random.below(3));
  return { ...PLAIN, category, schedule, dependants: [] };
};

const accompaniment: Kind = (world, household, random) => {
  const elders = aged(household, ['adult']);
  if (elders.length === 0) return undefined;
  const schedule = once(someDay(world, random), 540 + 30 * random.below(6), 120);
  return { ...PLAIN, category: 'accompaniment', schedule, dependants: elders };
};

const KINDS: readonly (readonly [Kind, number])[] = [
  [homework, 42],
  [evening, 24],
  [flexibleBabysitting, 8],
  [schoolRun, 14],
  [errand, 8],
  [accompaniment, 4],
];
const HOUSEHOLDS_TRIED = 12;

/** The index-th request. The first two are the demonstration family's. */
export function planAt(world: World, index: number): RequestPlan {
  if (index < DEMO_PLANS.length) return DEMO_PLANS[index]!(world, index);
  const random = world.random('request', index);
  const kind = random.weighted(KINDS);
  let asking = index % world.sizes.households;
  for (let tried = 0; tried < HOUSEHOLDS_TRIED; tried += 1) {
    const household = householdAt(world, asking);
    const plan = asking === 0 ? undefined : kind(world, household, random);
    if (plan) return { ...plan, index, household };
    asking = random.below(world.sizes.households);
  }
  const household = householdAt(world, asking || 1);
  return { ...errand(world, household, random)!, index, household };
}

/** Babysitting in three days, and homework help each week: both known helpers can serve them. */
const DEMO_PLANS: readonly ((world: World, index: number) => RequestPlan)[] = [
  (world, index) => {
    const household = householdAt(world, 0);
    const schedule = once(addDays(world.day, 3), 1_050, 120);
    return {
      ...PLAIN,
      index,
      household,
      category: 'babysitting',
      schedule,
      dependants: household.dependants,
    };
  },
  (world, index) => {
    const household = householdAt(world, 0);
    const schedule = weekly(world, [2], 990, 60);
    const dependants = aged(household, SCHOOL_AGES);
    return {
      ...PLAIN,
      index,
      household,
      category: 'homework-help',
      schedule,
      dependants,
      subjects: ['mathematics'],
    };
  },
];

/** The plan as babysitting, for weeks in which every school day is closed. */
export function withoutSchool(plan: RequestPlan): RequestPlan {
  const { schedule } = plan;
  const sameWeekday = (7 + ((schedule.weekdays[0] ?? 1) - weekdayOf(schedule.firstDay))) % 7;
  return {
    ...plan,
    ...PLAIN,
    category: 'babysitting',
    schedule: once(addDays(schedule.firstDay, sameWeekday), 930, 120),
  };
}
