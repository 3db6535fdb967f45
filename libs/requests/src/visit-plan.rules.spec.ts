import { describe, expect, test } from '@jest/globals';
import { expandSchedule, type Schedule } from './recurrence.rules.js';
import { replanVisits, wantVisits, type StandingVisit, type WantedVisit } from './visit-plan.rules.js';

const NOW = new Date('2026-10-05T08:00:00Z');
const DAILY: Schedule = {
  frequency: 'weekly',
  firstDay: '2026-10-05',
  untilDay: '2026-10-08',
  weekdays: [1, 2, 3, 4],
  startMinute: 480,
  endMinute: 600,
  durationMinutes: 60,
  returnLeg: null,
};

const wanting = (schedule: Partial<Schedule> = {}, seatsNeeded = 1) =>
  wantVisits(expandSchedule({ ...DAILY, ...schedule }, 'Europe/Rome'), {
    zoneId: 'a',
    dropOffZoneId: null,
    seatsNeeded,
  });

const standing = (visits: readonly WantedVisit[], parts: Partial<StandingVisit> = {}): StandingVisit[] =>
  visits.map((visit) => ({
    ...visit,
    id: visit.day,
    occurrence: visit.day,
    state: 'planned' as const,
    rescheduled: false,
    activeSeats: 0,
    ...parts,
  }));

describe('replanning', () => {
  test('an unchanged schedule changes nothing, even where a later start in the window was chosen', () => {
    const chosen = standing(wanting()).map((visit) => ({
      ...visit,
      startsAt: new Date(visit.startsAt.getTime() + 1_800_000),
      endsAt: new Date(visit.endsAt.getTime() + 1_800_000),
      activeSeats: 1,
    }));
    expect(replanVisits(chosen, wanting(), NOW)).toEqual({
      add: [],
      move: [],
      planAgain: [],
      cancel: [],
      blocked: [],
    });
  });

  test('what has begun stays, what is to come moves', () => {
    const plan = replanVisits(standing(wanting()), wanting({ startMinute: 540, endMinute: 660 }), NOW);
    expect(plan.move.map(({ id }) => id)).toEqual(['2026-10-06', '2026-10-07', '2026-10-08']);
    expect([plan.add, plan.cancel, plan.blocked]).toEqual([[], [], []]);
  });

  test('days left out are cancelled, new ones added', () => {
    const plan = replanVisits(standing(wanting({ weekdays: [1, 2] })), wanting({ weekdays: [1, 4] }), NOW);
    expect(plan.cancel).toEqual(['2026-10-06']);
    expect(plan.add.map(({ day }) => day)).toEqual(['2026-10-08']);
  });

  test('a helper who is coming blocks a move and a removal, not another seat', () => {
    const covered = standing(wanting(), { activeSeats: 1 });
    expect(replanVisits(covered, wanting({ startMinute: 490 }), NOW).blocked).toHaveLength(3);
    expect(replanVisits(covered, wanting({ weekdays: [1, 2] }), NOW).blocked).toEqual([
      '2026-10-07',
      '2026-10-08',
    ]);
    const second = replanVisits(covered, wanting({}, 2), NOW);
    expect([second.blocked, second.move.length]).toEqual([[], 3]);
    expect(
      replanVisits(standing(wanting({}, 2), { activeSeats: 2 }), wanting({}, 1), NOW).blocked,
    ).toHaveLength(3);
  });

  test('a visit that a person cancelled stays cancelled, one that a schedule dropped comes back', () => {
    expect(replanVisits(standing(wanting(), { state: 'cancelled' }), wanting(), NOW).planAgain).toEqual([]);
    expect(
      replanVisits(standing(wanting(), { state: 'cancelled', rescheduled: true }), wanting(), NOW).planAgain,
    ).toHaveLength(4);
  });
});
