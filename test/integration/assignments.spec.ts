import {
  assignmentMachine,
  AssignmentsService,
  expireUnanswered,
  isActive,
  seatMachine,
  SeatsService,
  type AssignmentState,
  type SeatState,
} from '#assignments';
import type { MemberActor } from '#database';
import { ledgerTotal } from '#ledger';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { AT_DESK, BY_PHONE, FIRST, VisitScene, week } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, ask, approved, withChild, adultAtHome, heldOf, seatStates, stateOf } = scene;
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

describe('an assignment', () => {
  let id: string;

  test('with a child waits for the guardian the first time, and not again', async () => {
    id = await withChild();
    expect((await assignments().accept(helper.actor, id)).state).toBe('awaiting-guardian');
    expect((await assignments().guardianYes(family.actor, id)).state).toBe('confirmed');
    const next = await approved(await ask([week(2)], { dependantIds: family.dependantIds }));
    expect((await assignments().accept(helper.actor, next.assignmentId)).state).toBe('confirmed');
  });

  test.each(['decline', 'guardianNo', 'cancel'] as const)(
    'that ends by %s gives back seats and holds',
    async (exit) => {
      id = await withChild();
      if (exit === 'decline') await assignments().decline(helper.actor, id);
      else await assignments().accept(helper.actor, id);
      if (exit === 'guardianNo') await assignments().guardianNo(family.actor, id);
      if (exit === 'cancel') await assignments().cancel(family.actor, id, 'We moved');
      expect([await seatStates(id), await heldOf(family.memberId)]).toEqual([['released', 'released'], 0]);
    },
  );

  test('nobody answered in time ends by itself, first at the helper, then at the guardian', async () => {
    id = await withChild();
    world.clock.advanceMinutes(24 * 60 - 1);
    expect(await run((tx) => expireUnanswered(tx, 10))).toBe(0);
    world.clock.advanceMinutes(2);
    expect(await run((tx) => expireUnanswered(tx, 10))).toBe(1);
    expect([await stateOf(id), await seatStates(id), await heldOf(family.memberId)]).toEqual([
      'no-answer',
      ['released', 'released'],
      0,
    ]);
    const second = await withChild();
    await assignments().accept(helper.actor, second);
    world.clock.advanceMinutes(24 * 60 + 1);
    await run((tx) => expireUnanswered(tx, 10));
    expect(await stateOf(second)).toBe('cancelled');
  });

  test('a consent by phone says so, and is not the helper’s to give', async () => {
    id = await withChild();
    await assignments().accept(helper.actor, id);
    expect(await codeOf(assignments().guardianYes(desk, id))).toBe('channel-missing');
    expect(await codeOf(assignments().guardianYes(helper.actor, id))).toBe('forbidden');
    const both = { ...helper.actor, roles: ['helper', 'coordinator'] as const };
    expect(await codeOf(assignments().guardianYes(both, id, BY_PHONE))).toBe('own-record');
    expect((await assignments().guardianYes(desk, id, BY_PHONE)).state).toBe('confirmed');
  });

  const unfit: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'helper-not-active',
      () => run((tx) => tx.sql(`UPDATE member SET state = 'suspended' WHERE id = $1`, [helper.memberId])),
    ],
    [
      'collection-missing',
      () =>
        run((tx) =>
          tx.sql(`UPDATE request SET school = 'Scuola Verdi' WHERE community_id = $1`, [people.id]),
        ),
    ],
    [
      'no-longer-matched',
      () =>
        run((tx) =>
          tx.sql(
            'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)',
            [people.id, family.householdId, helper.memberId, tx.now],
          ),
        ),
    ],
    ['no-longer-matched', () => block(family.memberId, helper.memberId)],
    ['no-longer-matched', () => block(helper.memberId, family.memberId)],
    [
      'credential-missing',
      () =>
        run((tx) =>
          tx.sql(`UPDATE credential SET valid_until = '2026-10-11' WHERE member_id = $1`, [helper.memberId]),
        ),
    ],
  ];
  const block = (by: string, blocked: string) =>
    run((tx) =>
      tx.sql(
        'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
        [tx.communityId, by, blocked, tx.now],
      ),
    );
  test.each(unfit)('that does not fit any more (%s) takes a no, and no yes', async (code, change) => {
    const babysitting = (start: Date) =>
      ask([start], {
        dependantIds: family.dependantIds,
        categoryId: people.facts.categories.babysitting,
      });
    const [first, second] = [
      await approved(await babysitting(FIRST)),
      await approved(await babysitting(week(1))),
    ];
    await assignments().accept(helper.actor, second.assignmentId);
    await change();
    for (const [actor, heard] of [
      [helper.actor, {}],
      [desk, BY_PHONE],
    ] as const) {
      expect(await codeOf(assignments().accept(actor, first.assignmentId, undefined, heard))).toBe(code);
    }
    expect(await codeOf(assignments().guardianYes(family.actor, second.assignmentId))).toBe(code);
    expect((await assignments().decline(helper.actor, first.assignmentId)).state).toBe('declined');
    expect((await assignments().guardianNo(family.actor, second.assignmentId)).state).toBe('refused');
  });

  test('steps on the version that was seen alone', async () => {
    id = await withChild();
    expect(await codeOf(assignments().accept(helper.actor, id, undefined))).toBe('no error');
    expect(await codeOf(assignments().guardianYes(family.actor, id, {}, 1))).toBe('stale-version');
  });

  const heardBy = (actor: MemberActor) => (actor === desk ? AT_DESK : {});
  const answers = {
    accept: (actor: MemberActor) => assignments().accept(actor, id, undefined, heardBy(actor)),
    decline: (actor: MemberActor) => assignments().decline(actor, id, undefined, undefined, heardBy(actor)),
    'guardian-yes': (actor: MemberActor) => assignments().guardianYes(actor, id, heardBy(actor)),
    'guardian-no': (actor: MemberActor) => assignments().guardianNo(actor, id, heardBy(actor)),
    cancel: (actor: MemberActor) => assignments().cancel(actor, id, 'x'),
  };
  test.each(Object.keys(answers) as (keyof typeof answers)[])(
    'takes "%s" from the states and by the sides of its table',
    async (step) => {
      id = await withChild();
      const row = assignmentMachine.steps.find(({ name }) => name === step)!;
      for (const state of assignmentMachine.states) {
        for (const [side, actor] of [
          ['helper', helper.actor],
          ['family', family.actor],
          ['coordinator', desk],
        ] as const) {
          await run((tx) => tx.sql('UPDATE assignment SET state = $2 WHERE id = $1', [id, state]));
          const allowed = row.by.includes(side)
            ? row.from.includes(state as never)
              ? 'no error'
              : 'transition-not-allowed'
            : 'forbidden';
          expect([state, side, await codeOf(answers[step](actor))]).toEqual([state, side, allowed]);
        }
      }
    },
  );

  test('is not answered for at the desk by an adult of the household, and shows them nothing', async () => {
    const [insider, adult] = [await adultAtHome(['coordinator', 'family']), await adultAtHome(['family'])];
    const made = await approved(await ask([FIRST], { dependantIds: family.dependantIds }));
    await assignments().accept(helper.actor, made.assignmentId);
    expect(await codeOf(assignments().guardianYes(insider, made.assignmentId, BY_PHONE))).toBe('own-record');
    expect(await codeOf(assignments().guardianNo(adult, made.assignmentId))).toBe('not-found');
    expect(await codeOf(seats().cancel(insider, made.seatIds[0]!, 'x'))).toBe('own-record');
    expect(await stateOf(made.assignmentId)).toBe('awaiting-guardian');
  });
});

test('every state of the tables can be reached, and says whether it takes the helper’s time', () => {
  const reached = (machine: { initial: string; steps: readonly { to: string }[] }) => [
    machine.initial,
    ...machine.steps.map(({ to }) => to),
  ];
  expect(new Set(reached(assignmentMachine))).toEqual(new Set<AssignmentState>(assignmentMachine.states));
  expect(new Set(reached(seatMachine))).toEqual(new Set<SeatState>(seatMachine.states));
  expect(seatMachine.states.filter((state) => !isActive(state))).toEqual([
    'cancelled-early',
    'cancelled-late',
    'no-show',
    'replacement-sought',
    'replaced',
    'reversed',
    'released',
  ]);
});
