import { requireOrganisation, todayOf } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId, toPage, type LocalDay, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { reachesOrganisation } from '../access/relation.queries.js';
import { memberError } from '../members/members.errors.js';

/** A contract that covers those who give time for an organisation; null: for the community itself. */
export interface Insurance {
  readonly id: string;
  readonly organisationId: string | null;
  readonly insurer: string;
  /** How the insurer calls it; null when nobody wrote it down. */
  readonly contract: string | null;
  readonly firstDay: LocalDay;
  /** The last day it covers; null: until it is ended. */
  readonly lastDay: LocalDay | null;
}

export interface NewInsurance {
  readonly organisationId?: string;
  readonly insurer: string;
  readonly contract?: string;
  readonly firstDay: LocalDay;
  readonly lastDay?: LocalDay;
}

const COLUMNS = `id, organisation_id AS "organisationId", insurer, contract, first_day AS "firstDay", last_day AS "lastDay"`;
const MOST_PRINTED = 20;

/** Each organisation's insurance: outside its days nobody of the organisation is proposed, says yes or begins a visit. */
@Injectable()
export class InsuranceService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Newest first. @throws DomainError not-found for an organisation out of the desk's reach */
  list(actor: MemberActor, organisationId: string | null, page: PageRequest): Promise<Page<Insurance>> {
    return this.uow.run(actor, async (tx) => {
      if (!tx.actor.roles.includes('auditor') && !(await reachesOrganisation(tx, organisationId)))
        throw commonError('not-found');
      const rows = await tx.sql<Insurance>(
        `SELECT ${COLUMNS} FROM insurance WHERE community_id = $1 AND organisation_id IS NOT DISTINCT FROM $2::uuid
           AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
        [tx.communityId, organisationId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /**
   * The first one an organisation records binds it: from then on its days count.
   * @throws DomainError unknown-organisation, forbidden, insurance-days
   */
  record(actor: MemberActor, input: NewInsurance): Promise<Insurance> {
    return this.write(actor, async (tx) => {
      await requireOrganisation(tx, input.organisationId);
      await requireOwn(tx, input.organisationId ?? null, 'forbidden');
      const { firstDay, lastDay = null } = input;
      if (lastDay !== null && (lastDay < firstDay || lastDay < (await todayOf(tx))))
        throw memberError('insurance-days');
      const [row] = await tx.sql<Insurance>(
        `INSERT INTO insurance (community_id, id, organisation_id, insurer, contract, first_day, last_day, recorded_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
        [
          tx.communityId,
          newId(),
          input.organisationId ?? null,
          input.insurer,
          input.contract ?? null,
          firstDay,
          lastDay,
          actor.memberId,
          tx.now,
        ],
      );
      return row!;
    });
  }

  /** Sets its last day, today or later; whoever must know is warned of the new one. @throws DomainError not-found, insurance-days */
  end(actor: MemberActor, id: string, lastDay: LocalDay): Promise<Insurance> {
    return this.write(actor, async (tx) => {
      const [known] = await tx.sql<Insurance>(
        `SELECT ${COLUMNS} FROM insurance WHERE community_id = $1 AND id = $2 FOR UPDATE`,
        [tx.communityId, id],
      );
      if (!known) throw commonError('not-found');
      await requireOwn(tx, known.organisationId, 'not-found');
      const over = known.lastDay !== null && known.lastDay < (await todayOf(tx));
      if (over || lastDay < known.firstDay || lastDay < (await todayOf(tx)))
        throw memberError('insurance-days');
      await tx.sql(
        'UPDATE insurance SET last_day = $3, warned_days = NULL WHERE community_id = $1 AND id = $2',
        [tx.communityId, id, lastDay],
      );
      return { ...known, lastDay };
    });
  }

  /** Coming visits are looked at again, and matching too. */
  private write(actor: MemberActor, work: (tx: Tx) => Promise<Insurance>): Promise<Insurance> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const insurance = await work(tx);
      const about = insurance.organisationId ?? tx.communityId;
      await tx.audit({ action: 'insurance.record', kind: 'organisation', ids: [about] });
      await tx.announce('organisation.cover-changed', { subjectId: about });
      return insurance;
    });
  }
}

/** An organisation's desk writes down its own insurance, administrators the community's. */
async function requireOwn(
  tx: Tx,
  organisationId: string | null,
  code: 'forbidden' | 'not-found',
): Promise<void> {
  const own =
    organisationId === null
      ? tx.actor.roles.includes('administrator')
      : await reachesOrganisation(tx, organisationId);
  if (!own) throw commonError(code);
}

/** The contracts that cover an organisation's people today or later, its own or else the community's, in their order. */
export function insurancesInForce(
  tx: Tx,
  organisationId: string | null,
  today: LocalDay,
): Promise<Insurance[]> {
  return tx.sql<Insurance>(
    `SELECT ${COLUMNS} FROM insurance i WHERE i.community_id = $1 AND (i.last_day IS NULL OR i.last_day >= $3)
       AND i.organisation_id IS NOT DISTINCT FROM CASE WHEN EXISTS (SELECT FROM insurance o
         WHERE o.community_id = $1 AND o.organisation_id = $2::uuid) THEN $2::uuid END
     ORDER BY i.first_day, i.id LIMIT ${MOST_PRINTED}`,
    [tx.communityId, organisationId, today],
  );
}
