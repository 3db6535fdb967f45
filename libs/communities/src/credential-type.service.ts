import { UnitOfWork, type Actor } from '#database';
import { newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { communityOf } from './community.js';
import { KNOWN_CHECKS, type KnownCheck } from './credential-catalogue.js';

/** A kind of check, training or insurance; a record of it says that somebody looked, never what the paper said. */
export interface CredentialType {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** ISO 3166 code of the country whose rules it follows. */
  readonly country: string;
  readonly validityMonths: number;
  /** How old the paper may be on the day it is shown; null where its age does not matter. */
  readonly maxAgeMonths: number | null;
  readonly legalBasis: string;
}

export type NewCredentialType = Omit<CredentialType, 'id' | 'maxAgeMonths'> & {
  readonly maxAgeMonths?: number | null;
};

@Injectable()
export class CredentialTypeService {
  constructor(private readonly uow: UnitOfWork) {}

  listCredentialTypes(actor: Actor, page: PageRequest): Promise<Page<CredentialType>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<CredentialType>(
        `SELECT id, code, name, country, validity_months AS "validityMonths",
           max_age_months AS "maxAgeMonths", legal_basis AS "legalBasis"
         FROM credential_type WHERE community_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** The checks that a country's law knows; of the community's own country when none is given. */
  listKnownChecks(actor: Actor, country?: string): Promise<{ items: readonly KnownCheck[] }> {
    return this.uow.run(actor, async (tx) => {
      const wanted = country ?? (await communityOf(tx)).country;
      return { items: KNOWN_CHECKS.filter((check) => check.country === wanted) };
    });
  }

  /** @throws DomainError code-taken */
  createCredentialType(actor: Actor, input: NewCredentialType): Promise<CredentialType> {
    return this.uow.run(actor, async (tx) => {
      const type: CredentialType = { ...input, maxAgeMonths: input.maxAgeMonths ?? null, id: newId() };
      await tx.sql(
        `INSERT INTO credential_type (community_id, id, code, name, country, validity_months, max_age_months, legal_basis)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tx.communityId,
          type.id,
          type.code,
          type.name,
          type.country,
          type.validityMonths,
          type.maxAgeMonths,
          type.legalBasis,
        ],
      );
      return type;
    });
  }
}
