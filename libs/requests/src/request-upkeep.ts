import type { Tx } from '#database';
import { requestMachine, type RequestState } from './request.machine.js';
import { recordVisitSteps } from './visit.store.js';

/** Requests or visits looked at in one go at most. */
const MOST = 500;

/**
 * Marks planned visits that have ended as past. Call again while it returns `limit`.
 * @returns how many.
 */
export async function passVisits(tx: Tx, limit: number): Promise<number> {
  const rows = await tx.sql<{ id: string }>(
    // Materialised: a plan may run a bare subquery again for each visit, and its limit would hold for none.
    `WITH over AS MATERIALIZED (
       SELECT id FROM visit WHERE community_id = $1 AND state = 'planned' AND starts_at < $2 AND ends_at <= $2
       ORDER BY starts_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
     UPDATE visit v SET state = 'past' FROM over WHERE v.community_id = $1 AND v.id = over.id
     RETURNING v.id`,
    [tx.communityId, tx.now, Math.min(limit, MOST)],
  );
  await recordVisitSteps(
    tx,
    'pass',
    rows.map(({ id }) => id),
  );
  return rows.length;
}

/**
 * A request that was given up keeps the visits somebody comes to; when they come no more, those visits are
 * cancelled like the others were. @returns how many.
 */
export async function dropLeftVisits(tx: Tx, limit: number): Promise<number> {
  const rows = await tx.sql<{ id: string }>(
    `WITH left_over AS MATERIALIZED (
       SELECT v.id FROM request r JOIN visit v ON v.community_id = r.community_id AND v.request_id = r.id
       WHERE r.community_id = $1 AND r.state = 'unmet' AND v.state = 'planned' AND v.starts_at > $2
         AND NOT EXISTS (SELECT FROM seat s WHERE s.community_id = v.community_id AND s.visit_id = v.id
           AND (s.active OR s.state = 'replacement-sought'))
       ORDER BY v.starts_at, v.id LIMIT $3 FOR UPDATE OF v SKIP LOCKED)
     UPDATE visit v SET state = 'cancelled' FROM left_over WHERE v.community_id = $1 AND v.id = left_over.id
     RETURNING v.id`,
    [tx.communityId, tx.now, Math.min(limit, MOST)],
  );
  await recordVisitSteps(
    tx,
    'cancel',
    rows.map(({ id }) => id),
  );
  return rows.length;
}

/** No visit is still to end; one that a closure cancelled may come back while its time is ahead. */
const ALL_OVER = `NOT EXISTS (SELECT FROM visit v WHERE v.community_id = r.community_id AND v.request_id = r.id
  AND (v.state = 'planned' AND v.ends_at > $2 OR v.closed AND v.starts_at > $2))`;
/** Somebody came, or comes, to one of its visits. */
const SERVED = `EXISTS (SELECT FROM visit v JOIN seat s ON s.community_id = v.community_id AND s.visit_id = v.id AND s.active
  WHERE v.community_id = r.community_id AND v.request_id = r.id)`;

/**
 * Expires requests whose last visit ended without anybody having come, and drafts whose days are past. Bounded: call
 * again while it returns `limit`.
 * @returns how many.
 */
export function expireRequests(tx: Tx, limit: number): Promise<number> {
  return endRequests(
    tx,
    `(r.state IN ('open', 'needs-info') AND ${ALL_OVER} AND NOT ${SERVED}
      OR r.state = 'draft' AND r.until_day < ($2::timestamptz AT TIME ZONE c.time_zone)::date)`,
    'expire',
    limit,
  );
}

/** Closes requests whose visits are all over and of which at least one was served. @returns how many. */
export function closeFinishedRequests(tx: Tx, limit: number): Promise<number> {
  return endRequests(tx, `r.state IN ('open', 'needs-info') AND ${ALL_OVER} AND ${SERVED}`, 'close', limit);
}

async function endRequests(
  tx: Tx,
  condition: string,
  step: 'expire' | 'close',
  limit: number,
): Promise<number> {
  const due = await tx.sql<{ id: string; state: RequestState }>(
    `SELECT r.id, r.state FROM request r JOIN community c ON c.id = r.community_id
     WHERE r.community_id = $1 AND ${condition} ORDER BY r.id LIMIT $3 FOR UPDATE OF r SKIP LOCKED`,
    [tx.communityId, tx.now, Math.min(limit, MOST)],
  );
  for (const request of due) {
    const state = await tx.step(requestMachine, request, step, { as: 'system' });
    await tx.sql(
      `UPDATE request SET state = $3, closed_at = $4, version = version + 1 WHERE community_id = $1 AND id = $2`,
      [tx.communityId, request.id, state, tx.now],
    );
  }
  return due.length;
}
