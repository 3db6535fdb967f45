import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { charge, release, type Payer } from '#ledger';
import { isLate } from './assignment.rules.js';
import { assignmentError } from './assignments.errors.js';
import { endIfOver } from './exit-assignment.js';
import type { Side } from './parties.js';
import { stepSeat, type SeatRow } from './seat-rows.js';
import { seatMachine } from './seat.machine.js';

/**
 * Cancels one coming visit of a helper: early or late by policy, what was held is given back, the visit reopens.
 * @throws DomainError visit-begun from its start on: what happened is not called off.
 */
export async function cancelSeat(tx: Tx, seat: SeatRow, side: Side, reason: string): Promise<SeatRow> {
  if (seatMachine.can(seat.state, 'cancel-late') && tx.now >= seat.startsAt) {
    throw assignmentError('visit-begun');
  }
  const policies = await policiesToday(tx);
  const late = isLate(tx.now, seat.startsAt, policies.lateCancellationHours);
  const cancelled = await stepSeat(
    tx,
    seat,
    late ? 'cancel-late' : 'cancel-early',
    { as: side, reason, values: { side, late } },
    { ended_by: tx.actor.memberId, end_reason: reason },
  );
  await release(tx, [seat.id]);
  if (late && side !== 'coordinator') {
    await chargeSide(tx, seat, side, policies.lateCancelChargeMinutes, 'Late cancellation');
  }
  await endIfOver(tx, seat.assignmentId);
  return cancelled;
}

/** Charges a side for a late cancellation or a missed visit, in the time bank alone; volunteers owe nothing. */
export async function chargeSide(
  tx: Tx,
  seat: SeatRow,
  side: 'helper' | 'family',
  minutes: number,
  reason: string,
): Promise<void> {
  if (seat.regime !== 'timebank' || minutes === 0) return;
  const memberId = side === 'helper' ? seat.memberId : await guardianOwing(tx, seat.requestId);
  if (memberId) await charge(tx, { seatId: seat.id, memberId, minutes, reason });
}

/** Whose hours pay a request. */
export async function payerOf(tx: Tx, requestId: string): Promise<Payer> {
  const [row] = await tx.sql<Payer>(
    `SELECT payer_member_id AS "memberId", payer_account_id AS "accountId" FROM request WHERE community_id = $1 AND id = $2`,
    [tx.communityId, requestId],
  );
  return row ?? { memberId: null, accountId: null };
}

/** Who owes what a family's lateness costs: an organisation pays for help, not for that; then it is the guardian who asked. */
async function guardianOwing(tx: Tx, requestId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string | null }>(
    `SELECT CASE WHEN payer_account_id IS NULL THEN payer_member_id ELSE coalesce(on_behalf_of, asked_by) END AS id
     FROM request WHERE community_id = $1 AND id = $2`,
    [tx.communityId, requestId],
  );
  return row?.id ?? null;
}
