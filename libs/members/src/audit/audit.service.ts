import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReaches } from '../access/relation.queries.js';

/** Who read or did what, why and when. Ids only; the reason is free text. */
export interface AuditRecord {
  readonly id: string;
  readonly actorMemberId: string | null;
  readonly onBehalfOf: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectIds: readonly string[];
  readonly reason: string | null;
  readonly at: Date;
  /** Its place in the hash chain; null until the next sealing. */
  readonly sealNumber: number | null;
}

export interface ChainCheck {
  readonly intact: boolean;
  /** The first record that does not follow from the one before it; null when the chain holds. */
  readonly firstBroken: number | null;
}

/** One step of a life cycle. */
export interface HistoryStep {
  readonly id: string;
  readonly machine: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly actorMemberId: string | null;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

/** Links looked at in one statement: far below the time a statement may take. */
const STRETCH = 20_000;

/** Reading the record of reads, newest first. */
@Injectable()
export class AuditService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @param subjectId only the records about this household, member or dependant */
  listRecords(actor: MemberActor, page: PageRequest, subjectId?: string): Promise<Page<AuditRecord>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<AuditRecord>(
        `${RECORDS} AND ($2::uuid IS NULL OR a.id < $2) AND ($4::uuid IS NULL OR a.subject_ids @> ARRAY[$4::uuid])
         ORDER BY a.id DESC LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, subjectId ?? null],
      );
      return toPage(rows, page.limit);
    });
  }

  /** Checks the whole chain of sealed records; what waits for the next sealing is not in it yet. */
  verifyChain(actor: MemberActor): Promise<ChainCheck> {
    return this.uow.run(actor, async (tx) => {
      for (let after = 0; ;) {
        const [stretch] = await tx.sql<{ broken: number | null; last: number | null }>(
          'SELECT broken, last FROM check_audit($1, $2)',
          [after, STRETCH],
        );
        const { broken, last } = stretch!;
        if (broken !== null || last === null) return { intact: broken === null, firstBroken: broken };
        after = last;
      }
    });
  }

  /**
   * The steps a record took, oldest first. A coordinator reads those of records within their reach.
   * @throws DomainError not-found for an id of nothing here, and for a coordinator whom the record does not concern
   */
  listHistory(actor: MemberActor, subjectId: string, page: PageRequest): Promise<Page<HistoryStep>> {
    return this.uow.run(actor, async (tx) => {
      const all = actor.roles.includes('administrator') || actor.roles.includes('auditor');
      const about = await whomItIsAbout(tx, subjectId);
      const reached = about.length > 0 && about.every((one) => one.reached);
      if (!all && !reached) throw commonError('not-found');
      if (about.length > 0) {
        const ids = [...new Set(about.map(({ id }) => id))];
        await tx.audit({ action: 'history.read', kind: 'record', ids });
      }
      const rows = await tx.sql<HistoryStep>(
        `SELECT id, machine, name, from_state AS "from", to_state AS "to", actor_member_id AS "actorMemberId",
           on_behalf_of AS "onBehalfOf", reason, at FROM transition
         WHERE community_id = $1 AND subject_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
        [tx.communityId, subjectId, page.after ?? null, page.limit + 1],
      );
      // A record of a kind that is about nobody is known by its steps.
      if (about.length === 0 && rows.length === 0) throw commonError('not-found');
      return toPage(rows, page.limit);
    });
  }
}

/** The people or the household that a record is about, and whether the desk reaches them; none for any other kind. */
function whomItIsAbout(tx: Tx, subjectId: string): Promise<{ id: string; reached: boolean }[]> {
  return tx.sql<{ id: string; reached: boolean }>(
    `SELECT o.id, coalesce(${deskReaches(tx.actor, 'o.organisation_id', '$3')}, false) AS reached FROM (
       SELECT id, organisation_id FROM member WHERE community_id = $1 AND id = $2
       UNION ALL SELECT m.id, m.organisation_id FROM exchange x
         JOIN member m ON m.community_id = x.community_id AND m.id IN (x.giver_id, x.receiver_id)
         WHERE x.community_id = $1 AND x.id = $2
       UNION ALL SELECT h.id, h.organisation_id FROM (
         SELECT id AS request_id FROM request WHERE community_id = $1 AND id = $2
         UNION ALL SELECT request_id FROM visit WHERE community_id = $1 AND id = $2
         UNION ALL SELECT request_id FROM proposal WHERE community_id = $1 AND id = $2
         UNION ALL SELECT request_id FROM assignment WHERE community_id = $1 AND id = $2
         UNION ALL SELECT a.request_id FROM seat s
           JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
           WHERE s.community_id = $1 AND s.id = $2
         UNION ALL SELECT a.request_id FROM time_entry t
           JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
           JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
           WHERE t.community_id = $1 AND t.id = $2) about
         JOIN request r ON r.community_id = $1 AND r.id = about.request_id
         JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id) o`,
    [tx.communityId, subjectId, tx.actor.memberId ?? null],
  );
}

export const RECORDS = `
  SELECT a.id, a.actor_member_id AS "actorMemberId", a.on_behalf_of AS "onBehalfOf", a.action,
    a.subject_kind AS "subjectKind", a.subject_ids AS "subjectIds", a.reason, a.at, a.seal_number AS "sealNumber"
  FROM audit_record a WHERE a.community_id = $1`;
