import { AssignmentsService, flagBlocks, releaseSeatsOfCancelledVisits } from '#assignments';
import { ClosureService } from '#communities';
import type { MemberActor, Tx } from '#database';
import { BlockService } from '#members';
import {
  applyClosures,
  closeFinishedRequests,
  expireRequests,
  RequestEntity,
  SessionsService,
  VisitsService,
} from '#requests';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest, type AskedFor } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

const DAYS = ['2026-10-12', '2026-10-13', '2026-10-14'] as const;
const STARTS = DAYS.map((day) => new Date(`${day}T14:00:00Z`));
const system = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const told = (topic: string) =>
  system((tx) =>
    tx.sql<{ count: number }>(
      `SELECT DISTINCT (payload -> 'values' ->> 'count')::int AS count FROM outbox WHERE community_id = $1 AND topic = $2`,
      [people.id, topic],
    ),
  );
const visits = (asked: AskedFor) =>
  system((tx) =>
    tx.sql<{ id: string; state: string; flags: string[] }>(
      'SELECT id, state, flags FROM visit WHERE request_id = $1 ORDER BY starts_at',
      [asked.requestId],
    ),
  );
const states = async (asked: AskedFor) => (await visits(asked)).map(({ state }) => state);

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  [family, helper, desk] = [await people.family(), await people.helper(), await people.coordinator()];
});

describe('a closure that is entered later', () => {
  let asked: AskedFor;
  const closures = () => new ClosureService(world.uow);
  const closeDay = (day: string, municipalityId?: string) =>
    closures().createClosure(desk, {
      kind: 'school',
      firstDay: day,
      lastDay: day,
      name: 'Neve',
      municipalityId,
    });
  const apply = () => system((tx) => applyClosures(tx));
  beforeEach(async () => {
    asked = await buildRequest(world.uow, people, {
      family,
      starts: STARTS,
      categoryId: people.facts.categories.homework,
    });
  });

  test('cancels the visits of that day alone, gives back their seats, and tells their people once', async () => {
    const made = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
    await new AssignmentsService(world.uow).accept(helper.actor, made.assignmentId);
    await closeDay(DAYS[1]);
    expect(await told('closure.changed')).toHaveLength(1);
    expect([await apply(), await apply()]).toEqual([1, 0]);
    expect(await states(asked)).toEqual(['planned', 'cancelled', 'planned']);
    expect(await told('visit.closed')).toEqual([{ count: 1 }]);
    expect(await system((tx) => releaseSeatsOfCancelledVisits(tx, asked.requestId))).toBe(1);
  });

  test('elsewhere, or for help that goes on, changes nothing', async () => {
    const other = await buildRequest(world.uow, people, { family, starts: STARTS });
    await closeDay(DAYS[1], people.facts.municipalities.village);
    expect(await apply()).toBe(0);
    await closeDay(DAYS[1]);
    await apply();
    expect(await states(other)).toEqual(['planned', 'planned', 'planned']);
  });

  test('taken back brings nothing back by itself, but offers it, and the family takes it up', async () => {
    const { id } = await closeDay(DAYS[1]);
    await apply();
    const [, closed] = await visits(asked);
    const service = new VisitsService(world.uow);
    expect(await codeOf(service.planAgain(family.actor, closed!.id))).toBe('visit-not-offered');
    await closures().deleteClosure(desk, id);
    expect([await apply(), await apply()]).toEqual([1, 0]);
    expect([await states(asked), await told('visit.offered')]).toEqual([
      ['planned', 'cancelled', 'planned'],
      [{ count: 1 }],
    ]);
    expect(await codeOf(service.planAgain((await people.family()).actor, closed!.id))).toBe('not-found');
    await service.planAgain(family.actor, closed!.id);
    expect(await states(asked)).toEqual(['planned', 'planned', 'planned']);
    expect(await codeOf(service.planAgain(family.actor, closed!.id))).toBe('visit-not-offered');
  });

  test('of which another still closes the day offers nothing, and an offer ends with a new one', async () => {
    const { id } = await closeDay(DAYS[1]);
    const second = await closures().createClosure(desk, {
      kind: 'holiday',
      firstDay: DAYS[1],
      lastDay: DAYS[1],
      name: 'Festa',
    });
    await apply();
    await closures().deleteClosure(desk, id);
    expect(await apply()).toBe(0);
    await closures().deleteClosure(desk, second.id);
    expect(await apply()).toBe(1);
    await closeDay(DAYS[1]);
    await apply();
    const [, closed] = await visits(asked);
    expect(await codeOf(new VisitsService(world.uow).planAgain(family.actor, closed!.id))).toBe(
      'visit-not-offered',
    );
  });

  test('does not end a request of which every visit is closed, while one may come back', async () => {
    for (const day of DAYS) await closeDay(day);
    await apply();
    const ended = () =>
      system(async (tx) => (await expireRequests(tx, 100)) + (await closeFinishedRequests(tx, 100)));
    world.clock.moveTo(new Date(STARTS[2]!.getTime() - 60_000));
    expect(await ended()).toBe(0);
    world.clock.moveTo(STARTS[2]!);
    expect(await ended()).toBe(1);
  });

  test('frees a visit that is taken up again from its session and its flags', async () => {
    const [first] = await visits(asked);
    const other = await buildRequest(world.uow, people, { family: await people.family(), starts: STARTS });
    await new SessionsService(world.uow).createSession(desk, {
      title: 'Compiti insieme',
      zoneId: family.zoneId,
      capacity: 5,
      visitIds: [first!.id, other.visitIds[0]!],
    });
    await system((tx) => tx.sql(`UPDATE visit SET flags = '{blocked}' WHERE id = $1`, [first!.id]));
    const { id } = await closeDay(DAYS[0]);
    await apply();
    await closures().deleteClosure(desk, id);
    await apply();
    await new VisitsService(world.uow).planAgain(desk, first!.id);
    const rows = await system((tx) =>
      tx.sql('SELECT state, session_id, flags FROM visit WHERE id = $1', [first!.id]),
    );
    expect(rows).toEqual([{ state: 'planned', session_id: null, flags: [] }]);
  });

  test('cannot be taken up again once the visit would have begun', async () => {
    const { id } = await closeDay(DAYS[0]);
    await apply();
    await closures().deleteClosure(desk, id);
    await apply();
    const [first] = await visits(asked);
    world.clock.moveTo(STARTS[0]!);
    expect(await codeOf(new VisitsService(world.uow).planAgain(family.actor, first!.id))).toBe(
      'visit-not-offered',
    );
  });

  test('leaves alone what a person cancelled', async () => {
    const [first] = await visits(asked);
    await new VisitsService(world.uow).cancelVisit(family.actor, first!.id, {});
    const { id } = await closeDay(DAYS[0]);
    await apply();
    await closures().deleteClosure(desk, id);
    expect(await apply()).toBe(0);
  });
});

describe('a block', () => {
  test.each(['family', 'helper'] as const)(
    'by the %s flags the coming visits between the two, drops none, and lifts the flag when it is taken back',
    async (side) => {
      const asked = await buildRequest(world.uow, people, { family, starts: STARTS.slice(0, 2) });
      await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
      const blocks = new BlockService(world.uow);
      const [by, other] = side === 'family' ? [family, helper] : [helper, family];
      await blocks.block(by.actor, other.memberId);
      const flag = () => system((tx) => flagBlocks(tx, by.memberId, other.memberId));
      expect([await flag(), await flag()]).toEqual([2, 0]);
      expect(await visits(asked)).toMatchObject([
        { state: 'planned', flags: ['blocked'] },
        { state: 'planned', flags: ['blocked'] },
      ]);
      expect(await told('visit.blocked')).toEqual([{ count: 2 }]);
      await blocks.unblock(by.actor, other.memberId);
      expect(await flag()).toBe(2);
      expect((await visits(asked)).map(({ flags }) => flags)).toEqual([[], []]);
    },
  );

  test('of others flags nothing, and is listed to its owner alone', async () => {
    const asked = await buildRequest(world.uow, people, { family, starts: STARTS.slice(0, 1) });
    await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
    const stranger = await people.helper();
    const blocks = new BlockService(world.uow);
    await blocks.block(family.actor, stranger.memberId);
    expect(await system((tx) => flagBlocks(tx, family.memberId, stranger.memberId))).toBe(0);
    const page = { limit: 10, after: undefined };
    expect((await blocks.listOwn(family.actor, page)).items).toMatchObject([{ id: stranger.memberId }]);
    expect((await blocks.listOwn(stranger.actor, page)).items).toEqual([]);
  });
});

test('sessions are listed to the desk with their visits and places, and to nobody else', async () => {
  const other = await people.family({ dependants: [{}, {}] });
  const asked = [
    await buildRequest(world.uow, people, {
      family,
      starts: STARTS.slice(0, 1),
      dependantIds: family.dependantIds,
    }),
    await buildRequest(world.uow, people, {
      family: other,
      starts: STARTS.slice(0, 1),
      dependantIds: other.dependantIds,
    }),
  ];
  const sessions = new SessionsService(world.uow);
  const { id } = await sessions.createSession(desk, {
    title: 'Compiti insieme',
    zoneId: family.zoneId,
    capacity: 5,
    visitIds: asked.flatMap(({ visitIds }) => visitIds),
  });
  const page = { limit: 10, after: undefined };
  const { items } = await sessions.listSessions(desk, page);
  expect(items).toMatchObject([{ id, capacity: 5, placesTaken: 3 }]);
  expect(items[0]!.visits.map(({ places }) => places).sort()).toEqual([1, 2]);
  expect((await sessions.listSessions(await people.administrator(), page)).items).toHaveLength(1);
  expect((await sessions.listSessions(desk, page, '2026-10-13')).items).toEqual([]);
  expect(await codeOf(sessions.listSessions(family.actor, page))).toBe('forbidden');
});
