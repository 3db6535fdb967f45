import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { deskReachesHousehold, identitiesOf, IdentityCodec, withinSight } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { askedOfHelper, type AskedOfHelper } from './asked-of-helper.js';
import { ASSIGNMENT_COLUMNS, type AssignmentRow } from './assignment-rows.js';
import {
  contactsOf,
  disclosedOf,
  introduceHelper,
  type Contact,
  type HelperIntroduction,
} from './disclose-assignment.js';
import { guardedRequests, sideOf, type Side } from './parties.js';
import { assignmentSeenBy, seatSeenBy, sidesOfRows } from './seen-by.js';
import { SEAT_COLUMNS, SEAT_TABLES, type SeatRow } from './seat-rows.js';

/** An assignment with what may be told of it at any time: kind of help, place by zone, times, age bands. */
export interface AssignmentSummary extends AssignmentRow {
  readonly categoryId: string;
  readonly zoneId: string;
  readonly firstStartsAt: Date | null;
  readonly lastEndsAt: Date | null;
  readonly visits: number;
}

/** As a list shows it: to those who have a part in it with whom and where they meet, so that none is read one by one. */
export interface ListedAssignment extends AssignmentSummary {
  /** For the family. */
  readonly helperName: string | null;
  /** null until the assignment is confirmed, and again after its last visit. */
  readonly contact: Contact | null;
}

export interface AssignmentView extends AssignmentSummary {
  readonly side: Side;
  readonly ageBands: readonly string[];
  readonly asked: AskedOfHelper;
  readonly seats: readonly SeatRow[];
  /** For the family and the desk. */
  readonly helper: HelperIntroduction | null;
  /** null until the assignment is confirmed, and again after its last visit. */
  readonly contact: Contact | null;
}

export interface AssignmentQuery {
  readonly state?: string;
  readonly requestId?: string;
  /** Only those that wait for an answer or are confirmed. */
  readonly current?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

const SUMMARY = `${ASSIGNMENT_COLUMNS}, r.category_id AS "categoryId", r.zone_id AS "zoneId",
  t.first AS "firstStartsAt", t.last AS "lastEndsAt", t.visits
  FROM assignment a
  JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id
  JOIN household h ON h.community_id = a.community_id AND h.id = a.household_id
  CROSS JOIN LATERAL (SELECT min(s.starts_at) AS first, max(s.ends_at) AS last, count(*)::integer AS visits
    FROM seat s WHERE s.community_id = a.community_id AND s.assignment_id = a.id) t`;

/** At most as many visits as a request may have. */
const MOST_SEATS = 1_000;

@Injectable()
export class AssignmentReadsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Mine (as helper or guardian); all that the desk reaches for a coordinator. */
  list(actor: MemberActor, query: AssignmentQuery): Promise<Page<ListedAssignment>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<AssignmentSummary>(
        `SELECT ${SUMMARY} WHERE a.community_id = $1
           AND (a.helper_id = $2 OR ${deskReachesHousehold(tx, 'h', '$2')} OR EXISTS (
             SELECT FROM household_member m WHERE m.community_id = a.community_id AND m.household_id = a.household_id
               AND m.member_id = $2 AND m.guardian) AND ${withinSight('r', '$2')})
           AND ($3::text IS NULL OR a.state = $3) AND ($4::uuid IS NULL OR a.request_id = $4)
           AND (NOT $7 OR a.state IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed'))
           AND ($5::uuid IS NULL OR a.id > $5) ORDER BY a.id LIMIT $6`,
        [
          tx.communityId,
          actor.memberId,
          query.state ?? null,
          query.requestId ?? null,
          page.after ?? null,
          page.limit + 1,
          query.current ?? false,
        ],
      );
      const cut = toPage(rows, page.limit);
      return { ...cut, items: await this.listed(tx, cut.items) };
    });
  }

  /**
   * @param wanted languages for the names of checks
   * @throws DomainError not-found for somebody who has no part in it.
   */
  find(actor: MemberActor, id: string, wanted: readonly string[] = []): Promise<AssignmentView> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<AssignmentSummary>(
        `SELECT ${SUMMARY} WHERE a.community_id = $1 AND a.id = $2`,
        [tx.communityId, id],
      );
      if (!row) throw commonError('not-found');
      const side = await sideOf(tx, row);
      const contact = (await this.disclosed(tx, [row])).get(id) ?? null;
      await auditRead(tx, contact ? 'assignment.read-contact' : 'assignment.read', [row]);
      return {
        ...assignmentSeenBy(row, side),
        side,
        ageBands: await ageBandsOf(tx, row.requestId),
        asked: await askedOfHelper(tx, row.requestId),
        seats: (await seatsOf(tx, id)).map((seat) => seatSeenBy(seat, side)),
        helper: side === 'helper' ? null : await introduceHelper(tx, this.codec, row, wanted),
        contact,
      };
    });
  }

  private async listed(tx: Tx, rows: readonly AssignmentSummary[]): Promise<ListedAssignment[]> {
    const side = await sidesOfRows(tx);
    const guarded = await guardedRequests(tx, rows);
    const isHelper = ({ helperId }: AssignmentRow) => helperId === tx.actor.memberId;
    const isGuardian = (row: AssignmentRow) => !isHelper(row) && guarded.has(row.requestId);
    const contacts = await this.disclosed(
      tx,
      rows.filter((row) => isHelper(row) || isGuardian(row)),
    );
    const helpers = await identitiesOf(
      tx,
      this.codec,
      rows.filter(isGuardian).map(({ helperId }) => helperId),
    );
    const shown = (row: AssignmentRow) => contacts.has(row.id);
    await auditRead(
      tx,
      'assignment.list',
      rows.filter((row) => !shown(row)),
    );
    await auditRead(tx, 'assignment.read-contact', rows.filter(shown));
    return rows.map((row) => ({
      ...assignmentSeenBy(row, side(row)),
      helperName: isGuardian(row) ? (helpers.get(row.helperId)?.givenName ?? null) : null,
      contact: contacts.get(row.id) ?? null,
    }));
  }

  private async disclosed(tx: Tx, rows: readonly AssignmentRow[]): Promise<ReadonlyMap<string, Contact>> {
    const shown = await disclosedOf(tx, rows);
    return contactsOf(
      tx,
      this.codec,
      rows.filter(({ id }) => shown.has(id)),
    );
  }
}

async function auditRead(tx: Tx, action: string, rows: readonly AssignmentRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.audit({
    action,
    kind: 'household',
    ids: [...new Set(rows.map(({ householdId }) => householdId))],
  });
}

async function ageBandsOf(tx: Tx, requestId: string): Promise<string[]> {
  const rows = await tx.sql<{ age_band: string }>(
    `SELECT d.age_band FROM request_dependant q
     JOIN dependant d ON d.community_id = q.community_id AND d.id = q.dependant_id
     WHERE q.community_id = $1 AND q.request_id = $2 ORDER BY d.age_band`,
    [tx.communityId, requestId],
  );
  return rows.map(({ age_band }) => age_band);
}

function seatsOf(tx: Tx, assignmentId: string): Promise<SeatRow[]> {
  return tx.sql<SeatRow>(
    `SELECT ${SEAT_COLUMNS} FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.assignment_id = $2
     ORDER BY s.starts_at, s.id LIMIT ${MOST_SEATS}`,
    [tx.communityId, assignmentId],
  );
}
