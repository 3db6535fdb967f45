import { todayOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId, toPage, type LocalDay, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { dependantWithinSight } from '../access/guardian-sight.js';
import { deskReachesHousehold } from '../access/relation.queries.js';
import { memberError } from '../members/members.errors.js';
import { recordConsent } from '../privacy/record-choice.js';
import { dependantOf } from './dependant.service.js';
import { isGuardianOf } from './household.queries.js';
import { requireDependantEditor } from './household.service.js';

/** A recorded permission: this helper may collect this dependant from this school. Signers and end, never a copy. */
export interface CollectionAuthorisation {
  readonly id: string;
  readonly dependantId: string;
  readonly helperId: string;
  readonly school: string;
  /** The guardian who signed. */
  readonly signedBy: string;
  /** The last day it counts. */
  readonly validUntil: LocalDay;
  readonly revokedAt: Date | null;
}

export interface NewCollectionAuthorisation {
  readonly dependantId: string;
  readonly helperId: string;
  readonly school: string;
  readonly validUntil: LocalDay;
  /** The guardian who signed on paper, when the desk records it. */
  readonly signedBy?: string;
}

@Injectable()
export class CollectionService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Those of the actor's household, those naming the actor as helper, or those of households the desk reaches. */
  listAuthorisations(actor: MemberActor, page: PageRequest): Promise<Page<CollectionAuthorisation>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<CollectionAuthorisation & { householdId: string; own: boolean }>(
        `${authorisations(`, h.id AS "householdId", (${IN_MY_CARE}) AS own`)} AND ($2::uuid IS NULL OR c.id > $2) AND (c.helper_id = $4 OR (${IN_MY_CARE})
           OR ${deskReachesHousehold(tx, 'h', '$4')}) ORDER BY c.id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, actor.memberId],
      );
      const cut = toPage(rows, page.limit);
      const others = cut.items.filter(({ own }) => !own);
      const ids = others.flatMap(({ householdId, dependantId }) => [householdId, dependantId]);
      if (ids.length > 0)
        await tx.audit({ action: 'collection.read', kind: 'household', ids: [...new Set(ids)] });
      const shown = cut.items.map((row) => {
        const { householdId: _, own: __, ...authorisation } = row;
        return authorisation;
      });
      return { ...cut, items: shown };
    });
  }

  /**
   * The guardian who signs says yes to it: recorded as their consent.
   * @throws DomainError not-found, dependant-archived, unknown-member, forbidden (no guardian signed),
   * authorisation-expired, guardian-consents
   */
  createAuthorisation(
    actor: MemberActor,
    input: NewCollectionAuthorisation,
  ): Promise<CollectionAuthorisation> {
    return this.uow.run(actor, async (tx) => {
      const { householdId, archived } = await dependantOf(tx, input.dependantId);
      const relation = await requireDependantEditor(tx, householdId, input.dependantId);
      if (archived) throw memberError('dependant-archived');
      const signedBy = relation === 'coordinator' ? input.signedBy : actor.memberId;
      if (!(await isGuardianOf(tx, input.dependantId, signedBy))) {
        throw commonError('forbidden', 'A guardian of the dependant signs the authorisation.');
      }
      await requireHelper(tx, input.helperId);
      const today = await todayOf(tx);
      if (input.validUntil < today) throw memberError('authorisation-expired');
      const id = newId();
      await tx.sql(
        `INSERT INTO collection_authorisation (community_id, id, dependant_id, helper_id, school, signed_by, valid_until, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tx.communityId,
          id,
          input.dependantId,
          input.helperId,
          input.school,
          signedBy,
          input.validUntil,
          tx.now,
        ],
      );
      await recordConsent(tx, signedBy!, 'collection');
      await changedFor(tx, householdId);
      return authorisationOf(tx, id);
    });
  }

  /** Ends an authorisation at once. Again is no error. @throws DomainError not-found */
  revokeAuthorisation(actor: MemberActor, id: string): Promise<CollectionAuthorisation> {
    return this.uow.run(actor, async (tx) => {
      const { dependantId } = await authorisationOf(tx, id);
      const { householdId } = await dependantOf(tx, dependantId);
      await requireDependantEditor(tx, householdId, dependantId);
      const changed = await tx.sql(
        `UPDATE collection_authorisation SET revoked_at = $3 WHERE community_id = $1 AND id = $2 AND revoked_at IS NULL
         RETURNING id`,
        [tx.communityId, id, tx.now],
      );
      if (changed.length > 0) await changedFor(tx, householdId);
      return authorisationOf(tx, id);
    });
  }
}

/** Matching looks again, and coming visits of the household are flagged or no longer. */
function changedFor(tx: Tx, householdId: string): Promise<void> {
  return tx.announce('requirement.changed', { subjectId: householdId, values: { about: 'household' } });
}

const authorisations = (more = '') => `
  SELECT c.id, c.dependant_id AS "dependantId", c.helper_id AS "helperId", c.school, c.signed_by AS "signedBy",
    c.valid_until AS "validUntil", c.revoked_at AS "revokedAt"${more}
  FROM collection_authorisation c
  JOIN dependant d ON d.community_id = c.community_id AND d.id = c.dependant_id
  JOIN household h ON h.community_id = d.community_id AND h.id = d.household_id
  WHERE c.community_id = $1`;

const IN_MY_CARE = `EXISTS (SELECT FROM household_member hm WHERE hm.community_id = h.community_id
  AND hm.household_id = h.id AND hm.member_id = $4 AND hm.guardian) AND ${dependantWithinSight('h.id', 'd.id', '$4')}`;

async function authorisationOf(tx: Tx, id: string): Promise<CollectionAuthorisation> {
  const [row] = await tx.sql<CollectionAuthorisation>(`${authorisations()} AND c.id = $2`, [
    tx.communityId,
    id,
  ]);
  if (!row) throw commonError('not-found');
  return row;
}

async function requireHelper(tx: Tx, helperId: string): Promise<void> {
  const rows = await tx.sql(
    `SELECT r.member_id FROM member_role r
     JOIN member m ON m.community_id = r.community_id AND m.id = r.member_id AND m.state = 'active'
     WHERE r.community_id = $1 AND r.member_id = $2 AND r.role = 'helper'`,
    [tx.communityId, helperId],
  );
  if (rows.length === 0) throw memberError('unknown-member');
}
