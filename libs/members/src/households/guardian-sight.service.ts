import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { describeHousehold, type SeenHousehold } from './household-record.js';
import { requireEditor } from './household.service.js';

/** How far each guardian sees: the desk's to say, and never of oneself. */
@Injectable()
export class GuardianSightService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * @param limitedTo the dependants a guardian answers for, beside what they ask for themselves; null: all of the household
   * @throws DomainError not-found, not-your-own, stale-version, not-a-guardian, guardian-whole-missing, unknown-dependant
   */
  setSight(
    actor: MemberActor,
    householdId: string,
    memberId: string,
    version: number,
    limitedTo: readonly string[] | null,
  ): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      if ((await requireEditor(tx, householdId)) !== 'coordinator') throw commonError('not-found');
      if (memberId === actor.memberId) throw memberError('not-your-own');
      const changed = await tx.sql(
        'UPDATE household SET version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id',
        [tx.communityId, householdId, version],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await limit(tx, householdId, memberId, limitedTo !== null);
      await answerFor(tx, householdId, memberId, limitedTo ?? []);
      await tx.audit({ action: 'household.limit-guardian', kind: 'household', ids: [householdId, memberId] });
      return describeHousehold(tx, this.codec, householdId, 'coordinator');
    });
  }
}

/** @throws DomainError not-a-guardian; guardian-whole-missing when nobody would be left who sees all of it */
async function limit(tx: Tx, householdId: string, memberId: string, limited: boolean): Promise<void> {
  const guardians = await tx.sql<{ id: string; limited: boolean }>(
    `UPDATE household_member SET limited = CASE WHEN member_id = $3 THEN $4 ELSE limited END
     WHERE community_id = $1 AND household_id = $2 AND guardian RETURNING member_id AS id, limited`,
    [tx.communityId, householdId, memberId, limited],
  );
  if (!guardians.some(({ id }) => id === memberId)) throw memberError('not-a-guardian');
  if (guardians.every((one) => one.limited)) throw memberError('guardian-whole-missing');
}

/** @throws DomainError unknown-dependant */
async function answerFor(
  tx: Tx,
  householdId: string,
  memberId: string,
  dependantIds: readonly string[],
): Promise<void> {
  await tx.sql(
    'DELETE FROM guardian_dependant WHERE community_id = $1 AND household_id = $2 AND member_id = $3',
    [tx.communityId, householdId, memberId],
  );
  const written = await tx.sql(
    `INSERT INTO guardian_dependant (community_id, household_id, member_id, dependant_id, granted_by, granted_at)
     SELECT $1, $2, $3, d.id, $5, $6 FROM dependant d
     WHERE d.community_id = $1 AND d.household_id = $2 AND d.id = ANY ($4::uuid[]) RETURNING dependant_id`,
    [tx.communityId, householdId, memberId, dependantIds, tx.actor.memberId, tx.now],
  );
  if (written.length < new Set(dependantIds).size) throw memberError('unknown-dependant');
}
