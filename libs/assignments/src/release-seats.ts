import type { StepOptions, Tx } from '#database';
import { release } from '#ledger';
import { COMING_SEAT_STATES, seatMachine } from './seat.machine.js';
import { lockSeats, stepSeat, type SeatRow } from './seat-rows.js';

/**
 * Seats of an assignment that can still be given back, locked. Of an agreed assignment those that have begun stay:
 * their hours or a no-show are still to be recorded.
 */
export async function lockReleasable(tx: Tx, assignmentId: string, agreed: boolean): Promise<SeatRow[]> {
  const ids = await tx.sql<{ id: string }>(
    'SELECT id FROM seat WHERE community_id = $1 AND assignment_id = $2',
    [tx.communityId, assignmentId],
  );
  const seats = await lockSeats(
    tx,
    ids.map(({ id }) => id),
  );
  const begun = (seat: SeatRow) => COMING_SEAT_STATES.includes(seat.state) && tx.now >= seat.startsAt;
  return seats.filter((seat) => seatMachine.can(seat.state, 'release') && !(agreed && begun(seat)));
}

/** Gives back all coming seats of an assignment, and what was held for them. */
export async function releaseAssignment(
  tx: Tx,
  assignmentId: string,
  options: StepOptions,
  agreed = false,
): Promise<void> {
  await releaseSeats(tx, await lockReleasable(tx, assignmentId, agreed), options);
}

export async function releaseSeats(tx: Tx, seats: readonly SeatRow[], options: StepOptions): Promise<void> {
  for (const seat of seats) await stepSeat(tx, seat, 'release', options, { end_reason: options.reason });
  await release(
    tx,
    seats.map(({ id }) => id),
  );
}
