import { isCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { givenNames, IdentityCodec } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { sideOf } from './parties.js';
import { auditDesk, MINE, reached } from './seat-reads.service.js';
import type { SeatState } from './seat.machine.js';
import type { Party } from './speak-for.js';
import { TIME_ENTRY_COLUMNS, type TimeEntryRow } from './time-entry-rows.js';

export interface TimeEntryQuery {
  /** 'mine': what I can answer; 'declared' (unanswered), 'disputed' and 'booked' (newest first): the desk's lists. */
  readonly list: 'mine' | 'declared' | 'disputed' | 'booked';
  /** Of the desk's lists only the hours of this request. */
  readonly requestId?: string;
  /** Of the desk's lists only what this member gave, or their household was given. */
  readonly memberId?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface TimeEntryView extends TimeEntryRow {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly regime: 'volunteer' | 'timebank';
  readonly requestId: string;
  readonly seatState: SeatState;
  readonly seatVersion: number;
  /** Who is said not to have come: the dispute is about that. */
  readonly noShowBy: Party | null;
  /** The two sides, for the desk alone. */
  readonly helperId: string | null;
  readonly helperGivenName: string | null;
  readonly familyMemberId: string | null;
  readonly familyGivenName: string | null;
}

type Row = Omit<TimeEntryView, 'helperGivenName' | 'familyGivenName' | 'helperId' | 'familyMemberId'> & {
  readonly householdId: string;
  readonly helperId: string;
  readonly familyMemberId: string;
};

const ROWS = `SELECT ${TIME_ENTRY_COLUMNS}, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.regime,
    s.state AS "seatState", s.version AS "seatVersion", s.no_show_by AS "noShowBy", s.member_id AS "helperId",
    coalesce(r.on_behalf_of, r.asked_by) AS "familyMemberId", a.household_id AS "householdId", a.request_id AS "requestId"
  FROM time_entry t JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
  JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id`;

const ANSWERABLE = `t.state = 'declared' AND t.declared_by <> $2 AND ((s.member_id = $2 AND t.declared_side <> 'helper')
  OR (s.member_id <> $2 AND t.declared_side <> 'family' AND ${MINE}))`;

/** What the desk lists: hours that wait for an answer, hours to settle, and hours that can be taken back. */
const AT_DESK = {
  declared: { where: `t.state = 'declared'`, after: '>', order: 't.id' },
  disputed: { where: `t.state = 'disputed'`, after: '>', order: 't.id' },
  booked: {
    where: `t.state <> 'reversed' AND s.state IN ('credited', 'counted')`,
    after: '<',
    order: 't.id DESC',
  },
} as const;

/** Hours to read: who declared what of which visit; the two sides by their given names for the desk. */
@Injectable()
export class TimeEntryReadsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Hours that wait for my answer, or the desk's lists. @throws DomainError forbidden */
  async list(actor: MemberActor, query: TimeEntryQuery): Promise<Page<TimeEntryView>> {
    if (query.list !== 'mine' && !isCoordinator(actor)) throw commonError('forbidden');
    return this.uow.run(actor, async (tx) => {
      if (query.list === 'mine') {
        const { items, nextCursor } = await mine(tx, query);
        return { items: items.map(withoutSides), nextCursor };
      }
      const { items, nextCursor } = await atDesk(tx, query, query.list);
      await auditDesk(tx, 'time-entry.list', items);
      return { items: await this.withSides(tx, items), nextCursor };
    });
  }

  /** @throws DomainError not-found for somebody who has no part in it, own-record. */
  find(actor: MemberActor, id: string): Promise<TimeEntryView> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<Row>(`${ROWS} WHERE t.community_id = $1 AND t.id = $2`, [
        tx.communityId,
        id,
      ]);
      if (!row) throw commonError('not-found');
      if ((await sideOf(tx, row)) !== 'coordinator') return withoutSides(row);
      await auditDesk(tx, 'time-entry.read', [row]);
      return (await this.withSides(tx, [row]))[0]!;
    });
  }

  private async withSides(tx: Tx, rows: readonly Row[]): Promise<TimeEntryView[]> {
    const ids = rows.flatMap(({ helperId, familyMemberId }) => [helperId, familyMemberId]);
    const names = await givenNames(tx, this.codec, ids);
    return rows.map((row) => {
      const { householdId: _, ...entry } = row;
      return {
        ...entry,
        helperGivenName: names.get(row.helperId) ?? null,
        familyGivenName: names.get(row.familyMemberId) ?? null,
      };
    });
  }
}

function withoutSides(row: Row): TimeEntryView {
  const { householdId: _, ...entry } = row;
  return { ...entry, helperId: null, helperGivenName: null, familyMemberId: null, familyGivenName: null };
}

async function mine(tx: Tx, query: TimeEntryQuery): Promise<Page<Row>> {
  const page = readPage(query);
  const rows = await tx.sql<Row>(
    `${ROWS} WHERE t.community_id = $1 AND ${ANSWERABLE} AND ($3::uuid IS NULL OR t.id > $3) ORDER BY t.id LIMIT $4`,
    [tx.communityId, tx.actor.memberId, page.after ?? null, page.limit + 1],
  );
  return toPage(rows, page.limit);
}

async function atDesk(tx: Tx, query: TimeEntryQuery, list: keyof typeof AT_DESK): Promise<Page<Row>> {
  const page = readPage(query);
  const { where, after, order } = AT_DESK[list];
  const rows = await tx.sql<Row>(
    `${ROWS} WHERE t.community_id = $1 AND ${where} AND ${reached(tx)}
       AND ($3::uuid IS NULL OR s.member_id = $3 OR EXISTS (SELECT FROM household_member g
         WHERE g.community_id = a.community_id AND g.household_id = a.household_id AND g.member_id = $3))
       AND ($4::uuid IS NULL OR t.id ${after} $4) AND ($6::uuid IS NULL OR a.request_id = $6)
     ORDER BY ${order} LIMIT $5`,
    [
      tx.communityId,
      tx.actor.memberId,
      query.memberId ?? null,
      page.after ?? null,
      page.limit + 1,
      query.requestId ?? null,
    ],
  );
  return toPage(rows, page.limit);
}
