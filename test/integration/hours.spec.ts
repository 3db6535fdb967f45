import { agreedMinutes, HoursService, timeEntryMachine, TimeEntryReadsService } from '#assignments';
import type { MemberActor } from '#database';
import { adjust, ledgerTotal } from '#ledger';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { endOf } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { FIRST, FOR_FAMILY, FOR_HELPER, VisitScene } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, balances, seatState, adultAtHome } = scene;
const hours = () => new HoursService(world.uow);
let seatId: string;
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
  ({ people, family, helper, desk } = await scene.begin({ dependants: [{}, {}] }));
});
afterEach(async () => {
  expect(await run(ledgerTotal)).toBe(0);
});

const transfers = () =>
  run((tx) => tx.sql('SELECT kind FROM transfer WHERE seat_id = $1 ORDER BY id', [seatId]));
const setCategory = (sql: string) =>
  run((tx) => tx.sql(`UPDATE category SET ${sql} WHERE id = $1`, [people.facts.categories.errands]));

const visited = async (
  wishes: { regime?: 'volunteer' | 'timebank'; dependantIds?: readonly string[] } = {},
) => {
  ({ seatId } = await scene.visited(wishes));
};

describe('declared hours', () => {
  test('are credited when the other side confirms, once however often they tap', async () => {
    await visited();
    const { id, minutesCredited } = await hours().declare(helper.actor, seatId, 60);
    expect(minutesCredited).toBe(60);
    const taps = await Promise.all([1, 2, 3].map(() => hours().confirm(family.actor, id)));
    expect(new Set(taps.map(({ state, transferId }) => `${state} ${transferId}`)).size).toBe(1);
    expect([await balances(), await seatState(seatId), await transfers()]).toEqual([
      [180, 60],
      'credited',
      [{ kind: 'visit' }],
    ]);
  });

  test('of a volunteer are counted and never credited', async () => {
    await visited({ regime: 'volunteer' });
    const { id } = await hours().declare(family.actor, seatId, 60);
    const confirmed = await hours().confirm(helper.actor, id);
    expect([confirmed.minutesGiven, confirmed.minutesCredited, await seatState(seatId)]).toEqual([
      60,
      0,
      'counted',
    ]);
    expect(await balances()).toEqual([120, 120]);
  });

  test('are never declared before the visit ends, unless somebody arrived', async () => {
    await visited();
    world.clock.moveTo(endOf(FIRST, -1));
    expect(await codeOf(hours().declare(helper.actor, seatId, 60))).toBe('too-early');
    world.clock.moveTo(endOf(FIRST, 59));
    expect(await codeOf(hours().declare(helper.actor, seatId, 60))).toBe('too-early');
    await run((tx) => tx.sql(`UPDATE seat SET state = 'arrived' WHERE id = $1`, [seatId]));
    expect(await codeOf(hours().declare(helper.actor, seatId, 60))).toBe('no error');
    expect(await codeOf(hours().declare(family.actor, seatId, 60))).toBe('hours-declared');
  });

  test('are never confirmed by who declared them, nor by the same side', async () => {
    await visited();
    const { id } = await hours().declare(family.actor, seatId, 60);
    expect(await codeOf(hours().confirm(family.actor, id))).toBe('own-record');
    expect(await codeOf(hours().confirm(await adultAtHome(['family'], true), id))).toBe('forbidden');
    expect(await codeOf(hours().confirm((await people.family()).actor, id))).toBe('not-found');
    expect(await codeOf(hours().confirm(helper.actor, id))).toBe('no error');
  });

  test('by a coordinator wait for somebody else', async () => {
    await visited();
    const { id, declaredSide } = await hours().declare(desk, seatId, 60, undefined, FOR_HELPER);
    expect([declaredSide, await codeOf(hours().confirm(desk, id, 60, undefined, FOR_FAMILY))]).toEqual([
      'helper',
      'own-record',
    ]);
    const mine = await new TimeEntryReadsService(world.uow, world.codec).list(family.actor, { list: 'mine' });
    expect(mine.items.map((entry) => entry.id)).toEqual([id]);
    expect(await codeOf(hours().confirm(family.actor, id))).toBe('no error');
  });

  test('by a coordinator are one side’s, named and recorded, and another coordinator speaks for the other', async () => {
    await visited();
    const { onBehalfOf, channel, spokenLanguage } = FOR_HELPER;
    for (const [spoken, code] of [
      [{}, 'side-missing'],
      [{ channel, spokenLanguage }, 'side-missing'],
      [{ onBehalfOf, spokenLanguage }, 'channel-missing'],
      [{ onBehalfOf, channel }, 'channel-missing'],
    ] as const) {
      expect(await codeOf(hours().declare(desk, seatId, 60, undefined, spoken))).toBe(code);
    }
    expect(await codeOf(hours().declare(helper.actor, seatId, 60, undefined, FOR_FAMILY))).toBe('forbidden');
    const { id } = await hours().declare(desk, seatId, 60, undefined, FOR_HELPER);
    const { actor: other } = await people.member(['coordinator']);
    expect(await codeOf(hours().confirm(other, id))).toBe('side-missing');
    expect(await codeOf(hours().confirm(other, id, 60, undefined, FOR_HELPER))).toBe('forbidden');
    expect(await codeOf(hours().confirm(helper.actor, id))).toBe('forbidden');
    expect((await hours().confirm(other, id, 60, undefined, FOR_FAMILY)).state).toBe('confirmed');
    const spoke = await run((tx) =>
      tx.sql(
        `SELECT actor_member_id AS actor, on_behalf_of AS for FROM audit_record
         WHERE action = 'hours.speak-for' AND $1 = ANY (subject_ids) ORDER BY id`,
        [seatId],
      ),
    );
    expect(spoke).toEqual([
      { actor: desk.memberId, for: helper.memberId },
      { actor: other.memberId, for: family.memberId },
    ]);
    const steps = await run((tx) =>
      tx.sql(`SELECT on_behalf_of AS for FROM transition WHERE subject_id = $1 AND name = 'confirm'`, [id]),
    );
    expect(steps).toEqual([{ for: family.memberId }]);
  });

  test.each([
    [45, 53],
    [75, 68],
    [60, 60],
  ])('that differ within the tolerance are averaged, half up: 60 and %i are %i', async (answered, agreed) => {
    await visited();
    const { id } = await hours().declare(helper.actor, seatId, 60);
    expect(await hours().confirm(family.actor, id, answered)).toMatchObject({
      state: 'confirmed',
      minutesGiven: agreed,
    });
    expect(await balances()).toEqual([120 + agreed, 120 - agreed]);
    expect(agreedMinutes(60, 44, 15)).toBeUndefined();
  });

  test('that differ by more are settled by a coordinator without a part in it', async () => {
    await visited();
    const { id } = await hours().declare(helper.actor, seatId, 90);
    expect(await hours().confirm(family.actor, id, 60)).toMatchObject({ state: 'disputed' });
    expect([await seatState(seatId), await balances()]).toEqual(['disputed', [120, 120]]);
    const both = { ...helper.actor, roles: ['helper', 'coordinator'] as const };
    expect(await codeOf(hours().settle(both, id, 90, 'Mine'))).toBe('own-record');
    const settled = await hours().settle(desk, id, 75, 'Half way');
    expect([settled.state, settled.minutesGiven, await seatState(seatId)]).toEqual([
      'settled',
      75,
      'credited',
    ]);
    expect(await balances()).toEqual([195, 45]);
  });

  test('that nobody can pay become a dispute, and settled they are credited whole', async () => {
    await visited();
    await run(async (tx) => {
      await adjust(tx, { memberId: family.memberId, minutes: -60, reason: 'x', idempotencyKey: newId() });
      await tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
         VALUES ($1, $2, 'floorMinutes', '0', '2026-01-01', $3)`,
        [tx.communityId, newId(), tx.now],
      );
    });
    const { id } = await hours().declare(helper.actor, seatId, 100);
    expect(await hours().confirm(family.actor, id)).toMatchObject({
      state: 'disputed',
      answeredBy: family.memberId,
    });
    await hours().settle(desk, id, 100, 'It did take that long');
    expect(await balances()).toEqual([220, 0]);
  });

  test('for siblings earn the multiplier from the bank, and travel where it counts', async () => {
    await setCategory('sibling_multiplier_percent = 150, travel_counts = true');
    await visited({ dependantIds: family.dependantIds });
    const { id } = await hours().declare(helper.actor, seatId, 60);
    // Five minutes from home and five back within the zone: the payer owes 70, the helper earns 90 + 10.
    expect(await hours().confirm(family.actor, id)).toMatchObject({ minutesGiven: 60, minutesCredited: 100 });
    expect([await balances(), await transfers()]).toEqual([
      [220, 50],
      [{ kind: 'visit' }, { kind: 'bonus' }],
    ]);
  });

  test('once credited are taken back whole by a coordinator, once', async () => {
    await setCategory('sibling_multiplier_percent = 150');
    await visited({ dependantIds: family.dependantIds });
    const { id } = await hours().declare(helper.actor, seatId, 60);
    await hours().confirm(family.actor, id);
    expect(await balances()).toEqual([210, 60]);
    expect((await hours().reverse(desk, seatId, 'Wrong day')).state).toBe('reversed');
    const [entry] = await run((tx) => tx.sql('SELECT state FROM time_entry WHERE id = $1', [id]));
    expect(entry).toEqual({ state: 'reversed' });
    expect(await balances()).toEqual([120, 120]);
    expect(await codeOf(hours().reverse(desk, seatId, 'Again'))).toBe('transition-not-allowed');
  });

  test.each(['timebank', 'volunteer'] as const)(
    'taken back (%s) can be declared and confirmed anew',
    async (regime) => {
      await visited({ regime });
      const first = await hours().declare(helper.actor, seatId, 60);
      await hours().confirm(family.actor, first.id);
      const earned = await balances();
      await hours().reverse(desk, seatId, 'Wrong day');
      const second = await hours().declare(family.actor, seatId, 45);
      expect(await codeOf(hours().declare(helper.actor, seatId, 45))).toBe('hours-declared');
      await hours().confirm(helper.actor, second.id);
      expect([await seatState(seatId), earned, await balances()]).toEqual(
        regime === 'timebank' ? ['credited', [180, 60], [165, 75]] : ['counted', [120, 120], [120, 120]],
      );
      const states = await run((tx) =>
        tx.sql('SELECT state FROM time_entry WHERE seat_id = $1 ORDER BY id', [seatId]),
      );
      expect(states).toEqual([{ state: 'reversed' }, { state: 'confirmed' }]);
      await hours().reverse(desk, seatId, 'Wrong again');
      expect(await balances()).toEqual([120, 120]);
    },
  );

  test('are neither settled nor reversed by a coordinator who lives in the household', async () => {
    await visited();
    const insider = await adultAtHome(['coordinator', 'family']);
    const { id } = await hours().declare(helper.actor, seatId, 90);
    await hours().dispute(family.actor, id, 'Too long');
    expect(await codeOf(hours().settle(insider, id, 0, 'Ours'))).toBe('own-record');
    await hours().settle(desk, id, 90, 'It did take that long');
    expect(await codeOf(hours().reverse(insider, seatId, 'Ours'))).toBe('own-record');
  });
});

test.each(['confirm', 'dispute', 'settle'] as const)(
  'hours take "%s" from the states and by the sides of their table',
  async (step) => {
    await visited();
    const { id } = await hours().declare(helper.actor, seatId, 60);
    const row = timeEntryMachine.steps.find(({ name }) => name === step)!;
    const seatOf = {
      declared: 'done',
      disputed: 'disputed',
      confirmed: 'credited',
      'auto-confirmed': 'credited',
      settled: 'credited',
      reversed: 'reversed',
    };
    const taps = {
      confirm: (actor: MemberActor) =>
        hours().confirm(actor, id, undefined, undefined, actor === desk ? FOR_FAMILY : {}),
      dispute: (actor: MemberActor) =>
        hours().dispute(actor, id, 'x', undefined, actor === desk ? FOR_FAMILY : {}),
      settle: (actor: MemberActor) => hours().settle(actor, id, 0, 'x'),
    };
    for (const state of timeEntryMachine.states) {
      for (const [side, actor] of [
        ['family', family.actor],
        ['coordinator', desk],
      ] as const) {
        await run((tx) =>
          tx.sql(`UPDATE time_entry SET state = $2, answered_by = NULL, declared_minutes = 0 WHERE id = $1`, [
            id,
            state,
          ]),
        );
        await run((tx) => tx.sql('UPDATE seat SET state = $2 WHERE id = $1', [seatId, seatOf[state]]));
        const allowed = row.by.includes(side)
          ? row.from.includes(state as never)
            ? 'no error'
            : 'transition-not-allowed'
          : 'forbidden';
        expect([state, side, await codeOf(taps[step](actor))]).toEqual([state, side, allowed]);
      }
    }
  },
);
