import type { Tx } from '#database';
import type { LocalDay } from '#platform';

export type Regime = 'volunteer' | 'timebank';
export type SeatType = 'infant' | 'child' | 'booster' | 'adult';
/** Seats in a helper's car by type; a type that is missing means none. */
export type SeatsByType = Partial<Record<SeatType, number>>;

/** A live offer of an active member with the member's own limits joined: what matching looks at. */
export interface LiveOffer {
  readonly id: string;
  readonly memberId: string;
  readonly organisationId: string | null;
  readonly regime: Regime;
  readonly categoryIds: readonly string[];
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  readonly ageBands: readonly string[];
  readonly mobility: readonly string[];
  readonly maxTravelMinutes: number;
  /** Where the helper goes; empty: everywhere within reach. */
  readonly municipalityIds: readonly string[];
  readonly seats: SeatsByType;
  /** Minutes a local week the offer may take: the smaller of the offer's and the member's. */
  readonly offerWeeklyMinutes: number;
  readonly memberWeeklyMinutes: number;
  readonly zoneId: string;
  readonly breakMinutes: number;
  readonly asksPerDay: number | null;
  readonly asksPerWeek: number | null;
  readonly pausedUntil: LocalDay | null;
  readonly lastAskedAt: Date | null;
  readonly unansweredAsks: number;
  readonly insuredFrom: Date | null;
  /** The end of cover, or of the consent under which a minor gives time; null: neither ends. */
  readonly insuredUntil: Date | null;
  /** Not of age yet: never alone with other minors. */
  readonly minor: boolean;
  readonly createdAt: Date;
}

const PAGE = 1_000;

/** Pages of live offers, of these members or of all, in the order of their ids; ends by itself. */
export async function* liveOffers(
  tx: Tx,
  memberIds: readonly string[] | null = null,
  pageSize = PAGE,
): AsyncGenerator<LiveOffer[]> {
  let after: string | null = null;
  for (;;) {
    const page: LiveOffer[] = await tx.sql<LiveOffer>(LIVE_OFFERS, [
      tx.communityId,
      after,
      pageSize,
      memberIds,
      tx.now,
    ]);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}

/** Of the times at which an organisation's people are insured the one that runs now, or else begins next. */
const LIVE_OFFERS = `
  WITH cover AS MATERIALIZED (
    SELECT b.id, (SELECT w FROM unnest(insured_times(b.organisation_id)) w WHERE upper_inf(w) OR upper(w) > $5 ORDER BY w LIMIT 1) AS during
    FROM (SELECT id, id AS organisation_id FROM organisation WHERE community_id = $1 UNION ALL SELECT $1, NULL) b)
  SELECT o.id, o.member_id AS "memberId", m.organisation_id AS "organisationId", o.regime,
    o.category_ids AS "categoryIds", o.subjects, o.languages, o.age_bands AS "ageBands", o.mobility,
    o.max_travel_minutes AS "maxTravelMinutes", o.municipality_ids AS "municipalityIds", o.seats,
    least(o.weekly_minutes, p.weekly_minutes) AS "offerWeeklyMinutes", p.weekly_minutes AS "memberWeeklyMinutes",
    p.zone_id AS "zoneId", p.break_minutes AS "breakMinutes", p.asks_per_day AS "asksPerDay",
    p.asks_per_week AS "asksPerWeek", p.paused_until AS "pausedUntil", p.last_asked_at AS "lastAskedAt",
    p.unanswered_asks AS "unansweredAsks", CASE WHEN m.insured_from IS NOT NULL AND c.during IS NOT NULL
      THEN greatest(m.insured_from, lower(c.during)) END AS "insuredFrom",
    least(m.insured_until, consent.until, upper(c.during)) AS "insuredUntil", m.adult_on IS NOT NULL AND m.adult_on > t.day AS minor, o.created_at AS "createdAt"
  FROM offer o
  JOIN member m ON m.community_id = o.community_id AND m.id = o.member_id AND m.state = 'active'
  JOIN cover c ON c.id = coalesce(m.organisation_id, $1)
  JOIN helper_profile p ON p.community_id = o.community_id AND p.member_id = o.member_id
  CROSS JOIN LATERAL (SELECT ($5::timestamptz AT TIME ZONE k.time_zone)::date AS day, k.time_zone FROM community k WHERE k.id = $1) t
  LEFT JOIN LATERAL (SELECT (consented_until(m.id, m.adult_on, t.day) + 1)::timestamp AT TIME ZONE t.time_zone AS until)
    consent ON m.adult_on > t.day
  WHERE o.community_id = $1 AND o.state = 'live' AND (m.adult_on IS NULL OR m.adult_on <= t.day OR consent.until IS NOT NULL) AND ($2::uuid IS NULL OR o.id > $2)
    AND ($4::uuid[] IS NULL OR o.member_id = ANY ($4::uuid[]))
  ORDER BY o.id LIMIT $3`;
