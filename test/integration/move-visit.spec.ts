import type { MemberActor } from '#database';
import { RequestEntity, RequestsService, VisitsService } from '#requests';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest, type AskedFor } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

const STARTS = [new Date('2026-10-12T14:00:00Z'), new Date('2026-10-19T14:00:00Z')];
const LATER = { startMinute: 17 * 60, endMinute: 18 * 60 };

let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let asked: AskedFor;
let visits: VisitsService;

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
  visits = new VisitsService(world.uow);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  family = await people.family();
  asked = await buildRequest(world.uow, people, { family, starts: STARTS });
});

const times = () =>
  world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ startsAt: Date; endsAt: Date }>(
      'SELECT starts_at AS "startsAt", ends_at AS "endsAt" FROM visit WHERE request_id = $1 ORDER BY occurrence',
      [asked.requestId],
    ),
  );
const first = () => asked.visitIds[0]!;
const move = (to = LATER, actor: MemberActor = family.actor) => visits.moveVisit(actor, first(), to);

describe('another time for one visit', () => {
  test('moves it on its own day, in the community’s time, and leaves the others where they are', async () => {
    await move();
    const [moved, other] = await times();
    expect(moved).toEqual({
      startsAt: new Date('2026-10-12T15:00:00Z'),
      endsAt: new Date('2026-10-12T16:00:00Z'),
    });
    expect(other!.startsAt).toEqual(STARTS[1]);
  });

  test('makes the request a later version and lets matching look again', async () => {
    await move();
    const [row] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql(
        `SELECT r.version, (SELECT count(*)::int FROM outbox WHERE topic = 'request.changed') AS told
         FROM request r WHERE r.id = $1`,
        [asked.requestId],
      ),
    );
    expect(row).toMatchObject({ version: 2, told: expect.any(Number) });
    expect((row as { told: number }).told).toBeGreaterThan(0);
  });

  test('is refused when a helper is coming, and nothing changes', async () => {
    const helper = await people.helper({ regime: 'timebank' });
    await approve(world.uow, people, { helper, family, asked });
    expect(await codeOf(move())).toBe('visits-assigned');
    expect((await times())[0]!.startsAt).toEqual(STARTS[0]);
  });

  test('is refused when the end is not after the start, to the minute', async () => {
    expect(await codeOf(move({ startMinute: 600, endMinute: 600 }))).toBe('times-wrong');
    expect(await codeOf(move({ startMinute: 600, endMinute: 601 }))).toBe('no error');
  });

  test('is refused for a visit that has begun, and for a time that is past', async () => {
    world.clock.moveTo(new Date('2026-10-12T13:30:00Z'));
    expect(await codeOf(move({ startMinute: 930, endMinute: 990 }))).toBe('in-the-past');
    expect(await codeOf(move({ startMinute: 931, endMinute: 990 }))).toBe('no error');
    world.clock.moveTo(new Date('2026-10-12T13:31:00Z'));
    expect(await codeOf(move())).toBe('visit-not-planned');
  });

  test('is refused for a request that is over, and is nobody else’s', async () => {
    const stranger = await people.family();
    expect(await codeOf(move(LATER, stranger.actor))).toBe('not-found');
    await new RequestsService(world.uow, world.codec).withdrawRequest(family.actor, asked.requestId);
    expect(await codeOf(move())).toBe('transition-not-allowed');
  });

  test('may not spend more of another guardian’s hours; as long or shorter it may be', async () => {
    const { actor } = await people.member(['family']);
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(
        'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)',
        [tx.communityId, family.householdId, actor.memberId, tx.now],
      ),
    );
    expect(await codeOf(move({ startMinute: 1_020, endMinute: 1_081 }, actor))).toBe('payer-consent-missing');
    expect(await codeOf(move({ startMinute: 1_020, endMinute: 1_080 }, actor))).toBe('no error');
  });
});
