import type { Tx } from '#database';
import { worthOf, type Hours } from './hours.rules.js';
import type { SeatRow } from './seat-rows.js';

/** What the agreed minutes of a seat are worth, by its category, dependants and roads. */
export async function hoursOfSeat(tx: Tx, seat: SeatRow, given: number): Promise<Hours> {
  const [facts] = await tx.sql<{
    siblingMultiplierPercent: number;
    travelCounts: boolean;
    dependants: number;
    travelMinutes: number;
  }>(
    `SELECT c.sibling_multiplier_percent AS "siblingMultiplierPercent", c.travel_counts AS "travelCounts",
       (SELECT count(*)::integer FROM request_dependant d WHERE d.community_id = r.community_id AND d.request_id = r.id) AS dependants,
       coalesce(there.minutes, 0) + coalesce(back.minutes, 0) AS "travelMinutes"
     FROM request r JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
     LEFT JOIN helper_profile h ON h.community_id = r.community_id AND h.member_id = $3
     LEFT JOIN road_minutes there ON there.community_id = r.community_id
       AND there.from_zone_id = h.zone_id AND there.to_zone_id = $4
     LEFT JOIN road_minutes back ON back.community_id = r.community_id
       AND back.from_zone_id = $5 AND back.to_zone_id = h.zone_id
     WHERE r.community_id = $1 AND r.id = $2`,
    [tx.communityId, seat.requestId, seat.memberId, seat.fromZoneId, seat.toZoneId],
  );
  return worthOf({ ...facts!, regime: seat.regime, given });
}
