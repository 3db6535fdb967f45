import { communityError, todayOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { addDays, commonError, newId, toPage, type LocalDay, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReachesMember, relationToMember } from '../access/relation.queries.js';
import { requireNotLeft } from '../members/member.queries.js';
import { memberError } from '../members/members.errors.js';

/** The longest an exemption lasts: it is looked at again once a year. */
const MOST_DAYS = 366;

/** Instead of a check: who decided it, why, and until when. */
export interface Exemption {
  readonly id: string;
  readonly memberId: string;
  readonly credentialTypeId: string;
  /** null: in every category. */
  readonly categoryId: string | null;
  readonly reason: string;
  readonly grantedBy: string;
  readonly validFrom: LocalDay;
  /** The last day it counts. */
  readonly validUntil: LocalDay;
  readonly revokedAt: Date | null;
}

export type NewExemption = Pick<Exemption, 'credentialTypeId' | 'reason' | 'validFrom' | 'validUntil'> & {
  readonly categoryId?: string | null;
};

const COLUMNS = `e.id, e.member_id AS "memberId", e.credential_type_id AS "credentialTypeId", e.category_id AS "categoryId",
  e.reason, e.granted_by AS "grantedBy", e.valid_from AS "validFrom", e.valid_until AS "validUntil", e.revoked_at AS "revokedAt"`;

/** Exemptions from checks: an administrator's, never for oneself, with a reason and an end. */
@Injectable()
export class ExemptionService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Of somebody the desk reaches, newest first; or one's own. @throws DomainError not-found */
  listExemptions(actor: MemberActor, memberId: string, page: PageRequest): Promise<Page<Exemption>> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      if (relation !== 'self' && relation !== 'coordinator') throw commonError('not-found');
      const rows = await tx.sql<Exemption>(
        `SELECT ${COLUMNS} FROM credential_exemption e WHERE e.community_id = $1 AND e.member_id = $2
           AND ($3::uuid IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $4`,
        [tx.communityId, memberId, page.after ?? null, page.limit + 1],
      );
      if (relation !== 'self') await tx.audit({ action: 'exemption.read', kind: 'member', ids: [memberId] });
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError not-found, not-your-own, unknown-credential-type, unknown-category, exemption-days */
  grantExemption(actor: MemberActor, memberId: string, input: NewExemption): Promise<Exemption> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === actor.memberId) throw memberError('not-your-own');
      if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
      await requireNotLeft(tx, memberId);
      await checkInput(tx, input);
      const [granted] = await tx.sql<Exemption>(
        `INSERT INTO credential_exemption AS e (community_id, id, member_id, credential_type_id, category_id, reason,
           granted_by, valid_from, valid_until, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         RETURNING ${COLUMNS}`,
        [
          tx.communityId,
          newId(),
          memberId,
          input.credentialTypeId,
          input.categoryId ?? null,
          input.reason,
          actor.memberId,
          input.validFrom,
          input.validUntil,
          tx.now,
        ],
      );
      await tx.audit({ action: 'exemption.grant', kind: 'member', ids: [memberId] });
      await tx.announce('credential.changed', { subjectId: memberId });
      return granted!;
    });
  }

  /** Ends it at once. Again is no error. @throws DomainError not-found, not-your-own */
  revokeExemption(actor: MemberActor, id: string): Promise<Exemption> {
    return this.uow.run(actor, async (tx) => {
      const [known] = await tx.sql<Exemption>(
        `SELECT ${COLUMNS} FROM credential_exemption e JOIN member m ON m.community_id = e.community_id AND m.id = e.member_id
         WHERE e.community_id = $1 AND e.id = $2 AND ${deskReachesMember(tx, 'm', '$3')} FOR UPDATE OF e`,
        [tx.communityId, id, actor.memberId],
      );
      if (!known) throw commonError('not-found');
      if (known.memberId === actor.memberId) throw memberError('not-your-own');
      if (known.revokedAt) return known;
      await tx.sql('UPDATE credential_exemption SET revoked_at = $3 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
        tx.now,
      ]);
      await tx.audit({ action: 'exemption.revoke', kind: 'member', ids: [known.memberId] });
      await tx.announce('credential.changed', { subjectId: known.memberId });
      return { ...known, revokedAt: tx.now };
    });
  }
}

async function checkInput(tx: Tx, input: NewExemption): Promise<void> {
  const [known] = await tx.sql<{ type: boolean; category: boolean }>(
    `SELECT EXISTS (SELECT FROM credential_type WHERE community_id = $1 AND id = $2) AS type,
       $3::uuid IS NULL OR EXISTS (SELECT FROM category WHERE community_id = $1 AND id = $3) AS category`,
    [tx.communityId, input.credentialTypeId, input.categoryId ?? null],
  );
  if (!known!.type) throw communityError('unknown-credential-type');
  if (!known!.category) throw memberError('unknown-category');
  const { validFrom, validUntil } = input;
  const past = validFrom < (await todayOf(tx));
  if (past || validUntil < validFrom || validUntil >= addDays(validFrom, MOST_DAYS)) {
    throw memberError('exemption-days');
  }
}
