import type { Tx } from '#database';

/** So many asks in a row without an answer, and a helper is written to less, and asked whether they want a pause. */
const MOST_UNANSWERED = 3;

/** Has the helper left the last three asks unanswered? Their next answer, also a no, ends the silence. */
export async function isSilent(tx: Tx, helperId: string): Promise<boolean> {
  const [row] = await tx.sql<{ asks: number }>(
    'SELECT unanswered_asks AS asks FROM helper_profile WHERE community_id = $1 AND member_id = $2',
    [tx.communityId, helperId],
  );
  return (row?.asks ?? 0) >= MOST_UNANSWERED;
}
