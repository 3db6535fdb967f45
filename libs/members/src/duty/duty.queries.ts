import type { Tx } from '#database';

const MOST_ON_DUTY = 20;

/**
 * The coordinators on duty now for an organisation's people: those on its own rota, else those on the community's; all
 * of them for people of no organisation. Empty when nobody is on duty.
 * @param except who is a part of it themselves: they are not their own desk
 */
export async function coordinatorsOnDuty(
  tx: Tx,
  organisationId: string | null,
  except: readonly string[] = [],
): Promise<string[]> {
  const rows = await tx.sql<{ id: string; own: boolean }>(
    `SELECT DISTINCT d.coordinator_id AS id, d.organisation_id IS NOT NULL AND $2::uuid IS NOT NULL AS own
     FROM duty_shift d
     JOIN member m ON m.community_id = d.community_id AND m.id = d.coordinator_id AND m.state = 'active'
       AND ($2::uuid IS NULL OR m.organisation_id IS NULL OR m.organisation_id = $2)
     JOIN member_role r ON r.community_id = d.community_id AND r.member_id = d.coordinator_id AND r.role = 'coordinator'
     WHERE d.community_id = $1 AND d.starts_at <= $3 AND d.ends_at > $3 AND NOT d.coordinator_id = ANY ($4::uuid[])
       AND ($2::uuid IS NULL OR d.organisation_id IS NULL OR d.organisation_id = $2)
     ORDER BY own DESC, id LIMIT ${MOST_ON_DUTY}`,
    [tx.communityId, organisationId, tx.now, except],
  );
  const own = rows.filter((row) => row.own);
  return (own.length > 0 ? own : rows).map(({ id }) => id);
}
