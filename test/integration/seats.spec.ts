import {
  AssignmentsService,
  HoursService,
  isActive,
  presumeDone,
  seatMachine,
  SeatsService,
  type SeatState,
} from '#assignments';
import type { MemberActor } from '#database';
import { ledgerTotal } from '#ledger';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { endOf, type AskedFor } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { FIRST, VisitScene, week } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, ask, approved, heldOf, seatStates, stateOf, setSeat, events } = scene;
const assignments = () => new AssignmentsService(world.uow);
const seats = () => new SeatsService(world.uow);
let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

beforeAll(async () => {
  world = await scene.open();
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ people, family, helper, desk } = await scene.begin());
});
afterEach(async () => {
  expect(await run(ledgerTotal)).toBe(0);
});

describe('a seat', () => {
  let asked: AskedFor;
  let assignmentId: string;
  let seatId: string;
  const confirmed = async (starts?: readonly Date[]) => {
    ({ asked, assignmentId, seatId } = await scene.confirmed(starts, { dependantIds: family.dependantIds }));
  };

  const taps = {
    reconfirm: (actor: MemberActor) => seats().reconfirm(actor, seatId),
    arrive: (actor: MemberActor) => seats().arrived(actor, seatId),
    'hand-over': (actor: MemberActor) => seats().handedOver(actor, seatId),
    finish: (actor: MemberActor) => seats().done(actor, seatId),
    'cancel-late': (actor: MemberActor) => seats().cancel(actor, seatId, 'x'),
    miss: (actor: MemberActor) =>
      seats().noShow(actor, seatId, actor.memberId === helper.memberId ? 'family' : 'helper'),
    'seek-replacement': (actor: MemberActor) => seats().seekReplacement(actor, seatId, 'x'),
  };
  test.each(Object.keys(taps) as (keyof typeof taps)[])(
    'takes "%s" from the states and by the sides of its table, and says so',
    async (step) => {
      await confirmed();
      world.clock.moveTo(endOf(FIRST, ['cancel-late', 'seek-replacement'].includes(step) ? -70 : 70));
      const row = seatMachine.steps.find(({ name }) => name === step)!;
      for (const state of seatMachine.states) {
        for (const [side, actor] of [
          ['helper', helper.actor],
          ['family', family.actor],
          ['coordinator', desk],
        ] as const) {
          await setSeat(seatId, state);
          await run((tx) =>
            tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE id = $1`, [assignmentId]),
          );
          const allowed = row.by.includes(side)
            ? row.from.includes(state as never)
              ? 'no error'
              : 'transition-not-allowed'
            : 'forbidden';
          expect([state, side, await codeOf(taps[step](actor))]).toEqual([state, side, allowed]);
          const [now] = await run((tx) =>
            tx.sql<{ state: SeatState; active: boolean }>('SELECT state, active FROM seat WHERE id = $1', [
              seatId,
            ]),
          );
          expect(now).toEqual({
            state: allowed === 'no error' ? row.to : state,
            active: isActive(now!.state),
          });
        }
      }
      if (row.emits) expect(await events(seatId)).toContain(row.emits);
    },
  );

  test('is cancelled early until a day before, late from then on, and its hold is free again', async () => {
    await confirmed([FIRST, week(1)]);
    world.clock.moveTo(new Date(FIRST.getTime() - 24 * 3_600_000 - 60_000));
    expect((await seats().cancel(family.actor, seatId, 'Ill')).state).toBe('cancelled-early');
    expect(await heldOf(family.memberId)).toBe(60);
    await setSeat(seatId, 'scheduled');
    world.clock.advanceMinutes(2);
    expect((await seats().cancel(helper.actor, seatId, 'Ill')).state).toBe('cancelled-late');
  });

  test.each([0, 61])('is not cancelled any more %i minutes after its start', async (minutes) => {
    await confirmed([FIRST, week(1)]);
    world.clock.moveTo(endOf(FIRST, minutes));
    for (const actor of [family.actor, helper.actor, desk]) {
      expect(await codeOf(seats().cancel(actor, seatId, 'x'))).toBe('visit-begun');
    }
    await assignments().cancel(family.actor, assignmentId, 'We move');
    expect(await seatStates(assignmentId)).toEqual(['scheduled', 'released']);
    expect(await heldOf(family.memberId)).toBe(60);
  });

  test('that had begun when its assignment was cancelled is presumed done, and nothing stays held for ever', async () => {
    await confirmed();
    world.clock.moveTo(endOf(FIRST, 5));
    await assignments().cancel(family.actor, assignmentId, 'We move');
    expect([
      await stateOf(assignmentId),
      await seatStates(assignmentId),
      await heldOf(family.memberId),
    ]).toEqual(['cancelled', ['scheduled'], 60]);
    world.clock.moveTo(endOf(FIRST, 121));
    expect(await run((tx) => presumeDone(tx, 10))).toBe(1);
    const { id } = await new HoursService(world.uow).declare(helper.actor, seatId, 0);
    await new HoursService(world.uow).confirm(family.actor, id);
    expect([await seatStates(assignmentId), await heldOf(family.memberId)]).toEqual([['credited'], 0]);
  });

  test('is missed only after the start and ten minutes of grace, and only the other side says so', async () => {
    await confirmed();
    world.clock.moveTo(endOf(FIRST, 9));
    expect(await codeOf(seats().noShow(family.actor, seatId, 'helper'))).toBe('too-early');
    world.clock.moveTo(endOf(FIRST, 11));
    expect(await codeOf(seats().noShow(family.actor, seatId, 'family'))).toBe('own-record');
    expect((await seats().noShow(family.actor, seatId, 'helper')).state).toBe('no-show');
    expect(await stateOf(assignmentId)).toBe('ended');
  });

  test('waits for the confirmation of its assignment', async () => {
    const made = await approved(await ask([FIRST]));
    expect(await codeOf(seats().reconfirm(helper.actor, made.seatIds[0]!))).toBe('not-yet-confirmed');
  });

  test('that seeks a replacement opens its place, and the next helper’s seat takes it', async () => {
    await confirmed();
    await seats().seekReplacement(desk, seatId, 'Ill');
    const next = await approved(asked, { helper: await people.helper({ regime: 'timebank' }) });
    const [replaced] = await run((tx) =>
      tx.sql<{ state: string }>('SELECT state FROM seat WHERE id = $1', [seatId]),
    );
    const [heir] = await run((tx) =>
      tx.sql<{ replaces_id: string }>('SELECT replaces_id FROM seat WHERE id = $1', [next.seatIds[0]]),
    );
    expect([replaced!.state, heir!.replaces_id]).toEqual(['replaced', seatId]);
  });
});
