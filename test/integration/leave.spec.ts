import type { MemberActor } from '#database';
import { LeaveService } from '#members';
import { InboxService, NotifyService } from '#notifications';
import { newId } from '#platform';
import { QueueService } from '#reporting';
import { RequestCasesService, RequestEntity } from '#requests';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let leaves: LeaveService;
let owner: MemberActor;
let cover: MemberActor;
let built: BuiltCase;
const page = { limit: 50, after: undefined };
const DAY_MINUTES = 1_440;

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
  leaves = new LeaveService(world.uow);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  owner = (await people.member(['coordinator'])).actor;
  cover = (await people.member(['coordinator'])).actor;
  built = await buildCase(world.uow, people, {
    family: await people.family(),
    helper: await people.helper(),
    startsAt: new Date(START.getTime() + 72 * 3_600_000),
    ownerId: owner.memberId,
  });
});

const away = (first = 1, last = 3, change: { coverId?: string; coordinatorId?: string } = {}, by = owner) =>
  leaves.create(by, {
    coverId: cover.memberId,
    firstDay: people.day(first),
    lastDay: people.day(last),
    ...change,
  });

/** What the cover gets of the owner's case now. */
async function seen() {
  const cases = new RequestCasesService(world.uow, world.codec);
  const mine = { ownerId: cover.memberId };
  await world.uow.run(people.facts.system, (tx) =>
    new NotifyService().react(tx, 'notifications.helper-declined', {
      outboxId: newId(),
      subjectId: built.assignmentId,
      values: {},
    }),
  );
  const inbox = await new InboxService(world.uow, world.codec).listOwn(cover, {});
  return [
    (await cases.listRequests(cover, mine, page)).items.length,
    (await new QueueService(world.uow, world.codec).list(cover, { ...mine, kinds: ['new'] })).items.length,
    inbox.items.length,
  ];
}

describe('a coordinator who is away', () => {
  test('is covered from the first day to the last: cases, queue and messages are the cover’s too', async () => {
    await away();
    expect(await seen()).toEqual([0, 0, 0]);
    world.clock.advanceMinutes(DAY_MINUTES);
    expect(await seen()).toEqual([1, 1, 1]);
    world.clock.advanceMinutes(2 * DAY_MINUTES);
    expect(await seen()).toEqual([1, 1, 2]);
    world.clock.advanceMinutes(DAY_MINUTES);
    expect(await seen()).toEqual([0, 0, 2]);
  });

  test('may be back earlier, and is not away twice at once', async () => {
    const { id } = await away();
    await expect(away(3, 5)).rejects.toMatchObject({ code: 'already-away' });
    expect((await away(4, 5)).firstDay).toBe(people.day(4));
    expect((await leaves.list(cover, page)).items).toHaveLength(2);
    await expect(leaves.delete(cover, id)).rejects.toMatchObject({ code: 'not-found' });
    await leaves.delete(owner, id);
    world.clock.advanceMinutes(DAY_MINUTES);
    expect(await seen()).toEqual([0, 0, 0]);
  });

  test('is covered by an active coordinator who reaches the same people, never by themselves', async () => {
    const { organisationId } = people.facts;
    const elsewhere = (await people.member(['coordinator'], { organisationId })).actor;
    const helper = (await people.helper()).actor;
    for (const coverId of [owner.memberId, helper.memberId, elsewhere.memberId, newId()])
      await expect(away(1, 3, { coverId })).rejects.toMatchObject({ code: 'not-a-coordinator' });
    expect((await away(1, 3, {}, elsewhere)).coordinatorId).toBe(elsewhere.memberId);
  });

  test('enters it themselves, or an administrator does; days must make sense', async () => {
    const coordinatorId = owner.memberId;
    await expect(away(1, 3, { coordinatorId, coverId: owner.memberId }, cover)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const administrator = await people.administrator();
    expect((await away(1, 3, { coordinatorId }, administrator)).coordinatorId).toBe(coordinatorId);
    for (const [first, last] of [
      [3, 2],
      [-3, -1],
      [10, 377],
    ] as const)
      await expect(away(first, last)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
