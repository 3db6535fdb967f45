import { isCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { assignmentWithinSight, deskReachesHousehold } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { sideOf } from './parties.js';
import { seatSeenBy, sidesOfRows } from './seen-by.js';
import { pairOf, SEAT_COLUMNS, SEAT_TABLES, type SeatRow } from './seat-rows.js';
import { TIME_ENTRY_COLUMNS, type TimeEntryRow } from './time-entry-rows.js';

export interface SeatQuery {
  readonly state?: string;
  readonly from?: Date;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface TimeEntryQuery {
  /** 'mine': what I can answer; 'disputed': the desk's list. */
  readonly list: 'mine' | 'disputed';
  readonly limit?: number;
  readonly cursor?: string;
}

export interface TimeEntryView extends TimeEntryRow {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly regime: 'volunteer' | 'timebank';
}

/** A member's own part: seats they serve, seats in their household. */
const MINE = `(s.member_id = $2 OR EXISTS (SELECT FROM household_member h WHERE h.community_id = a.community_id
  AND h.household_id = a.household_id AND h.member_id = $2 AND h.guardian) AND ${assignmentWithinSight('a', '$2')})`;

/** Seats of households that the actor's desk reaches. */
function reached(tx: Tx): string {
  return `EXISTS (SELECT FROM household k WHERE k.community_id = a.community_id AND k.id = a.household_id
    AND ${deskReachesHousehold(tx, 'k', '$2')})`;
}

/** Seats and hours to read: ids, times, states; no personal datum. */
@Injectable()
export class SeatReadsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** My seats (helper or guardian); all of the community for its desk. */
  list(actor: MemberActor, query: SeatQuery): Promise<Page<SeatRow>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<SeatRow>(
        `SELECT ${SEAT_COLUMNS} FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND (${reached(tx)} OR ${MINE})
           AND ($3::text IS NULL OR s.state = $3) AND ($4::timestamptz IS NULL OR s.ends_at >= $4)
           AND ($5::uuid IS NULL OR s.id > $5) ORDER BY s.id LIMIT $6`,
        [
          tx.communityId,
          actor.memberId,
          query.state ?? null,
          query.from ?? null,
          page.after ?? null,
          page.limit + 1,
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

  /** Hours that wait for my answer, or (for the desk) all that are disputed. */
  listTimeEntries(actor: MemberActor, query: TimeEntryQuery): Promise<Page<TimeEntryView>> {
    const page = readPage(query);
    if (query.list === 'disputed' && !isCoordinator(actor)) throw commonError('forbidden');
    return this.uow.run(actor, async (tx) => {
      const cut = toPage(await entriesOf(tx, query, page), page.limit);
      if (query.list === 'disputed') await auditDesk(tx, 'time-entry.list', cut.items);
      const shown = cut.items.map((row) => {
        const { householdId: _, ...entry } = row;
        return entry;
      });
      return { ...cut, items: shown };
    });
  }
}

/** The desk reads of households: one record for what it was shown. Who has a part in a visit reads their own. */
async function auditDesk(tx: Tx, action: string, rows: readonly { householdId: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.audit({
    action,
    kind: 'household',
    ids: [...new Set(rows.map(({ householdId }) => householdId))],
  });
}

function entriesOf(
  tx: Tx,
  query: TimeEntryQuery,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<(TimeEntryView & { householdId: string })[]> {
  const mine = `t.state = 'declared' AND t.declared_by <> $2
    AND ((s.member_id = $2 AND t.declared_side <> 'helper') OR (s.member_id <> $2 AND t.declared_side <> 'family' AND ${MINE}))`;
  return tx.sql<TimeEntryView & { householdId: string }>(
    `SELECT ${TIME_ENTRY_COLUMNS}, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.regime,
       a.household_id AS "householdId"
     FROM time_entry t JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
     JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
     WHERE t.community_id = $1 AND ${query.list === 'mine' ? mine : `t.state = 'disputed' AND ${reached(tx)}`}
       AND ($3::uuid IS NULL OR t.id > $3) ORDER BY t.id LIMIT $4`,
    [tx.communityId, tx.actor.memberId, page.after ?? null, page.limit + 1],
  );
}
