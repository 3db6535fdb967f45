import { todayOf } from '#communities';
import type { EventTopic, Tx } from '#database';
import { addDays } from '#platform';
import { WARN_DAYS } from '../credentials/credential.rules.js';

/** What `warned_days` says once the end itself was announced. */
const EXPIRED = 0;

/** What has a last day, and what is announced of it; `holds`: it ends indeed, unless it was replaced or taken back. */
interface Ending {
  readonly table: 'credential' | 'insurance';
  readonly lastDay: string;
  readonly holds: string;
  readonly ending: EventTopic;
  readonly ended: EventTopic;
}

const CREDENTIAL: Ending = {
  table: 'credential',
  lastDay: 'valid_until',
  holds: `e.outcome = 'passed' AND e.withdrawn_at IS NULL`,
  ending: 'credential.expiring',
  ended: 'credential.expired',
};

/** A contract that another one follows without a gap ends nobody's cover. */
const INSURANCE: Ending = {
  table: 'insurance',
  lastDay: 'last_day',
  holds: `NOT EXISTS (SELECT FROM insurance n WHERE n.community_id = e.community_id
    AND n.organisation_id IS NOT DISTINCT FROM e.organisation_id AND n.first_day <= e.last_day + 1
    AND (n.last_day IS NULL OR n.last_day > e.last_day))`,
  ending: 'insurance.ending',
  ended: 'insurance.ended',
};

/** Credentials that end. @returns how many were announced */
export const warnCredentials = async (tx: Tx, limit: number): Promise<number> =>
  (await warnEnds(tx, CREDENTIAL, limit)).length;

/**
 * Insurances that end with nothing after them. Coming visits are looked at again each time, so that none that was agreed
 * since stays without a flag. @returns how many were announced
 */
export async function warnInsurances(tx: Tx, limit: number): Promise<number> {
  const ids = await warnEnds(tx, INSURANCE, limit);
  const rows = await tx.sql<{ about: string }>(
    `SELECT DISTINCT coalesce(organisation_id, community_id) AS about FROM insurance
     WHERE community_id = $1 AND id = ANY ($2::uuid[]) ORDER BY about`,
    [tx.communityId, ids],
  );
  for (const { about } of rows) await tx.announce('organisation.cover-changed', { subjectId: about });
  return ids.length;
}

/**
 * Announces what is about to end, 60 and 30 days ahead, and what has ended; each step once. Call again while it returns
 * `limit` of them. @returns the ids of what was announced
 */
async function warnEnds(
  tx: Tx,
  { table, lastDay, holds, ending, ended }: Ending,
  limit: number,
): Promise<string[]> {
  const today = await todayOf(tx);
  const [early, late] = WARN_DAYS;
  const rows = await tx.sql<{ id: string; step: number }>(
    // Materialised: a plan may run a bare subquery again for each row, and its limit would hold for none.
    `WITH d AS MATERIALIZED (
       SELECT id, step FROM (
         SELECT e.id, e.warned_days, CASE WHEN e.${lastDay} < $2 THEN ${EXPIRED} WHEN e.${lastDay} <= $4 THEN ${late} ELSE ${early} END AS step
         FROM ${table} e WHERE e.community_id = $1 AND ${holds} AND e.${lastDay} <= $3
         ORDER BY e.${lastDay}, e.id FOR UPDATE OF e SKIP LOCKED) due
       WHERE warned_days IS NULL OR step < warned_days LIMIT $5)
     UPDATE ${table} c SET warned_days = d.step FROM d
     WHERE c.community_id = $1 AND c.id = d.id RETURNING c.id, d.step`,
    [tx.communityId, today, addDays(today, early), addDays(today, late), limit],
  );
  for (const { id, step } of rows) {
    await tx.announce(step === EXPIRED ? ended : ending, { subjectId: id, key: String(step) });
  }
  return rows.map(({ id }) => id);
}
