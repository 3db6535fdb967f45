import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { memberError } from '../members/members.errors.js';
import { deskReaches } from './relation.queries.js';

/** What one named person decides: a proposal, or the check of a coordinator's own credential. */
export const SECOND_APPROVAL_KINDS = ['proposal', 'credential'] as const;
export type SecondApprovalKind = (typeof SECOND_APPROVAL_KINDS)[number];

export interface SecondApprover {
  readonly id: string;
  readonly subjectKind: SecondApprovalKind;
  /** The proposal; for a credential the coordinator whose it is. */
  readonly subjectId: string;
  readonly approverId: string;
  readonly namedBy: string;
  readonly reason: string;
  /** When they decided; the naming holds for one decision. */
  readonly usedAt: Date | null;
  readonly createdAt: Date;
}

export type NewSecondApprover = Pick<SecondApprover, 'subjectKind' | 'subjectId' | 'approverId' | 'reason'>;

const COLUMNS = `id, subject_kind AS "subjectKind", subject_id AS "subjectId", approver_id AS "approverId",
  named_by AS "namedBy", reason, used_at AS "usedAt", created_at AS "createdAt"`;

/** A sole coordinator whom a case concerns names who decides it in their place. */
@Injectable()
export class SecondApproverService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Those I named and those that name me, newest first. */
  list(actor: MemberActor, page: PageRequest): Promise<Page<SecondApprover>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<SecondApprover>(
        `SELECT ${COLUMNS} FROM second_approver WHERE community_id = $1 AND (approver_id = $2 OR named_by = $2)
           AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
        [tx.communityId, actor.memberId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError not-found, not-concerned, not-sole, approver-unfit, second-approver-named */
  name(actor: MemberActor, input: NewSecondApprover): Promise<SecondApprover> {
    return this.uow.run(actor, async (tx) => {
      const subject = await concernOf(tx, input);
      if (!subject.concernedIds.includes(actor.memberId)) throw memberError('not-concerned');
      if (await anotherDecides(tx, subject)) throw memberError('not-sole');
      await requireFit(tx, input.approverId, subject);
      const [named] = await tx.sql<SecondApprover>(
        `INSERT INTO second_approver (community_id, id, subject_kind, subject_id, approver_id, named_by, reason, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
        [
          tx.communityId,
          newId(),
          input.subjectKind,
          input.subjectId,
          input.approverId,
          actor.memberId,
          input.reason,
          tx.now,
        ],
      );
      await tx.audit({
        action: 'second-approver.name',
        kind: 'member',
        ids: [input.approverId],
        reason: input.reason,
      });
      return named!;
    });
  }
}

interface Subject {
  readonly organisationId: string | null;
  /** Nobody of these decides: the helper and the household's adults, or the holder of the credential. */
  readonly concernedIds: readonly string[];
}

/** @throws DomainError not-found when the case is not in the actor's own reach */
async function concernOf(tx: Tx, { subjectKind, subjectId }: NewSecondApprover): Promise<Subject> {
  const from =
    subjectKind === 'proposal'
      ? `SELECT h.organisation_id, p.helper_id || array(SELECT g.member_id FROM household_member g
           WHERE g.community_id = h.community_id AND g.household_id = h.id) AS concerned
         FROM proposal p JOIN request r ON r.community_id = p.community_id AND r.id = p.request_id
         JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
         WHERE p.community_id = $1 AND p.id = $2 AND p.state = 'proposed'`
      : `SELECT m.organisation_id, ARRAY[m.id] AS concerned FROM member m WHERE m.community_id = $1 AND m.id = $2`;
  const [row] = await tx.sql<{ organisation_id: string | null; concerned: string[] }>(
    `SELECT * FROM (${from}) c WHERE ${deskReaches(tx.actor, 'c.organisation_id', '$3')}`,
    [tx.communityId, subjectId, tx.actor.memberId],
  );
  if (!row) throw commonError('not-found');
  return { organisationId: row.organisation_id, concernedIds: row.concerned };
}

/** Is there another active coordinator whose own desk reaches the case and whom it does not concern? */
async function anotherDecides(tx: Tx, { organisationId, concernedIds }: Subject): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT 1 FROM member m JOIN member_role r ON r.community_id = m.community_id AND r.member_id = m.id AND r.role = 'coordinator'
     WHERE m.community_id = $1 AND m.state = 'active' AND m.id <> ALL ($2::uuid[])
       AND ($3::uuid IS NULL OR m.organisation_id IS NULL OR m.organisation_id = $3) LIMIT 1`,
    [tx.communityId, concernedIds, organisationId],
  );
  return rows.length > 0;
}

/**
 * A coordinator (of another organisation, since nobody else reaches the case) or an administrator, active and not
 * concerned.
 */
async function requireFit(tx: Tx, approverId: string, { concernedIds }: Subject): Promise<void> {
  const rows = await tx.sql(
    `SELECT 1 FROM member m JOIN member_role r ON r.community_id = m.community_id AND r.member_id = m.id
       AND r.role IN ('coordinator', 'administrator')
     WHERE m.community_id = $1 AND m.id = $2 AND m.state = 'active' LIMIT 1`,
    [tx.communityId, approverId],
  );
  if (rows.length === 0 || concernedIds.includes(approverId)) throw memberError('approver-unfit');
}

/** SQL condition: the acting member is named, and has not decided yet, for the case whose id is `subject`. */
export function isSecondApprover(kind: SecondApprovalKind, subject: string, actorId: string): string {
  return `EXISTS (SELECT FROM second_approver n WHERE n.community_id = $1 AND n.subject_kind = '${kind}'
    AND n.subject_id = ${subject} AND n.approver_id = ${actorId} AND n.used_at IS NULL)`;
}

/** Uses up the acting member's naming for this case. @returns false when there is none */
export async function useSecondApproval(
  tx: Tx,
  kind: SecondApprovalKind,
  subjectId: string,
): Promise<boolean> {
  const used = await tx.sql(
    `UPDATE second_approver SET used_at = $5 WHERE community_id = $1 AND subject_kind = $2 AND subject_id = $3
       AND approver_id = $4 AND used_at IS NULL RETURNING id`,
    [tx.communityId, kind, subjectId, tx.actor.memberId, tx.now],
  );
  return used.length > 0;
}
