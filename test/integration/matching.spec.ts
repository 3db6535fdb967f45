import { systemActor } from '#database';
import { OrganisationService } from '#communities';
import {
  MatchingService,
  PlaceSolver,
  Planning,
  ProposalsService,
  ProposalViews,
  type ManualProposal,
} from '#matching';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { buildCommunity } from '../builders/community.builder.js';
import { buildRequest, type RequestWishes } from '../builders/request.builder.js';
import type { BuiltFamily, CommunityPeople, HelperWishes } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

describe('matching', () => {
  let world: TestWorld;
  let people: CommunityPeople;
  let matching: MatchingService;
  let proposals: ProposalsService;
  let family: BuiltFamily;
  const solver = new PlaceSolver();

  beforeAll(async () => {
    world = await openWorld();
    matching = new MatchingService(world.uow, new Planning(world.uow, solver));
    proposals = new ProposalsService(world.uow);
  });

  beforeEach(async () => {
    people = await buildCommunity(world.uow, world.codec, world.clock);
    family = await people.family();
  });

  afterEach(async () => {
    const [row] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ sum: number }>(
        'SELECT coalesce(sum(balance_minutes), 0)::int AS sum FROM account WHERE community_id = $1',
        [people.id],
      ),
    );
    expect(row!.sum).toBe(0);
  });

  afterAll(async () => {
    await world.close();
  });

  const sitter = (wishes: HelperWishes = {}) =>
    people.helper({ categoryIds: [people.facts.categories.babysitting], ...wishes });

  const ask = (wishes: Partial<RequestWishes> = {}) =>
    buildRequest(world.uow, people, { family, categoryId: people.facts.categories.babysitting, ...wishes });

  const run = () => matching.run(people.id, 'manual');

  const proposed = () =>
    world.uow.run(people.facts.system, (tx) =>
      tx.sql<{
        id: string;
        helperId: string;
        requestId: string;
        visits: number;
        version: number;
        explanation: { nextBest: { helperId: string }[]; terms: { term: string; points: number }[] };
      }>(
        `SELECT p.id, p.helper_id AS "helperId", p.request_id AS "requestId", p.version, p.explanation, (SELECT count(*)::int FROM proposal_visit v
           WHERE v.community_id = p.community_id AND v.proposal_id = p.id) AS visits
         FROM proposal p WHERE p.community_id = $1 AND p.state = 'proposed' ORDER BY p.created_at, p.id`,
        [people.id],
      ),
    );

  const reasons = () =>
    world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ why: string; rule: string; short: number }>(
        `SELECT why, facts ->> 'rule' AS rule, short FROM unmatched_visit WHERE community_id = $1`,
        [people.id],
      ),
    );

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

  describe('each hard rule, broken once', () => {
    const cases: { rule: string; helper: () => HelperWishes; request?: () => Partial<RequestWishes> }[] = [
      { rule: 'category', helper: () => ({ categoryIds: [people.facts.categories.errands] }) },
      { rule: 'regime', helper: () => ({ regime: 'timebank' }) },
      { rule: 'credential', helper: () => ({ credentials: ['training'] }) },
      { rule: 'reach', helper: () => ({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 34 }) },
      { rule: 'availability', helper: () => ({ hours: [{ weekday: 1, startMinute: 480, endMinute: 540 }] }) },
      { rule: 'weekly-minutes', helper: () => ({ weeklyMinutes: 119 }) },
      { rule: 'languages', helper: () => ({ languages: ['en'] }), request: () => ({ languages: ['ar'] }) },
      {
        rule: 'subjects',
        helper: () => ({ categoryIds: [people.facts.categories.homework], subjects: ['english'] }),
        request: () => ({ categoryId: people.facts.categories.homework, subjects: ['maths'] }),
      },
      {
        rule: 'car-seats',
        helper: () => ({ categoryIds: [people.facts.categories.transport], seats: { adult: 3 } }),
        request: () => ({ categoryId: people.facts.categories.transport }),
      },
    ];

    it.each(cases)('$rule keeps the helper out and is named', async ({ rule, helper, request }) => {
      await sitter(helper());
      await ask(request?.() ?? {});
      await run();
      expect(await proposed()).toEqual([]);
      const [reason] = await reasons();
      expect(reason).toMatchObject(rule === 'weekly-minutes' ? { rule } : { why: 'no-candidate', rule });
    });

    it('reach holds on the minute', async () => {
      await sitter({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 35 });
      await ask();
      await run();
      expect(await proposed()).toHaveLength(1);
    });

    it('weekly minutes hold on the minute', async () => {
      await sitter({ weeklyMinutes: 120 });
      await ask();
      await run();
      expect(await proposed()).toHaveLength(1);
    });

    it('a block keeps two people apart, whoever set it', async () => {
      const helper = await sitter();
      await ask();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql(
          'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
          [people.id, helper.memberId, family.memberId, tx.now],
        ),
      );
      await run();
      expect(await proposed()).toEqual([]);
      expect(await reasons()).toMatchObject([{ rule: 'blocked' }]);
    });

    it('a suspended helper is not looked at', async () => {
      const helper = await sitter();
      await ask();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql(`UPDATE member SET state = 'suspended' WHERE community_id = $1 AND id = $2`, [
          people.id,
          helper.memberId,
        ]),
      );
      await run();
      expect(await proposed()).toEqual([]);
    });

    it('a helper of the household itself is not proposed to it', async () => {
      const helper = await sitter();
      await ask();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql(
          'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)',
          [people.id, family.householdId, helper.memberId, tx.now],
        ),
      );
      await run();
      expect(await proposed()).toEqual([]);
    });

    it('cover begins at its instant and not before', async () => {
      const helper = await sitter();
      await ask();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql(`UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2`, [
          people.id,
          helper.memberId,
          new Date('2027-01-01'),
        ]),
      );
      await run();
      expect(await reasons()).toMatchObject([{ rule: 'insurance' }]);
    });
  });

  describe('the way from and to home', () => {
    // From 16:00 to 18:00, five minutes by road from where everybody lives.
    const freeBetween = (startMinute: number, endMinute: number) =>
      sitter({ hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, endMinute })) });

    it('fits into the free time to the minute', async () => {
      await freeBetween(955, 1_085);
      await ask();
      await run();
      expect(await proposed()).toHaveLength(1);
    });

    it.each([
      ['out', 956, 1_085],
      ['back', 955, 1_084],
    ])('keeps out who would be a minute late on the way %s', async (_, from, to) => {
      await freeBetween(from, to);
      await ask();
      await run();
      expect(await proposed()).toEqual([]);
      expect(await reasons()).toMatchObject([{ why: 'no-candidate', rule: 'travel' }]);
    });

    it('is not gone between two visits of one stretch of free time', async () => {
      // Five minutes of road and fifteen of rest lie between the two; home and back would be twenty-five.
      await freeBetween(955, 1_085 + 140);
      await ask();
      await ask({ startMinute: 1_100, endMinute: 1_220 });
      await run();
      expect(await proposed()).toHaveLength(2);
    });

    it('is looked at again when a proposal is approved, and set aside with a reason alone', async () => {
      const helper = await freeBetween(955, 1_085);
      const requestId = await ask();
      await run();
      const [proposal] = await proposed();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql('UPDATE weekly_hours SET start_minute = 956 WHERE community_id = $1 AND member_id = $2', [
          people.id,
          helper.memberId,
        ]),
      );
      const coordinator = await people.coordinator();
      const refused = { code: 'override-needed', facts: { rule: 'travel' } };
      await expect(proposals.approve(coordinator, proposal!.id, proposal!.version)).rejects.toMatchObject(
        refused,
      );
      await proposals.reject(coordinator, proposal!.id, proposal!.version, 'Asked by phone first');
      const wish = { requestId, helperId: helper.memberId, visitIds: [], overrideRules: ['travel' as const] };
      const { id } = await proposals.create(coordinator, {
        ...wish,
        reason: 'She is in the neighbourhood that day',
        helperAgreed: true,
      });
      await expect(proposals.approve(coordinator, id, 1)).resolves.toMatchObject({
        assignmentId: expect.any(String),
      });
    });
  });

  describe('approval', () => {
    it('makes the assignment, asks the helper, and covers the visit', async () => {
      await sitter();
      await ask();
      await run();
      const [proposal] = await proposed();
      const coordinator = await people.coordinator();
      const { assignmentId } = await proposals.approve(coordinator, proposal!.id, proposal!.version);
      expect(assignmentId).toBeDefined();
      await run();
      expect(await proposed()).toEqual([]);
      expect(await reasons()).toEqual([]);
    });

    it('is refused on a version that somebody changed', async () => {
      await sitter();
      await ask();
      await run();
      const [proposal] = await proposed();
      await expect(
        proposals.approve(await people.coordinator(), proposal!.id, proposal!.version + 1),
      ).rejects.toMatchObject({
        code: 'stale-version',
      });
    });

    it('is refused to the helper whom it concerns', async () => {
      const helper = await sitter();
      await ask();
      await run();
      const [proposal] = await proposed();
      const own = { ...helper.actor, roles: ['coordinator', 'helper'] as const };
      await expect(proposals.approve(own, proposal!.id, proposal!.version)).rejects.toMatchObject({
        code: 'own-proposal',
      });
    });

    it('checks the hard rules again: a credential withdrawn meanwhile forbids it', async () => {
      const helper = await sitter();
      await ask();
      await run();
      const [proposal] = await proposed();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql('UPDATE credential SET withdrawn_at = $3 WHERE community_id = $1 AND member_id = $2', [
          people.id,
          helper.memberId,
          tx.now,
        ]),
      );
      await expect(
        proposals.approve(await people.coordinator(), proposal!.id, proposal!.version),
      ).rejects.toMatchObject({
        code: 'hard-rule-broken',
        facts: { rule: 'credential' },
      });
    });

    it('between two rivals for one helper and one time: one wins, never both, never none', async () => {
      const helper = await sitter();
      const coordinator = await people.coordinator();
      const first = await ask();
      const second = await ask();
      const ids = await Promise.all(
        [first, second].map((requestId) =>
          proposals.create(coordinator, {
            requestId,
            helperId: helper.memberId,
            visitIds: [],
            overrideRules: [],
            helperAgreed: false,
          }),
        ),
      );
      const outcomes = await Promise.allSettled(ids.map(({ id }) => proposals.approve(coordinator, id, 1)));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected') as PromiseRejectedResult;
      expect(['helper-already-booked', 'override-needed']).toContain((lost.reason as { code: string }).code);
    });

    it('rejected with a reason, the helper is not proposed for this request again', async () => {
      await sitter();
      await ask();
      await run();
      const [proposal] = await proposed();
      await proposals.reject(
        await people.coordinator(),
        proposal!.id,
        proposal!.version,
        'They know each other too well',
      );
      await run();
      expect(await proposed()).toEqual([]);
      expect(await reasons()).toMatchObject([{ rule: 'turned-down' }]);
    });
  });

  describe("a coordinator's own choice", () => {
    it('may set the reach aside with a written reason, which stays visible', async () => {
      const helper = await sitter({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 10 });
      const requestId = await ask();
      const coordinator = await people.coordinator();
      const wish = { requestId, helperId: helper.memberId, visitIds: [], helperAgreed: false };
      await expect(proposals.create(coordinator, { ...wish, overrideRules: [] })).rejects.toMatchObject({
        code: 'override-needed',
      });
      const { id } = await proposals.create(coordinator, {
        ...wish,
        overrideRules: ['reach'],
        reason: 'He is in town that day',
      });
      await expect(proposals.approve(coordinator, id, 1)).resolves.toMatchObject({
        assignmentId: expect.any(String),
      });
    });

    it('may never set a credential aside', async () => {
      const helper = await sitter({ credentials: [] });
      const requestId = await ask();
      await expect(
        proposals.create(await people.coordinator(), {
          requestId,
          helperId: helper.memberId,
          visitIds: [],
          overrideRules: ['credential' as never],
          reason: 'I know her',
          helperAgreed: true,
        }),
      ).rejects.toMatchObject({ code: 'hard-rule-broken' });
    });
  });

  describe('what an override and a plan must not hide', () => {
    const own = (
      requestId: string,
      helperId: string,
      more: Partial<ManualProposal> = {},
    ): ManualProposal => ({
      requestId,
      helperId,
      visitIds: [],
      overrideRules: [],
      reason: 'They agreed on the phone',
      helperAgreed: true,
      ...more,
    });

    it('an override of the reach leaves a missing credential standing', async () => {
      const far = { zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 10 };
      const helper = await sitter({ credentials: [], ...far });
      const wish = own(await ask(), helper.memberId, { overrideRules: ['reach'] });
      await expect(proposals.create(await people.coordinator(), wish)).rejects.toMatchObject({
        code: 'hard-rule-broken',
        facts: { rule: 'credential' },
      });
    });

    it('an override of the availability leaves the weekly minutes standing', async () => {
      const helper = await sitter({
        weeklyMinutes: 10,
        hours: [{ weekday: 1, startMinute: 1, endMinute: 20 }],
      });
      const wish = own(await ask(), helper.memberId, { overrideRules: ['availability'] });
      await expect(proposals.create(await people.coordinator(), wish)).rejects.toMatchObject({
        code: 'override-needed',
        facts: { rule: 'weekly-minutes' },
      });
    });

    it("a coordinator's own proposal outlives the next run", async () => {
      const helper = await sitter({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 10 });
      await proposals.create(
        await people.coordinator(),
        own(await ask(), helper.memberId, { overrideRules: ['reach'] }),
      );
      await run();
      expect(await proposed()).toHaveLength(1);
    });

    it('two visits of one proposal share the weekly minutes', async () => {
      const helper = await sitter({ weeklyMinutes: 120 });
      const requestId = await ask({ weekdays: [1, 3], weeks: 1 });
      await expect(
        proposals.create(await people.coordinator(), own(requestId, helper.memberId)),
      ).rejects.toMatchObject({ facts: { rule: 'weekly-minutes' } });
    });

    it('two offers of one helper may both serve a request', async () => {
      const helper = await sitter();
      const coordinator = await people.coordinator();
      const first = await ask({ weekdays: [1], weeks: 1, startMinute: 600, endMinute: 660 });
      const { id } = await proposals.create(coordinator, own(first, helper.memberId));
      await proposals.approve(coordinator, id, 1);
      await world.uow.run(people.facts.system, async (tx) => {
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

    const joinSessions = (requestIds: string[]) =>
      world.uow.run(people.facts.system, async (tx) => {
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

    it('an authorisation to collect holds for its school and until its day', async () => {
      const helper = await sitter();
      const requestId = await ask();
      const allow = (school: string, until: string) =>
        world.uow.run(people.facts.system, async (tx) => {
          await tx.sql(`UPDATE request SET school = 'Scuola B' WHERE community_id = $1 AND id = $2`, [
            people.id,
            requestId,
          ]);
          await tx.sql(
            `INSERT INTO collection_authorisation (community_id, id, dependant_id, helper_id, school, signed_by, valid_until, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
            [
              people.id,
              newId(),
              family.dependantIds[0],
              helper.memberId,
              school,
              family.memberId,
              until,
              tx.now,
            ],
          );
        });
      await allow('Scuola A', people.day(30));
      await allow('Scuola B', people.day(0));
      await run();
      expect(await reasons()).toMatchObject([{ rule: 'collection' }]);
      await allow('scuola b', people.day(1));
      await run();
      expect(await proposed()).toHaveLength(1);
    });

    it("another organisation's coordinator neither sees nor decides", async () => {
      const [own, other] = await Promise.all([
        people.facts.organisationId,
        new OrganisationService(world.uow).createOrganisation(people.facts.system, {
          name: 'Altra',
          kind: 'association',
        }),
      ]);
      await sitter();
      await ask({ family: await people.family({ organisationId: own }) });
      await run();
      const [proposal] = await proposed();
      const { actor } = await people.member(['coordinator'], { organisationId: other.id });
      const views = new ProposalViews(world.uow, world.codec);
      expect((await views.list(actor, {})).items).toEqual([]);
      await expect(views.read(actor, proposal!.id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(proposals.approve(actor, proposal!.id, 1)).rejects.toMatchObject({ code: 'not-found' });
      await expect(proposals.reject(actor, proposal!.id, 1, 'No')).rejects.toMatchObject({
        code: 'not-found',
      });
      expect((await views.list(await people.administrator(), {})).items).toHaveLength(1);
    });
  });

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
      world.uow.run(people.facts.system, (tx) =>
        tx.sql(
          `INSERT INTO matching_run (community_id, id, cause, state, weights_version, effort, started_at, beat_at)
           VALUES ($1, $2, 'event', 'running', 0, 'standard', $3, clock_timestamp() - make_interval(secs => $4))`,
          [people.id, newId(), tx.now, silentSeconds],
        ),
      );
    await leave(8);
    await expect(run()).rejects.toMatchObject({ code: 'run-in-progress' });
    await world.uow.run(people.facts.system, (tx) =>
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
