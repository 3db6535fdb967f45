import type { Tx } from '#database';

/**
 * A household lives elsewhere now. Its requests at home, and their coming visits, follow: matching looks from the new
 * place, helpers who come already find it on their page (they and the desk are told by the event's other reaction).
 * Requests with an address of their own stay. @returns how many requests moved
 */
export async function applyMove(tx: Tx, householdId: string): Promise<number> {
  const moved = await tx.sql<{ id: string; state: string }>(
    `UPDATE request r SET zone_id = h.zone_id, version = r.version + 1 FROM household h
     WHERE r.community_id = $1 AND r.household_id = $2 AND r.state IN ('draft', 'open', 'needs-info', 'unmet')
       AND r.address_sealed IS NULL AND h.community_id = r.community_id AND h.id = r.household_id AND r.zone_id <> h.zone_id
     RETURNING r.id, r.state`,
    [tx.communityId, householdId],
  );
  const ids = moved.map(({ id }) => id);
  await tx.sql(
    `WITH place AS (
       UPDATE visit v SET from_zone_id = CASE v.leg WHEN 0 THEN r.zone_id ELSE coalesce(r.drop_off_zone_id, r.zone_id) END,
         to_zone_id = CASE v.leg WHEN 0 THEN coalesce(r.drop_off_zone_id, r.zone_id) ELSE r.zone_id END
       FROM request r
       WHERE v.community_id = $1 AND v.request_id = ANY ($2::uuid[]) AND v.state = 'planned' AND v.starts_at > $3
         AND r.community_id = v.community_id AND r.id = v.request_id
       RETURNING v.id, v.from_zone_id, v.to_zone_id)
     UPDATE seat s SET from_zone_id = place.from_zone_id, to_zone_id = place.to_zone_id FROM place
     WHERE s.community_id = $1 AND s.visit_id = place.id AND s.state IN ('scheduled', 'reconfirmed')`,
    [tx.communityId, ids, tx.now],
  );
  for (const { id } of moved.filter(({ state }) => state === 'open')) {
    await tx.announce('request.changed', { subjectId: id });
  }
  return moved.length;
}
