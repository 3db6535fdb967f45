import type { Tx } from '#database';
import type { ReplacementAskState } from './replacement-ask.machine.js';

/** A seat that seeks a replacement, and how far its search has come. */
export interface SoughtSeat {
  readonly id: string;
  readonly visitId: string;
  readonly requestId: string;
  readonly householdId: string;
  readonly helperId: string;
  readonly soughtBy: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly wave: number;
  readonly waveAt: Date | null;
  readonly regimeAsked: string | null;
  readonly agreedRegime: string | null;
  readonly openAsks: number;
  /** The last look found nobody to ask. */
  readonly foundNobody: boolean;
}

export interface AskRow {
  readonly id: string;
  readonly seatId: string;
  readonly helperId: string;
  readonly offerId: string;
  readonly state: ReplacementAskState;
  readonly assignmentId: string | null;
  readonly version: number;
}

/** What was given up before it was noted by whom: the coordinator who approved answers for it. */
const COLUMNS = `s.id, s.visit_id AS "visitId", a.request_id AS "requestId", a.household_id AS "householdId",
  s.member_id AS "helperId", coalesce(s.sought_by, a.approved_by) AS "soughtBy", s.starts_at AS "startsAt",
  s.ends_at AS "endsAt", s.wave, s.wave_at AS "waveAt", s.regime_asked AS "regimeAsked", s.agreed_regime AS "agreedRegime",
  (SELECT count(*)::integer FROM replacement_ask k WHERE k.community_id = s.community_id AND k.seat_id = s.id
     AND k.state = 'asked') AS "openAsks",
  s.wave_at IS NOT NULL AND NOT EXISTS (SELECT FROM replacement_ask k WHERE k.community_id = s.community_id
     AND k.seat_id = s.id AND k.asked_at = s.wave_at) AS "foundNobody"
  FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id`;

/** Seats that seek a replacement for a visit that begins before `until`, in the order of its start. */
export function soughtSeats(tx: Tx, until: Date, limit: number): Promise<SoughtSeat[]> {
  return tx.sql<SoughtSeat>(
    `SELECT ${COLUMNS} WHERE s.community_id = $1 AND s.state = 'replacement-sought' AND s.starts_at <= $2
     ORDER BY s.starts_at, s.id LIMIT $3`,
    [tx.communityId, until, limit],
  );
}

export async function soughtSeat(tx: Tx, seatId: string): Promise<SoughtSeat | undefined> {
  const [seat] = await tx.sql<SoughtSeat>(
    `SELECT ${COLUMNS} WHERE s.community_id = $1 AND s.id = $2 AND s.state = 'replacement-sought'`,
    [tx.communityId, seatId],
  );
  return seat;
}
