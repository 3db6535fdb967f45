import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { assignmentWithinSight, deskReachesHousehold } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { sideOf } from './parties.js';
import { seatSeenBy, sidesOfRows } from './seen-by.js';
import { pairOf, SEAT_COLUMNS, SEAT_TABLES, type SeatRow } from './seat-rows.js';

export interface SeatQuery {
  readonly state?: string;
  readonly visitId?: string;
  readonly from?: Date;
  /** Only visits that are over and whose hours nobody has said yet, or whose hours were taken back. */
  readonly toDeclare?: boolean;
  /** Only those of one's own part, for who sits at the desk too. */
  readonly mine?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

/** A member's own part: seats they serve, seats in their household. */
export const MINE = `(s.member_id = $2 OR EXISTS (SELECT FROM household_member h WHERE h.community_id = a.community_id
  AND h.household_id = a.household_id AND h.member_id = $2 AND h.guardian) AND ${assignmentWithinSight('a', '$2')})`;

/** Seats of households that the actor's desk reaches. */
export function reached(tx: Tx): string {
  return `EXISTS (SELECT FROM household k WHERE k.community_id = a.community_id AND k.id = a.household_id
    AND ${deskReachesHousehold(tx, 'k', '$2')})`;
}

const TO_DECLARE = `(s.state IN ('done', 'reversed') AND NOT EXISTS (SELECT FROM time_entry t
  WHERE t.community_id = s.community_id AND t.seat_id = s.id AND t.state <> 'reversed'))`;

/** Seats to read: ids, times, states; no personal datum. */
@Injectable()
export class SeatReadsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** My seats (helper or guardian); all of the community for its desk. */
  list(actor: MemberActor, query: SeatQuery): Promise<Page<SeatRow>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<SeatRow>(
        `SELECT ${SEAT_COLUMNS} FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND (${reached(tx)} AND NOT $9 OR ${MINE})
           AND ($3::text IS NULL OR s.state = $3) AND ($4::timestamptz IS NULL OR s.ends_at >= $4)
           AND ($5::uuid IS NULL OR s.visit_id = $5) AND (NOT $8 OR ${TO_DECLARE})
           AND ($6::uuid IS NULL OR s.id > $6) ORDER BY s.id LIMIT $7`,
        [
          tx.communityId,
          actor.memberId,
          query.state ?? null,
          query.from ?? null,
          query.visitId ?? null,
          page.after ?? null,
          page.limit + 1,
          query.toDeclare ?? false,
          query.mine ?? false,
        ],
      );
      const side = await sidesOfRows(tx);
      const cut = toPage(rows, page.limit);
      await auditDesk(
        tx,
        'seat.list',
        cut.items.filter((seat) => side(pairOf(seat)) === 'coordinator'),
      );
      return { ...cut, items: cut.items.map((seat) => seatSeenBy(seat, side(pairOf(seat)))) };
    });
  }

  find(actor: MemberActor, id: string): Promise<SeatRow> {
    return this.uow.run(actor, async (tx) => {
      const [seat] = await tx.sql<SeatRow>(
        `SELECT ${SEAT_COLUMNS} FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.id = $2`,
        [tx.communityId, id],
      );
      if (!seat) throw commonError('not-found');
      const side = await sideOf(tx, pairOf(seat));
      if (side === 'coordinator') await auditDesk(tx, 'seat.read', [seat]);
      return seatSeenBy(seat, side);
    });
  }
}

/** The desk reads of households: one record for what it was shown. Who has a part in a visit reads their own. */
export async function auditDesk(
  tx: Tx,
  action: string,
  rows: readonly { householdId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.audit({
    action,
    kind: 'household',
    ids: [...new Set(rows.map(({ householdId }) => householdId))],
  });
}
