import { addDays, minutesBetween } from '#platform';
import { expandSchedule, type Occurrence, type Schedule } from '#requests';
import { accountId, transferRows } from './accounts.js';
import { row, type Row } from './bulk-writer.js';
import { closedDaysIn, type ClosureData } from './closures.rules.js';
import { householdOfHelper } from './family-helpers.js';
import { helperAt, type Helper } from './helpers.js';
import { householdAt, type Dependant, type Household } from './households.js';
import { TIME_ZONE, ZONES } from './pavia.data.js';
import type { Sealer } from './sealing.js';
import { coordinatorId } from './staff.js';
import type { World } from './world.js';

const MOST_PAIRS = 500;
const BEGAN_DAYS_AGO = 42;
const ENDED_DAYS_AGO = 4;
const START_MINUTE = 960;
const VISIT_MINUTES = 90;
/** Every third helper is looked at, so that volunteers and time-bank members both have a past. */
const STRIDE = 3;

/** A helper and a household who know each other from the past weeks' homework help. */
interface Pair {
  readonly number: number;
  readonly helper: Helper;
  readonly household: Household;
  readonly pupil: Dependant;
}

/**
 * Weekly homework help of the past weeks, done, confirmed and counted or credited: what continuity and fairness see.
 * Each helper and each household stands in one pair at most, and never the well-known people.
 */
export function* historyRows(world: World, sealer: Sealer, closures: readonly ClosureData[]): Generator<Row> {
  for (const pair of pairsOf(world)) yield* pairRows(world, sealer, closures, pair);
}

function* pairsOf(world: World): Generator<Pair> {
  const most = Math.min(MOST_PAIRS, Math.floor(world.sizes.helpers / 6));
  const known = (at: Date): boolean => at < world.daysAgo(BEGAN_DAYS_AGO + 7);
  let number = 0;
  let asked = 1;
  for (let index = 1; index < world.sizes.helpers && number < most; index += STRIDE) {
    const helper = helperAt(world, index);
    const helps =
      helper.categories.includes('homework-help') && householdOfHelper(world, index) === undefined;
    if (helper.known || !helps || !known(helper.human.registeredAt)) continue;
    for (; asked < world.sizes.households; asked += 1) {
      const household = householdAt(world, asked);
      const pupil = household.dependants.find(({ ageBand }) => ageBand === '6-10' || ageBand === '11-13');
      const pays = helper.regime === 'volunteer' || household.hasAccount;
      // Households 3, 28, 53... have blocked somebody.
      if (!pupil || !pays || asked % 25 === 3 || !known(household.guardians[0]!.registeredAt)) continue;
      asked += 1;
      yield { number, helper, household, pupil };
      number += 1;
      break;
    }
  }
}

function scheduleOf(world: World, { number }: Pair): Schedule {
  return {
    frequency: 'weekly',
    firstDay: addDays(world.day, -BEGAN_DAYS_AGO + 3),
    untilDay: addDays(world.day, -ENDED_DAYS_AGO),
    weekdays: [1 + (number % 5)],
    startMinute: START_MINUTE,
    endMinute: START_MINUTE + VISIT_MINUTES,
    durationMinutes: VISIT_MINUTES,
    returnLeg: null,
  };
}

function* pairRows(
  world: World,
  sealer: Sealer,
  closures: readonly ClosureData[],
  pair: Pair,
): Generator<Row> {
  const schedule = scheduleOf(world, pair);
  const closed = closedDaysIn(closures, ZONES[pair.household.zone]!.municipality);
  const occurrences = expandSchedule(schedule, TIME_ZONE, closed);
  if (occurrences.length === 0) return;
  yield* requestRows(world, sealer, pair, schedule);
  yield* assignmentRows(world, pair);
  for (const [place, occurrence] of occurrences.entries()) yield* visitRows(world, pair, place, occurrence);
}

const began = (world: World): Date => world.daysAgo(BEGAN_DAYS_AGO);
const requestId = (world: World, { number }: Pair): string => world.id('past-request', number, began(world));
const proposalId = (world: World, { number }: Pair): string =>
  world.id('past-proposal', number, began(world));
const assignmentId = (world: World, { number }: Pair): string =>
  world.id('past-assignment', number, began(world));
const deskOf = (world: World, { household, number }: Pair): string =>
  coordinatorId(world, household.organisation, number);

function* requestRows(world: World, sealer: Sealer, pair: Pair, schedule: Schedule): Generator<Row> {
  const { household, helper, pupil } = pair;
  const id = requestId(world, pair);
  const guardian = household.guardians[0]!.memberId;
  yield row('request', {
    id,
    household_id: household.id,
    category_id: world.categoryId('homework-help'),
    state: 'closed',
    asked_by: guardian,
    on_behalf_of: null,
    channel: 'web',
    zone_id: world.zoneId(household.zone),
    address_sealed: sealer.seal('requestAddress', id, household.address),
    drop_off_zone_id: null,
    drop_off_address_sealed: null,
    frequency: schedule.frequency,
    first_day: schedule.firstDay,
    until_day: schedule.untilDay,
    weekdays: schedule.weekdays,
    start_minute: schedule.startMinute,
    end_minute: schedule.endMinute,
    duration_minutes: schedule.durationMinutes,
    return_start_minute: null,
    return_end_minute: null,
    subjects: ['italian'],
    languages: [],
    mobility: [],
    seats_needed: 1,
    urgency: 'normal',
    regimes: [helper.regime],
    payer_member_id: helper.regime === 'timebank' ? guardian : null,
    school: null,
    note_sealed: null,
    owner_id: deskOf(world, pair),
    call_back_on: null,
    version: 1,
    created_at: began(world),
    opened_at: began(world),
    closed_at: world.daysAgo(ENDED_DAYS_AGO - 1),
  });
  yield row('request_dependant', { request_id: id, dependant_id: pupil.id });
}

function* assignmentRows(world: World, pair: Pair): Generator<Row> {
  const at = began(world);
  const shared = {
    request_id: requestId(world, pair),
    helper_id: pair.helper.human.memberId,
    regime: pair.helper.regime,
    version: 1,
    created_at: at,
  };
  const desk = deskOf(world, pair);
  yield row('proposal', {
    ...shared,
    id: proposalId(world, pair),
    offer_id: world.id('offer', pair.helper.index, pair.helper.human.registeredAt),
    state: 'approved',
    score: 0,
    weights_version: 1,
    explanation: { terms: [], checks: [], nextBest: [] },
    override_rules: [],
    proposed_by: desk,
    decided_by: desk,
    decided_at: at,
    expires_at: world.daysAgo(BEGAN_DAYS_AGO - 7),
  });
  yield row('assignment', {
    ...shared,
    id: assignmentId(world, pair),
    proposal_id: proposalId(world, pair),
    household_id: pair.household.id,
    state: 'ended',
    approved_by: desk,
    approved_at: at,
    answer_by: world.daysAgo(BEGAN_DAYS_AGO - 1),
    accepted_at: at,
    guardian_needed: true,
    guardian_answered_by: pair.household.guardians[0]!.memberId,
    guardian_answered_at: at,
    guardian_channel: 'web',
  });
}

function* visitRows(world: World, pair: Pair, place: number, occurrence: Occurrence): Generator<Row> {
  const { helper, household, number } = pair;
  const { startsAt, endsAt } = occurrence;
  const zoneId = world.zoneId(household.zone);
  const visitId = world.id(`past-visit:${number}`, place, began(world));
  const seatId = world.id(`past-seat:${number}`, place, began(world));
  const minutes = minutesBetween(startsAt, endsAt);
  const timebank = helper.regime === 'timebank';
  const payerAccount = accountId(world, 'guardian', household.index, household.guardians[0]!.registeredAt);
  yield row('visit', {
    id: visitId,
    request_id: requestId(world, pair),
    occurrence: occurrence.day,
    leg: 0,
    state: 'past',
    window_starts_at: startsAt,
    window_ends_at: endsAt,
    starts_at: startsAt,
    ends_at: endsAt,
    from_zone_id: zoneId,
    to_zone_id: zoneId,
    seats_needed: 1,
    created_at: began(world),
  });
  yield row('seat', {
    id: seatId,
    assignment_id: assignmentId(world, pair),
    visit_id: visitId,
    session_id: visitId,
    member_id: helper.human.memberId,
    seat_number: 1,
    state: timebank ? 'credited' : 'counted',
    active: true,
    starts_at: startsAt,
    ends_at: endsAt,
    during: `[${startsAt.toISOString()},${endsAt.toISOString()})`,
    charged_minutes: minutes,
    from_zone_id: zoneId,
    to_zone_id: zoneId,
    regime: helper.regime,
    payer_account_id: timebank ? payerAccount : null,
    arrived_at: startsAt,
    handed_over_at: startsAt,
    done_at: endsAt,
    done_presumed: false,
    version: 1,
    created_at: began(world),
  });
  const transferId = timebank ? world.id(`past-transfer:${number}`, place, endsAt) : null;
  if (transferId) {
    yield* transferRows(world, {
      id: transferId,
      kind: 'visit',
      key: `visit:${seatId}`,
      reason: null,
      from: payerAccount,
      to: accountId(world, 'helper', helper.index, helper.human.registeredAt),
      minutes,
      seatId,
      createdBy: household.guardians[0]!.memberId,
      at: endsAt,
    });
  }
  yield row('time_entry', {
    id: world.id(`past-hours:${number}`, place, endsAt),
    seat_id: seatId,
    state: 'confirmed',
    minutes_given: minutes,
    minutes_credited: timebank ? minutes : 0,
    declared_by: helper.human.memberId,
    declared_side: 'helper',
    declared_minutes: minutes,
    declared_at: endsAt,
    answered_by: household.guardians[0]!.memberId,
    answered_minutes: minutes,
    answered_at: endsAt,
    transfer_id: transferId,
    version: 1,
  });
}
