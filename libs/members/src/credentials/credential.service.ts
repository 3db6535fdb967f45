import { communityError, todayOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId, toPage, type LocalDay, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReachesMember, relationToMember } from '../access/relation.queries.js';
import { useSecondApproval } from '../access/second-approver.js';
import { requireNotLeft } from '../members/member.queries.js';
import { memberError } from '../members/members.errors.js';
import {
  credentialStateOn,
  tooOldWhenShown,
  validUntilOf,
  type CredentialState,
} from './credential.rules.js';

/** A recorded check. Who looked, when, and until when it counts; never the document. */
export interface Credential {
  readonly id: string;
  readonly memberId: string;
  readonly credentialTypeId: string;
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly issuedOn: LocalDay;
  readonly checkedOn: LocalDay;
  readonly checkedBy: string;
  readonly outcome: 'passed' | 'failed';
  readonly validUntil: LocalDay;
  readonly withdrawn: boolean;
  /** Of the day it is read. */
  readonly state: CredentialState;
}

export interface NewCredential {
  readonly credentialTypeId: string;
  readonly country: string;
  readonly issuedOn: LocalDay;
  readonly checkedOn: LocalDay;
  readonly outcome: 'passed' | 'failed';
  /** When the paper itself ends earlier than its type's months say; never later. */
  readonly validUntil?: LocalDay;
}

@Injectable()
export class CredentialService {
  constructor(private readonly uow: UnitOfWork) {}

  /** The credentials of a member: their own, or of somebody the desk reaches. @throws DomainError not-found */
  listCredentials(actor: MemberActor, memberId: string, page: PageRequest): Promise<Page<Credential>> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      if (relation !== 'self' && relation !== 'coordinator') throw commonError('not-found');
      const rows = await tx.sql<Omit<Credential, 'state'>>(
        `${CREDENTIALS} AND c.member_id = $2 AND ($3::uuid IS NULL OR c.id > $3) ORDER BY c.id LIMIT $4`,
        [tx.communityId, memberId, page.after ?? null, page.limit + 1],
      );
      if (relation !== 'self') await tx.audit({ action: 'credential.read', kind: 'member', ids: [memberId] });
      const today = await todayOf(tx);
      return toPage(
        rows.map((row) => ({ ...row, state: credentialStateOn(row, today) })),
        page.limit,
      );
    });
  }

  /**
   * Records a check that the acting coordinator vouches for. A failed one ends what was passed before it: those records are
   * withdrawn with it, and coming visits are flagged as for any change.
   * @throws DomainError not-found, not-your-own, unknown-credential-type, credential-dates, credential-too-old
   */
  recordCredential(actor: MemberActor, memberId: string, input: NewCredential): Promise<Credential> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === actor.memberId) throw memberError('not-your-own');
      await requireVetting(tx, memberId);
      await requireNotLeft(tx, memberId);
      const [type] = await tx.sql<{ validity_months: number; max_age_months: number | null }>(
        'SELECT validity_months, max_age_months FROM credential_type WHERE community_id = $1 AND id = $2',
        [tx.communityId, input.credentialTypeId],
      );
      if (!type) throw communityError('unknown-credential-type');
      const latest = validUntilOf(input.issuedOn, type.validity_months);
      const validUntil = input.validUntil ?? latest;
      const today = await todayOf(tx);
      const inOrder = input.issuedOn <= input.checkedOn && input.checkedOn <= today;
      if (!inOrder || validUntil < input.issuedOn || validUntil > latest) {
        throw memberError(
          'credential-dates',
          'Issued, then checked, not after today; the end not before the issue, nor later than its type allows.',
        );
      }
      if (tooOldWhenShown(input, type.max_age_months)) {
        throw memberError('credential-too-old', undefined, { months: type.max_age_months! });
      }
      if (input.outcome === 'failed') await withdrawPassed(tx, memberId, input);
      else await refuseIfFailedSince(tx, memberId, input);
      const id = newId();
      await tx.sql(
        `INSERT INTO credential (community_id, id, member_id, credential_type_id, country, issued_on, checked_on,
           checked_by, outcome, valid_until, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          tx.communityId,
          id,
          memberId,
          input.credentialTypeId,
          input.country,
          input.issuedOn,
          input.checkedOn,
          actor.memberId,
          input.outcome,
          validUntil,
          tx.now,
        ],
      );
      await tx.announce('credential.changed', { subjectId: memberId });
      return credentialOf(tx, id, today);
    });
  }

  /**
   * Withdraws a record: it stays readable and counts no more. Again is no error.
   * @throws DomainError not-found, not-your-own
   */
  withdrawCredential(actor: MemberActor, credentialId: string): Promise<Credential> {
    return this.uow.run(actor, async (tx) => {
      const [owner] = await tx.sql<{ member_id: string }>(
        `SELECT c.member_id FROM credential c JOIN member m ON m.community_id = c.community_id AND m.id = c.member_id
         WHERE c.community_id = $1 AND c.id = $2 AND ${deskReachesMember(tx, 'm', '$3')}`,
        [tx.communityId, credentialId, actor.memberId],
      );
      if (!owner) throw commonError('not-found');
      if (owner.member_id === actor.memberId) throw memberError('not-your-own');
      const changed = await tx.sql(
        `UPDATE credential SET withdrawn_at = $3 WHERE community_id = $1 AND id = $2 AND withdrawn_at IS NULL
         RETURNING id`,
        [tx.communityId, credentialId, tx.now],
      );
      if (changed.length > 0) {
        await auditWithdrawn(tx, owner.member_id, [credentialId]);
        await tx.announce('credential.changed', { subjectId: owner.member_id });
      }
      return credentialOf(tx, credentialId, await todayOf(tx));
    });
  }
}

const CREDENTIALS = `
  SELECT c.id, c.member_id AS "memberId", c.credential_type_id AS "credentialTypeId", t.code, t.name, c.country,
    c.issued_on AS "issuedOn", c.checked_on AS "checkedOn", c.checked_by AS "checkedBy", c.outcome,
    c.valid_until AS "validUntil", c.withdrawn_at IS NOT NULL AS withdrawn
  FROM credential c JOIN credential_type t ON t.community_id = c.community_id AND t.id = c.credential_type_id
  WHERE c.community_id = $1`;

async function credentialOf(tx: Tx, id: string, today: LocalDay): Promise<Credential> {
  const [row] = await tx.sql<Omit<Credential, 'state'>>(`${CREDENTIALS} AND c.id = $2`, [tx.communityId, id]);
  return { ...row!, state: credentialStateOn(row!, today) };
}

/** The desk reaches the member, or the actor was named for this one check. @throws DomainError not-found */
async function requireVetting(tx: Tx, memberId: string): Promise<void> {
  if (await useSecondApproval(tx, 'credential', memberId)) return;
  if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
}

type Check = Pick<NewCredential, 'credentialTypeId' | 'checkedOn'>;

/** What was passed on the day of a failed check or before counts no more. */
async function withdrawPassed(tx: Tx, memberId: string, failed: Check): Promise<void> {
  const rows = await tx.sql<{ id: string }>(
    `UPDATE credential SET withdrawn_at = $5 WHERE community_id = $1 AND member_id = $2 AND credential_type_id = $3
       AND outcome = 'passed' AND withdrawn_at IS NULL AND checked_on <= $4 RETURNING id`,
    [tx.communityId, memberId, failed.credentialTypeId, failed.checkedOn, tx.now],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await auditWithdrawn(tx, memberId, ids);
}

/** An older pass, entered late, does not undo a failure. @throws DomainError credential-dates */
async function refuseIfFailedSince(tx: Tx, memberId: string, passed: Check): Promise<void> {
  const since = await tx.sql(
    `SELECT FROM credential WHERE community_id = $1 AND member_id = $2 AND credential_type_id = $3
       AND outcome = 'failed' AND withdrawn_at IS NULL AND checked_on > $4 LIMIT 1`,
    [tx.communityId, memberId, passed.credentialTypeId, passed.checkedOn],
  );
  if (since.length > 0) throw memberError('credential-dates', 'A later check of this kind was failed.');
}

/** Who took it away is on record: what is passed may come near a child. */
async function auditWithdrawn(tx: Tx, memberId: string, credentialIds: readonly string[]): Promise<void> {
  await tx.audit({
    action: 'credential.withdraw',
    kind: 'credential',
    ids: [memberId, ...credentialIds].slice(0, 200),
  });
}
