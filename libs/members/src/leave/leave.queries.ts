import { todayOf } from '#communities';
import type { Tx } from '#database';

const MOST = 50;

/** Who answers today for the cases of these owners, because they are away. */
export async function coversOf(tx: Tx, ownerIds: readonly string[]): Promise<string[]> {
  if (ownerIds.length === 0) return [];
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT l.cover_id AS id FROM desk_leave l
     JOIN member m ON m.community_id = l.community_id AND m.id = l.cover_id AND m.state = 'active'
     WHERE l.community_id = $1 AND l.coordinator_id = ANY ($2::uuid[]) AND $3::date BETWEEN l.first_day AND l.last_day
     ORDER BY id LIMIT ${MOST}`,
    [tx.communityId, ownerIds, await todayOf(tx)],
  );
  return rows.map(({ id }) => id);
}

/** Whose cases are the coordinator's today: their own, and those of owners who are away and whom they cover. */
export async function ownersFor(tx: Tx, coordinatorId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT coordinator_id AS id FROM desk_leave WHERE community_id = $1 AND cover_id = $2
       AND $3::date BETWEEN first_day AND last_day ORDER BY id LIMIT ${MOST}`,
    [tx.communityId, coordinatorId, await todayOf(tx)],
  );
  return [...new Set([coordinatorId, ...rows.map(({ id }) => id)])];
}
