import type { MemberActor } from '#database';
import { addDays } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpScene } from '../builders/http.scene.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new HttpScene();
const { call, ask } = scene;

let installation: TestInstallation;
let desk: MemberActor;

beforeAll(async () => {
  installation = await scene.open();
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ desk } = await scene.begin());
});
afterEach(scene.expectSound);

describe('the weeks in which the clocks change', () => {
  const CASES = [
    ['a gap in the morning moves forward', '2027-03-28', '02:15', '02:45', false, '01:15', '01:45'],
    [
      'a gap from its start to its end keeps its length',
      '2027-03-28',
      '02:00',
      '03:00',
      false,
      '01:00',
      '02:00',
    ],
    ['a short night is an hour shorter', '2027-03-27', '22:00', '04:00', true, '21:00', '02:00'],
    ['an hour that happens twice is its first', '2026-10-25', '02:15', '02:45', false, '00:15', '00:45'],
    ['a long night is an hour longer', '2026-10-24', '22:00', '04:00', true, '20:00', '03:00'],
  ] as const;

  test.each(CASES)('%s', async (_, firstDay, startTime, endTime, endsNextDay, from, to) => {
    installation.clock.moveTo(new Date(firstDay > '2027' ? '2027-03-15T10:00:00Z' : '2026-10-12T10:00:00Z'));
    const day = { startTime, endTime, endsNextDay };
    const weekly = { frequency: 'weekly', firstDay: addDays(firstDay, -7), untilDay: addDays(firstDay, 7) };
    for (const schedule of [{ frequency: 'once', firstDay }, weekly]) {
      const { id } = await ask({}, { ...day, ...schedule });
      const { items } = await call(desk, 'get', `/v1/requests/${id}/visits`);
      const visit = items.find((it) => it.occurrence === firstDay)!;
      expect([visit.startsAt.slice(11, 16), visit.endsAt.slice(11, 16)]).toEqual([from, to]);
      expect(items).toHaveLength(schedule.frequency === 'once' ? 1 : 3);
    }
  });
});
