import type { ProposalsService } from '#matching';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ledgerTotal } from '#ledger';
import { MatchingScene } from '../builders/matching.scene.js';
import type { BuiltFamily, CommunityPeople, HelperWishes } from '../builders/people.builder.js';
import type { RequestWishes } from '../builders/request.builder.js';

const scene = new MatchingScene();
const { system, sitter, ask, run, proposed, reasons } = scene;

let proposals: ProposalsService;
let people: CommunityPeople;
let family: BuiltFamily;

beforeAll(async () => {
  ({ proposals } = await scene.open());
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ people, family } = await scene.begin());
});
afterEach(async () => {
  expect(await system(ledgerTotal)).toBe(0);
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
    await system((tx) =>
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
    await system((tx) =>
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
    await system((tx) =>
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
    await system((tx) =>
      tx.sql(`UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2`, [
        people.id,
        helper.memberId,
        new Date('2027-01-01'),
      ]),
    );
    await run();
    expect(await reasons()).toMatchObject([{ rule: 'insurance' }]);
  });

  it('an authorisation to collect holds for its school and until its day', async () => {
    const helper = await sitter();
    const requestId = await ask();
    const allow = (school: string, until: string) =>
      system(async (tx) => {
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
    await system((tx) =>
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
