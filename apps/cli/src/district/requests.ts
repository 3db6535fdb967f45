import { addDays, type LocalDay } from '#platform';
import { expandSchedule, type Occurrence, type Schedule } from '#requests';
import { row, type Row } from './bulk-writer.js';
import { CATEGORIES } from './catalogue.data.js';
import { closedDaysIn, type ClosureData } from './closures.rules.js';
import { helperAt } from './helpers.js';
import { TIME_ZONE, ZONES } from './pavia.data.js';
import { addressOf } from './people.data.js';
import type { Prng } from './random.js';
import { planAt, withoutSchool, type RequestPlan } from './request-plans.js';
import type { Sealer } from './sealing.js';
import { coordinatorId } from './staff.js';
import type { World } from './world.js';

const MOST_KNOWN_SCHEDULES = 5_000;
const OPENED_OVER_MS = 10 * 86_400_000;
const NOTES = [
  'Citofonare due volte, il cane è buono.',
  'Suonare al secondo cancello.',
  'Meglio una chiamata prima di partire.',
  'Merenda già pronta in cucina.',
];

export class RequestSeeder {
  private readonly schedules = new Map<string, readonly Occurrence[]>();
  private readonly closedByMunicipality = new Map<number, ReadonlySet<LocalDay>>();
  /** Helpers who drive, and may be authorised to collect from school. */
  private readonly drivers: readonly number[];

  constructor(
    private readonly world: World,
    private readonly sealer: Sealer,
    private readonly closures: readonly ClosureData[],
  ) {
    const indexes = Array.from(
      { length: Math.min(world.sizes.helpers, MOST_DRIVERS_LOOKED_AT) },
      (_, index) => index,
    );
    this.drivers = indexes.filter((index) => helperAt(world, index).categories.includes('school-transport'));
  }

  *rows(): Generator<Row> {
    for (let index = 0; index < this.world.sizes.requests; index += 1) yield* this.rowsOf(index);
  }

  private *rowsOf(index: number): Generator<Row> {
    let plan = planAt(this.world, index);
    let occurrences = this.expand(plan);
    if (occurrences.length === 0) {
      plan = withoutSchool(plan);
      occurrences = this.expand(plan);
    }
    const openedAt = new Date(
      this.world.midnight.getTime() - Math.floor(OPENED_OVER_MS * (1 - index / this.world.sizes.requests)),
    );
    const requestId = this.world.id('request', index, openedAt);
    const random = this.world.random('request-facts', index);
    const asker = plan.household.guardians[0]!.memberId;
    yield this.requestRow(plan, requestId, asker, openedAt, random);
    for (const { id } of plan.dependants) {
      yield row('request_dependant', { request_id: requestId, dependant_id: id });
    }
    yield row('transition', {
      id: this.world.id('transition', index, openedAt),
      machine: 'request',
      subject_id: requestId,
      name: 'open',
      from_state: 'draft',
      to_state: 'open',
      actor_member_id: asker,
      at: openedAt,
    });
    yield* this.visitRows(plan, requestId, occurrences, openedAt);
    if (plan.school !== null) yield* this.authorisations(plan, asker, openedAt, random);
  }

  private requestRow(plan: RequestPlan, id: string, asker: string, openedAt: Date, random: Prng): Row {
    const { world, sealer } = this;
    const { household, schedule, index } = plan;
    const regimes = index < 2 ? BOTH : regimesOf(household.hasAccount, random);
    const desk = coordinatorId(world, household.organisation, index);
    const channel = random.weighted(index < 2 ? WEB : CHANNELS);
    return row('request', {
      id,
      household_id: household.id,
      category_id: world.categoryId(plan.category),
      state: 'open',
      asked_by: channel === 'web' ? asker : desk,
      on_behalf_of: channel === 'web' ? null : asker,
      channel,
      zone_id: world.zoneId(household.zone),
      address_sealed: sealer.seal('requestAddress', id, household.address),
      drop_off_zone_id: plan.dropOffZone === null ? null : world.zoneId(plan.dropOffZone),
      drop_off_address_sealed:
        plan.dropOffZone === null ? null : sealer.seal('dropOffAddress', id, `${addressOf(random)} (scuola)`),
      frequency: schedule.frequency,
      first_day: schedule.firstDay,
      until_day: schedule.untilDay,
      weekdays: schedule.weekdays,
      start_minute: schedule.startMinute,
      end_minute: schedule.endMinute,
      duration_minutes: schedule.durationMinutes,
      return_start_minute: schedule.returnLeg?.startMinute ?? null,
      return_end_minute: schedule.returnLeg?.endMinute ?? null,
      subjects: plan.subjects,
      languages: languagesOf(plan, random),
      mobility: plan.category === 'accompaniment' && random.chance(35) ? ['wheelchair'] : [],
      seats_needed: plan.seatsNeeded,
      urgency: random.weighted(URGENCIES),
      regimes,
      payer_member_id: regimes.includes('timebank') ? asker : null,
      school: plan.school,
      note_sealed: random.chance(30) ? sealer.seal('requestNote', id, random.pick(NOTES)) : null,
      owner_id: desk,
      call_back_on: random.chance(10) ? addDays(world.day, 1 + random.below(7)) : null,
      version: 1,
      created_at: openedAt,
      opened_at: openedAt,
      closed_at: null,
    });
  }

  private *visitRows(
    plan: RequestPlan,
    requestId: string,
    occurrences: readonly Occurrence[],
    openedAt: Date,
  ): Generator<Row> {
    const home = this.world.zoneId(plan.household.zone);
    const away = plan.dropOffZone === null ? home : this.world.zoneId(plan.dropOffZone);
    for (const [place, occurrence] of occurrences.entries()) {
      yield row('visit', {
        id: this.world.id(`visit:${plan.index}`, place, openedAt),
        request_id: requestId,
        occurrence: occurrence.day,
        leg: occurrence.leg,
        state: 'planned',
        window_starts_at: occurrence.windowStartsAt,
        window_ends_at: occurrence.windowEndsAt,
        starts_at: occurrence.startsAt,
        ends_at: occurrence.endsAt,
        from_zone_id: occurrence.leg === 0 ? home : away,
        to_zone_id: occurrence.leg === 0 ? away : home,
        seats_needed: plan.seatsNeeded,
        created_at: openedAt,
      });
    }
  }

  /** Up to four drivers may collect each child; a few families have not signed for anybody yet. */
  private *authorisations(plan: RequestPlan, signer: string, at: Date, random: Prng): Generator<Row> {
    if (random.chance(12)) return;
    for (const driver of random.sample(this.drivers, 4)) {
      const { memberId } = helperAt(this.world, driver).human;
      for (const [place, { id }] of plan.dependants.entries()) {
        yield row('collection_authorisation', {
          id: this.world.id(`authorisation:${plan.index}:${driver}`, place, at),
          dependant_id: id,
          helper_id: memberId,
          school: plan.school,
          signed_by: signer,
          valid_until: addDays(this.world.day, 200),
          created_at: at,
        });
      }
    }
  }

  /** Many requests share their times: instants are computed once for each schedule and set of closed days. */
  private expand({ category, schedule, household }: RequestPlan): readonly Occurrence[] {
    const skips = CATEGORIES.find(({ code }) => code === category)!.skipsClosures;
    const municipality = skips ? ZONES[household.zone]!.municipality : -1;
    const key = `${municipality}|${keyOf(schedule)}`;
    let known = this.schedules.get(key);
    if (!known) {
      if (this.schedules.size >= MOST_KNOWN_SCHEDULES) this.schedules.clear();
      known = expandSchedule(schedule, TIME_ZONE, skips ? this.closedDays(municipality) : new Set());
      this.schedules.set(key, known);
    }
    return known;
  }

  private closedDays(municipality: number): ReadonlySet<LocalDay> {
    let closed = this.closedByMunicipality.get(municipality);
    if (!closed) {
      closed = closedDaysIn(this.closures, municipality);
      this.closedByMunicipality.set(municipality, closed);
    }
    return closed;
  }
}

const MOST_DRIVERS_LOOKED_AT = 2_000;
const BOTH = ['volunteer', 'timebank'];
const WEB = [['web', 1]] as const;
const CHANNELS = [['web', 72], ['phone', 16], ['desk', 8], ['referral', 4]] as const; // prettier-ignore
const URGENCIES = [['normal', 70], ['soon', 22], ['urgent', 8]] as const; // prettier-ignore

function keyOf({
  frequency,
  firstDay,
  weekdays,
  startMinute,
  endMinute,
  durationMinutes,
  returnLeg,
}: Schedule): string {
  return [
    frequency,
    firstDay,
    weekdays,
    startMinute,
    endMinute,
    durationMinutes,
    returnLeg?.startMinute,
  ].join('|');
}

function regimesOf(hasAccount: boolean, random: Prng): string[] {
  if (!hasAccount) return ['volunteer'];
  return random.weighted([[BOTH, 60], [['volunteer'], 15], [['timebank'], 25]]); // prettier-ignore
}

/** Some families who speak another language at home ask for somebody who speaks it too. */
function languagesOf({ household }: RequestPlan, random: Prng): string[] {
  const { language } = household.guardians[0]!;
  return language !== 'it' && random.chance(25) ? [language] : [];
}
