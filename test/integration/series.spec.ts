import type { MemberActor } from '#database';
import { releaseSeatsOfCancelledVisits } from '#assignments';
import { SeriesService } from '#requests';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BuiltFamily } from '../builders/people.builder.js';
import { RequestScene } from '../builders/requests.scene.js';
import { START } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

const scene = new RequestScene();
const { asking, visitRows, eventsOf, giveSeat } = scene;
const AT_FIVE = { startTime: '17:00', endTime: '18:00' };
let series: SeriesService;
let family: BuiltFamily;
let requestId: string;

beforeAll(async () => {
  await scene.open();
  series = new SeriesService(scene.world.uow, scene.world.codec);
});
afterAll(() => scene.close());
beforeEach(async () => {
  scene.world.clock.moveTo(START);
  family = await scene.people.family();
  requestId = (await scene.requests.createRequest(family.actor, asking(family))).id;
});

const planned = async (id = requestId) =>
  (await visitRows(id))
    .filter(({ state }) => state === 'planned')
    .map(({ startsAt }) => startsAt.toISOString().slice(0, 16));
const visitOn = async (day: string, id = requestId) =>
  (await visitRows(id)).find(({ occurrence }) => occurrence === day)!.id;
const move = async (day: string, change: object = {}, actor: MemberActor = family.actor) =>
  series.moveFollowing(actor, await visitOn(day), { ...AT_FIVE, ...change });
const run: RequestScene['world']['uow']['run'] = (...args) => scene.world.uow.run(...args);

describe('another time for a visit and all that follow', () => {
  test('changes the request itself from its next visit on, while nobody is coming', async () => {
    expect(await move('2026-10-06')).toEqual({ requestId, freed: 0 });
    expect(await planned()).toEqual([
      '2026-10-06T15:00',
      '2026-10-13T15:00',
      '2026-10-20T15:00',
      '2026-10-27T16:00',
      '2026-11-03T16:00',
    ]);
  });

  test('moves each to another weekday in its week, and none is lost', async () => {
    await move('2026-10-06', { weekday: 4 });
    expect((await planned()).map((start) => start.slice(0, 10))).toEqual([
      '2026-10-08',
      '2026-10-15',
      '2026-10-22',
      '2026-10-29',
      '2026-11-05',
    ]);
  });

  test('leaves the visits before it as they are: a request of its own takes the series up', async () => {
    const moved = await move('2026-10-20', { weekday: 3 });
    expect(moved.requestId).not.toBe(requestId);
    expect(await planned()).toEqual(['2026-10-06T14:00', '2026-10-13T14:00']);
    expect(await planned(moved.requestId)).toEqual([
      '2026-10-21T15:00',
      '2026-10-28T16:00',
      '2026-11-04T16:00',
    ]);
    const [before, after] = await Promise.all(
      [requestId, moved.requestId].map((id) => scene.requests.withdrawRequest(family.actor, id)),
    );
    expect([before!.untilDay, after!.untilDay]).toEqual(['2026-10-19', '2026-11-04']);
    expect(after).toMatchObject({ subjects: ['maths'], dependantIds: family.dependantIds, channel: 'web' });
    expect(await eventsOf(moved.requestId)).toContain('request.opened');
  });

  test('is found from each part to the other, by who sees both', async () => {
    const { requestId: next } = await move('2026-10-27');
    const { requestId: between } = await move('2026-10-20');
    const partsOf = async (id: string) => {
      const { continuesId, continuedBy } = await scene.cases.readRequest(family.actor, id);
      return [continuesId, continuedBy];
    };
    expect(await partsOf(requestId)).toEqual([null, [next, between]]);
    expect(await partsOf(next)).toEqual([requestId, []]);
    expect(await partsOf(between)).toEqual([requestId, []]);
    const again = await scene.requests.repeatRequest(family.actor, next, '2026-12-01', '2026-12-15');
    expect([again.continuesId, again.continuedBy]).toEqual([null, []]);
  });

  test('frees who was coming, and would like the same person for the new time', async () => {
    for (const day of ['2026-10-13', '2026-10-20']) await giveSeat(requestId, await visitOn(day));
    const first = await visitOn('2026-10-06');
    const { requestId: next, freed } = await move('2026-10-06');
    expect([next === requestId, freed]).toEqual([false, 2]);
    expect(await eventsOf(first)).toEqual(['visit.cancelled']);
    const released = await run(scene.people.facts.system, (tx) =>
      releaseSeatsOfCancelledVisits(tx, requestId),
    );
    expect([released, await planned()]).toEqual([2, []]);
    const [wanted] = await run(scene.people.facts.system, (tx) =>
      tx.sql(
        `SELECT EXISTS (SELECT FROM seat s JOIN assignment a ON a.id = s.assignment_id
           WHERE a.request_id = $1 AND s.member_id = r.preferred_helper_id) AS known FROM request r WHERE r.id = $2`,
        [requestId, next],
      ),
    );
    expect(wanted).toEqual({ known: true });
  });

  test('keeps the dates that the family had called off', async () => {
    await scene.visits.cancelVisit(family.actor, await visitOn('2026-10-27'), {});
    const { requestId: next } = await move('2026-10-20', { weekday: 5 });
    expect((await planned(next)).map((start) => start.slice(0, 10))).toEqual(['2026-10-23', '2026-11-06']);
  });

  test('is refused for a visit that has begun or is cancelled, and for a day that is past', async () => {
    scene.world.clock.moveTo(new Date('2026-10-06T14:00:00Z'));
    expect(await codeOf(move('2026-10-06'))).toBe('visit-not-planned');
    await scene.visits.cancelVisit(family.actor, await visitOn('2026-10-13'), {});
    expect(await codeOf(move('2026-10-13'))).toBe('visit-not-planned');
    scene.world.clock.moveTo(new Date('2026-10-20T08:00:00Z'));
    expect(await codeOf(move('2026-10-20', { weekday: 1 }))).toBe('in-the-past');
    expect((await planned()).length).toBe(4);
  });

  test('is refused for help that is needed once, and for times that do not fit', async () => {
    expect(await codeOf(move('2026-10-13', { endTime: '17:00' }))).toBe('times-wrong');
    expect(await codeOf(move('2026-10-13', { endTime: '17:15' }))).toBe('no error');
    const once = await scene.requests.createRequest(
      family.actor,
      asking(family, {
        schedule: { frequency: 'once', firstDay: '2026-10-08', startTime: '16:00', endTime: '17:00' },
      }),
    );
    const day = await visitOn('2026-10-08', once.id);
    expect(await codeOf(series.moveFollowing(family.actor, day, AT_FIVE))).toBe('times-wrong');
  });

  test('is nobody else’s, and the desk’s with the words it heard the family say', async () => {
    const stranger = await scene.people.family();
    expect(await codeOf(move('2026-10-20', {}, stranger.actor))).toBe('not-found');
    const coordinator = await scene.people.coordinator();
    const { requestId: next } = await move('2026-10-20', {}, coordinator);
    const view = await scene.requests.withdrawRequest(coordinator, next);
    expect([view.askedBy, view.channel]).toEqual([family.memberId, 'web']);
  });
});
