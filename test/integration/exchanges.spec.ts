import type { MemberActor } from '#database';
import { exchangeMachine, ExchangesService, expireExchanges } from '#ledger';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LedgerScene } from '../builders/ledger.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

const scene = new LedgerScene();
const { run, balance } = scene;

let people: CommunityPeople;
let world: TestWorld;
let giver: MemberActor;
let receiver: MemberActor;

beforeAll(async () => {
  world = await scene.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  people = await scene.begin();
  giver = (await people.member(['helper'])).actor;
  receiver = (await people.member(['family'])).actor;
});
afterEach(scene.expectSound);

const exchange = (minutes = 60) =>
  new ExchangesService(world.uow).record(giver, {
    giverId: giver.memberId,
    receiverId: receiver.memberId,
    categoryId: people.facts.categories.errands,
    minutes,
    happenedOn: '2026-10-05',
  });

test('an exchange counts when the other side confirms, once however often they tap', async () => {
  const { id } = await exchange();
  const service = new ExchangesService(world.uow);
  expect(await codeOf(service.confirm(giver, id))).toBe('not-the-other-side');
  expect(await codeOf(service.confirm((await people.member(['family'])).actor, id))).toBe('not-found');
  await Promise.all([service.confirm(receiver, id), service.confirm(receiver, id)]);
  expect([await balance(giver.memberId), await balance(receiver.memberId)]).toEqual([180, 60]);
});

test('an exchange needs a category that allows it and a day that was', async () => {
  const service = new ExchangesService(world.uow);
  const record = (change: object) =>
    codeOf(
      service.record(giver, {
        giverId: giver.memberId,
        receiverId: receiver.memberId,
        categoryId: people.facts.categories.errands,
        minutes: 60,
        happenedOn: '2026-10-05',
        ...change,
      }),
    );
  expect(await record({ categoryId: people.facts.categories.babysitting })).toBe('category-needs-approval');
  expect(await record({ happenedOn: '2026-10-06' })).toBe('exchange-day');
  expect(await record({ happenedOn: '2026-07-05' })).toBe('no error');
  expect(await record({ happenedOn: '2026-07-04' })).toBe('exchange-day');
});

const KEEP_APART: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'have blocked each other',
    () =>
      run((tx) =>
        tx.sql(
          'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
          [tx.communityId, receiver.memberId, giver.memberId, tx.now],
        ),
      ),
  ],
  [
    'are related',
    () =>
      run((tx) =>
        tx.sql(
          `INSERT INTO member_relative (community_id, member_id, relative_id, recorded_by, created_at)
           VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $2, $4)`,
          [tx.communityId, giver.memberId, receiver.memberId, tx.now],
        ),
      ),
  ],
  [
    'are no adults, one of them',
    () => run((tx) => tx.sql(`UPDATE member SET adult_on = '2026-10-07' WHERE id = $1`, [receiver.memberId])),
  ],
];

test.each(KEEP_APART)('people who %s swap nothing, neither recorded nor confirmed', async (_, part) => {
  const before = await exchange();
  await part();
  expect(await codeOf(exchange())).toBe('exchange-between-adults');
  const service = new ExchangesService(world.uow);
  expect(await codeOf(service.confirm(receiver, before.id))).toBe('exchange-between-adults');
  expect(await codeOf(service.refuse(receiver, before.id))).toBe('no error');
});

test('who comes of age today swaps as everybody', async () => {
  await run((tx) => tx.sql(`UPDATE member SET adult_on = '2026-10-05' WHERE id = $1`, [receiver.memberId]));
  expect(await codeOf(exchange())).toBe('no error');
});

test.each(
  exchangeMachine.states.flatMap((state) => ['confirm', 'refuse'].map((step) => [state, step] as const)),
)('an exchange that is %s answers to "%s" as its table says', async (state, step) => {
  const { id } = await exchange(10);
  await run((tx) => tx.sql('UPDATE exchange SET state = $2 WHERE id = $1', [id, state]));
  const code = await codeOf(new ExchangesService(world.uow)[step as 'confirm' | 'refuse'](receiver, id));
  const repeated = state === 'confirmed' && step === 'confirm';
  expect(code).toBe(
    exchangeMachine.can(state, step as 'confirm') || repeated ? 'no error' : 'transition-not-allowed',
  );
});

test('an exchange nobody answers expires after thirty days', async () => {
  await exchange();
  world.clock.advanceMinutes(30 * 1_440 - 5);
  expect(await run((tx) => expireExchanges(tx, 10))).toBe(0);
  world.clock.advanceMinutes(6);
  expect(await run((tx) => expireExchanges(tx, 10))).toBe(1);
});
