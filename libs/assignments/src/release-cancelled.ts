import type { Tx } from '#database';
import { endIfOver } from './exit-assignment.js';
import { releaseSeats } from './release-seats.js';
import { lockSeats, SEAT_TABLES } from './seat-rows.js';
import { seatMachine } from './seat.machine.js';

/**
 * Reaction to visit.cancelled: helpers' time and the hours held for the cancelled visits of a request are given
 * back.
 */
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
  for (const assignmentId of new Set(seats.map((seat) => seat.assignmentId)))
    await endIfOver(tx, assignmentId);
  return seats.length;
}
