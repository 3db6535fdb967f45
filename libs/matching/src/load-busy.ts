import type { Tx } from '#database';
import type { BusySeat } from './facts.js';
import { pagesIn, type Scope } from './load-visits.js';

type BusyRow = Omit<BusySeat, 'start' | 'end'> & { startsAt: Date; endsAt: Date };

/**
 * Promised seats; in a neighbourhood of requests also what helpers are proposed for outside of it, unless that may
 * move.
 */
export async function busyTime(
  tx: Tx,
  scope: Scope,
  helperIds: readonly string[],
  from: Date,
  to: Date,
): Promise<Map<string, BusySeat[]>> {
  const seats = pagesIn<BusyRow>(
    tx,
    scope,
    `SELECT s.member_id AS "memberId", s.visit_id AS "visitId", v.request_id AS "requestId", s.session_id AS "sessionId",
       s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.charged_minutes AS "chargedMinutes",
       s.from_zone_id AS "fromZoneId", s.to_zone_id AS "toZoneId"
     FROM seat s JOIN visit v ON v.community_id = s.community_id AND v.id = s.visit_id
     WHERE s.community_id = $1 AND s.active AND s.member_id = ANY ($2::uuid[]) AND s.ends_at > $3 AND s.starts_at < $4
     ORDER BY s.member_id, s.starts_at, s.id`,
    [tx.communityId, helperIds, from, to],
  );
  const { requestIds, movesOthers } = scope;
  const proposed = requestIds && !movesOthers ? await proposedOutside(tx, helperIds, requestIds, from) : [];
  const byHelper = new Map<string, BusySeat[]>();
  const add = ({ startsAt, endsAt, ...row }: BusyRow) => {
    const list = byHelper.get(row.memberId) ?? [];
    list.push({ ...row, start: startsAt.getTime(), end: endsAt.getTime() });
    byHelper.set(row.memberId, list);
  };
  for await (const page of seats) page.forEach(add);
  proposed.forEach(add);
  return byHelper;
}

async function proposedOutside(
  tx: Tx,
  helperIds: readonly string[],
  requestIds: readonly string[],
  from: Date,
): Promise<BusyRow[]> {
  return tx.sql<BusyRow>(
    `SELECT p.helper_id AS "memberId", v.id AS "visitId", v.request_id AS "requestId",
       coalesce(v.session_id, v.id) AS "sessionId", pv.starts_at AS "startsAt", pv.ends_at AS "endsAt",
       (extract(epoch FROM pv.ends_at - pv.starts_at) / 60)::int AS "chargedMinutes",
       v.from_zone_id AS "fromZoneId", v.to_zone_id AS "toZoneId"
     FROM proposal p
     JOIN proposal_visit pv ON pv.community_id = p.community_id AND pv.proposal_id = p.id AND pv.ends_at > $4
     JOIN visit v ON v.community_id = pv.community_id AND v.id = pv.visit_id AND v.state = 'planned'
     JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'open'
     WHERE p.community_id = $1 AND p.state = 'proposed' AND p.proposed_by IS NULL AND p.helper_id = ANY ($2::uuid[])
       AND NOT p.request_id = ANY ($3::uuid[])
     ORDER BY p.helper_id, pv.starts_at, v.id`,
    [tx.communityId, helperIds, requestIds, from],
  );
}
