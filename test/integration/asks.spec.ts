import { AssignmentsService, expireUnanswered } from '#assignments';
import type { MemberActor, Tx } from '#database';
import { approveNextBest, MatchingService, PlaceSolver, Planning, ProposalsService } from '#matching';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { buildRequest } from '../builders/request.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let matching: MatchingService;
let proposals: ProposalsService;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;
const solver = new PlaceSolver();

beforeAll(async () => {
  world = await openWorld();
  matching = new MatchingService(world.uow, new Planning(world.uow, solver));
  proposals = new ProposalsService(world.uow);
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  [family, helper, desk] = [await people.family(), await people.helper(), await people.coordinator()];
});

const system = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
/** A request on a weekday of the next week, or tomorrow. */
const ask = (weekday?: number, startMinute = 960) =>
  buildRequest(world.uow, people, {
    family,
    categoryId: people.facts.categories.errands,
    startMinute,
    endMinute: startMinute + 60,
    ...(weekday ? { weekdays: [weekday], weeks: 1 } : {}),
  });
const propose = async (requestId: string, who = helper) =>
  (
    await proposals.create(desk, {
      requestId,
      helperId: who.memberId,
      visitIds: [],
      overrideRules: [],
      helperAgreed: false,
    })
  ).id;
const approve = async (requestId: string, overrideReason?: string) =>
  proposals.approve(desk, await propose(requestId), 1, overrideReason);
const setPolicy = (key: string, value: number | boolean) =>
  system((tx) =>
    tx.sql(
      `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at) VALUES ($1, $2, $3, $4, '2020-01-01', $5)`,
      [tx.communityId, newId(), key, JSON.stringify(value), tx.now],
    ),
  );
const openProposals = () =>
  system((tx) =>
    tx.sql<{ helperId: string }>(`SELECT helper_id AS "helperId" FROM proposal WHERE state = 'proposed'`),
  );
const live = () =>
  system((tx) =>
    tx.sql<{ helperId: string; state: string }>(
      `SELECT helper_id AS "helperId", state FROM assignment WHERE state LIKE 'awaiting-%' ORDER BY id`,
    ),
  );

describe('a helper', () => {
  test('is asked twice a day; the third ask needs a written reason, which stays visible', async () => {
    await approve(await ask(1));
    await approve(await ask(2));
    const id = await propose(await ask(3));
    await expect(proposals.approve(desk, id, 1)).rejects.toMatchObject({
      code: 'asked-enough',
      facts: { period: 'day', asks: 2, most: 2 },
    });
    await proposals.approve(desk, id, 1, 'She wants more visits');
    const [row] = await system((tx) =>
      tx.sql('SELECT override_rules AS rules, override_reason AS reason FROM proposal WHERE id = $1', [id]),
    );
    expect(row).toEqual({ rules: ['asked-enough'], reason: 'She wants more visits' });
  });

  test('is asked again when the local day is over, not when the day in Greenwich is', async () => {
    world.clock.moveTo(new Date('2026-10-05T21:50:00Z'));
    await approve(await ask(1));
    await approve(await ask(2));
    expect(await codeOf(approve(await ask(3)))).toBe('asked-enough');
    world.clock.moveTo(new Date('2026-10-05T22:00:00Z'));
    expect(await codeOf(approve(await ask(4)))).toBe('no error');
  });

  test.each([
    ['Sunday before midnight', '2026-10-11T21:59:59Z', 'asked-enough'],
    ['Monday at midnight', '2026-10-11T22:00:00Z', 'no error'],
    ['Sunday before midnight of the week with an hour more', '2026-10-25T22:59:59Z', 'asked-enough'],
    ['Monday at midnight of the week with an hour more', '2026-10-25T23:00:00Z', 'no error'],
    ['Sunday before midnight of the week with an hour less', '2027-03-28T21:59:59Z', 'asked-enough'],
    ['Monday at midnight of the week with an hour less', '2027-03-28T22:00:00Z', 'no error'],
  ])('is asked five times an ISO week: on %s the sixth', async (_, instant, code) => {
    const at = new Date(instant);
    world.clock.moveTo(new Date(at.getTime() - 4 * 86_400_000));
    await setPolicy('asksPerDay', 20);
    for (const weekday of [1, 2, 3, 4, 5]) await approve(await ask(weekday));
    world.clock.moveTo(at);
    expect(await codeOf(approve(await ask(6)))).toBe(code);
  });

  test('with limits of their own is asked by the tighter one', async () => {
    await system((tx) =>
      tx.sql('UPDATE helper_profile SET asks_per_day = 1 WHERE member_id = $1', [helper.memberId]),
    );
    await approve(await ask(1));
    expect(await codeOf(approve(await ask(2)))).toBe('asked-enough');
  });

  test('whose ask was undone before it left was not asked', async () => {
    for (const weekday of [1, 2]) {
      const { assignmentId } = await approve(await ask(weekday));
      await proposals.undo(desk, assignmentId);
    }
    expect(await codeOf(approve(await ask(3)))).toBe('no error');
  });

  test('is never asked more than twice by approvals at the same moment', async () => {
    const ids = [];
    for (const weekday of [1, 2, 3, 4]) ids.push(await propose(await ask(weekday)));
    const codes = await Promise.all(ids.map((id) => codeOf(proposals.approve(desk, id, 1))));
    expect(codes.sort()).toEqual(['asked-enough', 'asked-enough', 'no error', 'no error']);
  });

  test('asked enough today is not proposed for what must be answered today, but for what can wait', async () => {
    await approve(await ask(1));
    await approve(await ask(2));
    await ask();
    await matching.run(people.id, 'manual');
    expect(await openProposals()).toEqual([]);
    const [why] = await system((tx) => tx.sql(`SELECT facts ->> 'rule' AS rule FROM unmatched_visit`));
    expect(why).toEqual({ rule: 'asked-today' });
    await ask(4);
    await matching.run(people.id, 'manual');
    expect(await openProposals()).toEqual([{ helperId: helper.memberId }]);
  });

  test('asked enough this week is not proposed at all', async () => {
    await setPolicy('asksPerWeek', 1);
    await approve(await ask(1));
    await ask(4);
    await matching.run(people.id, 'manual');
    expect(await openProposals()).toEqual([]);
  });
});

describe('after a no or no answer', () => {
  let second: BuiltHelper;
  const declined = async () => {
    const { assignmentId } = await approve(await ask());
    await new AssignmentsService(world.uow).decline(helper.actor, assignmentId);
    await matching.run(people.id, 'event');
    return assignmentId;
  };
  beforeEach(async () => {
    second = await people.helper();
  });

  test('the next-best is asked in the name of the coordinator who approved', async () => {
    const assignmentId = await declined();
    expect(await system((tx) => approveNextBest(tx, assignmentId))).toBe(true);
    expect(await live()).toEqual([{ helperId: second.memberId, state: 'awaiting-acceptance' }]);
  });

  test('silence moves on as well', async () => {
    const { assignmentId } = await approve(await ask());
    world.clock.advanceMinutes(4 * 60);
    await system((tx) => expireUnanswered(tx, 10));
    await matching.run(people.id, 'event');
    expect(await system((tx) => approveNextBest(tx, assignmentId))).toBe(true);
    expect(await live()).toEqual([{ helperId: second.memberId, state: 'awaiting-acceptance' }]);
  });

  test('a next-best who was asked enough is passed over for the one after', async () => {
    const third = await people.helper();
    const assignmentId = await declined();
    const [best] = await openProposals();
    const other = best!.helperId === second.memberId ? third : second;
    const requestId = await system(
      async (tx) =>
        (
          await tx.sql<{ id: string }>('SELECT request_id AS id FROM assignment WHERE id = $1', [
            assignmentId,
          ])
        )[0]!.id,
    );
    await propose(requestId, other);
    await system((tx) =>
      tx.sql('UPDATE helper_profile SET asks_per_day = 0 WHERE member_id = $1', [best!.helperId]),
    );
    expect(await system((tx) => approveNextBest(tx, assignmentId))).toBe(true);
    expect(await live()).toEqual([{ helperId: other.memberId, state: 'awaiting-acceptance' }]);
  });

  test('where nobody may be asked, the next-best stays proposed for the coordinator', async () => {
    const assignmentId = await declined();
    await system((tx) =>
      tx.sql('UPDATE helper_profile SET asks_per_day = 0 WHERE member_id = $1', [second.memberId]),
    );
    expect(await system((tx) => approveNextBest(tx, assignmentId))).toBe(false);
    expect([await live(), await openProposals()]).toEqual([[], [{ helperId: second.memberId }]]);
  });
});
