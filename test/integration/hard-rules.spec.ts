import type { Tx } from '#database';
import { openAccount, poolAccount } from '#ledger';
import {
  HARD_RULES,
  MatchingService,
  OVERRIDABLE,
  PlaceSolver,
  Planning,
  ProposalsService,
  ProposalViews,
  type HardRule,
} from '#matching';
import { instantAt, newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople, HelperWishes } from '../builders/people.builder.js';
import { buildRequest, type RequestWishes } from '../builders/request.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

/**
 * Each hard rule at its boundary: a helper who just fits is proposed and approved; one step beyond, matching
 * leaves them out and names the rule, the approval of what was proposed before is refused, and a coordinator's own
 * choice with an override gets through for the rules that allow one, and for no other.
 */

let world: TestWorld;
let people: CommunityPeople;
let matching: MatchingService;
let proposals: ProposalsService;
let family: BuiltFamily;

beforeAll(async () => {
  world = await openWorld();
  matching = new MatchingService(world.uow, new Planning(world.uow, new PlaceSolver()));
  proposals = new ProposalsService(world.uow);
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  family = await people.family();
});

const run = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);

interface Scene {
  readonly helper: BuiltHelper;
  readonly requestId: string;
}

interface Boundary {
  readonly rule: HardRule;
  /** A pair that just fits. The visit is tomorrow, 16:00 to 18:00, babysitting, unless wished otherwise. */
  readonly helper?: () => HelperWishes;
  readonly request?: () => Partial<RequestWishes>;
  readonly fit?: (scene: Scene) => Promise<unknown>;
  /** One step beyond. */
  readonly breakIt: (scene: Scene) => Promise<unknown>;
  /** What an approval answers, when it is not the rule by name. */
  readonly approval?: string;
}

const start = () => instantAt(people.facts.timeZone, people.day(1), 960);

const ofOffer = (column: string, value: unknown) => (scene: Scene) =>
  run((tx) =>
    tx.sql(`UPDATE offer SET ${column} = $3 WHERE community_id = $1 AND id = $2`, [
      people.id,
      scene.helper.offerId,
      value,
    ]),
  );
const ofRequest = (column: string, value: unknown) => (scene: Scene) =>
  run((tx) =>
    tx.sql(`UPDATE request SET ${column} = $3 WHERE community_id = $1 AND id = $2`, [
      people.id,
      scene.requestId,
      value,
    ]),
  );

/** A promise to another family that ends, break and road included, when the visit begins. */
async function busyBefore(scene: Scene, minutesTooLate = 0): Promise<void> {
  const other = await people.family();
  const end = 960 - 15 - 5 + minutesTooLate;
  const requestId = await ask({ family: other, startMinute: end - 60, endMinute: end });
  const coordinator = await people.coordinator();
  const { id } = await proposals.create(coordinator, own({ ...scene, requestId }));
  await proposals.approve(coordinator, id, 1);
}

const moveBusy = (minutes: number) => (scene: Scene) =>
  run((tx) =>
    tx.sql(
      `UPDATE seat SET starts_at = starts_at + make_interval(mins => $3), ends_at = ends_at + make_interval(mins => $3),
         during = tstzrange(lower(during) + make_interval(mins => $3), upper(during) + make_interval(mins => $3))
       WHERE community_id = $1 AND member_id = $2 AND active`,
      [people.id, scene.helper.memberId, minutes],
    ),
  );

/** The payer has exactly this much to give, down to the floor; the pool has nothing. */
const payerHas = (minutes: number) => () =>
  run(async (tx) => {
    await openAccount(tx, family.memberId);
    await poolAccount(tx);
    await tx.sql(
      `UPDATE account SET floor_minutes = balance_minutes - held_minutes - $3 WHERE community_id = $1 AND member_id = $2`,
      [people.id, family.memberId, minutes],
    );
    await tx.sql(
      `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at)
       SELECT $1, $2, 'floorMinutes', to_jsonb(floor_minutes), $3, $4 FROM account WHERE community_id = $1 AND member_id = $5
       ON CONFLICT (community_id, key, valid_from) DO UPDATE SET value = excluded.value`,
      [people.id, newId(), people.day(0), tx.now, family.memberId],
    );
  });

const BOUNDARIES: readonly Boundary[] = [
  { rule: 'category', breakIt: (scene) => ofOffer('category_ids', [people.facts.categories.errands])(scene) },
  { rule: 'regime', breakIt: ofOffer('regime', 'timebank') },
  {
    rule: 'own-household',
    breakIt: ({ helper }) =>
      run((tx) =>
        tx.sql(
          `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)`,
          [people.id, family.householdId, helper.memberId, tx.now],
        ),
      ),
  },
  {
    rule: 'blocked',
    breakIt: ({ helper }) =>
      run((tx) =>
        tx.sql(
          'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
          [people.id, helper.memberId, family.memberId, tx.now],
        ),
      ),
  },
  {
    rule: 'subjects',
    helper: () => ({ subjects: ['maths', 'italian'] }),
    request: () => ({ subjects: ['maths', 'italian'] }),
    breakIt: ofOffer('subjects', ['maths']),
  },
  {
    rule: 'languages',
    helper: () => ({ languages: ['ar'] }),
    request: () => ({ languages: ['it', 'ar'] }),
    breakIt: ofOffer('languages', ['en']),
  },
  { rule: 'age-band', fit: ofOffer('age_bands', ['6-10']), breakIt: ofOffer('age_bands', ['3-5', '11-13']) },
  {
    rule: 'mobility',
    fit: async (scene) => {
      await ofRequest('mobility', ['wheelchair'])(scene);
      await ofOffer('mobility', ['wheelchair'])(scene);
    },
    breakIt: ofOffer('mobility', []),
  },
  {
    rule: 'car-seats',
    helper: () => ({ seats: { booster: 1 } }),
    request: () => ({ categoryId: people.facts.categories.transport }),
    breakIt: ofOffer('seats', JSON.stringify({ booster: 0, adult: 3 })),
  },
  {
    rule: 'municipality',
    fit: (scene) => ofOffer('municipality_ids', [people.facts.municipalities.city])(scene),
    breakIt: (scene) => ofOffer('municipality_ids', [people.facts.municipalities.village])(scene),
  },
  {
    rule: 'funds',
    helper: () => ({ regime: 'timebank' }),
    request: () => ({ regimes: ['timebank'] }),
    fit: payerHas(120),
    breakIt: () => payerHas(119)(),
    approval: 'hard-rule-broken',
  },
  {
    rule: 'ceiling',
    helper: () => ({ regime: 'timebank' }),
    request: () => ({ regimes: ['timebank'] }),
    fit: ({ helper }) => ceilingAt(helper, 0),
    breakIt: ({ helper }) => ceilingAt(helper, 1),
  },
  {
    rule: 'reach',
    helper: () => ({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 35 }),
    breakIt: ofOffer('max_travel_minutes', 34),
  },
  ...(
    [
      'valid_until = $2::date',
      "school = 'Scuola Manzoni'",
      'revoked_at = $2::timestamptz',
      'helper_id = signed_by',
    ] as const
  ).map((change): Boundary => ({
    rule: 'collection',
    fit: mayCollect,
    breakIt: () =>
      run((tx) =>
        tx.sql(
          `UPDATE collection_authorisation SET ${change} WHERE community_id = $1 AND $2::text IS NOT NULL`,
          [people.id, people.day(0)],
        ),
      ),
  })),
  {
    rule: 'credential',
    fit: ({ helper }) => credentialsUntil(helper, people.day(1)),
    breakIt: ({ helper }) => credentialsUntil(helper, people.day(0)),
  },
  {
    rule: 'insurance',
    fit: ({ helper }) => insuredFrom(helper, start()),
    breakIt: ({ helper }) => insuredFrom(helper, new Date(start().getTime() + 1)),
  },
  { rule: 'availability', helper: withTheWayHome, breakIt: freeUntil(1_079) },
  {
    rule: 'availability',
    breakIt: ({ helper }) =>
      run((tx) =>
        tx.sql(
          `INSERT INTO availability_exception (community_id, id, member_id, kind, first_day, last_day, start_minute, end_minute)
           VALUES ($1, $2, $3, 'away', $4, $4, 1079, 1200)`,
          [people.id, newId(), helper.memberId, people.day(1)],
        ),
      ),
  },
  {
    rule: 'overlap',
    fit: (scene) => busyBefore(scene),
    breakIt: moveBusy(15 + 5 + 1),
    approval: 'helper-already-booked',
  },
  { rule: 'travel', fit: (scene) => busyBefore(scene), breakIt: moveBusy(1) },
  { rule: 'travel', helper: withTheWayHome, breakIt: freeUntil(1_084) },
  {
    rule: 'weekly-minutes',
    helper: () => ({ weeklyMinutes: 120 }),
    breakIt: ({ helper }) =>
      run((tx) =>
        tx.sql('UPDATE helper_profile SET weekly_minutes = 119 WHERE community_id = $1 AND member_id = $2', [
          people.id,
          helper.memberId,
        ]),
      ),
  },
];

/** Free for the visit from 16:00 to 18:00 and for the five minutes of road before and after it. */
function withTheWayHome(): HelperWishes {
  return { hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 955, endMinute: 1_085 })) };
}

function freeUntil(minute: number) {
  return ({ helper }: Scene) =>
    run((tx) =>
      tx.sql('UPDATE weekly_hours SET end_minute = $3 WHERE community_id = $1 AND member_id = $2', [
        people.id,
        helper.memberId,
        minute,
      ]),
    );
}

async function mayCollect(scene: Scene): Promise<void> {
  await ofRequest('school', 'Scuola Verdi')(scene);
  await run((tx) =>
    tx.sql(
      `INSERT INTO collection_authorisation (community_id, id, dependant_id, helper_id, school, signed_by, valid_until, created_at)
       VALUES ($1, $2, $3, $4, 'scuola verdi', $5, $6, $7)`,
      [
        people.id,
        newId(),
        family.dependantIds[0],
        scene.helper.memberId,
        family.memberId,
        people.day(1),
        tx.now,
      ],
    ),
  );
}

const credentialsUntil = ({ memberId }: BuiltHelper, day: string) =>
  run((tx) =>
    tx.sql('UPDATE credential SET valid_until = $3 WHERE community_id = $1 AND member_id = $2', [
      people.id,
      memberId,
      day,
    ]),
  );
const insuredFrom = ({ memberId }: BuiltHelper, instant: Date) =>
  run((tx) =>
    tx.sql('UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2', [
      people.id,
      memberId,
      instant,
    ]),
  );
const ceilingAt = ({ memberId }: BuiltHelper, minutesAbove: number) =>
  run(async (tx) => {
    await openAccount(tx, memberId);
    await tx.sql(
      'UPDATE account SET ceiling_minutes = balance_minutes - $3 WHERE community_id = $1 AND member_id = $2',
      [people.id, memberId, minutesAbove],
    );
  });

const ask = (wishes: Partial<RequestWishes> = {}) =>
  buildRequest(world.uow, people, { family, categoryId: people.facts.categories.babysitting, ...wishes });

async function build({ helper, request, fit }: Boundary): Promise<Scene> {
  const scene = { helper: await people.helper(helper?.() ?? {}), requestId: await ask(request?.() ?? {}) };
  await fit?.(scene);
  return scene;
}

const own = ({ helper, requestId }: Scene, overrideRules: readonly HardRule[] = [], reason?: string) => ({
  requestId,
  helperId: helper.memberId,
  visitIds: [],
  overrideRules,
  helperAgreed: overrideRules.length > 0,
  ...(reason ? { reason } : {}),
});

const openProposals = ({ requestId }: Scene) =>
  run((tx) =>
    tx.sql<{ id: string; version: number }>(
      `SELECT id, version FROM proposal WHERE community_id = $1 AND request_id = $2 AND state = 'proposed'`,
      [people.id, requestId],
    ),
  );
const unmatched = ({ requestId }: Scene) =>
  run((tx) =>
    tx.sql<{ rule: string }>(
      `SELECT u.facts ->> 'rule' AS rule FROM unmatched_visit u JOIN visit v ON v.community_id = u.community_id AND v.id = u.visit_id
       WHERE u.community_id = $1 AND v.request_id = $2`,
      [people.id, requestId],
    ),
  );
const assignmentsOf = ({ requestId }: Scene) =>
  run((tx) =>
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

/** As the family's account has `minutes` and weekly visits of two hours are ahead. */
async function weeklyWithFunds(minutes: number): Promise<Scene> {
  const helper = await people.helper({ regime: 'timebank' });
  const requestId = await ask({ regimes: ['timebank'], weekdays: [1], weeks: 4 });
  await payerHas(minutes)();
  return { helper, requestId };
}

describe('funds for the next visits', () => {
  test('are those that an approval holds: two, to the minute', async () => {
    const enough = await weeklyWithFunds(240);
    await matching.run(people.id, 'manual');
    const [proposal] = await openProposals(enough);
    await proposals.approve(await people.coordinator(), proposal!.id, proposal!.version);
    const short = await weeklyWithFunds(239);
    await matching.run(people.id, 'manual');
    expect(await openProposals(short)).toEqual([]);
    expect(new Set((await unmatched(short)).map(({ rule }) => rule))).toEqual(new Set(['funds']));
  });

  test('may be the pool’s for one of them, within what it still gives the household', async () => {
    const { requestId, helper } = await weeklyWithFunds(120);
    const poolHas = (minutes: number) =>
      run(async (tx) => {
        const pool = await poolAccount(tx);
        await tx.sql(
          'UPDATE account SET floor_minutes = balance_minutes - $3 WHERE community_id = $1 AND id = $2',
          [people.id, pool, minutes],
        );
      });
    await poolHas(119);
    await matching.run(people.id, 'manual');
    expect(await openProposals({ requestId, helper })).toEqual([]);
    await poolHas(120);
    await matching.run(people.id, 'manual');
    const [proposal] = await openProposals({ requestId, helper });
    await proposals.approve(await people.coordinator(), proposal!.id, proposal!.version);
  });
});

test('a family of which every guardian is suspended is not looked at, nor served by hand; of which one is not, is', async () => {
  const helper = await people.helper();
  const requestId = await ask();
  const scene = { helper, requestId };
  const suspend = (memberId: string, state: string) =>
    run((tx) =>
      tx.sql('UPDATE member SET state = $3 WHERE community_id = $1 AND id = $2', [
        people.id,
        memberId,
        state,
      ]),
    );
  await matching.run(people.id, 'manual');
  const [proposal] = await openProposals(scene);
  await suspend(family.memberId, 'suspended');
  const coordinator = await people.coordinator();
  expect(await refusal(proposals.approve(coordinator, proposal!.id, proposal!.version))).toBe(
    'family-suspended',
  );
  await matching.run(people.id, 'manual');
  expect(await openProposals(scene)).toEqual([]);
  const { actor: other } = await people.member(['family']);
  await run((tx) =>
    tx.sql(
      'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)',
      [people.id, family.householdId, other.memberId, tx.now],
    ),
  );
  await matching.run(people.id, 'manual');
  expect(await openProposals(scene)).toHaveLength(1);
});

test('an override of the helper’s own time keeps when their yes was recorded, and is none without it', async () => {
  const scene = { helper: await people.helper({ hours: [] }), requestId: await ask() };
  const coordinator = await people.coordinator();
  const wish = own(scene, ['availability'], 'He can come after all');
  expect(await refusal(proposals.create(coordinator, { ...wish, helperAgreed: false }))).toBe(
    'override-needed availability',
  );
  const { id } = await proposals.create(coordinator, wish);
  const views = new ProposalViews(world.uow, world.codec);
  expect((await views.read(coordinator, id)).helperAgreedAt).toEqual(expect.any(Date));
});

describe.each(
  BOUNDARIES.map((boundary, index) => ({ ...boundary, name: `${boundary.rule} (${index + 1})` })),
)('$name', (boundary) => {
  test('in matching: who just fits is proposed, who just does not is left out, and the rule is named', async () => {
    const scene = await build(boundary);
    await matching.run(people.id, 'manual');
    expect(await openProposals(scene)).toHaveLength(1);
    await boundary.breakIt(scene);
    await matching.run(people.id, 'manual');
    expect(await openProposals(scene)).toEqual([]);
    expect(await unmatched(scene)).toEqual([{ rule: boundary.rule }]);
  });

  test('under the approval’s lock: what was proposed and fits is approved', async () => {
    const scene = await build(boundary);
    const coordinator = await people.coordinator();
    const { id } = await proposals.create(coordinator, own(scene));
    await proposals.approve(coordinator, id, 1);
    expect(await assignmentsOf(scene)).toHaveLength(1);
  });

  test('under the approval’s lock: what fits no more is refused, and nothing is left behind', async () => {
    const scene = await build(boundary);
    const coordinator = await people.coordinator();
    const { id } = await proposals.create(coordinator, own(scene));
    await boundary.breakIt(scene);
    expect(await refusal(proposals.approve(coordinator, id, 1))).toBe(refusalOf(boundary));
    expect(await assignmentsOf(scene)).toEqual([]);
    expect(await openProposals(scene)).toHaveLength(1);
  });

  test('a coordinator’s own choice with every override asked for', async () => {
    const scene = await build(boundary);
    const coordinator = await people.coordinator();
    await boundary.breakIt(scene);
    const create = proposals.create(coordinator, own(scene, HARD_RULES, 'They asked for it on the phone'));
    if (!OVERRIDABLE.includes(boundary.rule)) {
      const made =
        boundary.rule === 'overlap'
          ? refusal(create.then(({ id }) => proposals.approve(coordinator, id, 1)))
          : refusal(create);
      expect(await made).toBe(refusalOf(boundary));
      expect(await assignmentsOf(scene)).toEqual([]);
      return;
    }
    const { id } = await create;
    expect(await refusal(proposals.create(coordinator, own(scene, HARD_RULES)))).toBe(
      `override-needed ${boundary.rule}`,
    );
    await proposals.approve(coordinator, id, 1);
    expect(await assignmentsOf(scene)).toHaveLength(1);
    const [kept] = await run((tx) =>
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
