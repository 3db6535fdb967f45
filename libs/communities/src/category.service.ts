import { UnitOfWork, type Actor, type Tx } from '#database';
import {
  commonError,
  InvalidInput,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { communityError } from './communities.errors.js';
import { requireMunicipalities } from './municipality.service.js';

/** Whom a requirement binds: every helper, or those who would be alone with minors. */
export const CONTACTS = ['any', 'unsupervised-minors'] as const;

/** A credential that helpers of a category need, everywhere or in one municipality, from a local day on. */
export interface Requirement {
  readonly credentialTypeId: string;
  /** null: in the whole community. */
  readonly municipalityId: string | null;
  readonly contact: (typeof CONTACTS)[number];
  readonly validFrom: LocalDay;
}

/** What may be changed of a category; its code is for good. */
export interface CategoryFacts {
  readonly name: string;
  readonly needsDependants: boolean;
  readonly needsSubjects: boolean;
  readonly needsDropOff: boolean;
  readonly skipsClosures: boolean;
  readonly travelCounts: boolean;
  readonly directExchange: boolean;
  /** The helper is alone with those who are helped. */
  readonly unsupervised: boolean;
  readonly siblingMultiplierPercent: number;
  readonly active: boolean;
}

export interface Category extends CategoryFacts {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly requirements: readonly Requirement[];
}

export type NewCategory = Omit<CategoryFacts, 'active' | 'unsupervised'> & {
  readonly code: string;
  readonly unsupervised?: boolean;
};

@Injectable()
export class CategoryService {
  constructor(private readonly uow: UnitOfWork) {}

  listCategories(actor: Actor, page: PageRequest): Promise<Page<Category>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Category>(
        `${CATEGORIES} AND ($2::uuid IS NULL OR c.id > $2) ORDER BY c.id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError code-taken */
  createCategory(actor: Actor, input: NewCategory): Promise<Category> {
    return this.uow.run(actor, async (tx) => {
      const id = newId();
      await tx.sql(
        `INSERT INTO category (community_id, id, code, name, needs_dependants, needs_subjects, needs_drop_off,
           skips_closures, travel_counts, direct_exchange, sibling_multiplier_percent, unsupervised)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          tx.communityId,
          id,
          input.code,
          input.name,
          input.needsDependants,
          input.needsSubjects,
          input.needsDropOff,
          input.skipsClosures,
          input.travelCounts,
          input.directExchange,
          input.siblingMultiplierPercent,
          input.unsupervised ?? true,
        ],
      );
      return categoryOf(tx, id);
    });
  }

  /** @throws DomainError not-found, stale-version */
  editCategory(actor: Actor, id: string, version: number, change: Partial<CategoryFacts>): Promise<Category> {
    return this.uow.run(actor, async (tx) => {
      const next = { ...(await categoryOf(tx, id)), ...change };
      const changed = await tx.sql(
        `UPDATE category SET name = $4, needs_dependants = $5, needs_subjects = $6, needs_drop_off = $7,
           skips_closures = $8, travel_counts = $9, direct_exchange = $10, sibling_multiplier_percent = $11,
           active = $12, unsupervised = $13, version = version + 1
         WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id`,
        [
          tx.communityId,
          id,
          version,
          next.name,
          next.needsDependants,
          next.needsSubjects,
          next.needsDropOff,
          next.skipsClosures,
          next.travelCounts,
          next.directExchange,
          next.siblingMultiplierPercent,
          next.active,
          next.unsupervised,
        ],
      );
      if (changed.length === 0) throw commonError('stale-version');
      if (change.unsupervised !== undefined) {
        await tx.announce('requirement.changed', { subjectId: id, values: { about: 'category' } });
      }
      return categoryOf(tx, id);
    });
  }

  /**
   * Replaces what the category demands of helpers; matching runs again under the new demands, and coming visits whose
   * helper lacks something now are flagged.
   * @throws DomainError not-found, stale-version, unknown-credential-type, unknown-municipality
   */
  async setRequirements(
    actor: Actor,
    id: string,
    version: number,
    requirements: readonly Requirement[],
  ): Promise<Category> {
    const keys = new Set(requirements.map((r) => `${r.credentialTypeId} ${r.municipalityId ?? ''}`));
    if (keys.size < requirements.length) {
      throw new InvalidInput([
        { field: 'requirements', message: 'A credential is demanded twice in the same place' },
      ]);
    }
    return this.uow.run(actor, async (tx) => {
      await categoryOf(tx, id);
      const changed = await tx.sql(
        'UPDATE category SET version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id',
        [tx.communityId, id, version],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await writeRequirements(tx, id, requirements);
      await tx.announce('requirement.changed', { subjectId: id, values: { about: 'category' } });
      return categoryOf(tx, id);
    });
  }
}

async function writeRequirements(tx: Tx, categoryId: string, requirements: readonly Requirement[]) {
  await requireCredentialTypes(
    tx,
    requirements.map((requirement) => requirement.credentialTypeId),
  );
  await requireMunicipalities(
    tx,
    requirements.flatMap(({ municipalityId }) => (municipalityId ? [municipalityId] : [])),
  );
  await tx.sql('DELETE FROM category_requirement WHERE community_id = $1 AND category_id = $2', [
    tx.communityId,
    categoryId,
  ]);
  await tx.sql(
    `INSERT INTO category_requirement (community_id, category_id, id, credential_type_id, municipality_id, valid_from, contact)
     SELECT $1, $2, r.* FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::text[]) AS r`,
    [
      tx.communityId,
      categoryId,
      requirements.map(() => newId()),
      requirements.map((requirement) => requirement.credentialTypeId),
      requirements.map((requirement) => requirement.municipalityId),
      requirements.map((requirement) => requirement.validFrom),
      requirements.map((requirement) => requirement.contact),
    ],
  );
}

/** @throws DomainError unknown-credential-type */
export async function requireCredentialTypes(tx: Tx, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  const [row] = await tx.sql<{ known: number }>(
    'SELECT count(*)::int AS known FROM credential_type WHERE community_id = $1 AND id = ANY ($2::uuid[])',
    [tx.communityId, wanted],
  );
  if (row!.known < wanted.length) throw communityError('unknown-credential-type');
}

const CATEGORIES = `
  SELECT c.id, c.code, c.name, c.needs_dependants AS "needsDependants", c.needs_subjects AS "needsSubjects",
    c.needs_drop_off AS "needsDropOff", c.skips_closures AS "skipsClosures", c.travel_counts AS "travelCounts",
    c.direct_exchange AS "directExchange", c.sibling_multiplier_percent AS "siblingMultiplierPercent", c.active, c.unsupervised, c.version,
    coalesce((SELECT jsonb_agg(jsonb_build_object('credentialTypeId', r.credential_type_id,
        'municipalityId', r.municipality_id, 'contact', r.contact, 'validFrom', r.valid_from) ORDER BY r.id)
      FROM category_requirement r WHERE r.community_id = c.community_id AND r.category_id = c.id), '[]') AS requirements
  FROM category c WHERE c.community_id = $1`;

/** A category of the running community. @throws DomainError not-found */
export async function categoryOf(tx: Tx, id: string): Promise<Category> {
  const [row] = await tx.sql<Category>(`${CATEGORIES} AND c.id = $2`, [tx.communityId, id]);
  if (!row) throw commonError('not-found');
  return row;
}
