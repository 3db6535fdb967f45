import { systemActor } from '#database';
import type { MatchingService, ProposalsService } from '#matching';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ledgerTotal } from '#ledger';
import { buildCommunity } from '../builders/community.builder.js';
import { MatchingScene } from '../builders/matching.scene.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new MatchingScene();
const { system, sitter, ask, own, run, proposed, reasons } = scene;

let world: TestWorld;
let matching: MatchingService;
let proposals: ProposalsService;
let people: CommunityPeople;
let family: BuiltFamily;

beforeAll(async () => {
  ({ world, matching, proposals } = await scene.open());
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ people, family } = await scene.begin());
});
afterEach(async () => {
  expect(await system(ledgerTotal)).toBe(0);
});

describe('a fitting helper', () => {
  it('is proposed with a score whose terms add up and an explanation', async () => {
    const helper = await sitter();
    const requestId = await ask();
    const result = await run();
    expect(result).toMatchObject({ state: 'done', status: 'optimal', gap: 0 });
    const [proposal] = await proposed();
    expect(proposal).toMatchObject({ helperId: helper.memberId, requestId, visits: 1 });
    expect(proposal!.explanation.terms.map(({ term }) => term)).toEqual(
      expect.arrayContaining(['serve', 'continuity', 'travel', 'language', 'fairness', 'waiting']),
    );
    expect(await reasons()).toEqual([]);
  });

  it('stays proposed when matching runs again and nothing changed', async () => {
    await sitter();
    await ask();
    await run();
    const before = await proposed();
    const again = await run();
    expect(again.counts).toMatchObject({ kept: 1, proposed: 0, superseded: 0 });
    expect(await proposed()).toEqual(before);
  });

  it('takes the whole series of a weekly request, and the same face on both weekdays', async () => {
    await sitter();
    await sitter();
    await ask({ weekdays: [1, 3], weeks: 4 });
    await run();
    const all = await proposed();
    expect(all).toHaveLength(1);
    expect(all[0]!.visits).toBe(8);
  });

  it('is never placed in two visits at once', async () => {
    await sitter();
    await ask();
    await ask();
    await run();
    expect(await proposed()).toHaveLength(1);
    expect(await reasons()).toMatchObject([{ why: 'outbid' }]);
  });

  it('leaves both seats to two different helpers', async () => {
    await sitter();
    await sitter();
    await ask({ seatsNeeded: 2 });
    await run();
    const all = await proposed();
    expect(new Set(all.map(({ helperId }) => helperId)).size).toBe(2);
  });
});

describe('a plan in force', () => {
  const joinSessions = (requestIds: string[]) =>
    system(async (tx) => {
      const days = await tx.sql<{ ids: string[]; start: Date; end: Date }>(
        `SELECT array_agg(id) AS ids, min(starts_at) AS start, max(ends_at) AS end FROM visit
         WHERE community_id = $1 AND request_id = ANY ($2::uuid[]) GROUP BY occurrence`,
        [people.id, requestIds],
      );
      for (const { ids, start, end } of days) {
        const id = newId();
        await tx.sql(
          `INSERT INTO session (community_id, id, title, zone_id, starts_at, ends_at, capacity, created_by, created_at)
           VALUES ($1, $2, 'Doposcuola', $3, $4, $5, 10, $6, $7)`,
          [people.id, id, family.zoneId, start, end, family.memberId, tx.now],
        );
        await tx.sql('UPDATE visit SET session_id = $2 WHERE community_id = $1 AND id = ANY ($3::uuid[])', [
          people.id,
          id,
          ids,
        ]);
      }
    });

  it('two offers of one helper may both serve a request', async () => {
    const helper = await sitter();
    const coordinator = await people.coordinator();
    const first = await ask({ weekdays: [1], weeks: 1, startMinute: 600, endMinute: 660 });
    const { id } = await proposals.create(coordinator, own(first, helper.memberId));
    await proposals.approve(coordinator, id, 1);
    await system(async (tx) => {
      await tx.sql('UPDATE offer SET weekly_minutes = 120 WHERE community_id = $1 AND id = $2', [
        people.id,
        helper.offerId,
      ]);
      await tx.sql(
        `INSERT INTO offer (community_id, id, member_id, state, regime, category_ids, subjects, languages, age_bands, mobility,
           max_travel_minutes, municipality_ids, seats, created_at)
         SELECT community_id, $3, member_id, state, 'timebank', category_ids, subjects, languages, age_bands, mobility,
           max_travel_minutes, municipality_ids, seats, created_at FROM offer WHERE community_id = $1 AND id = $2`,
        [people.id, helper.offerId, newId()],
      );
    });
    await ask({ weekdays: [3], weeks: 2, regimes: ['volunteer', 'timebank'] });
    await run();
    await expect(run()).resolves.toMatchObject({ state: 'done', counts: { superseded: 0 } });
  });

  it.each([
    ['once', {}],
    ['weekly', { weekdays: [1], weeks: 3 }],
  ])('families who share a session (%s) keep the helper when the first is approved', async (_, when) => {
    await sitter();
    const other = await people.family();
    const coordinator = await people.coordinator();
    await joinSessions([await ask(when), await ask({ ...when, family: other })]);
    await run();
    const [first, second] = await proposed();
    expect(second!.helperId).toBe(first!.helperId);
    await proposals.approve(coordinator, first!.id, first!.version);
    await run();
    expect(await proposed()).toMatchObject([{ id: second!.id }]);
    await proposals.approve(coordinator, second!.id, second!.version);
  });
});

describe('a run', () => {
  it('runs once at a time in a community', async () => {
    await sitter();
    await ask();
    const outcomes = await Promise.allSettled([run(), run(), run()]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected') as PromiseRejectedResult[];
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    for (const { reason } of failed) expect(reason).toMatchObject({ code: 'run-in-progress' });
    expect(await proposed()).toHaveLength(1);
  });

  it('takes over from a run whose process died, and not from one that lives', async () => {
    await sitter();
    await ask();
    const leave = (silentSeconds: number) =>
      system((tx) =>
        tx.sql(
          `INSERT INTO matching_run (community_id, id, cause, state, weights_version, effort, started_at, beat_at)
           VALUES ($1, $2, 'event', 'running', 0, 'standard', $3, clock_timestamp() - make_interval(secs => $4))`,
          [people.id, newId(), tx.now, silentSeconds],
        ),
      );
    await leave(8);
    await expect(run()).rejects.toMatchObject({ code: 'run-in-progress' });
    await system((tx) =>
      tx.sql(`UPDATE matching_run SET beat_at = beat_at - interval '15 seconds' WHERE community_id = $1`, [
        people.id,
      ]),
    );
    await expect(run()).resolves.toMatchObject({ state: 'done' });
  });

  it('sees nothing of another community', async () => {
    await sitter();
    await ask();
    const other = await buildCommunity(world.uow, world.codec, world.clock);
    await matching.run(other.id, 'manual');
    expect(await proposed()).toEqual([]);
    const rows = await world.uow.run(systemActor(newId()), (tx) => tx.sql('SELECT id FROM proposal'));
    expect(rows).toEqual([]);
  });
});
