import type { StepOptions, Tx } from '#database';
import { release } from '#ledger';
import { seatMachine } from './seat.machine.js';
import { lockSeats, SEAT_TABLES, stepSeat, type SeatRow } from './seat-rows.js';

/** Seats of an assignment that can still be given back, locked. */
export async function lockReleasable(tx: Tx, assignmentId: string): Promise<SeatRow[]> {
  const ids = await tx.sql<{ id: string }>(
    'SELECT id FROM seat WHERE community_id = $1 AND assignment_id = $2',
    [tx.communityId, assignmentId],
  );
  const seats = await lockSeats(
    tx,
    ids.map(({ id }) => id),
  );
  return seats.filter(({ state }) => seatMachine.can(state, 'release'));
}

/** Gives back all coming seats of an assignment, and what was held for them. */
export async function releaseAssignment(tx: Tx, assignmentId: string, options: StepOptions): Promise<void> {
  await releaseSeats(tx, await lockReleasable(tx, assignmentId), options);
}

export async function releaseSeats(tx: Tx, seats: readonly SeatRow[], options: StepOptions): Promise<void> {
  for (const seat of seats) await stepSeat(tx, seat, 'release', options, { end_reason: options.reason });
  await release(
    tx,
    seats.map(({ id }) => id),
  );
}

/** Reaction to visit.cancelled: helpers' time and the hours held for the cancelled visits of a request are given back. */
export async function releaseSeatsOfCancelledVisits(tx: Tx, requestId: string): Promise<number> {
  const ids = await tx.sql<{ id: string }>(
    `SELECT s.id FROM ${SEAT_TABLES}
     JOIN visit v ON v.community_id = s.community_id AND v.id = s.visit_id AND v.state = 'cancelled'
     WHERE s.community_id = $1 AND a.request_id = $2 AND s.state = ANY ($3)`,
    [tx.communityId, requestId, seatMachine.steps.find(({ name }) => name === 'release')!.from],
  );
  const seats = (
    await lockSeats(
      tx,
      ids.map(({ id }) => id),
    )
  ).filter(({ state }) => seatMachine.can(state, 'release'));
  await releaseSeats(tx, seats, { as: 'system', reason: 'The visit was cancelled' });
  return seats.length;
}
