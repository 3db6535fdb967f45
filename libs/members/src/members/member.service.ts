import { communityOf, requireLanguage } from '#communities';
import { requireCoordinator, UnitOfWork, type Actor, type MemberActor, type Role, type Tx } from '#database';
import { commonError, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { refuseOthersOrganisation, relationToMember } from '../access/relation.queries.js';
import { addressError } from '../addresses/address.errors.js';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import { endLinksOf } from '../identity-providers/identity-link-rows.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberWithAddress, writeIdentity, type Identity } from '../identity/member-identity.js';
import { linkPerson } from '../identity/person.js';
import { findAlike, type Alike } from '../joining/alike.queries.js';
import {
  enterMember,
  refuseAlike,
  refuseKnown,
  soughtOf,
  type NewMember,
  type SoughtMember,
} from './enter-member.js';
import { describeMember, findMember, withIdentities, type SeenMember } from './member-record.js';
import { requireNotLeft } from './member.queries.js';
import { memberRows, searchMembers, type MemberFilter } from './search-members.js';

export type MemberChange = Partial<Pick<NewMember, 'givenName' | 'familyName' | 'language'>> & {
  /** null takes it off: with neither, the desk serves them. */
  readonly email?: string | null;
  readonly phone?: string | null;
};

/** Members: entered by the desk, edited by themselves and the desk, seen as the disclosure table says. */
@Injectable()
export class MemberService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * Enters a member; with neither e-mail nor phone the desk serves them.
   * @throws DomainError member-exists (facts: memberId), maybe-the-same (facts: memberIds, hidden), unknown-organisation,
   * forbidden for an organisation that the desk does not reach; InvalidInput
   */
  createMember(actor: Actor, input: NewMember): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      await refuseOthersOrganisation(tx, input.organisationId);
      if (input.different === false) await refuseAlike(tx, this.codec, input);
      const id = await enterMember(tx, this.codec, input);
      await tx.audit({ action: 'member.create', kind: 'member', ids: [id] });
      return describeMember('coordinator', (await findMember(tx, this.codec, id))!);
    });
  }

  /** Who may be meant by somebody to be entered: surely, by an address; perhaps, by how the name sounds. */
  findAlike(actor: MemberActor, sought: SoughtMember): Promise<Alike> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => findAlike(tx, this.codec, await soughtOf(tx, sought)));
  }

  /** The members the desk reaches, a page at a time; one audit record a page. */
  listMembers(actor: Actor, page: PageRequest, filter: MemberFilter = {}): Promise<Page<SeenMember>> {
    return this.uow.run(actor, async (tx) => {
      const wanted = { ...page, limit: page.limit + 1 };
      const rows = filter.named
        ? await searchMembers(tx, this.codec, { ...filter, named: filter.named }, wanted)
        : await memberRows(tx, filter, wanted);
      const cut = toPage(rows, page.limit);
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
   * Changes names, addresses, language by the member or the desk. What one signs in with is changed by a code
   * (`OwnAddressService`), or by the desk: the member then belongs to the person of the new address, and sessions and
   * identities of the old one end; a phone that opened the door beside an e-mail address opens it no more.
   * @throws DomainError not-found, stale-version, proven-by-code, member-exists, forbidden; InvalidInput
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
      await requireNotLeft(tx, memberId);
      if (relation === 'self' && change.email !== undefined) throw addressError('proven-by-code');
      if (relation === 'coordinator') refuseDeskOverDesk(actor, known.roles);
      const community = await communityOf(tx);
      if (change.language) requireLanguage(community, change.language);
      const identity: Identity = {
        givenName: change.givenName ?? known.givenName,
        familyName: change.familyName ?? known.familyName,
        ...addressesAfter(change, known, community.country),
      };
      const relinked = addressOfPerson(identity) !== addressOfPerson(known);
      const opensByPhone = identity.phone !== known.phone && (await this.opensByPhone(tx, memberId, known));
      if (relation === 'self' && (relinked || opensByPhone)) throw addressError('proven-by-code');
      const former = relinked ? await formerPersonOf(tx, memberId) : null;
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
      if (relinked) await endLinksOf(tx, memberId);
      else if (opensByPhone) await closePhone(tx, memberId);
      // Whoever gets the former address later finds none of the factors of whoever had it.
      if (former) await tx.sql('SELECT forget_person($1)', [former]);
      await writeIdentity(tx, this.codec, memberId, identity);
      await tx.audit({ action: 'member.edit', kind: 'member', ids: [memberId] });
      return describeMember(relation, (await findMember(tx, this.codec, memberId))!);
    });
  }

  /** Does the member's person sign in with the phone of the record beside the e-mail address? */
  private async opensByPhone(tx: Tx, memberId: string, { phone }: Identity): Promise<boolean> {
    if (!phone) return false;
    const rows = await tx.sql(
      `SELECT FROM member m JOIN person p ON p.id = m.person_id
       WHERE m.community_id = $1 AND m.id = $2 AND p.phone_index = $3 AND p.email_index IS NOT NULL`,
      [tx.communityId, memberId, this.codec.index('person', phone)],
    );
    return rows.length > 0;
  }

  /**
   * The person of a member whose address changes. A phone that somebody else of the community has is shared, and belongs to
   * neither: who held the old one signs in no more. @throws DomainError member-exists for an e-mail address
   */
  private async personOf(tx: Tx, memberId: string, { email, phone }: Identity): Promise<string | null> {
    if (email) await refuseKnown(tx, this.codec, { email, phone: null }, memberId);
    const shared = !email && (await memberWithAddress(tx, this.codec, { email: null, phone }, memberId));
    return shared ? null : linkPerson(tx, this.codec, { email, phone });
  }
}

/** The former phone opens nothing any more; its person proves the new one when they want to sign in with it. */
async function closePhone(tx: Tx, memberId: string): Promise<void> {
  await tx.sql(
    `SELECT close_phone(p.id) FROM member m JOIN person p ON p.id = m.person_id
     WHERE m.community_id = $1 AND m.id = $2`,
    [tx.communityId, memberId],
  );
}

async function formerPersonOf(tx: Tx, memberId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string | null }>(
    'SELECT person_id AS id FROM member WHERE community_id = $1 AND id = $2 FOR UPDATE',
    [tx.communityId, memberId],
  );
  return row!.id;
}

/** The addresses of a record once it is changed. @throws InvalidInput */
function addressesAfter(
  change: MemberChange,
  known: Identity,
  country: string,
): Pick<Identity, 'email' | 'phone'> {
  const after = (
    said: string | null | undefined,
    before: string | null,
    normalise: (said: string) => string,
  ) => (said === undefined ? before : said === null ? null : normalise(said));
  return {
    email: after(change.email, known.email, normaliseEmail),
    phone: after(change.phone, known.phone, (phone) => normalisePhone(phone, country)),
  };
}

/** What the person of a member signs in with. */
const addressOfPerson = ({ email, phone }: Pick<Identity, 'email' | 'phone'>) => email ?? phone;

/** Whom an administrator alone may hand a way in. */
export const sitsAtTheDesk = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'coordinator' || role === 'administrator' || role === 'auditor');

/** A coordinator who could change the sign-in address of an administrator could become one. */
export function refuseDeskOverDesk(actor: Actor, roles: readonly Role[]): void {
  if (sitsAtTheDesk(roles) && !actor.roles.includes('administrator')) {
    throw commonError('forbidden', 'Only an administrator changes the record of somebody at the desk.');
  }
}
