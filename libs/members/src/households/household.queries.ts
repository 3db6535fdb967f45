import type { Tx } from '#database';
import { dependantWithinSight } from '../access/guardian-sight.js';

/** A household's public facts: no personal datum among them. */
export interface HouseholdRef {
  readonly id: string;
  readonly organisationId: string | null;
  readonly zoneId: string;
  readonly municipalityId: string;
  readonly protected: boolean;
}

const REF = `SELECT h.id, h.organisation_id AS "organisationId", h.zone_id AS "zoneId",
    z.municipality_id AS "municipalityId", h.protected
  FROM household h JOIN zone z ON z.community_id = h.community_id AND z.id = h.zone_id`;

/** The household a member is an adult of (the first joined, should there be several); undefined when there is none. */
export async function householdOf(tx: Tx, memberId: string): Promise<HouseholdRef | undefined> {
  const [row] = await tx.sql<HouseholdRef>(
    `${REF} JOIN household_member hm ON hm.community_id = h.community_id AND hm.household_id = h.id
     WHERE h.community_id = $1 AND hm.member_id = $2 ORDER BY hm.added_at, h.id LIMIT 1`,
    [tx.communityId, memberId],
  );
  return row;
}

/** A household by its id; undefined when it is not the community's. */
export async function findHousehold(tx: Tx, householdId: string): Promise<HouseholdRef | undefined> {
  const [row] = await tx.sql<HouseholdRef>(`${REF} WHERE h.community_id = $1 AND h.id = $2`, [
    tx.communityId,
    householdId,
  ]);
  return row;
}

/** Is the member a guardian of this dependant, within their sight? */
export async function isGuardianOf(
  tx: Tx,
  dependantId: string,
  memberId: string | undefined,
): Promise<boolean> {
  if (!memberId) return false;
  const rows = await tx.sql(
    `SELECT 1 FROM dependant d JOIN household_member m ON m.community_id = d.community_id AND m.household_id = d.household_id
     WHERE d.community_id = $1 AND d.id = $2 AND m.member_id = $3 AND m.guardian
       AND ${dependantWithinSight('d.household_id', 'd.id', '$3')}`,
    [tx.communityId, dependantId, memberId],
  );
  return rows.length === 1;
}

/** Guardians by household, in one query. */
export async function guardiansOf(tx: Tx, householdIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.sql<{ household_id: string; members: string[] }>(
    `SELECT household_id, array_agg(member_id ORDER BY added_at, member_id) AS members FROM household_member
     WHERE community_id = $1 AND household_id = ANY ($2::uuid[]) AND guardian GROUP BY household_id`,
    [tx.communityId, [...new Set(householdIds)]],
  );
  return new Map(rows.map((row) => [row.household_id, row.members]));
}
