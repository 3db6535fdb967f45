import { AssignmentsService, HoursService, TimeEntryReadsService } from '#assignments';
import type { MemberActor } from '#database';
import { ledgerTotal } from '#ledger';
import { NotifyService } from '#notifications';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { AT_DESK, BY_PHONE, FOR_FAMILY, FOR_HELPER, VisitScene } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, withChild, visited, adultAtHome, stateOf } = scene;
const assignments = () => new AssignmentsService(world.uow);
const hours = () => new HoursService(world.uow);
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

/** Who spoke for whom, and how it was heard, as the record says it. */
const spoken = () =>
  run((tx) =>
    tx.sql(
      `SELECT action, actor_member_id AS actor, on_behalf_of AS for, reason FROM audit_record
       WHERE community_id = $1 AND action LIKE '%.speak-for' ORDER BY id`,
      [people.id],
    ),
  );
const stepsOf = (id: string) =>
  run((tx) =>
    tx.sql(
      `SELECT name, actor_member_id AS actor, on_behalf_of AS for FROM transition
       WHERE subject_id = $1 AND actor_member_id IS NOT NULL ORDER BY id`,
      [id],
    ),
  );
/** What was told of spoken answers, to whom, as the relay would have it told. */
const told = () =>
  run(async (tx) => {
    const events = await tx.sql<{
      id: string;
      payload: { subjectId: string; values: Record<string, string> };
    }>(`SELECT id, payload FROM outbox WHERE community_id = $1 AND topic = 'answer.recorded' ORDER BY id`, [
      people.id,
    ]);
    for (const { id, payload } of events) {
      await new NotifyService().react(tx, 'notifications.answer-recorded', { outboxId: id, ...payload });
    }
    return tx.sql(
      `SELECT message_id AS message, member_id AS to, message_values ->> 'minutes' AS minutes FROM notification
       WHERE community_id = $1 ORDER BY id`,
      [people.id],
    );
  });

describe('an answer that the desk hears', () => {
  test('from a helper is their yes: said by whom for whom, on record, and told to them alone', async () => {
    const id = await withChild();
    expect((await assignments().accept(desk, id, undefined, BY_PHONE)).state).toBe('awaiting-guardian');
    expect(await spoken()).toEqual([
      {
        action: 'assignment.speak-for',
        actor: desk.memberId,
        for: helper.memberId,
        reason: 'For the helper, on the phone, in it',
      },
    ]);
    expect((await stepsOf(id)).at(-1)).toEqual({
      name: 'accept',
      actor: desk.memberId,
      for: helper.memberId,
    });
    expect(await told()).toEqual([{ message: 'answer-recorded-yes', to: helper.memberId, minutes: null }]);
  });

  test('from a helper is their no too', async () => {
    const id = await withChild();
    expect((await assignments().decline(desk, id, undefined, undefined, AT_DESK)).state).toBe('declined');
    expect(await told()).toEqual([{ message: 'answer-recorded-no', to: helper.memberId, minutes: null }]);
  });

  test('from the guardian who asked, or from another who is named; nobody else is one', async () => {
    const second = await adultAtHome(['family'], true);
    const adult = await adultAtHome(['family']);
    const id = await withChild();
    await assignments().accept(helper.actor, id);
    for (const guardianId of [adult.memberId, helper.memberId, newId()]) {
      const heard = { ...BY_PHONE, guardianId };
      expect(await codeOf(assignments().guardianYes(desk, id, heard))).toBe('guardian-not-asked');
    }
    const { state } = await assignments().guardianYes(desk, id, { ...AT_DESK, guardianId: second.memberId });
    expect(state).toBe('confirmed');
    expect(await told()).toEqual([{ message: 'answer-recorded-yes', to: second.memberId, minutes: null }]);
    const [row] = await run((tx) =>
      tx.sql('SELECT guardian_channel AS channel, guardian_answered_by AS by FROM assignment WHERE id = $1', [
        id,
      ]),
    );
    expect(row).toEqual({ channel: 'desk', by: desk.memberId });
  });

  test('from a guardian is their no, and is whose asked where nobody is named', async () => {
    await adultAtHome(['family'], true);
    const id = await withChild();
    await assignments().accept(helper.actor, id);
    expect((await assignments().guardianNo(desk, id, BY_PHONE)).state).toBe('refused');
    expect(await told()).toEqual([{ message: 'answer-recorded-no', to: family.memberId, minutes: null }]);
  });

  test('is nobody’s own: whoever has a part in it answers as themselves', async () => {
    const id = await withChild();
    const both = (actor: MemberActor): MemberActor => ({ ...actor, roles: [...actor.roles, 'coordinator'] });
    expect(await codeOf(assignments().accept(both(helper.actor), id, undefined, BY_PHONE))).toBe('forbidden');
    expect(await codeOf(assignments().accept(both(family.actor), id, undefined, BY_PHONE))).toBe(
      'own-record',
    );
    const atHome = await adultAtHome(['coordinator']);
    expect(await codeOf(assignments().accept(atHome, id, undefined, BY_PHONE))).toBe('own-record');
    await assignments().accept(helper.actor, id);
    expect(await codeOf(assignments().guardianYes(both(family.actor), id, BY_PHONE))).toBe('forbidden');
    expect(await codeOf(assignments().guardianYes(both(helper.actor), id, BY_PHONE))).toBe('own-record');
    expect([await stateOf(id), await spoken(), await told()]).toEqual(['awaiting-guardian', [], []]);
  });

  test('says how it was heard and in which language, or is none', async () => {
    const id = await withChild();
    const { channel, spokenLanguage } = BY_PHONE;
    for (const heard of [{}, { channel }, { spokenLanguage }]) {
      expect(await codeOf(assignments().accept(desk, id, undefined, heard))).toBe('channel-missing');
      expect(await codeOf(assignments().decline(desk, id, undefined, undefined, heard))).toBe(
        'channel-missing',
      );
    }
    expect([await stateOf(id), await told()]).toEqual(['awaiting-acceptance', []]);
  });

  test('is held against the hard rules as the helper’s own, and a refused one leaves no trace', async () => {
    const id = await withChild();
    await run((tx) =>
      tx.sql(`UPDATE member SET state = 'suspended' WHERE community_id = $1 AND id = $2`, [
        people.id,
        helper.memberId,
      ]),
    );
    const own = await codeOf(assignments().accept(helper.actor, id));
    expect([own, await codeOf(assignments().accept(desk, id, undefined, BY_PHONE))]).toEqual([
      'helper-not-active',
      'helper-not-active',
    ]);
    expect([await spoken(), await told()]).toEqual([[], []]);
  });

  test('is told to nobody where it was their own', async () => {
    const id = await withChild();
    await assignments().accept(helper.actor, id);
    await assignments().guardianYes(family.actor, id);
    expect([await spoken(), await told()]).toEqual([[], []]);
  });
});

describe('hours that the desk hears', () => {
  test('are told to each side that was spoken for, with the minutes it said', async () => {
    const { seatId } = await visited();
    const { id } = await hours().declare(desk, seatId, 60, undefined, FOR_HELPER);
    const other = (await people.member(['coordinator'])).actor;
    await hours().confirm(other, id, 70, undefined, FOR_FAMILY);
    expect(await told()).toEqual([
      { message: 'answer-recorded-hours', to: helper.memberId, minutes: '60' },
      { message: 'answer-recorded-hours', to: family.memberId, minutes: '70' },
    ]);
  });

  test('are disputed for the side that did not declare them, named and on record', async () => {
    const { seatId } = await visited();
    const { id } = await hours().declare(helper.actor, seatId, 60);
    expect(await codeOf(hours().dispute(desk, id, 'Too long'))).toBe('side-missing');
    expect(await codeOf(hours().dispute(desk, id, 'Too long', undefined, FOR_HELPER))).toBe('forbidden');
    expect((await hours().dispute(desk, id, 'Too long', undefined, FOR_FAMILY)).state).toBe('disputed');
    expect(await spoken()).toMatchObject([{ action: 'hours.speak-for', for: family.memberId }]);
    expect(await told()).toMatchObject([{ message: 'answer-recorded-hours-wrong', to: family.memberId }]);
  });

  test('wait in the desk’s list until they are answered, by request too', async () => {
    const { seatId, asked } = await visited();
    const reads = new TimeEntryReadsService(world.uow, world.codec);
    const { id } = await hours().declare(helper.actor, seatId, 60);
    const of = async (requestId?: string) =>
      (await reads.list(desk, { list: 'declared', requestId })).items.map((entry) => entry.id);
    expect([await of(), await of(asked.requestId), await of(newId())]).toEqual([[id], [id], []]);
    expect(await codeOf(reads.list(family.actor, { list: 'declared' }))).toBe('forbidden');
    await hours().confirm(family.actor, id);
    expect(await of()).toEqual([]);
  });
});
