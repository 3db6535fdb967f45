import {
  AssignmentReadsService,
  assignmentMachine,
  AssignmentsService,
  closeEndedAssignments,
  expireUnanswered,
  extendHolds,
  flagCredentialVisits,
  flagSuspended,
  HoursService,
  isActive,
  presumeDone,
  releaseSeatsOfCancelledVisits,
  remindSeats,
  SeatReadsService,
  seatMachine,
  SeatsService,
  undoApproval,
  watchArrivals,
  type AssignmentState,
  type SeatState,
} from '#assignments';
import type { MemberActor, Role, Tx } from '#database';
import { adjust, ledgerTotal, openAccount, release } from '#ledger';
import { DomainError, newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest, endOf, type AskedFor } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

const FIRST = new Date('2026-10-12T14:00:00Z');
const week = (n: number) => new Date(FIRST.getTime() + n * 7 * 86_400_000);
const run = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof DomainError ? error.code : `not a domain error: ${String(error)}`),
  );
const assignments = () => new AssignmentsService(world.uow);
const seats = () => new SeatsService(world.uow);
const heldOf = (memberId: string) => run(async (tx) => (await openAccount(tx, memberId)).heldMinutes);
const seatStates = (assignmentId: string) =>
  run(async (tx) =>
    (
      await tx.sql<{ state: string }>('SELECT state FROM seat WHERE assignment_id = $1 ORDER BY starts_at', [
        assignmentId,
      ])
    ).map(({ state }) => state),
  );
const stateOf = (assignmentId: string) =>
  run(
    async (tx) =>
      (await tx.sql<{ state: string }>('SELECT state FROM assignment WHERE id = $1', [assignmentId]))[0]!
        .state,
  );
const events = (subjectId: string) =>
  run(async (tx) =>
    (
      await tx.sql<{ topic: string }>(
        `SELECT DISTINCT topic FROM outbox WHERE payload ->> 'subjectId' = $1 ORDER BY topic`,
        [subjectId],
      )
    ).map(({ topic }) => topic),
  );
const ask = (
  starts: readonly Date[],
  wishes: { seatsNeeded?: number; dependantIds?: readonly string[]; categoryId?: string } = {},
) => buildRequest(world.uow, people, { family, starts, ...wishes });
const approved = (
  asked: AskedFor,
  wishes: { helper?: BuiltHelper; regime?: 'volunteer' | 'timebank'; proposalId?: string } = {},
) => approve(world.uow, people, { helper, family, asked, ...wishes });
const setSeat = (id: string, state: SeatState) =>
  run((tx) =>
    tx.sql('UPDATE seat SET state = $2, active = $3, done_presumed = true WHERE id = $1', [
      id,
      state,
      isActive(state),
    ]),
  );
/** An adult of the family's household who is not a guardian. */
const adultAtHome = async (roles: Role[]) => {
  const { actor } = await people.member(roles);
  await run((tx) =>
    tx.sql(
      'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)',
      [tx.communityId, family.householdId, actor.memberId, tx.now],
    ),
  );
  return actor;
};
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
/** Until a transaction waits for a row that another one has locked; at most two seconds. */
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
};

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  [family, helper, desk] = [
    await people.family(),
    await people.helper({ regime: 'timebank' }),
    await people.coordinator(),
  ];
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

describe('an assignment', () => {
  let id: string;
  const withChild = async () =>
    (await approved(await ask([FIRST, week(1)], { dependantIds: family.dependantIds }))).assignmentId;

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
    expect(await codeOf(assignments().guardianYes(both, id, 'phone'))).toBe('own-record');
    expect((await assignments().guardianYes(desk, id, 'phone')).state).toBe('confirmed');
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
    for (const actor of [helper.actor, desk]) {
      expect(await codeOf(assignments().accept(actor, first.assignmentId))).toBe(code);
    }
    expect(await codeOf(assignments().guardianYes(family.actor, second.assignmentId))).toBe(code);
    expect((await assignments().decline(helper.actor, first.assignmentId)).state).toBe('declined');
    expect((await assignments().guardianNo(family.actor, second.assignmentId)).state).toBe('refused');
  });

  test('tells the family no reason of a helper’s no, and the helper no payer’s account', async () => {
    id = await withChild();
    const reads = new AssignmentReadsService(world.uow, world.codec);
    const seatReads = new SeatReadsService(world.uow);
    const account = (await seatReads.list(family.actor, {})).items[0]!.payerAccountId;
    expect(account).not.toBeNull();
    const [seen] = (await seatReads.list(helper.actor, {})).items;
    const found = await seatReads.find(helper.actor, seen!.id);
    const { seats: inside } = await reads.find(helper.actor, id);
    expect([seen!, found, ...inside].map((seat) => seat.payerAccountId)).toEqual([null, null, null, null]);
    await assignments().decline(helper.actor, id, 'My own illness');
    const told = async (actor: MemberActor) =>
      JSON.stringify([
        await reads.find(actor, id),
        await reads.list(actor, {}),
        await seatReads.list(actor, {}),
        await seatReads.find(actor, seen!.id),
      ]).includes('My own illness');
    expect([await told(family.actor), await told(helper.actor), await told(desk)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('is nobody else’s business', async () => {
    id = await withChild();
    const stranger = (await people.family()).actor;
    const abroad = await (await buildCommunity(world.uow, world.codec, world.clock)).coordinator();
    const reads = new AssignmentReadsService(world.uow, world.codec);
    for (const actor of [stranger, abroad]) {
      expect(await codeOf(assignments().cancel(actor, id, 'x'))).toBe('not-found');
      expect(await codeOf(reads.find(actor, id))).toBe('not-found');
      expect((await reads.list(actor, {})).items).toEqual([]);
      expect((await new SeatReadsService(world.uow).list(actor, {})).items).toEqual([]);
    }
    expect((await new SeatReadsService(world.uow).list(desk, {})).items).toHaveLength(2);
    expect((await new SeatReadsService(world.uow).list(family.actor, {})).items).toHaveLength(2);
  });

  test('shows the address when it is confirmed, until the last visit ends, and records who read it', async () => {
    id = await withChild();
    const reads = new AssignmentReadsService(world.uow, world.codec);
    await assignments().accept(helper.actor, id);
    expect((await reads.find(helper.actor, id)).contact).toBeNull();
    const seen = await reads.find(family.actor, id);
    expect(seen.helper).toMatchObject({ languages: ['it'], checksPassed: ['interview', 'training'] });
    expect([seen.contact, JSON.stringify(seen).includes('Cognome')]).toEqual([null, false]);
    await assignments().guardianYes(family.actor, id);
    expect((await reads.find(helper.actor, id)).contact).toMatchObject({
      address: expect.stringContaining('Via di Prova'),
    });
    world.clock.moveTo(endOf(week(1), 61));
    expect((await reads.find(helper.actor, id)).contact).toBeNull();
    const records = await run((tx) =>
      tx.sql(
        'SELECT action FROM audit_record WHERE actor_member_id = $1 AND $2 = ANY (subject_ids) ORDER BY id',
        [helper.memberId, family.householdId],
      ),
    );
    expect(records).toEqual(
      ['assignment.read', 'assignment.read-contact', 'assignment.read'].map((action) => ({ action })),
    );
  });

  test('steps on the version that was seen alone', async () => {
    id = await withChild();
    expect(await codeOf(assignments().accept(helper.actor, id, undefined))).toBe('no error');
    expect(await codeOf(assignments().guardianYes(family.actor, id, undefined, 1))).toBe('stale-version');
  });

  const answers = {
    accept: (actor: MemberActor) => assignments().accept(actor, id),
    decline: (actor: MemberActor) => assignments().decline(actor, id),
    'guardian-yes': (actor: MemberActor) => assignments().guardianYes(actor, id, 'desk'),
    'guardian-no': (actor: MemberActor) => assignments().guardianNo(actor, id, 'desk'),
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
    expect(await codeOf(assignments().guardianYes(insider, made.assignmentId, 'phone'))).toBe('own-record');
    expect(await codeOf(assignments().guardianNo(adult, made.assignmentId))).toBe('not-found');
    expect(await codeOf(seats().cancel(insider, made.seatIds[0]!, 'x'))).toBe('own-record');
    expect(await stateOf(made.assignmentId)).toBe('awaiting-guardian');
  });
});

describe('a seat', () => {
  let asked: AskedFor;
  let assignmentId: string;
  let seatId: string;
  const confirmed = async (
    starts: readonly Date[] = [FIRST],
    regime: 'volunteer' | 'timebank' = 'timebank',
  ) => {
    asked = await ask(starts, { dependantIds: family.dependantIds });
    const made = await approved(asked, { regime });
    assignmentId = made.assignmentId;
    seatId = made.seatIds[0]!;
    await assignments().accept(helper.actor, assignmentId);
    if (made.guardianNeeded) await assignments().guardianYes(family.actor, assignmentId);
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
