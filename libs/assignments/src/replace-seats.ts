import type { Tx } from '#database';
import { isActive, seatMachine, type SeatState } from './seat.machine.js';

/**
 * New seats in visits that sought a replacement take the place of the seats that were given up, the one named in
 * `wanted` before others.
 */
export async function replaceSeats(tx: Tx, newSeatIds: readonly string[], wanted?: string): Promise<void> {
  const pairs = await tx.sql<{ newId: string; oldId: string; state: SeatState }>(
    `SELECT DISTINCT ON (o.id) n.id AS "newId", o.id AS "oldId", o.state
     FROM seat n JOIN seat o ON o.community_id = n.community_id AND o.visit_id = n.visit_id AND o.state = 'replacement-sought'
     WHERE n.community_id = $1 AND n.id = ANY ($2::uuid[]) ORDER BY o.id`,
    [tx.communityId, newSeatIds],
  );
  const used = new Set<string>();
  pairs.sort((a, b) => Number(b.oldId === wanted) - Number(a.oldId === wanted));
  for (const { newId, oldId, state } of pairs) {
    if (used.has(newId)) continue;
    used.add(newId);
    const to = await tx.step(seatMachine, { id: oldId, state }, 'replace', { as: 'system' });
    await tx.sql(
      'UPDATE seat SET state = $3, active = $4, version = version + 1 WHERE community_id = $1 AND id = $2',
      [tx.communityId, oldId, to, isActive(to)],
    );
    await tx.sql('UPDATE seat SET replaces_id = $3 WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      newId,
      oldId,
    ]);
  }
}

/** Seats whose replacement came to nothing before their visit seek again. */
export async function seekAgain(tx: Tx, assignmentId: string): Promise<void> {
  const seats = await tx.sql<{ id: string; state: SeatState }>(
    `SELECT o.id, o.state FROM seat n JOIN seat o ON o.community_id = n.community_id AND o.id = n.replaces_id
       AND o.state = 'replaced'
     WHERE n.community_id = $1 AND n.assignment_id = $2 AND n.starts_at > $3 ORDER BY o.id FOR UPDATE OF o`,
    [tx.communityId, assignmentId, tx.now],
  );
  for (const seat of seats) {
    const to = await tx.step(seatMachine, seat, 'seek-again', { as: 'system' });
    await tx.sql('UPDATE seat SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      seat.id,
      to,
    ]);
  }
}
