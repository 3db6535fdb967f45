import type { HardRule } from '#matching';
import { newId } from '#platform';
import type { MatchingScene } from './matching.scene.js';
import type { Pair, PairChanges } from './pairs.builder.js';
import type { HelperWishes } from './people.builder.js';
import type { RequestWishes } from './request.builder.js';

export interface Boundary {
  readonly rule: HardRule;
  /** A pair that just fits. The visit is tomorrow, 16:00 to 18:00, babysitting, unless wished otherwise. */
  readonly helper?: () => HelperWishes;
  readonly request?: () => Partial<RequestWishes>;
  readonly fit?: (pair: Pair) => Promise<unknown>;
  /** One step beyond. */
  readonly breakIt: (pair: Pair) => Promise<unknown>;
  /** What an approval answers, when it is not the rule by name. */
  readonly approval?: string;
}

/** Free for the visit from 16:00 to 18:00 and for the five minutes of road before and after it. */
function withTheWayHome(): HelperWishes {
  return { hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 955, endMinute: 1_085 })) };
}

/** Each hard rule but those about asks, at least once. */
export const boundariesOf = (scene: MatchingScene, to: PairChanges): readonly Boundary[] => [
  {
    rule: 'category',
    breakIt: (pair) => to.ofOffer('category_ids', [scene.people.facts.categories.errands])(pair),
  },
  { rule: 'regime', breakIt: to.ofOffer('regime', 'timebank') },
  {
    rule: 'own-household',
    breakIt: ({ helper }) =>
      scene.system((tx) =>
        tx.sql(
          `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)`,
          [scene.people.id, scene.family.householdId, helper.memberId, tx.now],
        ),
      ),
  },
  {
    rule: 'blocked',
    breakIt: ({ helper }) =>
      scene.system((tx) =>
        tx.sql(
          'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
          [scene.people.id, helper.memberId, scene.family.memberId, tx.now],
        ),
      ),
  },
  {
    rule: 'subjects',
    helper: () => ({ subjects: ['maths', 'italian'] }),
    request: () => ({ subjects: ['maths', 'italian'] }),
    breakIt: to.ofOffer('subjects', ['maths']),
  },
  {
    rule: 'languages',
    helper: () => ({ languages: ['ar'] }),
    request: () => ({ languages: ['it', 'ar'] }),
    breakIt: to.ofOffer('languages', ['en']),
  },
  {
    rule: 'age-band',
    fit: to.ofOffer('age_bands', ['6-10']),
    breakIt: to.ofOffer('age_bands', ['3-5', '11-13']),
  },
  {
    rule: 'mobility',
    fit: async (pair) => {
      await to.ofRequest('mobility', ['wheelchair'])(pair);
      await to.ofOffer('mobility', ['wheelchair'])(pair);
    },
    breakIt: to.ofOffer('mobility', []),
  },
  {
    rule: 'car-seats',
    helper: () => ({ seats: { booster: 1 } }),
    request: () => ({ categoryId: scene.people.facts.categories.transport }),
    breakIt: to.ofOffer('seats', JSON.stringify({ booster: 0, adult: 3 })),
  },
  {
    rule: 'municipality',
    fit: (pair) => to.ofOffer('municipality_ids', [scene.people.facts.municipalities.city])(pair),
    breakIt: (pair) => to.ofOffer('municipality_ids', [scene.people.facts.municipalities.village])(pair),
  },
  {
    rule: 'funds',
    helper: () => ({ regime: 'timebank' }),
    request: () => ({ regimes: ['timebank'] }),
    fit: to.payerHas(120),
    breakIt: () => to.payerHas(119)(),
    approval: 'hard-rule-broken',
  },
  {
    rule: 'ceiling',
    helper: () => ({ regime: 'timebank' }),
    request: () => ({ regimes: ['timebank'] }),
    fit: ({ helper }) => to.ceilingAt(helper, 0),
    breakIt: ({ helper }) => to.ceilingAt(helper, 1),
  },
  {
    rule: 'reach',
    helper: () => ({ zoneId: scene.people.facts.zones.beyondRiver, maxTravelMinutes: 35 }),
    breakIt: to.ofOffer('max_travel_minutes', 34),
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
    fit: to.mayCollect,
    breakIt: () =>
      scene.system((tx) =>
        tx.sql(
          `UPDATE collection_authorisation SET ${change} WHERE community_id = $1 AND $2::text IS NOT NULL`,
          [scene.people.id, scene.people.day(0)],
        ),
      ),
  })),
  {
    rule: 'credential',
    fit: ({ helper }) => to.credentialsUntil(helper, scene.people.day(1)),
    breakIt: ({ helper }) => to.credentialsUntil(helper, scene.people.day(0)),
  },
  {
    rule: 'insurance',
    fit: ({ helper }) => to.insuredFrom(helper, to.start()),
    breakIt: ({ helper }) => to.insuredFrom(helper, new Date(to.start().getTime() + 1)),
  },
  { rule: 'availability', helper: withTheWayHome, breakIt: to.freeUntil(1_079) },
  {
    rule: 'availability',
    breakIt: ({ helper }) =>
      scene.system((tx) =>
        tx.sql(
          `INSERT INTO availability_exception (community_id, id, member_id, kind, first_day, last_day, start_minute, end_minute)
             VALUES ($1, $2, $3, 'away', $4, $4, 1079, 1200)`,
          [scene.people.id, newId(), helper.memberId, scene.people.day(1)],
        ),
      ),
  },
  {
    rule: 'overlap',
    fit: (pair) => to.busyBefore(pair),
    breakIt: to.moveBusy(15 + 5 + 1),
    approval: 'helper-already-booked',
  },
  { rule: 'travel', fit: (pair) => to.busyBefore(pair), breakIt: to.moveBusy(1) },
  { rule: 'travel', helper: withTheWayHome, breakIt: to.freeUntil(1_084) },
  {
    rule: 'weekly-minutes',
    helper: () => ({ weeklyMinutes: 120 }),
    breakIt: ({ helper }) =>
      scene.system((tx) =>
        tx.sql('UPDATE helper_profile SET weekly_minutes = 119 WHERE community_id = $1 AND member_id = $2', [
          scene.people.id,
          helper.memberId,
        ]),
      ),
  },
];
