import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { describeHousehold, NICKNAME, type SeenHousehold } from './household-record.js';
import { requireDependantEditor, requireEditor } from './household.service.js';
import { checkNickname } from './nickname.rules.js';

export const AGE_BANDS = ['0-2', '3-5', '6-10', '11-13', '14-17', 'adult'] as const;
export const SCHOOL_LEVELS = [
  'nursery',
  'kindergarten',
  'primary',
  'lower-secondary',
  'upper-secondary',
] as const;
export const SEAT_TYPES = ['infant', 'child', 'booster', 'adult'] as const;

/** What is kept of a dependant: a nickname, never a surname, a birth date or the reason of hardship. */
export interface NewDependant {
  readonly nickname: string;
  readonly ageBand: (typeof AGE_BANDS)[number];
  readonly schoolLevel?: (typeof SCHOOL_LEVELS)[number] | null;
  readonly seatType: (typeof SEAT_TYPES)[number];
}

/**
 * Dependants change with their household: the household's version guards them, and its answer is the whole
 * household.
 */
@Injectable()
export class DependantService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** @throws DomainError not-found, names-too-much */
  addDependant(actor: MemberActor, householdId: string, input: NewDependant): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      const relation = await requireEditor(tx, householdId);
      const id = newId();
      await tx.sql(
        `INSERT INTO dependant (community_id, id, household_id, nickname_sealed, age_band, school_level, seat_type)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          tx.communityId,
          id,
          householdId,
          this.codec.seal(tx.communityId, NICKNAME, id, checkNickname(input.nickname)),
          input.ageBand,
          input.schoolLevel ?? null,
          input.seatType,
        ],
      );
      await touch(tx, householdId);
      await tx.audit({ action: 'dependant.edit', kind: 'household', ids: [householdId, id] });
      return describeHousehold(tx, this.codec, householdId, relation);
    });
  }

  /** @throws DomainError not-found, stale-version (of the household), dependant-archived, names-too-much */
  editDependant(
    actor: MemberActor,
    dependantId: string,
    version: number,
    change: Partial<NewDependant>,
  ): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      const { householdId, archived } = await dependantOf(tx, dependantId);
      const relation = await requireDependantEditor(tx, householdId, dependantId);
      if (archived) throw memberError('dependant-archived');
      await touch(tx, householdId, version);
      await tx.sql(
        `UPDATE dependant SET nickname_sealed = coalesce($3, nickname_sealed), age_band = coalesce($4, age_band),
           school_level = CASE WHEN $5 THEN $6 ELSE school_level END, seat_type = coalesce($7, seat_type)
         WHERE community_id = $1 AND id = $2`,
        [
          tx.communityId,
          dependantId,
          change.nickname === undefined
            ? null
            : this.codec.seal(tx.communityId, NICKNAME, dependantId, checkNickname(change.nickname)),
          change.ageBand ?? null,
          change.schoolLevel !== undefined,
          change.schoolLevel ?? null,
          change.seatType ?? null,
        ],
      );
      if (change.ageBand !== undefined) {
        // What may not be done alone with minors depends on it.
        await tx.announce('requirement.changed', { subjectId: householdId, values: { about: 'household' } });
      }
      await tx.audit({ action: 'dependant.edit', kind: 'household', ids: [householdId, dependantId] });
      return describeHousehold(tx, this.codec, householdId, relation);
    });
  }

  /** Takes a dependant out of new requests; past visits keep them. Again is no error. @throws DomainError not-found */
  archiveDependant(actor: MemberActor, dependantId: string): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      const { householdId } = await dependantOf(tx, dependantId);
      const relation = await requireEditor(tx, householdId);
      await tx.sql(
        'UPDATE dependant SET archived_at = coalesce(archived_at, $3) WHERE community_id = $1 AND id = $2',
        [tx.communityId, dependantId, tx.now],
      );
      await touch(tx, householdId);
      await tx.audit({ action: 'dependant.archive', kind: 'household', ids: [householdId, dependantId] });
      return describeHousehold(tx, this.codec, householdId, relation);
    });
  }
}

/** The household of a dependant. @throws DomainError not-found */
export async function dependantOf(
  tx: Tx,
  dependantId: string,
): Promise<{ readonly householdId: string; readonly archived: boolean }> {
  const [row] = await tx.sql<{ householdId: string; archived: boolean }>(
    `SELECT household_id AS "householdId", archived_at IS NOT NULL AS archived FROM dependant
     WHERE community_id = $1 AND id = $2`,
    [tx.communityId, dependantId],
  );
  if (!row) throw commonError('not-found');
  return row;
}

/**
 * Raises the household's version.
 * @throws DomainError stale-version when a version is given and is not the present one
 */
async function touch(tx: Tx, householdId: string, version?: number): Promise<void> {
  const changed = await tx.sql(
    `UPDATE household SET version = version + 1
     WHERE community_id = $1 AND id = $2 AND ($3::integer IS NULL OR version = $3) RETURNING id`,
    [tx.communityId, householdId, version ?? null],
  );
  if (changed.length === 0) throw commonError('stale-version');
}
