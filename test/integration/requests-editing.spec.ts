import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestsService } from '#requests';
import type { CommunityPeople } from '../builders/people.builder.js';
import { RequestScene, TUESDAYS } from '../builders/requests.scene.js';

const scene = new RequestScene();
const { asking, visitRows, eventsOf, giveSeat } = scene;

let people: CommunityPeople;
let requests: RequestsService;

beforeAll(async () => {
  ({ people, requests } = await scene.open());
}, 120_000);
afterAll(() => scene.close());

describe('editing', () => {
  test('a stale version is refused', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    await expect(
      requests.editRequest(family.actor, request.id, request.version - 1, { urgency: 'soon' }),
    ).rejects.toMatchObject({ code: 'stale-version' });
  });

  test('a new schedule moves the visits nobody is assigned to, drops what it no longer has, and brings it back', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const before = await visitRows(request.id);
    const later = await requests.editRequest(family.actor, request.id, request.version, {
      schedule: {
        ...TUESDAYS,
        weekdays: [2, 4],
        untilDay: '2026-10-16',
        startTime: '17:00',
        endTime: '19:00',
      },
    });
    const planned = (await visitRows(request.id)).filter(({ state }) => state === 'planned');
    expect(planned.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-10-06T15:00:00.000Z',
      '2026-10-08T15:00:00.000Z',
      '2026-10-13T15:00:00.000Z',
      '2026-10-15T15:00:00.000Z',
    ]);
    expect(planned[0]!.id).toBe(before[0]!.id);
    expect(await eventsOf(request.id)).toEqual(['request.changed', 'request.opened']);
    const back = await requests.editRequest(family.actor, request.id, later.version, { schedule: TUESDAYS });
    expect(back.coverage.visits).toBe(5);
  });

  test('a visit somebody is coming to forbids the whole change; other facts may change', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const [first] = await visitRows(request.id);
    await giveSeat(request.id, first!.id);
    const moved = { ...TUESDAYS, startTime: '15:00' };
    await expect(
      requests.editRequest(family.actor, request.id, request.version, { schedule: moved }),
    ).rejects.toMatchObject({
      code: 'visits-assigned',
      facts: { visitIds: [first!.id], visits: 1 },
    });
    const longer = await requests.editRequest(family.actor, request.id, request.version, {
      schedule: { ...TUESDAYS, untilDay: '2026-11-10' },
      urgency: 'soon',
    });
    expect(longer).toMatchObject({ urgency: 'soon', coverage: { visits: 6, covered: 1 } });
  });

  test('what helpers were chosen by stays while one of them is coming', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family, { languages: ['it', 'de'] }));
    const [first] = await visitRows(request.id);
    await giveSeat(request.id, first!.id);
    for (const change of [
      { mobility: ['wheelchair'] },
      { languages: ['ar'] },
      { subjects: ['physics'] },
      { regimes: ['timebank'] as const },
      { school: 'Scuola Pascoli' },
      { zoneId: people.facts.zones.station, address: 'Via Po 2' },
      { dropOff: { zoneId: people.facts.zones.station, address: 'Via Po 2' } },
    ]) {
      await expect(
        requests.editRequest(family.actor, request.id, request.version, change),
      ).rejects.toMatchObject({ code: 'visits-assigned', facts: { visitIds: [first!.id] } });
    }
    const same = await requests.editRequest(family.actor, request.id, request.version, {
      languages: ['de', 'it'],
      note: 'Citofono rotto',
    });
    expect(same.note).toBe('Citofono rotto');
  });
});
