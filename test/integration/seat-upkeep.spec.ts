import {
  AssignmentsService,
  closeEndedAssignments,
  extendHolds,
  flagCredentialVisits,
  flagSuspended,
  presumeDone,
  releaseSeatsOfCancelledVisits,
  remindSeats,
  SeatReadsService,
  SeatsService,
  watchArrivals,
} from '#assignments';
import { adjust, ledgerTotal, release } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildRequest, endOf, type AskedFor } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { FIRST, VisitScene, week } from '../builders/visits.scene.js';

const scene = new VisitScene();
const { run, ask, approved, heldOf, stateOf, setSeat, events } = scene;
const assignments = () => new AssignmentsService(world.uow);
const seats = () => new SeatsService(world.uow);
let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;

beforeAll(async () => {
  world = await scene.open();
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ people, family, helper } = await scene.begin());
});
afterEach(async () => {
  expect(await run(ledgerTotal)).toBe(0);
});

const missingWords = (seatId: string) =>
  run(async (tx) =>
    (
      await tx.sql<{ missing: string }>(
        `SELECT DISTINCT payload -> 'values' ->> 'missing' AS missing FROM outbox
         WHERE topic = 'seat.late' AND payload ->> 'subjectId' = $1 ORDER BY 1`,
        [seatId],
      )
    ).map(({ missing }) => missing),
  );

/** Until a transaction waits for a row that another one has locked. @throws when none does for two seconds */
const untilSomebodyWaits = async () => {
  for (let tries = 0; tries < 40; tries += 1) {
    const [row] = await run((tx) =>
      tx.sql<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_locks l JOIN pg_stat_activity p ON p.pid = l.pid
         WHERE NOT l.granted AND p.datname = current_database()`,
      ),
    );
    if (row!.waiting > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Nobody waited for the row: the two did not meet.');
};

/** What the hours of the clock and the changes around a seat do to it, without anybody's tap. */
describe('a seat', () => {
  let asked: AskedFor;
  let assignmentId: string;
  let seatId: string;
  const confirmed = async (starts?: readonly Date[]) => {
    ({ asked, assignmentId, seatId } = await scene.confirmed(starts, { dependantIds: family.dependantIds }));
  };

  test('without a word after its end is presumed done', async () => {
    await confirmed();
    world.clock.moveTo(endOf(FIRST, 119));
    expect(await run((tx) => presumeDone(tx, 10))).toBe(0);
    world.clock.moveTo(endOf(FIRST, 121));
    expect(await run((tx) => presumeDone(tx, 10))).toBe(1);
    expect((await new SeatReadsService(world.uow).find(family.actor, seatId)).donePresumed).toBe(true);
  });

  test('of a child’s visit alerts once when nobody arrived', async () => {
    await confirmed();
    world.clock.moveTo(endOf(FIRST, 9));
    expect(await run((tx) => watchArrivals(tx, 10))).toBe(0);
    world.clock.moveTo(endOf(FIRST, 11));
    expect(await run((tx) => watchArrivals(tx, 10))).toBe(1);
    expect(await run((tx) => watchArrivals(tx, 10))).toBe(0);
    expect(await events(seatId)).toContain('seat.late');
  });

  test('of a child’s visit alerts again when who arrived late does not hand over', async () => {
    await confirmed();
    world.clock.moveTo(endOf(FIRST, 15));
    expect(await run((tx) => watchArrivals(tx, 10))).toBe(1);
    await seats().arrived(helper.actor, seatId);
    world.clock.moveTo(endOf(FIRST, 60 + 11));
    expect([await run((tx) => watchArrivals(tx, 10)), await run((tx) => watchArrivals(tx, 10))]).toEqual([
      1, 0,
    ]);
    expect(await missingWords(seatId)).toEqual(['arrived', 'handed-over']);
  });

  test.each([15, 120])(
    'of a visit of a quarter of an hour alerts before it is presumed done, after %i minutes or at the last',
    async (minutes) => {
      asked = await buildRequest(world.uow, people, {
        family,
        starts: [FIRST],
        minutes: 15,
        dependantIds: family.dependantIds,
      });
      const made = await approved(asked);
      await run((tx) =>
        tx.sql(
          `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
           VALUES ($1, $2, 'arrivalAlertMinutes', $3, '2020-01-01', $4)`,
          [tx.communityId, newId(), String(minutes), tx.now],
        ),
      );
      await assignments().accept(helper.actor, made.assignmentId);
      if (made.guardianNeeded) await assignments().guardianYes(family.actor, made.assignmentId);
      world.clock.moveTo(endOf(FIRST, Math.min(minutes, 15 + 50)));
      expect(await run((tx) => watchArrivals(tx, 10))).toBe(1);
      expect(await run((tx) => presumeDone(tx, 10))).toBe(0);
    },
  );

  test('is reminded of once, from a day before', async () => {
    await confirmed();
    world.clock.moveTo(new Date(FIRST.getTime() - 24 * 3_600_000 - 60_000));
    expect(await run((tx) => remindSeats(tx, 10))).toBe(0);
    world.clock.advanceMinutes(2);
    expect([await run((tx) => remindSeats(tx, 10)), await run((tx) => remindSeats(tx, 10))]).toEqual([1, 0]);
  });

  test('of a cancelled visit is given back, and its assignment is cancelled when none took place', async () => {
    await confirmed();
    await run((tx) => tx.sql(`UPDATE visit SET state = 'cancelled' WHERE id = $1`, [asked.visitIds[0]]));
    expect(await run((tx) => releaseSeatsOfCancelledVisits(tx, asked.requestId))).toBe(1);
    expect([await stateOf(assignmentId), await heldOf(family.memberId)]).toEqual(['cancelled', 0]);
    expect(await run((tx) => closeEndedAssignments(tx, 10))).toBe(0);
  });

  test('of a cancelled visit ends its assignment when another visit was served', async () => {
    await confirmed([FIRST, week(1)]);
    await setSeat(seatId, 'credited');
    await run((tx) => tx.sql(`UPDATE visit SET state = 'cancelled' WHERE id = $1`, [asked.visitIds[1]]));
    await run((tx) => releaseSeatsOfCancelledVisits(tx, asked.requestId));
    expect(await stateOf(assignmentId)).toBe('ended');
  });

  test('whose turn has come is held; where nobody can pay the visit is flagged and its people told, once', async () => {
    await confirmed([week(0), week(1), week(2)]);
    await setSeat(seatId, 'cancelled-early');
    const flag = () =>
      run(
        async (tx) =>
          (
            await tx.sql<{ flags: string[] }>('SELECT flags FROM visit WHERE id = $1', [asked.visitIds[2]])
          )[0]!.flags,
      );
    const spend = (minutes: number) =>
      run((tx) =>
        adjust(tx, {
          memberId: family.memberId,
          minutes,
          reason: 'Test',
          idempotencyKey: `spend:${newId()}`,
        }),
      );
    await spend(-600);
    expect(await run((tx) => extendHolds(tx, 10))).toBe(1);
    await run((tx) => extendHolds(tx, 10));
    expect([await heldOf(family.memberId), await flag(), await events(asked.visitIds[2]!)]).toEqual([
      120,
      ['funds-missing'],
      ['visit.funds-missing'],
    ]);
    await spend(60);
    await run((tx) => extendHolds(tx, 10));
    expect([await heldOf(family.memberId), await flag()]).toEqual([180, []]);
  });

  test('that is cancelled while its hold is being placed stays without one', async () => {
    await confirmed();
    await run((tx) => release(tx, [seatId]));
    let [locked, cancelNow] = [() => {}, () => {}];
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const mayCancel = new Promise<void>((resolve) => (cancelNow = resolve));
    const cancelling = run(async (tx) => {
      await tx.sql('SELECT FROM seat WHERE id = $1 FOR UPDATE', [seatId]);
      locked();
      await mayCancel;
      await tx.sql(`UPDATE seat SET state = 'cancelled-early', active = false WHERE id = $1`, [seatId]);
    });
    await isLocked;
    const extending = run((tx) => extendHolds(tx, 10));
    await untilSomebodyWaits();
    cancelNow();
    await Promise.all([cancelling, extending]);
    expect(await heldOf(family.memberId)).toBe(0);
  });

  test('of a suspended helper flags its visit, and of one who is back no more', async () => {
    await confirmed();
    const set = (state: string) =>
      run((tx) => tx.sql('UPDATE member SET state = $2 WHERE id = $1', [helper.memberId, state]));
    await set('suspended');
    expect([
      await run((tx) => flagSuspended(tx, helper.memberId)),
      await run((tx) => flagSuspended(tx, helper.memberId)),
    ]).toEqual([1, 0]);
    await set('active');
    expect(await run((tx) => flagSuspended(tx, helper.memberId))).toBe(1);
  });

  test('that collects from school without an authorisation flags the visit, and no more once it is there', async () => {
    asked = await ask([FIRST], { dependantIds: family.dependantIds });
    await approved(asked, { regime: 'volunteer' });
    const scope = { householdId: family.householdId };
    expect(await run((tx) => flagCredentialVisits(tx, scope))).toBe(0);
    await run((tx) =>
      tx.sql(`UPDATE request SET school = 'Scuola Verdi' WHERE community_id = $1`, [people.id]),
    );
    expect(await run((tx) => flagCredentialVisits(tx, scope))).toBe(1);
    await run((tx) =>
      tx.sql(
        `INSERT INTO collection_authorisation (community_id, id, dependant_id, helper_id, school, signed_by, valid_until, created_at)
         SELECT $1, d.dependant_id, d.dependant_id, $2, 'scuola verdi', $3, '2026-10-12', $4 FROM request_dependant d WHERE d.community_id = $1`,
        [people.id, helper.memberId, family.memberId, tx.now],
      ),
    );
    expect(await run((tx) => flagCredentialVisits(tx, scope))).toBe(1);
  });

  test('whose helper lacks a credential on its day flags the visit', async () => {
    asked = await ask([FIRST], {
      dependantIds: family.dependantIds,
      categoryId: people.facts.categories.babysitting,
    });
    await approved(asked, { regime: 'volunteer' });
    expect(await run((tx) => flagCredentialVisits(tx, { memberId: helper.memberId }))).toBe(0);
    await run((tx) =>
      tx.sql(`UPDATE credential SET valid_until = '2026-10-11' WHERE member_id = $1`, [helper.memberId]),
    );
    expect(await run((tx) => flagCredentialVisits(tx, { memberId: helper.memberId }))).toBe(1);
    await run((tx) =>
      tx.sql(`UPDATE credential SET valid_until = '2026-10-12' WHERE member_id = $1`, [helper.memberId]),
    );
    expect(await run((tx) => flagCredentialVisits(tx, { memberId: helper.memberId }))).toBe(1);
  });
});
