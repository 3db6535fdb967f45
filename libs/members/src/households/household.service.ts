import { requireOrganisation, requireZones } from '#communities';
import { isCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import {
  deskReachesHousehold,
  deskReachesMember,
  refuseOthersOrganisation,
  relationToHousehold,
} from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { isGuardianOf } from './household.queries.js';
import { ADDRESS, describeHousehold, describeHouseholds, type SeenHousehold } from './household-record.js';

export interface NewHousehold {
  readonly organisationId?: string;
  readonly zoneId: string;
  readonly address: string;
  readonly protected?: boolean;
  readonly meetingPoint?: string;
  /** One at least; each an existing member. */
  readonly guardianIds: readonly string[];
  /** Other adults of the home, who are no guardians. */
  readonly adultIds?: readonly string[];
}

export interface HouseholdChange {
  readonly zoneId?: string;
  readonly address?: string;
  /** The desk's alone to change. */
  readonly protected?: boolean;
  readonly meetingPoint?: string | null;
}

/** Households: entered by the desk with their guardians, edited by a guardian or the desk, every read recorded. */
@Injectable()
export class HouseholdService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * The guardians are people whom the desk reaches, and never the one who enters them.
   * @throws DomainError unknown-zone, unknown-member, unknown-organisation, meeting-point-missing,
   * guardian-missing, not-your-own, forbidden for an organisation that the desk does not reach
   */
  createHousehold(actor: MemberActor, input: NewHousehold): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      if (input.guardianIds.length === 0) throw memberError('guardian-missing');
      if (input.protected && !input.meetingPoint) throw memberError('meeting-point-missing');
      if (input.guardianIds.includes(actor.memberId)) throw memberError('not-your-own');
      await requireZones(tx, [input.zoneId]);
      const guardians = new Set(input.guardianIds);
      const adults = new Set([...guardians, ...(input.adultIds ?? [])]);
      await requireMembers(tx, [...adults]);
      await requireOrganisation(tx, input.organisationId);
      await refuseOthersOrganisation(tx, input.organisationId);
      const id = newId();
      await tx.sql(
        `INSERT INTO household (community_id, id, organisation_id, zone_id, address_sealed, protected, meeting_point, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tx.communityId,
          id,
          input.organisationId ?? null,
          input.zoneId,
          this.codec.seal(tx.communityId, ADDRESS, id, input.address),
          input.protected ?? false,
          input.meetingPoint ?? null,
          tx.now,
        ],
      );
      await tx.sql(
        `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_by, added_at)
         SELECT $1, $2, a.member_id, a.guardian, $5, $6 FROM unnest($3::uuid[], $4::boolean[]) AS a (member_id, guardian)`,
        [
          tx.communityId,
          id,
          [...adults],
          [...adults].map((memberId) => guardians.has(memberId)),
          actor.memberId,
          tx.now,
        ],
      );
      await tx.audit({ action: 'household.create', kind: 'household', ids: [id] });
      return describeHousehold(tx, this.codec, id, 'coordinator');
    });
  }

  /** A family's own households; for the desk, those it reaches. One audit record a page. */
  listHouseholds(
    actor: MemberActor,
    page: PageRequest,
    query: { readonly memberId?: string } = {},
  ): Promise<Page<SeenHousehold>> {
    return this.uow.run(actor, async (tx) => {
      const desk = isCoordinator(actor);
      const rows = await tx.sql<{ id: string; limited: boolean }>(
        `SELECT h.id, EXISTS (SELECT FROM household_member l WHERE l.community_id = $1 AND l.household_id = h.id
           AND l.member_id = $4 AND l.limited) AS limited FROM household h WHERE h.community_id = $1 AND ($2::uuid IS NULL OR h.id > $2)
           AND ($5::uuid IS NULL OR EXISTS (SELECT FROM household_member m
             WHERE m.community_id = $1 AND m.household_id = h.id AND m.member_id = $5)) AND ${desk ? deskReachesHousehold(tx, 'h', '$4') : OWN}
         ORDER BY h.id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, actor.memberId, query.memberId ?? null],
      );
      const cut = toPage(rows, page.limit);
      const ids = cut.items.map(({ id }) => id);
      if (ids.length > 0) await tx.audit({ action: 'household.list', kind: 'household', ids });
      const seen = new Map<string, SeenHousehold>();
      for (const [relation, some] of [
        [desk ? 'coordinator' : 'guardian', cut.items.filter(({ limited }) => !limited)],
        ['limited-guardian', cut.items.filter(({ limited }) => limited)],
      ] as const) {
        const its = some.map(({ id }) => id);
        for (const one of await describeHouseholds(tx, this.codec, its, relation)) seen.set(one.id, one);
      }
      return { ...cut, items: ids.map((id) => seen.get(id)!) };
    });
  }

  /** A household as the actor may see it; recorded. @throws DomainError not-found */
  readHousehold(actor: MemberActor, id: string): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      const household = await describeHousehold(tx, this.codec, id, await relationToHousehold(tx, id));
      await tx.audit({ action: 'household.read', kind: 'household', ids: [id] });
      return household;
    });
  }

  /** @throws DomainError not-found, stale-version, forbidden, unknown-zone, meeting-point-missing */
  editHousehold(
    actor: MemberActor,
    id: string,
    version: number,
    change: HouseholdChange,
  ): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      const relation = await requireEditor(tx, id);
      if (change.protected !== undefined && !isCoordinator(actor)) {
        throw commonError('forbidden', 'The desk decides whether a household is protected.');
      }
      if (change.zoneId) await requireZones(tx, [change.zoneId]);
      const known = await describeHousehold(tx, this.codec, id, relation);
      const next = { ...known, ...change };
      if (next.protected && !next.meetingPoint) throw memberError('meeting-point-missing');
      const changed = await tx.sql(
        `UPDATE household SET zone_id = $4, protected = $5, meeting_point = $6, address_sealed = coalesce($7, address_sealed),
           version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id`,
        [
          tx.communityId,
          id,
          version,
          next.zoneId,
          next.protected,
          next.meetingPoint ?? null,
          this.codec.sealOptional(tx.communityId, ADDRESS, id, change.address),
        ],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await tx.audit({ action: 'household.edit', kind: 'household', ids: [id] });
      const moved = next.zoneId !== known.zoneId || (change.address && change.address !== known.address);
      if (moved) await tx.announce('household.moved', { subjectId: id });
      return describeHousehold(tx, this.codec, id, relation);
    });
  }

  /**
   * Makes a member a guardian: they will see the household's data. The desk's alone, for an adult of the home too, and
   * never for oneself: who reads care cards is somebody else's decision.
   * @throws DomainError not-found, not-your-own, unknown-member, already-guardian
   */
  addGuardian(actor: MemberActor, id: string, memberId: string): Promise<SeenHousehold> {
    return this.uow.run(actor, async (tx) => {
      if ((await requireEditor(tx, id)) !== 'coordinator') throw commonError('not-found');
      if (memberId === actor.memberId) throw memberError('not-your-own');
      await requireMembers(tx, [memberId]);
      const written = await tx.sql(
        `INSERT INTO household_member AS hm (community_id, household_id, member_id, guardian, added_by, added_at)
         VALUES ($1, $2, $3, true, $4, $5)
         ON CONFLICT (community_id, household_id, member_id) DO UPDATE SET guardian = true, added_by = excluded.added_by
           WHERE NOT hm.guardian RETURNING member_id`,
        [tx.communityId, id, memberId, actor.memberId, tx.now],
      );
      if (written.length === 0) throw memberError('already-guardian');
      await tx.audit({ action: 'household.add-guardian', kind: 'household', ids: [id, memberId] });
      return describeHousehold(tx, this.codec, id, 'coordinator');
    });
  }
}

const OWN = `EXISTS (SELECT FROM household_member hm WHERE hm.community_id = h.community_id
  AND hm.household_id = h.id AND hm.member_id = $4 AND hm.guardian)`;

/** Who may edit a household: its guardians and the desk. @throws DomainError not-found for everybody else. */
export async function requireEditor(tx: Tx, householdId: string): Promise<'guardian' | 'coordinator'> {
  const relation = await relationToHousehold(tx, householdId);
  if (relation !== 'guardian' && relation !== 'coordinator') throw commonError('not-found');
  return relation;
}

/** Who may edit what is kept of a dependant: as for the household, and a limited guardian who answers for them. */
export async function requireDependantEditor(
  tx: Tx,
  householdId: string,
  dependantId: string,
): Promise<'guardian' | 'limited-guardian' | 'coordinator'> {
  const relation = await relationToHousehold(tx, householdId);
  if (relation !== 'limited-guardian') return requireEditor(tx, householdId);
  if (!(await isGuardianOf(tx, dependantId, tx.actor.memberId))) throw commonError('not-found');
  return relation;
}

/** The members are here and the desk reaches them. @throws DomainError unknown-member. */
async function requireMembers(tx: Tx, ids: readonly string[]): Promise<void> {
  const [row] = await tx.sql<{ known: number }>(
    `SELECT count(*)::int AS known FROM member m WHERE m.community_id = $1 AND m.id = ANY ($2::uuid[]) AND m.state <> 'left'
       AND ${deskReachesMember(tx, 'm', '$3')}`,
    [tx.communityId, ids, tx.actor.memberId ?? null],
  );
  if (row!.known < ids.length) throw memberError('unknown-member');
}
