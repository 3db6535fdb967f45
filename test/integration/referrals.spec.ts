import type { MemberActor } from '#database';
import { AssignmentReadsService } from '#assignments';
import { ProposalViews } from '#matching';
import {
  OwnRecordsService,
  endReferrals,
  HouseholdService,
  MemberService,
  ReferralService,
  type NewReferral,
} from '#members';
import { InboxService, NotifyService } from '#notifications';
import { newId } from '#platform';
import { QueueService } from '#reporting';
import { RequestCasesService, RequestEntity } from '#requests';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let referrals: ReferralService;
let desk: MemberActor;
let otherDesk: MemberActor;
let thirdDesk: MemberActor;
let otherId: string;
let family: BuiltFamily;
let built: BuiltCase;
const firstPage = { limit: 100, after: undefined };

beforeAll(async () => {
  world = await openWorld([RequestEntity]);
  referrals = new ReferralService(world.uow, world.codec);
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  const { organisationId } = people.facts;
  const [other, third] = [newId(), newId()];
  await world.uow.run(people.facts.system, (tx) =>
    tx.sql(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', $4), ($1, $3, 'Terza', 'parish', $4)`,
      [tx.communityId, other, third, tx.now],
    ),
  );
  otherId = other;
  desk = (await people.member(['coordinator'], { organisationId })).actor;
  otherDesk = (await people.member(['coordinator'], { organisationId: other })).actor;
  thirdDesk = (await people.member(['coordinator'], { organisationId: third })).actor;
  family = await people.family({ organisationId, givenName: 'Marta' });
  const helper = await people.helper({ organisationId });
  const startsAt = new Date(START.getTime() + 72 * 3_600_000);
  built = await buildCase(world.uow, people, { family, helper, startsAt });
});

const refer = (change: Partial<NewReferral> = {}, actor = desk) =>
  referrals.create(actor, {
    householdId: family.householdId,
    toOrganisationId: otherId,
    purpose: 'Trovare chi accompagna',
    scope: 'case',
    until: people.day(30),
    ...change,
  });
const inboxOf = async (actor: MemberActor) =>
  (await new InboxService(world.uow, world.codec).listOwn(actor, {})).items.map(({ text }) => text);
/** Tells what the transactions announced, as the worker would. */
const tell = () =>
  world.uow.run(people.facts.system, async (tx) => {
    const events = await tx.sql<{
      id: string;
      reaction: string;
      subjectId: string;
      values: Record<string, string>;
    }>(
      `SELECT id, reaction, payload ->> 'subjectId' AS "subjectId", payload -> 'values' AS values FROM outbox
       WHERE community_id = $1 AND topic LIKE 'referral.%' ORDER BY id`,
      [people.id],
    );
    for (const { id, reaction, ...event } of events)
      await new NotifyService().react(tx, reaction, { ...event, outboxId: id });
  });
const household = (actor: MemberActor) =>
  new HouseholdService(world.uow, world.codec).readHousehold(actor, family.householdId);
const guardian = (actor: MemberActor) =>
  new MemberService(world.uow, world.codec).readMember(actor, family.memberId);

/** What the desk of an organisation gets of the family: read one by one, and in every list. */
async function reach(actor: MemberActor) {
  const page = { limit: 100 };
  const holds = (list: { items: readonly { readonly id: string }[] }, id: string) =>
    list.items.some((it) => it.id === id);
  const cases = new RequestCasesService(world.uow, world.codec);
  return {
    household: await codeOf(household(actor)),
    guardian: await codeOf(guardian(actor)),
    request: await codeOf(cases.readRequest(actor, built.requestId)),
    lists: [
      holds(await new MemberService(world.uow, world.codec).listMembers(actor, firstPage), family.memberId),
      holds(
        await new HouseholdService(world.uow, world.codec).listHouseholds(actor, firstPage),
        family.householdId,
      ),
      holds(await cases.listRequests(actor, {}, firstPage), built.requestId),
      holds(await new AssignmentReadsService(world.uow, world.codec).list(actor, page), built.assignmentId),
      (await new ProposalViews(world.uow, world.codec).list(actor, page)).items.length === 1,
      (await new QueueService(world.uow, world.codec).list(actor, { kinds: ['new'] })).items.length === 1,
    ],
  };
}
const NOTHING = {
  household: 'not-found',
  guardian: 'not-found',
  request: 'not-found',
  lists: Array(6).fill(false),
};
const EVERYTHING = {
  household: 'no error',
  guardian: 'no error',
  request: 'no error',
  lists: Array(6).fill(true),
};

describe('a family shared with another organisation', () => {
  test('is reached there from the acceptance on, until it is taken back; nobody else sees it', async () => {
    expect(await reach(otherDesk)).toEqual(NOTHING);
    const { id } = await refer();
    expect(await reach(otherDesk)).toEqual(NOTHING);
    await referrals.accept(otherDesk, id);
    expect(await reach(otherDesk)).toEqual(EVERYTHING);
    expect(await reach(thirdDesk)).toEqual(NOTHING);
    expect(await reach(desk)).toEqual(EVERYTHING);
    await referrals.revoke(desk, id, 'Non serve più');
    expect(await reach(otherDesk)).toEqual(NOTHING);
  });

  test('to be read alone shows who it is and how to reach it, and opens no case', async () => {
    const { id } = await refer({ scope: 'read' });
    await referrals.accept(otherDesk, id);
    expect(await reach(otherDesk)).toEqual({ ...NOTHING, household: 'no error', guardian: 'no error' });
    expect(await guardian(otherDesk)).toMatchObject({ givenName: 'Marta', phone: null });
    expect(await guardian(otherDesk)).not.toHaveProperty('roles');
    const seen = await household(otherDesk);
    expect(seen).toHaveProperty('address');
    expect(seen).not.toHaveProperty('protected');
  });

  test('ends with its last local day, also before the upkeep has been there', async () => {
    const { id } = await refer({ until: people.day(0) });
    await referrals.accept(otherDesk, id);
    // Midnight in Rome is 22:00 UTC.
    world.clock.moveTo(new Date('2026-10-05T21:59:59Z'));
    expect(await codeOf(household(otherDesk))).toBe('no error');
    world.clock.moveTo(new Date('2026-10-05T22:00:00Z'));
    expect(await codeOf(household(otherDesk))).toBe('not-found');
    expect(await codeOf(referrals.revoke(desk, id))).toBe('referral-over');
    expect(await world.uow.run(people.facts.system, (tx) => endReferrals(tx, 10))).toBe(1);
    expect((await referrals.list(desk, {}, firstPage)).items).toMatchObject([{ id, state: 'ended' }]);
  });

  test('is answered by the organisation that is asked, which sees a given name until then', async () => {
    const { id } = await refer();
    expect((await referrals.list(otherDesk, { state: 'asked' }, firstPage)).items).toMatchObject([
      {
        id,
        givenName: 'Marta',
        purpose: 'Trovare chi accompagna',
        scope: 'case',
        householdId: family.householdId,
      },
    ]);
    expect((await referrals.list(thirdDesk, {}, firstPage)).items).toEqual([]);
    expect(await codeOf(referrals.accept(desk, id))).toBe('forbidden');
    expect(await codeOf(referrals.accept(thirdDesk, id))).toBe('not-found');
    await referrals.refuse(otherDesk, id, 'Al completo');
    expect(await codeOf(referrals.accept(otherDesk, id))).toBe('transition-not-allowed');
    expect(await reach(otherDesk)).toEqual(NOTHING);
  });

  test('is asked for once, by its own organisation, for a person it does not reach yet, for at most 400 days', async () => {
    await refer();
    expect(await codeOf(refer())).toBe('already-referred');
    expect(await codeOf(refer({}, otherDesk))).toBe('not-found');
    expect(await codeOf(refer({ toOrganisationId: people.facts.organisationId }))).toBe('referral-needless');
    expect(await codeOf(refer({ memberId: family.memberId }))).toBe('referral-of-nobody');
    expect(await codeOf(refer({ toOrganisationId: newId() }))).toBe('unknown-organisation');
    expect(await codeOf(refer({ until: people.day(-1) }))).toBe('referral-days');
    expect(await codeOf(refer({ until: people.day(401) }))).toBe('referral-days');
  });

  test('is not passed on by the organisation it was shared with', async () => {
    const { id } = await refer();
    await referrals.accept(otherDesk, id);
    const [third] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ id: string }>(`SELECT id FROM organisation WHERE community_id = $1 AND name = 'Terza'`, [
        tx.communityId,
      ]),
    );
    expect(await codeOf(refer({ toOrganisationId: third!.id }, otherDesk))).toBe('not-found');
  });

  test('finds each step of it in its own record of reads', async () => {
    const { id } = await refer();
    await referrals.accept(otherDesk, id);
    await household(otherDesk);
    const own = (await new OwnRecordsService(world.uow, world.codec).list(family.actor, firstPage)).items;
    const about = own.filter(({ actorMemberId }) =>
      [desk.memberId, otherDesk.memberId].includes(actorMemberId!),
    );
    expect(about.map(({ action }) => action)).toEqual([
      'household.read',
      'referral.accept',
      'referral.create',
    ]);
  });
});

test('a helper is shared alone, without a household', async () => {
  const { id } = await refer({ householdId: undefined, memberId: built.helper.memberId });
  await referrals.accept(otherDesk, id);
  const read = new MemberService(world.uow, world.codec).readMember(otherDesk, built.helper.memberId);
  expect(await codeOf(read)).toBe('no error');
  expect(await codeOf(household(otherDesk))).toBe('not-found');
});

describe('a referral is told', () => {
  test('to the organisation it goes to, and after its yes to the family and to who asked', async () => {
    const { id } = await refer();
    await tell();
    expect(await inboxOf(otherDesk)).toEqual([
      expect.stringMatching(/^Associazione Prova chiede di condividere/),
    ]);
    expect([await inboxOf(thirdDesk), await inboxOf(family.actor)]).toEqual([[], []]);
    await referrals.accept(otherDesk, id);
    await tell();
    expect(await inboxOf(desk)).toEqual([expect.stringMatching(/^Altra ha accettato/)]);
    expect(await inboxOf(family.actor)).toEqual([expect.stringMatching(/^Da ora anche Altra vede/)]);
    await referrals.revoke(desk, id);
    await tell();
    expect((await inboxOf(otherDesk))[0]).toMatch(/ha chiuso una condivisione/);
  });

  test('that is refused to who asked alone', async () => {
    const { id } = await refer();
    await referrals.refuse(otherDesk, id);
    await tell();
    expect(await inboxOf(desk)).toEqual([expect.stringMatching(/^Altra non ha accettato/)]);
    expect(await inboxOf(family.actor)).toEqual([]);
  });
});
