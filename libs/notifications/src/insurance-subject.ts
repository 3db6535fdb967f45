import type { Tx } from '#database';
import type { Subject } from './subjects.js';

const MOST_ADMINISTRATORS = 50;

/** A contract that ends, told to the desk it concerns and to the administrators; the community's own, to every desk. */
export async function loadInsurance(tx: Tx, id: string): Promise<Subject | undefined> {
  const [row] = await tx.sql<{ organisationId: string | null; organisation: string; validUntil: string }>(
    `SELECT i.organisation_id AS "organisationId", coalesce(o.name, k.name) AS organisation, i.last_day AS "validUntil"
     FROM insurance i JOIN community k ON k.id = i.community_id
     LEFT JOIN organisation o ON o.community_id = i.community_id AND o.id = i.organisation_id
     WHERE i.community_id = $1 AND i.id = $2 AND i.last_day IS NOT NULL`,
    [tx.communityId, id],
  );
  if (!row) return undefined;
  const { organisationId, ...values } = row;
  return { helperIds: [], ownerIds: [], organisationId, concernedIds: await administratorsOf(tx), values };
}

async function administratorsOf(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT m.id FROM member_role r JOIN member m ON m.community_id = r.community_id AND m.id = r.member_id
     WHERE r.community_id = $1 AND r.role = 'administrator' AND m.state = 'active'
     ORDER BY m.id LIMIT ${MOST_ADMINISTRATORS}`,
    [tx.communityId],
  );
  return rows.map(({ id }) => id);
}
