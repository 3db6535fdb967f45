import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestCasesService, RequestsService, SessionsService, VisitsService } from '#requests';
import { addMinutes } from '#platform';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { FIRST_PAGE, RequestScene } from '../builders/requests.scene.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new RequestScene();
const { asking, visitRows, eventsOf, giveSeat } = scene;

let world: TestWorld;
let people: CommunityPeople;
let requests: RequestsService;
let cases: RequestCasesService;
let visits: VisitsService;
let sessions: SessionsService;

beforeAll(async () => {
  ({ world, people, requests, cases, visits, sessions } = await scene.open());
}, 120_000);
afterAll(() => scene.close());

describe('visits', () => {
  test('one is cancelled, or it and all that follow; what a person cancelled stays cancelled', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const rows = await visitRows(request.id);
    expect(await visits.cancelVisit(family.actor, rows[1]!.id, { reason: 'Malati' })).toEqual([rows[1]!.id]);
    expect(await eventsOf(rows[1]!.id)).toEqual(['visit.cancelled']);
    await expect(visits.cancelVisit(family.actor, rows[1]!.id, {})).rejects.toMatchObject({
      code: 'visit-not-planned',
    });
    expect(await visits.cancelVisit(family.actor, rows[2]!.id, { following: true })).toHaveLength(3);
    const { version } = await cases.readRequest(family.actor, request.id);
    const edited = await requests.editRequest(family.actor, request.id, version, { seatsNeeded: 2 });
    expect(edited.coverage.visits).toBe(1);
  });

  test('one that has begun is not cancelled any more, and a withdrawal leaves it', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const [first, second] = await visitRows(request.id);
    const before = world.clock.now();
    world.clock.moveTo(addMinutes(first!.startsAt, 30));
    try {
      await expect(visits.cancelVisit(family.actor, first!.id, { following: true })).rejects.toMatchObject({
        code: 'visit-not-planned',
      });
      await requests.withdrawRequest(family.actor, request.id);
      const states = new Map((await visitRows(request.id)).map(({ id, state }) => [id, state]));
      expect([states.get(first!.id), states.get(second!.id)]).toEqual(['planned', 'cancelled']);
    } finally {
      world.clock.moveTo(before);
    }
  });

  test('the agenda is each side’s own, in order, page by page', async () => {
    const community = await buildCommunity(world.uow, world.codec, world.clock);
    const [family, stranger] = [await community.family(), await community.family()];
    const wishes = { categoryId: community.facts.categories.homework };
    await requests.createRequest(family.actor, asking(family, wishes));
    await requests.createRequest(stranger.actor, asking(stranger, wishes));
    const range = { from: '2026-10-05', to: '2026-11-30' };
    expect((await visits.listAgenda(family.actor, range, FIRST_PAGE)).items).toHaveLength(5);
    const coordinator = await community.coordinator();
    const seen: string[] = [];
    for (let cursor: string | undefined, page = 0; page < 10; page += 1) {
      const { items, nextCursor } = await visits.listAgenda(coordinator, range, { limit: 4, after: cursor });
      seen.push(...items.map(({ startsAt, id }) => `${startsAt.toISOString()} ${id}`));
      if (!nextCursor) break;
      cursor = items.at(-1)!.id;
    }
    expect(seen).toHaveLength(10);
    expect(seen).toEqual([...new Set(seen)].sort());
    const helper = await community.helper();
    expect((await visits.listAgenda(helper.actor, range, FIRST_PAGE)).items).toEqual([]);
    await expect(
      visits.listAgenda(helper.actor, { ...range, side: 'coordinator' }, FIRST_PAGE),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      visits.listAgenda(coordinator, { from: '2026-10-01', to: '2026-12-02' }, FIRST_PAGE),
    ).rejects.toMatchObject({ code: 'range-too-long' });
  });

  test('a session joins visits of several households at one time, up to its places', async () => {
    const coordinator = await people.coordinator();
    const families = [await people.family(), await people.family()];
    const own = await Promise.all(
      families.map((family) => requests.createRequest(family.actor, asking(family))),
    );
    const rows = await Promise.all(own.map(({ id }) => visitRows(id)));
    const input = {
      title: 'Compiti insieme',
      zoneId: people.facts.zones.centre,
      visitIds: rows.map(([visit]) => visit!.id),
      capacity: 2,
    };
    await expect(sessions.createSession(coordinator, { ...input, capacity: 1 })).rejects.toMatchObject({
      code: 'session-too-small',
    });
    const mixed = [rows[0]![0]!.id, rows[1]![1]!.id];
    await expect(sessions.createSession(coordinator, { ...input, visitIds: mixed })).rejects.toMatchObject({
      code: 'session-times-differ',
    });
    const session = await sessions.createSession(coordinator, input);
    expect((await visitRows(own[0]!.id))[0]!.sessionId).toBe(session.id);
    await expect(sessions.createSession(coordinator, input)).rejects.toMatchObject({
      code: 'visit-in-session',
    });
  });

  test('a visit more joins a session while there is room at its time, and leaves it while nobody is coming', async () => {
    const coordinator = await people.coordinator();
    const [first, second, third, fourth] = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const family = await people.family();
        const { id } = await requests.createRequest(family.actor, asking(family));
        return { requestId: id, actor: family.actor, visits: await visitRows(id) };
      }),
    );
    const [a, b, c, d] = [first, second, third, fourth].map((one) => one!.visits[0]!.id);
    const { id } = await sessions.createSession(coordinator, {
      title: 'Compiti insieme',
      zoneId: people.facts.zones.centre,
      visitIds: [a!, b!],
      capacity: 3,
    });
    const join = (visitId: string) => sessions.joinSession(coordinator, id, visitId);
    await expect(join(third!.visits[1]!.id)).rejects.toMatchObject({ code: 'session-times-differ' });
    await join(c!);
    await expect(join(c!)).rejects.toMatchObject({ code: 'visit-in-session' });
    await expect(join(d!)).rejects.toMatchObject({ code: 'session-too-small' });
    const listed = async () =>
      (await sessions.listSessions(coordinator, FIRST_PAGE)).items.find((one) => one.id === id)!;
    expect(await listed()).toMatchObject({ placesTaken: 3, capacity: 3 });
    expect((await listed()).visits.find((visit) => visit.id === c)).toMatchObject({
      askedBy: third!.actor.memberId,
      covered: false,
    });
    await sessions.leaveSession(coordinator, id, a!);
    await expect(sessions.leaveSession(coordinator, id, a!)).rejects.toMatchObject({ code: 'not-found' });
    await join(d!);
    expect((await listed()).visits.map((visit) => visit.id).sort()).toEqual([b, c, d].sort());
    expect(await eventsOf(fourth!.requestId)).toEqual(['request.changed', 'request.opened']);
    await giveSeat(third!.requestId, c!);
    await expect(sessions.leaveSession(coordinator, id, c!)).rejects.toMatchObject({
      code: 'visits-assigned',
    });
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE visit SET state = 'cancelled' WHERE community_id = $1 AND id = ANY ($2::uuid[])`, [
        tx.communityId,
        [a, b],
      ]),
    );
    await expect(join(a!)).rejects.toMatchObject({ code: 'visit-not-planned' });
    await expect(sessions.leaveSession(coordinator, id, b!)).rejects.toMatchObject({
      code: 'visit-not-planned',
    });
  });
});
