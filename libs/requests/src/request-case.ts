import type { Tx } from '#database';

/**
 * The coordinator who owns a new case: one of the household's organisation before others, then the one with the
 * fewest open cases. null when the community has no active coordinator.
 */
export async function chooseOwner(tx: Tx, householdId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }>(
    `SELECT m.id FROM member_role mr
     JOIN member m ON m.community_id = mr.community_id AND m.id = mr.member_id AND m.state = 'active'
     JOIN household h ON h.community_id = mr.community_id AND h.id = $2
     WHERE mr.community_id = $1 AND mr.role = 'coordinator'
     ORDER BY (m.organisation_id IS NOT DISTINCT FROM h.organisation_id) DESC,
       (SELECT count(*) FROM request r WHERE r.community_id = m.community_id AND r.owner_id = m.id
          AND r.state IN ('open', 'needs-info')), m.id
     LIMIT 1`,
    [tx.communityId, householdId],
  );
  return row?.id ?? null;
}

/** Is the member an active coordinator or administrator of the community? */
export async function isDeskMember(tx: Tx, memberId: string): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT FROM member m JOIN member_role r ON r.community_id = m.community_id AND r.member_id = m.id
     WHERE m.community_id = $1 AND m.id = $2 AND m.state = 'active' AND r.role IN ('coordinator', 'administrator') LIMIT 1`,
    [tx.communityId, memberId],
  );
  return rows.length === 1;
}
