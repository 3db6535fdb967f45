import type { Tx } from '#database';
import type { AssignmentRow } from './assignment-rows.js';
import type { Side } from './parties.js';
import type { SeatRow } from './seat-rows.js';

/** A seat as one side may see it: why a helper declined is not the family's, whose account pays is not the helper's. */
export function seatSeenBy(seat: SeatRow, side: Side): SeatRow {
  if (side === 'helper') return { ...seat, payerAccountId: null };
  if (side === 'family' && seat.assignmentState === 'declined') return { ...seat, endReason: null };
  return seat;
}

/**
 * An assignment as one side may see it: declining is never held against a helper, so its reason is the desk's
 * alone.
 */
export function assignmentSeenBy<Row extends AssignmentRow>(row: Row, side: Side): Row {
  return side === 'family' ? { ...row, declineReason: null } : row;
}

interface Pair {
  readonly helperId: string;
  readonly householdId: string;
}

/** Where the actor stands towards each row of a list they may read: one query for the page. */
export async function sidesOfRows(tx: Tx): Promise<(pair: Pair) => Side> {
  const rows = await tx.sql<{ id: string }>(
    'SELECT household_id AS id FROM household_member WHERE community_id = $1 AND member_id = $2',
    [tx.communityId, tx.actor.memberId ?? null],
  );
  const homes = new Set(rows.map(({ id }) => id));
  return ({ helperId, householdId }) => {
    if (helperId === tx.actor.memberId) return 'helper';
    return homes.has(householdId) ? 'family' : 'coordinator';
  };
}
