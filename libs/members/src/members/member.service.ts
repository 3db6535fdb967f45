import { communityOf, policiesOn, requireOrganisation, type Community } from '#communities';
import { UnitOfWork, type Actor, type MemberActor, type Role, type Tx } from '#database';
import {
  commonError,
  instantAt,
  InvalidInput,
  localDay,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReachesMember, relationToMember } from '../access/relation.queries.js';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberWithAddress, writeIdentity, type Identity } from '../identity/member-identity.js';
import { linkPerson } from '../identity/person.js';
import { enterRegister } from '../register/register.js';
import { insuredFrom } from './insurance.rules.js';
import {
  describeMember,
  findMember,
  MEMBER_COLUMNS,
  withIdentities,
  type SeenMember,
} from './member-record.js';
import { memberError } from './members.errors.js';

/** The roles the desk may give when it enters somebody; the others are an administrator's to grant. */
export const DESK_ROLES = ['family', 'helper'] as const;

export interface NewMember {
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly phone?: string;
  /** Two people of one family may share a phone: say so, else the phone counts as the same member. */
  readonly sharedPhone?: boolean;
  readonly language: string;
  readonly organisationId?: string;
  readonly roles: readonly (typeof DESK_ROLES)[number][];
  /** Local day of entry in the volunteer register, when that was earlier than today. */
  readonly registeredOn?: LocalDay;
}

export type MemberChange = Partial<
  Pick<NewMember, 'givenName' | 'familyName' | 'email' | 'phone' | 'language'>
>;

export interface MemberFilter {
  readonly role?: Role;
  readonly state?: 'active' | 'suspended' | 'left';
  readonly organisationId?: string;
}

/** Members: entered by the desk, edited by themselves and the desk, seen as the disclosure table says. */
@Injectable()
export class MemberService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * Enters a member; with neither e-mail nor phone the desk serves them.
   * @throws DomainError member-exists (facts: memberId), unknown-organisation; InvalidInput
   */
  createMember(actor: Actor, input: NewMember): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      const community = await communityOf(tx);
      requireLanguage(community, input.language);
      await requireOrganisation(tx, input.organisationId);
      const identity: Identity = {
        givenName: input.givenName,
        familyName: input.familyName,
        email: input.email ? normaliseEmail(input.email) : null,
        phone: input.phone ? normalisePhone(input.phone, community.country) : null,
      };
      await this.refuseKnown(tx, { ...identity, phone: input.sharedPhone ? null : identity.phone });
      const id = newId();
      await this.insertMember(tx, id, community, input, identity);
      await tx.audit({ action: 'member.create', kind: 'member', ids: [id] });
      return describeMember('coordinator', (await findMember(tx, this.codec, id))!);
    });
  }

  private async refuseKnown(
    tx: Tx,
    addresses: Pick<Identity, 'email' | 'phone'>,
    exceptId?: string,
  ): Promise<void> {
    const known = await memberWithAddress(tx, this.codec, addresses, exceptId);
    if (known) throw memberError('member-exists', undefined, { memberId: known });
  }

  private async insertMember(tx: Tx, id: string, community: Community, input: NewMember, identity: Identity) {
    const registeredOn = input.registeredOn ?? localDay(community.timeZone, tx.now);
    const policies = await policiesOn(tx, registeredOn);
    const registeredAt = registrationOf(community, registeredOn, tx.now);
    await tx.sql(
      `INSERT INTO member (community_id, id, person_id, organisation_id, state, language, registered_at, insured_from,
         created_by, created_at) VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9)`,
      [
        tx.communityId,
        id,
        await linkPerson(tx, this.codec, { ...identity, phone: input.sharedPhone ? null : identity.phone }),
        input.organisationId ?? null,
        input.language,
        registeredAt,
        insuredFrom(registeredAt, community.timeZone, policies),
        tx.actor.memberId ?? null,
        tx.now,
      ],
    );
    await writeIdentity(tx, this.codec, id, identity);
    await tx.sql(
      `INSERT INTO member_role (community_id, member_id, role, granted_by, granted_at)
       SELECT $1, $2, r.role, $4, $5 FROM unnest($3::text[]) AS r (role)`,
      [tx.communityId, id, [...new Set(input.roles)], tx.actor.memberId ?? null, tx.now],
    );
    if (input.roles.includes('helper')) {
      const organisationId = input.organisationId ?? null;
      await enterRegister(tx, { memberId: id, organisationId, registeredAt, lastDay: null });
    }
  }

  /** The members the desk reaches, a page at a time; one audit record a page. */
  listMembers(actor: Actor, page: PageRequest, filter: MemberFilter = {}): Promise<Page<SeenMember>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Parameters<typeof withIdentities>[2][number]>(
        `SELECT ${MEMBER_COLUMNS} FROM member m WHERE m.community_id = $1 AND ($2::uuid IS NULL OR m.id > $2)
           AND ($4::text IS NULL OR m.state = $4) AND ($5::uuid IS NULL OR m.organisation_id = $5)
           AND ($6::text IS NULL OR EXISTS (SELECT FROM member_role f
             WHERE f.community_id = m.community_id AND f.member_id = m.id AND f.role = $6))
           AND $7::uuid IS NOT NULL AND ${deskReachesMember(tx, 'm', '$7')}
         ORDER BY m.id LIMIT $3`,
        [
          tx.communityId,
          page.after ?? null,
          page.limit + 1,
          filter.state ?? null,
          filter.organisationId ?? null,
          filter.role ?? null,
          actor.memberId ?? null,
        ],
      );
      const cut = toPage([...rows], page.limit);
      const members = await withIdentities(tx, this.codec, cut.items);
      if (members.length > 0) {
        await tx.audit({ action: 'member.list', kind: 'member', ids: members.map(({ id }) => id) });
      }
      return { ...cut, items: members.map((member) => describeMember('coordinator', member)) };
    });
  }

  /** A member as the actor may see them. @throws DomainError not-found when that is nothing. */
  readMember(actor: MemberActor, memberId: string): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      const member = relation === 'other' ? undefined : await findMember(tx, this.codec, memberId);
      if (!member) throw commonError('not-found');
      if (relation !== 'self') await tx.audit({ action: 'member.read', kind: 'member', ids: [memberId] });
      return describeMember(relation, member);
    });
  }

  /**
   * Changes names, phone, language by the member or the desk; what one signs in with (the e-mail address, the phone of who
   * has none) by the desk alone: the member then belongs to the person of the new address, and sessions of the old one end.
   * @throws DomainError not-found, stale-version, e-mail-at-the-desk, phone-at-the-desk, member-exists, forbidden; InvalidInput
   */
  editMember(
    actor: MemberActor,
    memberId: string,
    version: number,
    change: MemberChange,
  ): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      const known =
        relation === 'self' || relation === 'coordinator'
          ? await findMember(tx, this.codec, memberId)
          : undefined;
      if (!known) throw commonError('not-found');
      if (relation === 'self' && change.email !== undefined) throw memberError('e-mail-at-the-desk');
      if (relation === 'coordinator') refuseDeskOverDesk(actor, known.roles);
      const community = await communityOf(tx);
      if (change.language) requireLanguage(community, change.language);
      const identity: Identity = {
        givenName: change.givenName ?? known.givenName,
        familyName: change.familyName ?? known.familyName,
        email: change.email === undefined ? known.email : normaliseEmail(change.email),
        phone: change.phone === undefined ? known.phone : normalisePhone(change.phone, community.country),
      };
      const relinked = addressOfPerson(identity) !== addressOfPerson(known);
      if (relinked && relation === 'self') throw memberError('phone-at-the-desk');
      const changed = await tx.sql(
        `UPDATE member SET language = $4, person_id = CASE WHEN $5 THEN $6 ELSE person_id END, version = version + 1
         WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id`,
        [
          tx.communityId,
          memberId,
          version,
          change.language ?? known.language,
          relinked,
          relinked ? await this.personOf(tx, memberId, identity) : null,
        ],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await writeIdentity(tx, this.codec, memberId, identity);
      await tx.audit({ action: 'member.edit', kind: 'member', ids: [memberId] });
      return describeMember(relation, (await findMember(tx, this.codec, memberId))!);
    });
  }

  /**
   * The person of a member whose address changes. A phone that somebody else of the community has is shared, and belongs to
   * neither: who held the old one signs in no more. @throws DomainError member-exists for an e-mail address
   */
  private async personOf(tx: Tx, memberId: string, { email, phone }: Identity): Promise<string | null> {
    if (email) await this.refuseKnown(tx, { email, phone: null }, memberId);
    const shared = !email && (await memberWithAddress(tx, this.codec, { email: null, phone }, memberId));
    return shared ? null : linkPerson(tx, this.codec, { email, phone });
  }
}

/** What the person of a member signs in with. */
const addressOfPerson = ({ email, phone }: Pick<Identity, 'email' | 'phone'>) => email ?? phone;

/** A coordinator who could change the sign-in address of an administrator could become one. */
function refuseDeskOverDesk(actor: Actor, roles: readonly Role[]): void {
  const above = roles.some(
    (role) => role === 'coordinator' || role === 'administrator' || role === 'auditor',
  );
  if (above && !actor.roles.includes('administrator')) {
    throw commonError('forbidden', 'Only an administrator changes the record of somebody at the desk.');
  }
}

function requireLanguage(community: Community, language: string): void {
  if (!community.languages.includes(language)) {
    throw new InvalidInput([
      { field: 'language', message: `language must be one of ${community.languages.join(', ')}` },
    ]);
  }
}

function registrationOf(community: Community, registeredOn: LocalDay, now: Date): Date {
  const today = localDay(community.timeZone, now);
  if (registeredOn > today) {
    throw new InvalidInput([{ field: 'registeredOn', message: 'registeredOn cannot be in the future' }]);
  }
  return registeredOn === today ? now : instantAt(community.timeZone, registeredOn, 0);
}
