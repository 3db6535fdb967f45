import { todayOf } from '#communities';
import type { Tx } from '#database';
import { addDays } from '#platform';
import { WARN_DAYS } from './credential.rules.js';

/** What `warned_days` says once the end itself was announced. */
const EXPIRED = 0;

/**
 * Announces credentials that are about to end, 60 and 30 days ahead, and those that have ended; each step once.
 * Call again while it returns `limit`.
 * @returns how many were announced.
 */
export async function warnCredentials(tx: Tx, limit: number): Promise<number> {
  const today = await todayOf(tx);
  const [early, late] = WARN_DAYS;
  const rows = await tx.sql<{ id: string; step: number }>(
    // Materialised: a plan may run a bare subquery again for each row, and its limit would hold for none.
    `WITH d AS MATERIALIZED (
       SELECT id, step FROM (
         SELECT id, warned_days, CASE WHEN valid_until < $2 THEN ${EXPIRED} WHEN valid_until <= $4 THEN ${late} ELSE ${early} END AS step
         FROM credential WHERE community_id = $1 AND outcome = 'passed' AND withdrawn_at IS NULL AND valid_until <= $3
         ORDER BY valid_until, id FOR UPDATE SKIP LOCKED) due
       WHERE warned_days IS NULL OR step < warned_days LIMIT $5)
     UPDATE credential c SET warned_days = d.step FROM d
     WHERE c.community_id = $1 AND c.id = d.id RETURNING c.id, d.step`,
    [tx.communityId, today, addDays(today, early), addDays(today, late), limit],
  );
  for (const { id, step } of rows) {
    await tx.announce(step === EXPIRED ? 'credential.expired' : 'credential.expiring', {
      subjectId: id,
      key: String(step),
    });
  }
  return rows.length;
}
