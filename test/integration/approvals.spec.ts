import { undoApproval } from '#assignments';
import type { MemberActor } from '#database';
import { adjust, ledgerTotal } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { endOf } from '../builders/approval.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { START, type TestWorld } from '../builders/test-world.js';
import { FIRST, VisitScene, week } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, ask, approved, heldOf, seatStates, stateOf, events } = scene;

let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let desk: MemberActor;

beforeAll(async () => {
  world = await scene.open();
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ people, family, desk } = await scene.begin());
});
afterEach(async () => {
  expect(await run(ledgerTotal)).toBe(0);
});

describe('an approval', () => {
  test('makes a seat for each visit, holds the next two, and asks the helper once it cannot be undone any more', async () => {
    const made = await approved(await ask([week(0), week(1), week(2)]));
    expect(await seatStates(made.assignmentId)).toEqual(['scheduled', 'scheduled', 'scheduled']);
    expect(await heldOf(family.memberId)).toBe(120);
    const [event] = await run((tx) =>
      tx.sql<{ waits: boolean }>(
        `SELECT next_at > clock_timestamp() + interval '5 seconds' AS waits FROM outbox WHERE topic = 'assignment.approved'`,
      ),
    );
    expect(event).toEqual({ waits: true });
  });

  test('that is undone gives all back, tells nobody, and leaves the proposal free', async () => {
    const asked = await ask([week(0)]);
    const made = await approved(asked);
    await world.uow.run(desk, (tx) => undoApproval(tx, made.assignmentId));
    expect([await stateOf(made.assignmentId), await seatStates(made.assignmentId)]).toEqual([
      'cancelled',
      ['released'],
    ]);
    expect([await heldOf(family.memberId), await events(made.assignmentId)]).toEqual([0, []]);
    await approved(asked, { proposalId: made.proposalId });
  });

  test('cannot be undone after ten seconds', async () => {
    const { assignmentId } = await approved(await ask([week(0)]));
    world.clock.advanceMinutes(1);
    expect(await codeOf(world.uow.run(desk, (tx) => undoApproval(tx, assignmentId)))).toBe('undo-too-late');
    expect(await seatStates(assignmentId)).toEqual(['scheduled']);
  });

  test('of two rivals for one place: never both, never none', async () => {
    const other = await people.helper({ regime: 'timebank' });
    for (let round = 0; round < 5; round += 1) {
      const asked = await ask([week(round)]);
      const codes = await Promise.all([codeOf(approved(asked)), codeOf(approved(asked, { helper: other }))]);
      expect(codes.sort()).toEqual(['no error', 'visit-already-covered']);
    }
  });

  test('books a helper once at a time, the break included, to the minute', async () => {
    await approved(await ask([FIRST]), { regime: 'volunteer' });
    const later = (minutes: number) => ask([endOf(FIRST, minutes)]);
    expect(await codeOf(approved(await later(74), { regime: 'volunteer' }))).toBe('helper-already-booked');
    expect(await codeOf(approved(await later(75), { regime: 'volunteer' }))).toBe('no error');
  });

  test('never has a helper twice in one visit', async () => {
    const asked = await ask([FIRST], { seatsNeeded: 2 });
    await approved(asked, { regime: 'volunteer' });
    expect(await codeOf(approved(asked, { regime: 'volunteer' }))).toBe('visit-already-covered');
    expect(await codeOf(approved(asked, { regime: 'volunteer', helper: await people.helper() }))).toBe(
      'no error',
    );
  });

  test('without funds says which are missing, and leaves nothing behind', async () => {
    await run((tx) =>
      adjust(tx, {
        memberId: family.memberId,
        minutes: -720,
        reason: 'Spent',
        idempotencyKey: `spent:${newId()}`,
      }),
    );
    const asked = await ask([FIRST]);
    await expect(approved(asked)).rejects.toMatchObject({ code: 'funds-missing', facts: { why: 'funds' } });
    expect(
      await run((tx) => tx.sql('SELECT id FROM assignment WHERE request_id = $1', [asked.requestId])),
    ).toEqual([]);
    await run((tx) =>
      adjust(tx, { memberId: null, minutes: 60, reason: 'Gift', idempotencyKey: `pool:${newId()}` }),
    );
    expect(await codeOf(approved(asked))).toBe('no error');
  });

  test('gives a day to answer, four hours when the visit is near, and never longer than until it begins', async () => {
    const answerIn = async (start: Date) => {
      const made = await approved(await ask([start]), { regime: 'volunteer', helper: await people.helper() });
      return Math.round((made.answerBy.getTime() - START.getTime()) / 3_600_000);
    };
    expect(await answerIn(new Date(START.getTime() + 49 * 3_600_000))).toBe(24);
    expect(await answerIn(new Date(START.getTime() + 47 * 3_600_000))).toBe(4);
    expect(await answerIn(new Date(START.getTime() + 2 * 3_600_000))).toBe(2);
  });
});
