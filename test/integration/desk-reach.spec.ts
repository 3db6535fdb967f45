import type { MemberActor } from '#database';
import { DeskAccountsService, LedgerService, openAccount } from '#ledger';
import { AuditService, HouseholdService, MemberService, StandingService } from '#members';
import { RequestEntity, RequestsService } from '#requests';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let desk: MemberActor;
let otherDesk: MemberActor;
let inside: BuiltFamily;
let outside: BuiltFamily;
let ledger: LedgerService;
let accounts: DeskAccountsService;
let serial = 0;
const firstPage = { limit: 100, after: undefined };
const notFound = { code: 'not-found' };

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  const { organisationId } = people.facts;
  const [other] = await world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ id: string }>(
      `INSERT INTO organisation (community_id, id, name, kind, created_at)
       VALUES ($1, gen_random_uuid(), 'Altra', 'school', $2) RETURNING id`,
      [people.id, tx.now],
    ),
  );
  desk = (await people.member(['coordinator'], { organisationId })).actor;
  otherDesk = (await people.member(['coordinator'], { organisationId: other!.id })).actor;
  inside = await people.family({ organisationId, givenName: 'Giulia' });
  outside = await people.family({ organisationId: other!.id });
  ledger = new LedgerService(world.uow);
  accounts = new DeskAccountsService(world.uow, world.codec);
}, 120_000);
afterAll(() => world?.close());

const accountOf = (memberId: string) =>
  world.uow.run(people.facts.system, async (tx) => (await openAccount(tx, memberId)).id);

describe('the desk of one organisation', () => {
  test('reads the accounts of its people and of bank and pool, not another’s', async () => {
    const [own, foreign] = [await accountOf(inside.memberId), await accountOf(outside.memberId)];
    const { id: pool } = await ledger.pool(desk);
    const ids = (await accounts.list(desk, { limit: 100 })).items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([own, pool]));
    expect(ids).not.toContain(foreign);
    await expect(ledger.statement(desk, own, {})).resolves.toBeDefined();
    await expect(ledger.statement(desk, pool, {})).resolves.toBeDefined();
    await expect(ledger.statement(desk, foreign, {})).rejects.toMatchObject(notFound);
    for (const reader of [await people.administrator(), await people.auditor()]) {
      const all = (await accounts.list(reader, { limit: 100 })).items.map(({ id }) => id);
      expect(all).toEqual(expect.arrayContaining([own, foreign]));
      await expect(ledger.statement(reader, foreign, {})).resolves.toBeDefined();
    }
  });

  test('reads whose account it is; an auditor reads no name', async () => {
    const memberId = inside.memberId;
    const ownerFor = async (reader: MemberActor) => {
      const { items } = await accounts.list(reader, { limit: 100 });
      return items.find((one) => one.memberId === memberId)?.ownerName;
    };
    await accountOf(memberId);
    expect(await ownerFor(desk)).toMatch(/^Giulia Cognome\d+$/);
    expect(await ownerFor(await people.administrator())).toMatch(/^Giulia Cognome\d+$/);
    expect(await ownerFor(await people.auditor())).toBeNull();
  });

  test('enters people and households of its own and of none, not another’s; an administrator every one', async () => {
    const members = new MemberService(world.uow, world.codec);
    const households = new HouseholdService(world.uow, world.codec);
    const { organisationId, zones } = people.facts;
    const [theirs] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ id: string }>('SELECT organisation_id AS id FROM member WHERE id = $1', [outside.memberId]),
    );
    const enter = (actor: MemberActor, into?: string) =>
      members.createMember(actor, {
        givenName: 'Ida',
        familyName: `Prova ${++serial}`,
        language: 'it',
        roles: ['family'],
        organisationId: into,
      });
    const open = async (actor: MemberActor, into?: string) =>
      households.createHousehold(actor, {
        organisationId: into,
        zoneId: zones.centre,
        address: 'Via Prova 1',
        guardianIds: [(await enter(actor)).id],
      });
    for (const into of [organisationId, undefined]) {
      await expect(enter(desk, into)).resolves.toBeDefined();
      await expect(open(desk, into)).resolves.toBeDefined();
    }
    await expect(enter(desk, theirs!.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(open(desk, theirs!.id)).rejects.toMatchObject({ code: 'forbidden' });
    const administrator = await people.administrator();
    await expect(enter(administrator, theirs!.id)).resolves.toBeDefined();
    await expect(open(administrator, theirs!.id)).resolves.toBeDefined();
  });

  test('corrects nothing of another’s members', async () => {
    const correct = (actor: MemberActor, memberId: string, key: string) =>
      ledger.adjust(actor, { memberId, minutes: 10, reason: 'Errore' }, key);
    await expect(correct(desk, outside.memberId, 'reach-key-1')).rejects.toMatchObject(notFound);
    await expect(correct(desk, inside.memberId, 'reach-key-2')).resolves.toBeDefined();
    const { transferId } = await correct(otherDesk, outside.memberId, 'reach-key-3');
    await expect(ledger.reverse(desk, transferId, 'No', 'reach-key-4')).rejects.toMatchObject(notFound);
    await expect(
      ledger.reverse(await people.administrator(), transferId, 'Sì', 'reach-key-5'),
    ).resolves.toBeDefined();
  });

  test('reads the history of its own requests and people alone', async () => {
    const audit = new AuditService(world.uow);
    const { id } = await new RequestsService(world.uow, world.codec).createRequest(outside.actor, {
      householdId: outside.householdId,
      categoryId: people.facts.categories.babysitting,
      dependantIds: outside.dependantIds,
      schedule: { frequency: 'once', firstDay: '2026-10-20', startTime: '16:00', endTime: '18:00' },
      subjects: [],
      languages: [],
      mobility: [],
      seatsNeeded: 1,
      urgency: 'normal',
      regimes: ['volunteer'],
      open: true,
    });
    await new StandingService(world.uow, world.codec).suspendMember(otherDesk, outside.memberId, 'Chiarire');
    for (const subject of [id, outside.memberId, people.id]) {
      await expect(audit.listHistory(desk, subject, firstPage)).rejects.toMatchObject(notFound);
    }
    for (const reader of [otherDesk, await people.administrator(), await people.auditor()]) {
      expect((await audit.listHistory(reader, id, firstPage)).items).toMatchObject([{ name: 'open' }]);
    }
  });
});
