import { addMinutes, localDay, localMinute } from '#platform';
import { expect } from '@jest/globals';
import type { Prng } from '../../apps/cli/src/district/random.js';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { until } from '../support/test-installation.js';
import type { FaultPlace } from './fault-place.js';
import { faultScenarios } from './scenario.js';

const DAY = 1_440;
const ZONE = 'Europe/Rome';
/** Well outside of the quiet hours, whichever hour the night has taken or given. */
const [MORNING, EVENING] = [10 * 60, 19 * 60];

interface Promised {
  readonly seatIds: readonly string[];
  readonly helperId: string;
  readonly declare: (seatId: string) => Promise<number>;
}

/** A confirmed time-bank assignment of two visits of an hour, the day before and the day after the given night. */
async function aroundTheNight(place: FaultPlace, night: Date): Promise<Promised> {
  const { people, uow, clock } = place.installation;
  clock.moveTo(addMinutes(night, -4 * DAY));
  const [family, helper] = [await people.family(), await people.helper({ regime: 'timebank' })];
  const starts = [addMinutes(night, -10 * 60), addMinutes(night, 15 * 60)];
  const asked = await buildRequest(uow, people, { family, starts });
  const { seatIds, assignmentId } = await approve(uow, people, { family, helper, asked, regime: 'timebank' });
  await place.sql(`UPDATE assignment SET state = 'confirmed' WHERE id = $1`, [assignmentId]);
  const client = await place.installation.as(helper.actor);
  return {
    seatIds,
    helperId: helper.memberId,
    declare: async (seatId) =>
      (await client.post(`/v1/seats/${seatId}/declare-hours`).send({ minutes: 60 })).status,
  };
}

/** Two workers do every duty there is, at once, and what follows from it. */
async function dutiesTwice(place: FaultPlace): Promise<void> {
  await Promise.all(place.workersHere.map((worker) => worker.runDuties()));
  for (const worker of place.workersHere) {
    for (const name of ['upkeep', 'notifications'] as const) {
      await until('the duties to be done', async () => {
        const counts = await worker.backend.queue(name).counts();
        return Object.values(counts).every((count) => count === 0);
      });
    }
  }
  await until('what follows', async () => (await place.waiting()).every(({ dead }) => dead), 30_000);
}

/** What waits for the end of the quiet hours leaves in the morning, which a clock does not jump over. */
async function throughTheMorning(place: FaultPlace): Promise<void> {
  const { clock } = place.installation;
  const minute = localMinute(ZONE, clock.now());
  if (minute >= MORNING && minute < EVENING) return;
  clock.advanceMinutes(MORNING - minute + (minute < MORNING ? 0 : DAY));
  await dutiesTwice(place);
}

/**
 * Goes on in steps of so many hours, at most twice as many; now and then the clock is set back, as a clock that is
 * corrected.
 */
async function goOn(place: FaultPlace, random: Prng, until: Date, hours: number): Promise<void> {
  const { clock } = place.installation;
  while (clock.now() < until) {
    await dutiesTwice(place);
    if (random.chance(25)) {
      clock.advanceMinutes(-60);
      await dutiesTwice(place);
    }
    await throughTheMorning(place);
    clock.advanceMinutes(60 * (hours + random.below(hours)));
  }
  await dutiesTwice(place);
  await throughTheMorning(place);
}

async function through(place: FaultPlace, random: Prng, night: Date): Promise<void> {
  await Promise.all([place.startWorker(), place.startWorker()]);
  const promised = await aroundTheNight(place, night);
  await goOn(place, random, addMinutes(night, 2 * DAY), 9);
  for (const seatId of promised.seatIds) expect(await promised.declare(seatId)).toBe(201);
  await goOn(place, random, addMinutes(night, 18 * DAY), 100);
  await expectTwoHoursOnce(place, promised);
}

/** Each visit reminded of once, taken for done once, paid once: what was held is redeemed by what was captured. */
async function expectTwoHoursOnce(place: FaultPlace, { seatIds, helperId }: Promised): Promise<void> {
  const rows = await place.sql(
    `SELECT s.state, s.done_presumed AS presumed, t.state AS hours,
       (SELECT count(*)::int FROM notification n WHERE n.subject_id = s.id AND n.topic = 'seat-reminder' AND n.member_id = $2) AS reminders,
       (SELECT count(*)::int FROM notification n WHERE n.subject_id = s.id AND n.topic = 'hours-due' AND n.member_id = $2) AS asked,
       (SELECT count(*)::int FROM transfer f WHERE f.seat_id = s.id AND f.kind = 'visit') AS transfers,
       (SELECT array_agg(h.state ORDER BY h.state) FROM hold h WHERE h.seat_id = s.id) AS holds
     FROM seat s LEFT JOIN time_entry t ON t.community_id = s.community_id AND t.seat_id = s.id
     WHERE s.id = ANY ($1::uuid[])`,
    [seatIds, helperId],
  );
  const once = { presumed: true, reminders: 1, asked: 1, transfers: 1, holds: ['captured', 'released'] };
  expect(rows).toEqual(seatIds.map(() => ({ state: 'credited', hours: 'auto-confirmed', ...once })));
}

/** A series across the night keeps its time on the wall, and its length, on every day. */
async function keepsWallTime(place: FaultPlace, random: Prng, night: Date): Promise<void> {
  const { people, clock } = place.installation;
  clock.moveTo(addMinutes(night, -8 * DAY));
  const family = await people.family();
  const client = await place.installation.as(family.actor);
  const hour = 7 + random.below(12);
  const { body } = await client
    .post('/v1/requests')
    .send({
      householdId: family.householdId,
      categoryId: people.facts.categories.babysitting,
      dependantIds: family.dependantIds,
      schedule: {
        frequency: 'weekly',
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        firstDay: people.day(1),
        untilDay: people.day(15),
        startTime: `${hour}:30`.padStart(5, '0'),
        endTime: `${hour + 1}:45`.padStart(5, '0'),
      },
      regimes: ['volunteer'],
      open: true,
    })
    .expect(201);
  const visits = await place.sql<{ start: Date; end: Date }>(
    `SELECT window_starts_at AS start, window_ends_at AS "end" FROM visit WHERE request_id = $1 ORDER BY window_starts_at`,
    [body.id],
  );
  expect(visits).toHaveLength(15);
  const days = new Set(visits.map(({ start }) => localDay(ZONE, start)));
  expect(days.size).toBe(15);
  for (const { start, end } of visits) {
    expect([localMinute(ZONE, start), localMinute(ZONE, end)]).toEqual([
      hour * 60 + 30,
      (hour + 1) * 60 + 45,
    ]);
  }
}

/** 02:00 and 03:00 in Rome at the same time: clocks go back, and forward. */
const BACK = new Date('2026-10-25T01:00:00Z');
const FORWARD = new Date('2027-03-28T01:00:00Z');

faultScenarios('the clock goes on, is set back, and changes to winter and summer time', [
  {
    name: 'two workers do every duty through the night the clocks go back',
    steps: (place, random) => through(place, random, BACK),
  },
  {
    name: 'two workers do every duty through the night the clocks go forward',
    steps: (place, random) => through(place, random, FORWARD),
  },
  {
    name: 'a daily series keeps its time on the wall through both nights',
    async steps(place, random) {
      await keepsWallTime(place, random, BACK);
      await keepsWallTime(place, random, FORWARD);
    },
  },
]);
