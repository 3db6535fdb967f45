import { AssignmentReadsService, AssignmentsService, SeatReadsService } from '#assignments';
import type { MemberActor } from '#database';
import { ledgerTotal } from '#ledger';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { endOf } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';
import { VisitScene, week } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
const { run, withChild, adultAtHome } = scene;
const assignments = () => new AssignmentsService(world.uow);
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
  test('tells the family no reason of a helper’s no, and the helper no payer’s account', async () => {
    const id = await withChild();
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
    const id = await withChild();
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

  test('names no place of a protected household but its meeting point, neither to come to nor to bring a child to', async () => {
    const id = await withChild();
    const reads = new AssignmentReadsService(world.uow, world.codec);
    await assignments().accept(helper.actor, id);
    await assignments().guardianYes(family.actor, id);
    const placesOf = async () => {
      const { contact } = await reads.find(helper.actor, id);
      return [contact?.address, contact?.dropOffAddress];
    };
    await run(async (tx) => {
      const [row] = await tx.sql<{ requestId: string }>(
        'SELECT request_id AS "requestId" FROM assignment WHERE id = $1',
        [id],
      );
      const sealed = world.codec.seal(
        tx.communityId,
        'request.drop_off_address',
        row!.requestId,
        'Via Casa 9',
      );
      await tx.sql('UPDATE request SET drop_off_address_sealed = $2 WHERE id = $1', [row!.requestId, sealed]);
    });
    expect(await placesOf()).toEqual([expect.stringContaining('Via di Prova'), 'Via Casa 9']);
    await run((tx) =>
      tx.sql(`UPDATE household SET protected = true, meeting_point = 'Biblioteca' WHERE id = $1`, [
        family.householdId,
      ]),
    );
    expect(await placesOf()).toEqual(['Biblioteca', 'Biblioteca']);
  });

  test('shows the address when it is confirmed, until the last visit ends, and records who read it', async () => {
    const id = await withChild();
    const reads = new AssignmentReadsService(world.uow, world.codec);
    await assignments().accept(helper.actor, id);
    expect((await reads.find(helper.actor, id)).contact).toBeNull();
    const seen = await reads.find(family.actor, id);
    expect(seen.helper).toMatchObject({
      languages: ['it'],
      checksPassed: ['Colloquio e referenze', 'Formazione di base'],
    });
    const { helper: inArabic } = await reads.find(family.actor, id, ['ar']);
    expect(inArabic!.checksPassed).toEqual(expect.arrayContaining(['تدريب أساسي', 'مقابلة وتزكيات']));
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

  test('lists with whom and where one meets as late as it tells them of one, to guardian and helper alone', async () => {
    const id = await withChild();
    const reads = new AssignmentReadsService(world.uow, world.codec);
    const listed = async (actor: MemberActor) => {
      const { items } = await reads.list(actor, { current: true });
      const { helperName, contact } = items.find((one) => one.id === id)!;
      return { helperName, address: contact?.address ?? null };
    };
    await assignments().accept(helper.actor, id);
    const { helper: known } = await reads.find(family.actor, id);
    expect(await listed(family.actor)).toEqual({ helperName: known!.givenName, address: null });
    expect(await listed(helper.actor)).toEqual({ helperName: null, address: null });
    await assignments().guardianYes(family.actor, id);
    const address = expect.stringContaining('Via di Prova');
    expect(await listed(helper.actor)).toEqual({ helperName: null, address });
    expect(await listed(family.actor)).toEqual({ helperName: known!.givenName, address });
    expect(await listed(desk)).toEqual({ helperName: null, address: null });
    const records = await run((tx) =>
      tx.sql(
        `SELECT action FROM audit_record WHERE actor_member_id = $1 AND $2 = ANY (subject_ids) ORDER BY id`,
        [helper.memberId, family.householdId],
      ),
    );
    expect(records).toEqual(['assignment.list', 'assignment.read-contact'].map((action) => ({ action })));
    world.clock.moveTo(endOf(week(1), 61));
    expect(await listed(helper.actor)).toEqual({ helperName: null, address: null });
  });

  test('lists to an adult at the desk nothing of their own home that only its guardians are told', async () => {
    const id = await withChild();
    const adult = await adultAtHome(['coordinator']);
    await assignments().accept(helper.actor, id);
    await assignments().guardianYes(family.actor, id);
    const { items } = await new AssignmentReadsService(world.uow, world.codec).list(adult, {});
    expect(items.find((one) => one.id === id)).toMatchObject({ helperName: null, contact: null });
  });
});
