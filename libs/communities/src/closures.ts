import type { Tx } from '#database';
import { daysBetween, type LocalDay } from '#platform';

const MOST_DAYS = 800;

/**
 * The days from `firstDay` to `lastDay`, both included, on which a municipality is closed: holidays and school closures
 * of the whole community, and its own.
 * @throws RangeError when the stretch is longer than 800 days (a programming mistake).
 */
export async function closedDays(
  tx: Tx,
  municipalityId: string,
  firstDay: LocalDay,
  lastDay: LocalDay,
): Promise<Set<LocalDay>> {
  if (daysBetween(firstDay, lastDay) > MOST_DAYS) throw new RangeError(`closedDays: over ${MOST_DAYS} days`);
  const rows = await tx.sql<{ day: LocalDay }>(
    `SELECT DISTINCT d::date AS day FROM closure c,
       generate_series(greatest(c.first_day, $3::date), least(c.last_day, $4::date), interval '1 day') AS d
     WHERE c.community_id = $1 AND (c.municipality_id IS NULL OR c.municipality_id = $2)
       AND c.first_day <= $4 AND c.last_day >= $3`,
    [tx.communityId, municipalityId, firstDay, lastDay],
  );
  return new Set(rows.map(({ day }) => day));
}
