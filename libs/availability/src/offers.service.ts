import { requireTimebank } from '#communities';
import { UnitOfWork, type Actor, type Tx } from '#database';
import { deskReachesMember } from '#members';
import { commonError, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { availabilityError } from './availability.errors.js';
import { announceChange, lockProfile, requireHelperAccess } from './helper-access.js';
import { OfferEntity } from './offer.entity.js';
import { checkOfferLimits, checkSeats, type OfferFacts } from './offer.rules.js';

export interface OfferView extends OfferFacts {
  readonly id: string;
  readonly memberId: string;
  readonly state: 'live' | 'withdrawn';
  readonly version: number;
  readonly createdAt: Date;
}

export interface OfferFilter {
  readonly memberId?: string;
  readonly state?: 'live' | 'withdrawn';
  readonly categoryId?: string;
}

/** What helpers give: their own offers, or those a coordinator enters on their behalf. */
@Injectable()
export class OffersService {
  constructor(private readonly uow: UnitOfWork) {}

  /** A helper's own offers, or all that a coordinator reaches; newest first. */
  listOffers(actor: Actor, filter: OfferFilter, page: PageRequest): Promise<Page<OfferView>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<OfferView>(
        `SELECT o.id, o.member_id AS "memberId", o.state, o.regime, o.category_ids AS "categoryIds", o.subjects, o.languages,
           o.age_bands AS "ageBands", o.mobility, o.max_travel_minutes AS "maxTravelMinutes",
           o.municipality_ids AS "municipalityIds", o.seats, o.weekly_minutes AS "weeklyMinutes", o.version,
           o.created_at AS "createdAt"
         FROM offer o JOIN member m ON m.community_id = o.community_id AND m.id = o.member_id
         WHERE o.community_id = $1 AND (o.member_id = $2 OR ${deskReachesMember(tx, 'm', '$2')})
           AND ($3::uuid IS NULL OR o.member_id = $3) AND ($4::text IS NULL OR o.state = $4)
           AND ($5::uuid IS NULL OR o.category_ids @> ARRAY[$5::uuid]) AND ($6::uuid IS NULL OR o.id < $6)
         ORDER BY o.id DESC LIMIT $7`,
        [
          tx.communityId,
          tx.actor.memberId ?? null,
          filter.memberId ?? null,
          filter.state ?? null,
          filter.categoryId ?? null,
          page.after ?? null,
          page.limit + 1,
        ],
      );
      return toPage(rows, page.limit);
    });
  }

  readOffer(actor: Actor, id: string): Promise<OfferView> {
    return this.uow.run(actor, async (tx) => toView(await findOffer(tx, id)));
  }

  /** @throws DomainError no-helper-profile, offer-loosens-limits, offer-names-unknown, seats-missing. */
  createOffer(actor: Actor, memberId: string, facts: OfferFacts): Promise<OfferView> {
    return this.uow.run(actor, async (tx) => {
      const profile = await lockProfile(tx, memberId);
      if (facts.regime === 'timebank') await requireTimebank(tx);
      await checkOffer(tx, facts, profile);
      const offer = Object.assign(new OfferEntity(), {
        ...writable(facts),
        communityId: tx.communityId,
        id: newId(),
        memberId,
        state: 'live' as const,
        version: 1,
        createdAt: tx.now,
      });
      await tx.repo(OfferEntity).insert(offer);
      await announceChange(tx, memberId);
      return toView(offer);
    });
  }

  editOffer(actor: Actor, id: string, version: number, patch: Partial<OfferFacts>): Promise<OfferView> {
    return this.uow.run(actor, async (tx) => {
      const { memberId } = await findOffer(tx, id);
      const profile = await lockProfile(tx, memberId);
      const offer = await lockOffer(tx, id, version);
      if (patch.regime === 'timebank' && offer.regime !== 'timebank') await requireTimebank(tx);
      Object.assign(offer, writable({ ...offer, ...patch }));
      await checkOffer(tx, offer, profile);
      return saveOffer(tx, offer);
    });
  }

  /** A withdrawn offer finds no new visits; what was approved from it stays. */
  withdrawOffer(actor: Actor, id: string): Promise<OfferView> {
    return this.uow.run(actor, async (tx) => {
      const { memberId } = await findOffer(tx, id);
      await lockProfile(tx, memberId);
      const offer = await lockOffer(tx, id);
      offer.state = 'withdrawn';
      return saveOffer(tx, offer);
    });
  }
}

async function findOffer(tx: Tx, id: string): Promise<OfferEntity> {
  const offer = await tx.repo(OfferEntity).findOneBy({ communityId: tx.communityId, id });
  if (!offer) throw commonError('not-found');
  await requireHelperAccess(tx, offer.memberId);
  return offer;
}

async function lockOffer(tx: Tx, id: string, version?: number): Promise<OfferEntity> {
  const offer = await tx.repo(OfferEntity).findOne({
    where: { communityId: tx.communityId, id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!offer) throw commonError('not-found');
  if (version !== undefined && version !== offer.version) {
    throw commonError('stale-version', undefined, { version: offer.version });
  }
  if (offer.state === 'withdrawn') throw availabilityError('offer-withdrawn');
  return offer;
}

async function saveOffer(tx: Tx, offer: OfferEntity): Promise<OfferView> {
  offer.version += 1;
  await tx.repo(OfferEntity).save(offer, { reload: false });
  await announceChange(tx, offer.memberId);
  return toView(offer);
}

/** Categories and municipalities exist; limits are tightened only; who drives states seats. */
async function checkOffer(
  tx: Tx,
  facts: OfferFacts,
  limits: { readonly weeklyMinutes: number },
): Promise<void> {
  checkOfferLimits(facts, limits);
  const [known] = await tx.sql<{ categories: number; drives: boolean; municipalities: number }>(
    `SELECT (SELECT count(*)::integer FROM category WHERE community_id = $1 AND id = ANY ($2::uuid[]) AND active) AS categories,
       EXISTS (SELECT FROM category WHERE community_id = $1 AND id = ANY ($2::uuid[]) AND needs_drop_off) AS drives,
       (SELECT count(*)::integer FROM municipality WHERE community_id = $1 AND id = ANY ($3::uuid[])) AS municipalities`,
    [tx.communityId, facts.categoryIds, facts.municipalityIds],
  );
  const unknown = (field: string) => availabilityError('offer-names-unknown', undefined, { field });
  if (known!.categories !== new Set(facts.categoryIds).size) throw unknown('categoryIds');
  if (known!.municipalities !== new Set(facts.municipalityIds).size) throw unknown('municipalityIds');
  checkSeats(facts.seats, known!.drives);
}

function writable(facts: OfferFacts) {
  return {
    regime: facts.regime,
    categoryIds: [...facts.categoryIds],
    subjects: [...facts.subjects],
    languages: [...facts.languages],
    ageBands: [...facts.ageBands],
    mobility: [...facts.mobility],
    maxTravelMinutes: facts.maxTravelMinutes,
    municipalityIds: [...facts.municipalityIds],
    seats: facts.seats,
    weeklyMinutes: facts.weeklyMinutes ?? null,
  };
}

function toView({ communityId: _communityId, ...offer }: OfferEntity): OfferView {
  return offer;
}
