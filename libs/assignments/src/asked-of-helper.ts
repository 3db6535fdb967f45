import type { Tx } from '#database';

/** What a helper must know to say yes: nothing that tells who the family is. */
export interface AskedOfHelper {
  readonly dependants: number;
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  /** Where a journey ends, by zone. */
  readonly dropOffZoneId: string | null;
  /** Seats needed in the car by type, for a journey; empty when nobody is driven. */
  readonly carSeats: Readonly<Record<string, number>>;
}

export async function askedOfHelper(tx: Tx, requestId: string): Promise<AskedOfHelper> {
  const [row] = await tx.sql<AskedOfHelper & { seatTypes: string[]; drives: boolean }>(
    `SELECT r.subjects, r.languages, r.drop_off_zone_id AS "dropOffZoneId", c.needs_drop_off AS drives,
       array(SELECT d.seat_type FROM request_dependant q
         JOIN dependant d ON d.community_id = q.community_id AND d.id = q.dependant_id
         WHERE q.community_id = r.community_id AND q.request_id = r.id ORDER BY d.seat_type) AS "seatTypes"
     FROM request r JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
     WHERE r.community_id = $1 AND r.id = $2`,
    [tx.communityId, requestId],
  );
  const { seatTypes, drives, ...facts } = row!;
  const carSeats: Record<string, number> = {};
  if (drives) for (const type of seatTypes) carSeats[type] = (carSeats[type] ?? 0) + 1;
  return { ...facts, dependants: seatTypes.length, carSeats };
}
