import { communityOf } from '#communities';
import type { Tx } from '#database';
import { policiesToday } from '#communities';

/**
 * Of these requests, those whose next visits could be held now: each by the payer's own account, else by the pool
 * within what it may still give the household in the quarter of the first of them. The same visits as an approval
 * holds: so many of those within the rolling window (policies); a request whose visits all begin later needs
 * nothing yet.
 */
export async function holdableRequests(tx: Tx, requestIds: readonly string[]): Promise<Set<string>> {
  if (requestIds.length === 0) return new Set();
  const { timeZone } = await communityOf(tx);
  const policies = await policiesToday(tx);
  const rows = await tx.sql<{ id: string }>(HOLDABLE, [
    tx.communityId,
    requestIds,
    tx.now,
    policies.holdVisits,
    policies.holdWeeks,
    policies.openingMinutes - policies.floorMinutes,
    policies.poolQuarterMinutes,
    timeZone,
    policies.sharedAccountsPay,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** An account that is not open yet would open with the opening balance ($6: that, down to the floor). */
const HOLDABLE = `
  WITH pool AS MATERIALIZED (
    SELECT id, greatest(0, balance_minutes - held_minutes - coalesce(floor_minutes, 0)) AS free
    FROM account WHERE community_id = $1 AND kind = 'pool'
  ), need AS (
    SELECT r.id, r.household_id, r.payer_member_id, CASE WHEN $9::boolean THEN r.payer_account_id END AS payer_account_id,
      r.duration_minutes AS minutes,
      least($4::int, count(v.id))::int AS visits, min(v.starts_at) AS first
    FROM request r
    LEFT JOIN visit v ON v.community_id = r.community_id AND v.request_id = r.id AND v.state = 'planned' AND v.starts_at > $3
      AND v.starts_at <= $3::timestamptz + make_interval(weeks => $5::int)
    WHERE r.community_id = $1 AND r.id = ANY ($2::uuid[])
    GROUP BY r.community_id, r.id
  )
  SELECT n.id FROM need n
  LEFT JOIN account a ON a.community_id = $1 AND (a.member_id = n.payer_member_id OR a.id = n.payer_account_id)
  CROSS JOIN LATERAL (SELECT CASE WHEN n.payer_member_id IS NULL AND n.payer_account_id IS NULL THEN 0 WHEN a.id IS NULL THEN greatest(0, $6::int)
    ELSE greatest(0, a.balance_minutes - a.held_minutes - coalesce(a.floor_minutes, 0)) END AS free) own
  WHERE n.visits <= own.free / n.minutes
    OR n.visits <= own.free / n.minutes + (
      SELECT coalesce(max(least(p.free, greatest(0, $7::int - (SELECT coalesce(sum(h.minutes), 0) FROM hold h
        WHERE h.community_id = $1 AND h.household_id = n.household_id AND h.account_id = p.id AND h.state IN ('held', 'captured')
          AND h.due_at >= q.start AND h.due_at < (q.start AT TIME ZONE $8 + interval '3 months') AT TIME ZONE $8)))), 0)
      FROM pool p CROSS JOIN LATERAL (SELECT date_trunc('quarter', n.first AT TIME ZONE $8) AT TIME ZONE $8 AS start) q
    ) / n.minutes`;
