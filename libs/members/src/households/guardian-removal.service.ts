import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToHousehold } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { describeHousehold, type SeenHousehold } from './household-record.js';

/**
 * Taking a guardian off a household: the desk's, as making one is. A guardian does not take off another: between parents
 * who part, somebody else decides.
 */
@Injectable()
export class GuardianRemovalService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * They see the household no more, and what they agreed to for it ends: care cards that they wrote, authorisations to
   * collect that they signed. What they asked for and what was agreed with helpers stays the household's.
   * @throws DomainError not-found, not-your-own for whoever lives there, stale-version, not-a-guardian, last-guardian,
   * guardian-whole-missing, guardian-pays
   */
  removeGuardian(
    actor: MemberActor,
    householdId: string,
    memberId: string,
    version: number,
  ): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      await requireDeskOf(tx, householdId);
      const changed = await tx.sql(
        'UPDATE household SET version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id',
        [tx.communityId, householdId, version],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await requireRemovable(tx, householdId, memberId);
      await endConsents(tx, householdId, memberId);
      await tx.sql(
        'DELETE FROM household_member WHERE community_id = $1 AND household_id = $2 AND member_id = $3',
        [tx.communityId, householdId, memberId],
      );
      await tx.audit({
        action: 'household.remove-guardian',
        kind: 'household',
        ids: [householdId, memberId],
      });
      return describeHousehold(tx, this.codec, householdId, 'coordinator');
    });
  }
}

/** @throws DomainError not-found, not-your-own: whoever lives there decides nothing about the others */
async function requireDeskOf(tx: Tx, householdId: string): Promise<void> {
  const relation = await relationToHousehold(tx, householdId);
  if (relation === 'guardian' || relation === 'limited-guardian') throw memberError('not-your-own');
  if (relation !== 'coordinator') throw commonError('not-found');
}

async function requireRemovable(tx: Tx, householdId: string, memberId: string): Promise<void> {
  const adults = await tx.sql<{ id: string; guardian: boolean; limited: boolean; left: boolean }>(
    `SELECT hm.member_id AS id, hm.guardian, hm.limited, m.state = 'left' AS left FROM household_member hm
     JOIN member m ON m.community_id = hm.community_id AND m.id = hm.member_id
     WHERE hm.community_id = $1 AND hm.household_id = $2`,
    [tx.communityId, householdId],
  );
  if (adults.some(({ id }) => id === tx.actor.memberId)) throw memberError('not-your-own');
  if (!adults.some(({ id, guardian }) => guardian && id === memberId)) throw memberError('not-a-guardian');
  // Whoever was erased stands there still, and answers for nobody.
  const others = adults.filter(({ id, guardian, left }) => guardian && !left && id !== memberId);
  if (others.length === 0) throw memberError('last-guardian');
  if (others.every(({ limited }) => limited)) throw memberError('guardian-whole-missing');
  await requireNotPaying(tx, householdId, memberId);
}

/** Who no longer sees what is spent does not pay for it; who pays instead must have said so. */
async function requireNotPaying(tx: Tx, householdId: string, memberId: string): Promise<void> {
  const paid = await tx.sql(
    `SELECT FROM request WHERE community_id = $1 AND household_id = $2 AND payer_member_id = $3
       AND state IN ('draft', 'open', 'needs-info') LIMIT 1`,
    [tx.communityId, householdId, memberId],
  );
  if (paid.length > 0) throw memberError('guardian-pays');
}

async function endConsents(tx: Tx, householdId: string, memberId: string): Promise<void> {
  const theirs = 'SELECT id FROM dependant WHERE community_id = $1 AND household_id = $2';
  await tx.sql(
    `DELETE FROM care_card WHERE community_id = $1 AND consented_by = $3 AND dependant_id IN (${theirs})`,
    [tx.communityId, householdId, memberId],
  );
  const revoked = await tx.sql(
    `UPDATE collection_authorisation SET revoked_at = $4 WHERE community_id = $1 AND signed_by = $3 AND revoked_at IS NULL
       AND dependant_id IN (${theirs}) RETURNING id`,
    [tx.communityId, householdId, memberId, tx.now],
  );
  // As for one authorisation revoked: matching looks again, and coming visits without one are flagged.
  if (revoked.length > 0)
    await tx.announce('requirement.changed', { subjectId: householdId, values: { about: 'household' } });
}
