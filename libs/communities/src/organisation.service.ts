import { UnitOfWork, type Actor, type Tx } from '#database';
import { commonError, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { communityError } from './communities.errors.js';
import { requireUnused } from './uses.js';

export const ORGANISATION_KINDS = [
  'municipality',
  'association',
  'cooperative',
  'school',
  'parish',
  'other',
] as const;

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof ORGANISATION_KINDS)[number];
  /** How it is reached, as it tells everybody. */
  readonly contact: string | null;
  /** Since when it takes nobody new. */
  readonly closedAt: Date | null;
  readonly version: number;
}

export interface OrganisationEdit {
  readonly name?: string;
  readonly contact?: string | null;
  readonly closed?: boolean;
}

@Injectable()
export class OrganisationService {
  constructor(private readonly uow: UnitOfWork) {}

  listOrganisations(actor: Actor, page: PageRequest): Promise<Page<Organisation>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Organisation>(
        `${ORGANISATIONS} AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError name-taken */
  createOrganisation(actor: Actor, input: Pick<Organisation, 'name' | 'kind'>): Promise<Organisation> {
    return this.uow.run(actor, async (tx) => {
      const id = newId();
      await tx.sql(
        'INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, $4, $5)',
        [tx.communityId, id, input.name, input.kind, tx.now],
      );
      return organisationOf(tx, id);
    });
  }

  /**
   * Corrects it, or closes it when it ends: who is there stays, nobody new comes. Closing again keeps the first day.
   * @throws DomainError not-found, stale-version, name-taken
   */
  editOrganisation(
    actor: Actor,
    id: string,
    version: number,
    change: OrganisationEdit,
  ): Promise<Organisation> {
    return this.uow.run(actor, async (tx) => {
      const known = await organisationOf(tx, id);
      const changed = await tx.sql(
        `UPDATE organisation SET name = $4, contact = $5, closed_at = $6, version = version + 1
         WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id`,
        [
          tx.communityId,
          id,
          version,
          change.name ?? known.name,
          change.contact === undefined ? known.contact : change.contact,
          closedAt(known, change, tx.now),
        ],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await tx.audit({ action: 'organisation.edit', kind: 'organisation', ids: [id] });
      return organisationOf(tx, id);
    });
  }

  /** One entered by mistake. @throws DomainError not-found, stale-version, still-used by whatever hangs on it */
  removeOrganisation(actor: Actor, id: string, version: number): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const known = await organisationOf(tx, id, 'FOR UPDATE');
      if (known.version !== version) throw commonError('stale-version');
      await requireUnused(tx, 'organisation', id);
      await tx.sql('DELETE FROM organisation WHERE community_id = $1 AND id = $2', [tx.communityId, id]);
      await tx.audit({ action: 'organisation.remove', kind: 'organisation', ids: [id] });
    });
  }
}

function closedAt(known: Organisation, { closed }: OrganisationEdit, now: Date): Date | null {
  if (closed === undefined) return known.closedAt;
  return closed ? (known.closedAt ?? now) : null;
}

const ORGANISATIONS = `SELECT id, name, kind, contact, closed_at AS "closedAt", version FROM organisation
  WHERE community_id = $1`;

async function organisationOf(tx: Tx, id: string, lock = ''): Promise<Organisation> {
  const [row] = await tx.sql<Organisation>(`${ORGANISATIONS} AND id = $2 ${lock}`, [tx.communityId, id]);
  if (!row) throw commonError('not-found');
  return row;
}

/** @throws DomainError unknown-organisation unless it is the community's; none named is fine. */
export async function requireOrganisation(tx: Tx, organisationId: string | undefined): Promise<void> {
  if (!organisationId) return;
  const rows = await tx.sql('SELECT id FROM organisation WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    organisationId,
  ]);
  if (rows.length === 0) throw communityError('unknown-organisation');
}

/**
 * Before somebody new comes to it; none named is fine.
 * @throws DomainError unknown-organisation, organisation-closed
 */
export async function requireOpenOrganisation(tx: Tx, organisationId: string | undefined): Promise<void> {
  if (!organisationId) return;
  await requireOrganisation(tx, organisationId);
  const closed = await tx.sql(
    'SELECT FROM organisation WHERE community_id = $1 AND id = $2 AND closed_at IS NOT NULL',
    [tx.communityId, organisationId],
  );
  if (closed.length > 0) throw communityError('organisation-closed');
}
