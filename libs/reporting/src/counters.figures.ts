import type { Tx } from '#database';
import { counts, factsOf, FACTS, type Period } from './figures.js';
import { matchedAtAll, confirmedAtAll } from './hours.figures.js';

/** The desk's headline figures: how things stand now, and what the period brought. */
export interface Counters {
  readonly toApprove: number | null;
  readonly unanswered: number | null;
  readonly openRequests: number | null;
  readonly medianHoursToMatch: number | null;
  readonly matchedHouseholds: number | null;
  readonly confirmedMinutes: number | null;
  readonly confirmedHelpers: number | null;
  /** Helpers who gave most of what they can, or leave asks unanswered. */
  readonly fatigueRisk: number | null;
}

/** A helper who gave this share of their weekly limit over four weeks is at risk of tiring. */
const TIRING_PERCENT = 80;
const TIRING_UNANSWERED_ASKS = 3;
const FOUR_WEEKS_DAYS = 28;

export async function counters(tx: Tx, period: Period): Promise<Counters> {
  const reached = (of: string) => `EXISTS (SELECT FROM request r
    JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id AND ${counts(tx, 'h.organisation_id')}
    WHERE r.community_id = $1 AND r.id = ${of})`;
  const [row] = await tx.sql<Pick<Counters, 'toApprove' | 'unanswered' | 'openRequests' | 'fatigueRisk'>>(
    `WITH ${FACTS} SELECT
       (SELECT count(*)::integer FROM proposal p WHERE p.community_id = $1 AND p.state = 'proposed'
          AND ${reached('p.request_id')}) AS "toApprove",
       (SELECT count(*)::integer FROM assignment a WHERE a.community_id = $1
          AND a.state IN ('awaiting-acceptance', 'awaiting-guardian') AND ${reached('a.request_id')}) AS unanswered,
       (SELECT count(*)::integer FROM request o WHERE o.community_id = $1 AND o.state IN ('open', 'needs-info')
          AND ${reached('o.id')}) AS "openRequests",
       (SELECT count(*)::integer FROM helper_profile e
          JOIN member m ON m.community_id = e.community_id AND m.id = e.member_id AND m.state = 'active'
            AND ${counts(tx, 'm.organisation_id')}
          WHERE e.community_id = $1 AND (e.unanswered_asks >= ${TIRING_UNANSWERED_ASKS} OR (e.weekly_minutes > 0
            AND (SELECT coalesce(sum(extract(epoch FROM s.ends_at - s.starts_at)) / 60, 0) FROM seat s
              WHERE s.community_id = e.community_id AND s.member_id = e.member_id AND s.active AND s.starts_at < $6::timestamptz
                AND s.starts_at >= $6::timestamptz - make_interval(days => ${FOUR_WEEKS_DAYS})) * 100
              >= e.weekly_minutes * 4 * ${TIRING_PERCENT}))) AS "fatigueRisk"
     FROM facts`,
    [...factsOf(tx, period), tx.now],
  );
  return { ...row!, ...(await matchedAtAll(tx, period)), ...(await confirmedAtAll(tx, period)) };
}
