import { SeatReadsService, TimeEntryReadsService } from '#assignments';
import type { MemberActor } from '#database';
import { UnmatchedViews } from '#matching';
import { AuditService, CollectionService, MemberService, OwnRecordsService } from '#members';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let desk: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;
let built: BuiltCase;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  people = await buildCommunity(world.uow, world.codec, world.clock);
  desk = await people.coordinator();
  family = await people.family({ givenName: 'Marta' });
  helper = await people.helper({ givenName: 'Anna' });
  const startsAt = new Date(START.getTime() + 72 * 3_600_000);
  built = await buildCase(world.uow, people, { family, helper, startsAt });
  const set = (text: string, parameters: unknown[] = []) =>
    world.uow.run(people.facts.system, (tx) => tx.sql(text, [people.id, ...parameters]));
  await set(`UPDATE time_entry SET state = 'disputed' WHERE community_id = $1`);
  await set(
    `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts)
     VALUES ($1, $2, $3, 1, 'busy', $4)`,
    [
      built.visitId,
      built.runId,
      JSON.stringify({ candidates: 0, rule: 'busy', keptOut: {}, start: startsAt.toISOString() }),
    ],
  );
  await new CollectionService(world.uow).createAuthorisation(family.actor, {
    dependantId: family.dependantIds[0]!,
    helperId: helper.memberId,
    school: 'Carducci',
    validUntil: people.day(9),
  });
});

const page = { limit: 50, after: undefined };
const reads = {
  'seat.list': (actor: MemberActor) => new SeatReadsService(world.uow).list(actor, {}),
  'seat.read': (actor: MemberActor) => new SeatReadsService(world.uow).find(actor, built.seatId),
  'time-entry.list': (actor: MemberActor) =>
    new TimeEntryReadsService(world.uow, world.codec).list(actor, { list: 'disputed' }),
  'history.read': (actor: MemberActor) =>
    new AuditService(world.uow).listHistory(actor, built.requestId, page),
  'unmatched.list': (actor: MemberActor) => new UnmatchedViews(world.uow).listVisits(actor, {}),
  'collection.read': (actor: MemberActor) => new CollectionService(world.uow).listAuthorisations(actor, page),
};
/** Newest first, without the record of their own entry. */
const seen = async () =>
  (await new OwnRecordsService(world.uow, world.codec).list(family.actor, page)).items.filter(
    ({ action }) => action !== 'member.create',
  );

describe('what the family finds in its own record', () => {
  test.each([
    ['seat.list', 'visit'],
    ['seat.read', 'visit'],
    ['time-entry.list', 'hours'],
    ['history.read', 'case'],
    ['unmatched.list', 'help'],
    ['collection.read', 'visit'],
  ] as const)(
    'the desk’s %s, once a page, with whose desk it was and what for: %s',
    async (action, purpose) => {
      const answer = await reads[action](desk);
      const records = (await seen()).filter((record) => record.action === action);
      expect(records).toMatchObject([
        {
          subjectIds: [family.householdId],
          reader: { kind: 'desk', name: expect.stringMatching(/./) },
          purpose,
        },
      ]);
      // What the record needs is no part of the answer.
      expect(JSON.stringify(answer)).not.toMatch(/"own"/);
    },
  );

  test('not that it read its own', async () => {
    await reads['seat.list'](family.actor);
    await reads['seat.read'](family.actor);
    await reads['collection.read'](family.actor);
    expect(await seen()).toEqual([]);
  });

  test('the helper who reads who may collect, by name once they were told of them, before as a helper', async () => {
    const reader = async () => {
      await reads['collection.read'](helper.actor);
      return (await seen())[0]!.reader;
    };
    expect(await reader()).toEqual({ kind: 'helper', name: null });
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE community_id = $1`, [tx.communityId]),
    );
    expect(await reader()).toEqual({ kind: 'helper', name: 'Anna' });
  });

  test('of an organisation’s coordinator the organisation, of its own people their names', async () => {
    const { organisationId } = people.facts;
    const theirs = (await people.member(['coordinator'], { organisationId })).actor;
    const member = (actor: MemberActor) =>
      new MemberService(world.uow, world.codec).readMember(actor, family.memberId);
    await member(theirs);
    const partner = (await people.member(['family'], { givenName: 'Ugo' })).actor;
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql(
        'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)',
        [tx.communityId, family.householdId, partner.memberId, tx.now],
      ),
    );
    await member(partner);
    const [organisation] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ name: string }>('SELECT name FROM organisation WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        organisationId,
      ]),
    );
    expect((await seen()).map(({ reader }) => reader)).toEqual([
      { kind: 'family', name: 'Ugo' },
      { kind: 'desk', name: organisation!.name },
    ]);
  });
});
