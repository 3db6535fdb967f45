import type { Tx } from '#database';
import { markCancelled } from './visit.store.js';

export interface Cancellation {
  /** These visits alone; every coming one when it is left out. */
  readonly visitIds?: readonly string[];
  /** Only visits to which nobody is coming. */
  readonly uncoveredOnly?: boolean;
  readonly reason?: string;
  /** The caller announces what happened itself. */
  readonly silent?: boolean;
}

/**
 * Cancels planned visits of a request that have not begun and at which nobody has arrived; the request is locked by
 * the caller. Their seats are given back by the reaction to `visit.cancelled` (subject: the first visit, values:
 * requestId and count), which looks at every cancelled visit of the request.
 * @returns the ids of the visits that were cancelled.
 */
export async function cancelVisits(tx: Tx, requestId: string, options: Cancellation = {}): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT v.id FROM visit v
     WHERE v.community_id = $1 AND v.request_id = $2 AND v.state = 'planned' AND v.starts_at > $3
       AND ($4::uuid[] IS NULL OR v.id = ANY ($4))
       AND NOT EXISTS (SELECT FROM seat s WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active
         AND (s.arrived_at IS NOT NULL OR s.done_at IS NOT NULL OR $5))
     ORDER BY v.starts_at, v.id FOR UPDATE OF v`,
    [tx.communityId, requestId, tx.now, options.visitIds ?? null, options.uncoveredOnly ?? false],
  );
  const ids = rows.map(({ id }) => id);
  await markCancelled(tx, ids, { rescheduled: false, reason: options.reason });
  if (ids.length > 0 && !options.silent) {
    await tx.announce('visit.cancelled', { subjectId: ids[0]!, values: { requestId, count: ids.length } });
  }
  return ids;
}
