import type { Tx } from '#database';

/** So many asks in a row without an answer, and a helper is written to less, and asked whether they want a pause. */
const MOST_UNANSWERED = 3;

/**
 * Did the helper answer none of the last three asks that are over? Their next answer ends the silence by itself.
 * @param exceptId an assignment that does not count
 */
export async function isSilent(tx: Tx, helperId: string, exceptId?: string): Promise<boolean> {
  const rows = await tx.sql<{ state: string }>(
    `SELECT state FROM assignment WHERE community_id = $1 AND helper_id = $2 AND state <> 'awaiting-acceptance'
       AND ($3::uuid IS NULL OR id <> $3) ORDER BY id DESC LIMIT $4`,
    [tx.communityId, helperId, exceptId ?? null, MOST_UNANSWERED],
  );
  return rows.length === MOST_UNANSWERED && rows.every(({ state }) => state === 'no-answer');
}
