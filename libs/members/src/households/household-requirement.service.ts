import { requireCredentialTypes, todayOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, InvalidInput, type LocalDay } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToHousehold } from '../access/relation.queries.js';
import { requireEditor } from './household.service.js';

/** A check that one household demands of whoever helps it, whatever the category. */
export interface HouseholdRequirement {
  readonly credentialTypeId: string;
  readonly validFrom: LocalDay;
  /** The last day; null: for good. */
  readonly validUntil: LocalDay | null;
}

export interface HouseholdRequirements {
  readonly items: readonly HouseholdRequirement[];
  /** Of the household. */
  readonly version: number;
}

/**
 * What a household demands: set by a guardian or the desk, in force for matching, approval, acceptance and the
 * visit's start.
 */
@Injectable()
export class HouseholdRequirementService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @throws DomainError not-found */
  readRequirements(actor: MemberActor, householdId: string): Promise<HouseholdRequirements> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToHousehold(tx, householdId);
      if (relation !== 'guardian' && relation !== 'coordinator') throw commonError('not-found');
      await tx.audit({ action: 'household.read-requirements', kind: 'household', ids: [householdId] });
      return requirementsOf(tx, householdId);
    });
  }

  /** Replaces them all. @throws DomainError not-found, stale-version, unknown-credential-type; InvalidInput */
  setRequirements(
    actor: MemberActor,
    householdId: string,
    version: number,
    requirements: readonly Omit<HouseholdRequirement, 'validFrom'>[],
  ): Promise<HouseholdRequirements> {
    return this.uow.run(actor, async (tx) => {
      await requireEditor(tx, householdId);
      const today = await todayOf(tx);
      checkRequirements(requirements, today);
      const ids = requirements.map(({ credentialTypeId }) => credentialTypeId);
      await requireCredentialTypes(tx, ids);
      const changed = await tx.sql(
        'UPDATE household SET version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id',
        [tx.communityId, householdId, version],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await tx.sql('DELETE FROM household_requirement WHERE community_id = $1 AND household_id = $2', [
        tx.communityId,
        householdId,
      ]);
      await tx.sql(
        `INSERT INTO household_requirement (community_id, household_id, credential_type_id, valid_from, valid_until, set_by, created_at)
         SELECT $1, $2, d.type_id, $5, d.until, $6, $7 FROM unnest($3::uuid[], $4::date[]) AS d (type_id, until)`,
        [
          tx.communityId,
          householdId,
          ids,
          requirements.map(({ validUntil }) => validUntil),
          today,
          actor.memberId,
          tx.now,
        ],
      );
      await tx.audit({ action: 'household.edit-requirements', kind: 'household', ids: [householdId] });
      await tx.announce('requirement.changed', { subjectId: householdId, values: { about: 'household' } });
      return requirementsOf(tx, householdId);
    });
  }
}

function checkRequirements(
  requirements: readonly Omit<HouseholdRequirement, 'validFrom'>[],
  today: LocalDay,
): void {
  const wrong = (message: string) => new InvalidInput([{ field: 'requirements', message }]);
  if (new Set(requirements.map(({ credentialTypeId }) => credentialTypeId)).size < requirements.length)
    throw wrong('A credential is demanded twice');
  if (requirements.some(({ validUntil }) => validUntil !== null && validUntil < today))
    throw wrong('A demand cannot end before today');
}

async function requirementsOf(tx: Tx, householdId: string): Promise<HouseholdRequirements> {
  const items = await tx.sql<HouseholdRequirement>(
    `SELECT credential_type_id AS "credentialTypeId", valid_from AS "validFrom", valid_until AS "validUntil"
     FROM household_requirement WHERE community_id = $1 AND household_id = $2 ORDER BY credential_type_id`,
    [tx.communityId, householdId],
  );
  const [row] = await tx.sql<{ version: number }>(
    'SELECT version FROM household WHERE community_id = $1 AND id = $2',
    [tx.communityId, householdId],
  );
  return { items, version: row!.version };
}
