import type { Tx } from '#database';
import { cancelVisits } from './cancel-visits.js';

/** Requests in one go; what is left comes with the next event. */
const MOST_REQUESTS = 100;

/** SQL: the day of visit `v` of a request in zone `z` is closed there. */
export const DAY_CLOSED = `EXISTS (SELECT FROM closure k WHERE k.community_id = v.community_id
  AND (k.municipality_id IS NULL OR k.municipality_id = z.municipality_id)
  AND v.occurrence BETWEEN k.first_day AND k.last_day)`;

const COMING = `FROM visit v
  JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id AND r.state IN ('open', 'needs-info')
  JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id AND c.skips_closures
  JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
  WHERE v.community_id = $1 AND v.starts_at > $2`;

interface Touched {
  readonly requestId: string;
  readonly visitIds: string[];
}

/**
 * Closures were added or taken back. Coming visits that skip closures are cancelled on days that are closed now, their
 * people are told. Visits cancelled so, whose day is open again, are offered to their family, never brought back by
 * themselves. @returns how many requests were touched
 */
export async function applyClosures(tx: Tx): Promise<number> {
  const closing = await touched(tx, `v.state = 'planned' AND ${DAY_CLOSED}`);
  let closed = 0;
  for (const { requestId, visitIds } of closing) closed += await close(tx, requestId, visitIds);
  await tx.sql(
    `UPDATE visit SET offered_at = NULL WHERE community_id = $1 AND id IN (
       SELECT v.id ${COMING} AND v.state = 'cancelled' AND v.closed AND v.offered_at IS NOT NULL AND ${DAY_CLOSED})`,
    [tx.communityId, tx.now],
  );
  const opening = await touched(
    tx,
    `v.state = 'cancelled' AND v.closed AND v.offered_at IS NULL AND NOT ${DAY_CLOSED}`,
  );
  for (const { requestId, visitIds } of opening) await offer(tx, requestId, visitIds);
  // Visits at which somebody has arrived stay: only what made progress goes on.
  if (Math.max(closed, opening.length) === MOST_REQUESTS)
    await tx.announce('closure.changed', { subjectId: tx.communityId });
  return closed + opening.length;
}

function touched(tx: Tx, condition: string): Promise<Touched[]> {
  return tx.sql<Touched>(
    `SELECT v.request_id AS "requestId", array_agg(v.id ORDER BY v.starts_at, v.id) AS "visitIds" ${COMING} AND ${condition}
     GROUP BY v.request_id ORDER BY v.request_id LIMIT ${MOST_REQUESTS}`,
    [tx.communityId, tx.now],
  );
}

/** @returns 1 when it cancelled a visit of the request, else 0 */
async function close(tx: Tx, requestId: string, visitIds: readonly string[]): Promise<0 | 1> {
  await tx.sql('SELECT FROM request WHERE community_id = $1 AND id = $2 FOR UPDATE', [
    tx.communityId,
    requestId,
  ]);
  const cancelled = await cancelVisits(tx, requestId, {
    visitIds,
    reason: 'The day is closed',
    silent: true,
  });
  if (cancelled.length === 0) return 0;
  await tx.sql('UPDATE visit SET closed = true WHERE community_id = $1 AND id = ANY ($2::uuid[])', [
    tx.communityId,
    cancelled,
  ]);
  await tx.announce('visit.closed', {
    subjectId: cancelled[0]!,
    values: { requestId, count: cancelled.length },
  });
  return 1;
}

async function offer(tx: Tx, requestId: string, visitIds: readonly string[]): Promise<void> {
  await tx.sql('UPDATE visit SET offered_at = $3 WHERE community_id = $1 AND id = ANY ($2::uuid[])', [
    tx.communityId,
    visitIds,
    tx.now,
  ]);
  await tx.announce('visit.offered', {
    subjectId: visitIds[0]!,
    values: { requestId, count: visitIds.length },
  });
}
