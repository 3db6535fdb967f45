import { AssignmentsService } from '#assignments';
import type { Tx } from '#database';
import { MatchingService, PlaceSolver, Planning, ProposalsService } from '#matching';
import { DomainError } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { approve, buildRequest as buildVisits, endOf, type AskedFor } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { buildRequest } from '../builders/request.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { BY_PHONE } from '../builders/visits.scene.js';

const FIRST = new Date('2026-10-12T14:00:00Z');
const LATER = endOf(FIRST, 120);
const WEEK = [1, 2, 3, 4, 5, 6, 7];

describe('a visit within a window', () => {
  let world: TestWorld;
  let people: CommunityPeople;
  let family: BuiltFamily;
  let helper: BuiltHelper;
  let asked: AskedFor;
  const solver = new PlaceSolver();

  beforeAll(async () => {
    world = await openWorld();
  });

  beforeEach(async () => {
    world.clock.moveTo(START);
    people = await buildCommunity(world.uow, world.codec, world.clock);
    family = await people.family();
  });

  afterAll(async () => {
    await world.close();
  });

  const run = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);

  /** A visit of an hour for two helpers, at any time of eight hours. */
  const windowed = async () => {
    helper = await people.helper({ regime: 'timebank' });
    asked = await buildVisits(world.uow, people, { family, starts: [FIRST], seatsNeeded: 2 });
    await openWindow(asked.requestId);
  };
  const openWindow = (requestId: string) =>
    run((tx) =>
      tx.sql(
        `UPDATE visit SET window_ends_at = window_starts_at + interval '8 hours' WHERE community_id = $1 AND request_id = $2`,
        [tx.communityId, requestId],
      ),
    );
  const approvedAt = (start: Date, who = helper) =>
    approve(world.uow, people, { helper: who, family, asked: { ...asked, starts: [start] } });
  const times = (requestId: string) =>
    run((tx) =>
      tx.sql<{ startsAt: Date; endsAt: Date }>(
        `SELECT starts_at AS "startsAt", ends_at AS "endsAt" FROM visit WHERE community_id = $1 AND request_id = $2`,
        [tx.communityId, requestId],
      ),
    );

  it('takes the time that was approved, and gives it back with its last helper', async () => {
    await windowed();
    const first = await approvedAt(LATER);
    const second = await approvedAt(LATER, await people.helper({ regime: 'timebank' }));
    expect(await times(asked.requestId)).toEqual([{ startsAt: LATER, endsAt: endOf(LATER, 60) }]);
    const assignments = new AssignmentsService(world.uow);
    const desk = await people.coordinator();
    await assignments.decline(desk, first.assignmentId, undefined, undefined, BY_PHONE);
    expect((await times(asked.requestId))[0]!.startsAt).toEqual(LATER);
    await assignments.decline(desk, second.assignmentId, undefined, undefined, BY_PHONE);
    expect(await times(asked.requestId)).toEqual([{ startsAt: FIRST, endsAt: endOf(FIRST, 60) }]);
  });

  it('has all its helpers at one time', async () => {
    await windowed();
    await approvedAt(LATER);
    const other = await people.helper({ regime: 'timebank' });
    await expect(approvedAt(FIRST, other)).rejects.toMatchObject({ code: 'visit-already-covered' });
    await expect(approvedAt(FIRST, other)).rejects.toBeInstanceOf(DomainError);
  });

  /** Asks for an hour at any time of eight, and who is proposed for which start. */
  const askWithin = async (seatsNeeded = 1) => {
    const requestId = await buildRequest(world.uow, people, {
      family,
      categoryId: people.facts.categories.babysitting,
      seatsNeeded,
      startMinute: 540,
      endMinute: 600,
    });
    await openWindow(requestId);
    return requestId;
  };
  const sitterBetween = (startMinute: number, endMinute: number) =>
    people.helper({
      categoryIds: [people.facts.categories.babysitting],
      hours: WEEK.map((weekday) => ({ weekday, startMinute, endMinute })),
    });
  const proposedStarts = () =>
    run((tx) =>
      tx.sql<{ helperId: string; startsAt: Date }>(
        `SELECT p.helper_id AS "helperId", v.starts_at AS "startsAt" FROM proposal p
         JOIN proposal_visit v ON v.community_id = p.community_id AND v.proposal_id = p.id
         WHERE p.community_id = $1 AND p.state = 'proposed' ORDER BY v.starts_at, p.helper_id`,
        [tx.communityId],
      ),
    );

  it('makes room for another of the same helper, where one start for all would leave it empty', async () => {
    const matching = new MatchingService(world.uow, new Planning(world.uow, solver));
    await sitterBetween(600, 775);
    await askWithin();
    await askWithin();
    await matching.run(people.id, 'manual');
    const [first, second] = await proposedStarts();
    expect(second!.startsAt.getTime() - first!.startsAt.getTime()).toBeGreaterThanOrEqual(60 * 60_000);
    const stands = await matching.run(people.id, 'manual');
    expect(stands.counts).toMatchObject({ kept: 2, proposed: 0, superseded: 0 });
  });

  it('is planned for both its helpers at a start that both can make', async () => {
    const matching = new MatchingService(world.uow, new Planning(world.uow, solver));
    await sitterBetween(540, 780);
    await sitterBetween(660, 900);
    await sitterBetween(540, 600);
    await askWithin(2);
    await matching.run(people.id, 'manual');
    const planned = await proposedStarts();
    expect(planned).toHaveLength(2);
    expect(new Set(planned.map(({ startsAt }) => startsAt.getTime())).size).toBe(1);
  });

  it('is proposed to a second helper for the time of the first alone', async () => {
    const proposals = new ProposalsService(world.uow);
    const matching = new MatchingService(world.uow, new Planning(world.uow, solver));
    const sitter = (startMinute: number) =>
      people.helper({
        categoryIds: [people.facts.categories.babysitting],
        hours: WEEK.map((weekday) => ({ weekday, startMinute, endMinute: startMinute + 160 })),
      });
    const proposed = () =>
      run((tx) =>
        tx.sql<{ id: string; version: number; helperId: string }>(
          `SELECT id, version, helper_id AS "helperId" FROM proposal WHERE community_id = $1 AND state = 'proposed'`,
          [tx.communityId],
        ),
      );
    const requestId = await buildRequest(world.uow, people, {
      family,
      categoryId: people.facts.categories.babysitting,
      seatsNeeded: 2,
      startMinute: 540,
      endMinute: 600,
    });
    await openWindow(requestId);
    await sitter(840);
    await matching.run(people.id, 'manual');
    const [first] = await proposed();
    await proposals.approve(await people.coordinator(), first!.id, first!.version);
    const { startsAt } = (await times(requestId))[0]!;
    await sitter(540);
    await matching.run(people.id, 'manual');
    expect(await proposed()).toEqual([]);
    const { memberId } = await sitter(840);
    await matching.run(people.id, 'manual');
    const [second] = await proposed();
    expect(second!.helperId).toBe(memberId);
    await proposals.approve(await people.coordinator(), second!.id, second!.version);
    expect((await times(requestId))[0]!.startsAt).toEqual(startsAt);
  });
});
