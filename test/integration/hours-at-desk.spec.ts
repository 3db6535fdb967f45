import { HoursService, NoShowsService, SeatsService, TimeEntryReadsService } from '#assignments';
import type { MemberActor } from '#database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import { endOf } from '../builders/approval.builder.js';
import { FIRST, VisitScene, week } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const hours = () => new HoursService(scene.world.uow);
const reads = () => new TimeEntryReadsService(scene.world.uow, scene.world.codec);
const listed = async (list: 'disputed' | 'booked', memberId?: string, actor: MemberActor = scene.desk) =>
  (await reads().list(actor, { list, memberId })).items;

beforeAll(() => scene.open());
afterAll(() => scene.world.close());
beforeEach(() => scene.begin());

/** Two visits of an hour, over, with the helper's word. */
async function declared(): Promise<string[]> {
  const { assignmentId } = await scene.confirmed([FIRST, week(1)]);
  scene.world.clock.moveTo(endOf(week(1), 65));
  const seats = await scene.run((tx) =>
    tx.sql<{ id: string }>('SELECT id FROM seat WHERE assignment_id = $1 ORDER BY starts_at', [assignmentId]),
  );
  const entries = [];
  for (const { id } of seats) entries.push((await hours().declare(scene.helper.actor, id, 60)).id);
  return entries;
}

describe('the desk', () => {
  test('reads who gave disputed hours and to whom by their given names, which the two sides are not told again', async () => {
    const [id] = await declared();
    await hours().dispute(scene.family.actor, id!, 'Too long');
    const [entry] = await listed('disputed');
    expect(entry).toMatchObject({
      id,
      helperId: scene.helper.memberId,
      helperGivenName: expect.stringMatching(/./),
      familyMemberId: scene.family.memberId,
      familyGivenName: expect.stringMatching(/./),
      noShowBy: null,
    });
    expect(JSON.stringify(entry)).not.toContain('Cognome');
    expect(await reads().find(scene.desk, id!)).toEqual(entry);
    const nobody = { helperId: null, helperGivenName: null, familyMemberId: null, familyGivenName: null };
    expect(await reads().find(scene.helper.actor, id!)).toMatchObject(nobody);
    const mine = await reads().list(scene.family.actor, { list: 'mine' });
    expect(mine.items).toMatchObject([nobody]);
  });

  test('reads of a dispute about who did not come whom it was said of', async () => {
    const { seatId } = await scene.confirmed();
    scene.world.clock.moveTo(endOf(FIRST, 30));
    await new SeatsService(scene.world.uow).noShow(scene.family.actor, seatId, 'helper');
    await new NoShowsService(scene.world.uow).contest(scene.helper.actor, seatId, {
      minutes: 60,
      reason: 'I was there',
    });
    const [entry] = await listed('disputed');
    expect(entry).toMatchObject({ seatId, noShowBy: 'helper', seatState: 'disputed' });
    await new NoShowsService(scene.world.uow).uphold(
      scene.desk,
      seatId,
      'helper',
      'Nobody saw them',
      entry!.seatVersion,
    );
    expect([await listed('disputed'), await listed('booked')]).toEqual([[], []]);
  });

  test('finds hours that count newest first, page by page, and no more once they are taken back', async () => {
    const [first, second] = await declared();
    for (const id of [first, second]) await hours().confirm(scene.family.actor, id!);
    expect((await listed('booked')).map(({ id }) => id)).toEqual([second, first]);
    const page = await reads().list(scene.desk, { list: 'booked', limit: 1 });
    const rest = await reads().list(scene.desk, { list: 'booked', limit: 1, cursor: page.nextCursor! });
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([second, first]);
    expect(rest.nextCursor).toBeNull();
    const { seatId, seatVersion } = page.items[0]!;
    await hours().reverse(scene.desk, seatId, 'Booked for the wrong day', seatVersion);
    expect((await listed('booked')).map(({ id }) => id)).toEqual([first]);
  });

  test('finds the hours of one person, whichever side they are on', async () => {
    const [id] = await declared();
    await hours().confirm(scene.family.actor, id!);
    const stranger = await scene.people.family();
    const of = async (memberId: string) => (await listed('booked', memberId)).map((entry) => entry.id);
    expect(await of(scene.helper.memberId)).toEqual([id]);
    expect(await of(scene.family.memberId)).toEqual([id]);
    expect(await of(stranger.memberId)).toEqual([]);
  });
});

test('hours are nobody else’s business: no list for who is not at the desk, nothing in another community', async () => {
  const [id] = await declared();
  await hours().confirm(scene.family.actor, id!);
  const stranger = (await scene.people.family()).actor;
  const abroad = await (
    await buildCommunity(scene.world.uow, scene.world.codec, scene.world.clock)
  ).coordinator();
  expect(await codeOf(reads().list(scene.helper.actor, { list: 'booked' }))).toBe('forbidden');
  expect(await codeOf(reads().find(stranger, id!))).toBe('not-found');
  expect(await codeOf(reads().find(abroad, id!))).toBe('not-found');
  expect(await listed('booked', undefined, abroad)).toEqual([]);
});
