import { UnitOfWork, type Actor, type Tx } from '#database';
import { newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { communityError } from './communities.errors.js';

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
}

@Injectable()
export class OrganisationService {
  constructor(private readonly uow: UnitOfWork) {}

  listOrganisations(actor: Actor, page: PageRequest): Promise<Page<Organisation>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Organisation>(
        `SELECT id, name, kind FROM organisation
         WHERE community_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError name-taken */
  createOrganisation(actor: Actor, input: Omit<Organisation, 'id'>): Promise<Organisation> {
    return this.uow.run(actor, async (tx) => {
      const organisation: Organisation = { id: newId(), name: input.name, kind: input.kind };
      await tx.sql(
        'INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, $4, $5)',
        [tx.communityId, organisation.id, organisation.name, organisation.kind, tx.now],
      );
      return organisation;
    });
  }
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
