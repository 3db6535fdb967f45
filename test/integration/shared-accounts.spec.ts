import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { LedgerService, SharedAccountsService } from '#ledger';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let shared: SharedAccountsService;
let ledger: LedgerService;
let desk: MemberActor;
let otherDesk: MemberActor;
let member: MemberActor;
let organisationId: string;
let otherId: string;

beforeAll(async () => {
  world = await openWorld();
  shared = new SharedAccountsService(world.uow);
  ledger = new LedgerService(world.uow);
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  people = await buildCommunity(world.uow, world.codec, world.clock);
  organisationId = people.facts.organisationId;
  otherId = newId();
  await world.uow.run(people.facts.system, (tx) =>
    tx.sql(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', $3)`,
      [tx.communityId, otherId, tx.now],
    ),
  );
  desk = (await people.member(['coordinator'], { organisationId })).actor;
  otherDesk = (await people.member(['coordinator'], { organisationId: otherId })).actor;
  member = (await people.member(['helper'], { organisationId })).actor;
});

const gift = (toAccountId: string, minutes = 60, from = member) =>
  ledger.donate(from, { toMemberId: null, toAccountId, minutes, reason: 'Per la festa' }, newId());
const allowPayments = async () =>
  new PolicyService(world.uow).setPolicy(await people.administrator(), {
    key: 'sharedAccountsPay',
    value: true,
    validFrom: people.day(0),
  });

describe('the account of an organisation or a group', () => {
  test('is opened by the desk that reaches it, once, and has its own floor', async () => {
    expect(await shared.open(desk, { kind: 'organisation', organisationId })).toMatchObject({
      kind: 'organisation',
      organisationId,
      memberId: null,
      balanceMinutes: 0,
      floorMinutes: 0,
      ceilingMinutes: null,
    });
    expect(await codeOf(shared.open(desk, { kind: 'organisation', organisationId }))).toBe('account-exists');
    expect(await codeOf(shared.open(desk, { kind: 'organisation', organisationId: otherId }))).toBe(
      'not-found',
    );
    const administrator = await people.administrator();
    expect(await codeOf(shared.open(administrator, { kind: 'organisation', organisationId: otherId }))).toBe(
      'no error',
    );
    expect(await codeOf(shared.open(desk, { kind: 'organisation' }))).toBe('organisation-missing');
    expect(await codeOf(shared.open(desk, { kind: 'organisation', organisationId: newId() }))).toBe(
      'unknown-organisation',
    );
    const group = { kind: 'group', name: 'Nonni', organisationId } as const;
    expect(await shared.open(desk, group)).toMatchObject({ kind: 'group', name: 'Nonni' });
    expect(await codeOf(shared.open(otherDesk, { ...group, organisationId: otherId }))).toBe(
      'account-exists',
    );
    expect(await codeOf(shared.open(desk, { kind: 'group' }))).toBe('name-missing');
  });

  test('takes gifts from every member, who see its name and not its balance', async () => {
    const { id } = await shared.open(desk, { kind: 'organisation', organisationId });
    await gift(id);
    const page = await shared.list(member, {});
    expect(page.items).toEqual([
      { id, kind: 'organisation', organisationId, name: 'Associazione Prova', led: false, pays: false },
    ]);
    expect((await ledger.myAccount(member)).balanceMinutes).toBe(60);
    expect(await codeOf(gift(newId()))).toBe('unknown-account');
    expect(await codeOf(gift((await ledger.myAccount(desk)).id))).toBe('unknown-account');
  });

  test('says who leads it, and whether it pays when they say so', async () => {
    const { id } = await shared.open(desk, { kind: 'organisation', organisationId });
    const standing = async (actor: MemberActor) =>
      (await shared.list(actor, {})).items.find((one) => one.id === id);
    expect(await standing(desk)).toMatchObject({ led: true, pays: false });
    await allowPayments();
    expect(await standing(desk)).toMatchObject({ led: true, pays: true });
    expect(await standing(await people.administrator())).toMatchObject({ led: true, pays: true });
    for (const other of [otherDesk, member]) {
      expect(await standing(other)).toMatchObject({ led: false, pays: false });
    }
  });

  test('shows its statement, with a reason on each line, to its own coordinators alone', async () => {
    const { id } = await shared.open(desk, { kind: 'group', name: 'Nonni', organisationId });
    await gift(id);
    expect((await ledger.statement(desk, id, {})).items).toMatchObject([
      { kind: 'donation', minutes: 60, balanceAfterMinutes: 60, reason: 'Per la festa' },
    ]);
    expect(await text(await ledger.statementCsv(desk, id))).toContain('donation,"Per la festa",60,60,');
    expect(await codeOf(ledger.statement(otherDesk, id, {}))).toBe('not-found');
    expect(await codeOf(ledger.statementCsv(otherDesk, id))).toBe('not-found');
    expect(await codeOf(ledger.statement(await people.auditor(), id, {}))).toBe('no error');
  });

  test('pays only where the policy allows it, down to its floor, in its own desk’s hands', async () => {
    const { id } = await shared.open(desk, { kind: 'organisation', organisationId });
    await gift(id);
    const payment = { toMemberId: member.memberId, minutes: 60, reason: 'Grazie' };
    const pay = (change: object = {}, actor = desk) =>
      codeOf((async () => shared.pay(actor, id, { ...payment, ...change }, newId()))());
    expect(await pay()).toBe('payments-off');
    await allowPayments();
    expect(await pay({ minutes: 61 })).toBe('balance-too-low');
    expect(await pay({}, otherDesk)).toBe('not-found');
    expect(await pay({ toMemberId: desk.memberId })).toBe('forbidden');
    expect(await pay({ toMemberId: null, toAccountId: id })).toBe('same-account');
    expect(await pay()).toBe('no error');
    expect((await ledger.myAccount(member)).balanceMinutes).toBe(120);
    expect((await ledger.myStatement(member, {})).items[0]).toMatchObject({
      kind: 'payment',
      reason: 'Grazie',
    });
  });

  test('does not lend its payments to a member’s account', async () => {
    await allowPayments();
    const own = await ledger.myAccount(member);
    const pay = async () => shared.pay(desk, own.id, { toMemberId: null, minutes: 10, reason: 'x' }, newId());
    expect(await codeOf(pay())).toBe('not-found');
  });
});
