import { poolAccount } from '#ledger';
import { HARD_RULES, OVERRIDABLE, type ProposalsService, ProposalViews } from '#matching';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { boundariesOf, type Boundary } from '../builders/boundaries.builder.js';
import { MatchingScene } from '../builders/matching.scene.js';
import { PairChanges, type Pair } from '../builders/pairs.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

/**
 * Each hard rule at its boundary: a helper who just fits is proposed and approved; one step beyond, matching
 * leaves them out and names the rule, the approval of what was proposed before is refused, and a coordinator's own
 * choice with an override gets through for the rules that allow one, and for no other.
 */
const scene = new MatchingScene();
const { system, run, ask } = scene;
const changes = new PairChanges(scene);
const { own, payerHas } = changes;
const BOUNDARIES = boundariesOf(scene, changes);

let world: TestWorld;
let people: CommunityPeople;
let proposals: ProposalsService;
let family: BuiltFamily;

beforeAll(async () => {
  ({ world, proposals } = await scene.open());
});
afterAll(() => world.close());
beforeEach(async () => {
  ({ people, family } = await scene.begin());
});

async function build({ helper, request, fit }: Boundary): Promise<Pair> {
  const pair = { helper: await people.helper(helper?.() ?? {}), requestId: await ask(request?.() ?? {}) };
  await fit?.(pair);
  return pair;
}

const openProposals = ({ requestId }: Pair) =>
  system((tx) =>
    tx.sql<{ id: string; version: number }>(
      `SELECT id, version FROM proposal WHERE community_id = $1 AND request_id = $2 AND state = 'proposed'`,
      [people.id, requestId],
    ),
  );
const unmatched = ({ requestId }: Pair) =>
  system((tx) =>
    tx.sql<{ rule: string }>(
      `SELECT u.facts ->> 'rule' AS rule FROM unmatched_visit u JOIN visit v ON v.community_id = u.community_id AND v.id = u.visit_id
       WHERE u.community_id = $1 AND v.request_id = $2`,
      [people.id, requestId],
    ),
  );
const assignmentsOf = ({ requestId }: Pair) =>
  system((tx) =>
    tx.sql('SELECT id FROM assignment WHERE community_id = $1 AND request_id = $2', [people.id, requestId]),
  );

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string; facts?: { rule?: string } }) =>
      error.facts?.rule ? `${error.code} ${error.facts.rule}` : String(error.code ?? error),
  );

/** The refusal of a rule that no one, or only a written reason, sets aside. */
const refusalOf = ({ rule, approval }: Boundary) => {
  if (approval) return approval === 'hard-rule-broken' ? `${approval} ${rule}` : approval;
  return OVERRIDABLE.includes(rule) ? `override-needed ${rule}` : `hard-rule-broken ${rule}`;
};

describe.each(
  BOUNDARIES.map((boundary, index) => ({ ...boundary, name: `${boundary.rule} (${index + 1})` })),
)('$name', (boundary) => {
  test('in matching: who just fits is proposed, who just does not is left out, and the rule is named', async () => {
    const pair = await build(boundary);
    await run();
    expect(await openProposals(pair)).toHaveLength(1);
    await boundary.breakIt(pair);
    await run();
    expect(await openProposals(pair)).toEqual([]);
    expect(await unmatched(pair)).toEqual([{ rule: boundary.rule }]);
  });

  test('under the approval’s lock: what was proposed and fits is approved', async () => {
    const pair = await build(boundary);
    const coordinator = await people.coordinator();
    const { id } = await proposals.create(coordinator, own(pair));
    await proposals.approve(coordinator, id, 1);
    expect(await assignmentsOf(pair)).toHaveLength(1);
  });

  test('under the approval’s lock: what fits no more is refused, and nothing is left behind', async () => {
    const pair = await build(boundary);
    const coordinator = await people.coordinator();
    const { id } = await proposals.create(coordinator, own(pair));
    await boundary.breakIt(pair);
    expect(await refusal(proposals.approve(coordinator, id, 1))).toBe(refusalOf(boundary));
    expect(await assignmentsOf(pair)).toEqual([]);
    expect(await openProposals(pair)).toHaveLength(1);
  });

  test('a coordinator’s own choice with every override asked for', async () => {
    const pair = await build(boundary);
    const coordinator = await people.coordinator();
    await boundary.breakIt(pair);
    const create = proposals.create(coordinator, own(pair, HARD_RULES, 'They asked for it on the phone'));
    if (!OVERRIDABLE.includes(boundary.rule)) {
      const made =
        boundary.rule === 'overlap'
          ? refusal(create.then(({ id }) => proposals.approve(coordinator, id, 1)))
          : refusal(create);
      expect(await made).toBe(refusalOf(boundary));
      expect(await assignmentsOf(pair)).toEqual([]);
      return;
    }
    const { id } = await create;
    expect(await refusal(proposals.create(coordinator, own(pair, HARD_RULES)))).toBe(
      `override-needed ${boundary.rule}`,
    );
    await proposals.approve(coordinator, id, 1);
    expect(await assignmentsOf(pair)).toHaveLength(1);
    const [kept] = await system((tx) =>
      tx.sql('SELECT override_rules AS rules, override_reason AS reason FROM proposal WHERE id = $1', [id]),
    );
    expect(kept).toEqual({ rules: [boundary.rule], reason: 'They asked for it on the phone' });
  });
});

test('every hard rule has its boundary here, but those about asks, which have a spec of their own', () => {
  const here = new Set<string>(BOUNDARIES.map(({ rule }) => rule));
  expect(HARD_RULES.filter((rule) => !here.has(rule))).toEqual([
    'turned-down',
    'asked-enough',
    'asked-today',
  ]);
  expect([...OVERRIDABLE].sort()).toEqual(['availability', 'reach', 'travel', 'weekly-minutes']);
});

/** As the family's account has `minutes` and weekly visits of two hours are ahead. */
async function weeklyWithFunds(minutes: number): Promise<Pair> {
  const helper = await people.helper({ regime: 'timebank' });
  const requestId = await ask({ regimes: ['timebank'], weekdays: [1], weeks: 4 });
  await payerHas(minutes)();
  return { helper, requestId };
}

describe('funds for the next visits', () => {
  test('are those that an approval holds: two, to the minute', async () => {
    const enough = await weeklyWithFunds(240);
    await run();
    const [proposal] = await openProposals(enough);
    await proposals.approve(await people.coordinator(), proposal!.id, proposal!.version);
    const short = await weeklyWithFunds(239);
    await run();
    expect(await openProposals(short)).toEqual([]);
    expect(new Set((await unmatched(short)).map(({ rule }) => rule))).toEqual(new Set(['funds']));
  });

  test('may be the pool’s for one of them, within what it still gives the household', async () => {
    const { requestId, helper } = await weeklyWithFunds(120);
    const poolHas = (minutes: number) =>
      system(async (tx) => {
        const pool = await poolAccount(tx);
        await tx.sql(
          'UPDATE account SET floor_minutes = balance_minutes - $3 WHERE community_id = $1 AND id = $2',
          [people.id, pool, minutes],
        );
      });
    await poolHas(119);
    await run();
    expect(await openProposals({ requestId, helper })).toEqual([]);
    await poolHas(120);
    await run();
    const [proposal] = await openProposals({ requestId, helper });
    await proposals.approve(await people.coordinator(), proposal!.id, proposal!.version);
  });
});

test('a family of which every guardian is suspended is not looked at, nor served by hand; of which one is not, is', async () => {
  const helper = await people.helper();
  const requestId = await ask();
  const pair = { helper, requestId };
  const suspend = (memberId: string, state: string) =>
    system((tx) =>
      tx.sql('UPDATE member SET state = $3 WHERE community_id = $1 AND id = $2', [
        people.id,
        memberId,
        state,
      ]),
    );
  await run();
  const [proposal] = await openProposals(pair);
  await suspend(family.memberId, 'suspended');
  const coordinator = await people.coordinator();
  expect(await refusal(proposals.approve(coordinator, proposal!.id, proposal!.version))).toBe(
    'family-suspended',
  );
  await run();
  expect(await openProposals(pair)).toEqual([]);
  const { actor: other } = await people.member(['family']);
  await system((tx) =>
    tx.sql(
      'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)',
      [people.id, family.householdId, other.memberId, tx.now],
    ),
  );
  await run();
  expect(await openProposals(pair)).toHaveLength(1);
});

test('an override of the helper’s own time keeps when their yes was recorded, and is none without it', async () => {
  const pair = { helper: await people.helper({ hours: [] }), requestId: await ask() };
  const coordinator = await people.coordinator();
  const wish = own(pair, ['availability'], 'He can come after all');
  expect(await refusal(proposals.create(coordinator, { ...wish, helperAgreed: false }))).toBe(
    'override-needed availability',
  );
  const { id } = await proposals.create(coordinator, wish);
  const views = new ProposalViews(world.uow, world.codec);
  expect((await views.read(coordinator, id)).helperAgreedAt).toEqual(expect.any(Date));
});
