import {
  communityOf,
  policiesToday,
  requireLanguage,
  requireOpenOrganisation,
  type Community,
} from '#communities';
import type { Tx } from '#database';
import { instantAt, InvalidInput, localDay, newId, type LocalDay } from '#platform';
import { relationToMember } from '../access/relation.queries.js';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { memberWithAddress, writeIdentity, type Identity } from '../identity/member-identity.js';
import { linkPerson } from '../identity/person.js';
import { findAlike, type Sought } from '../joining/alike.queries.js';
import { adultOnOf, type AgeFacts } from '../minors/age.js';
import { enterRegister } from '../register/register.js';
import { insuredFrom } from './insurance.rules.js';
import { memberError } from './members.errors.js';

/** The roles the desk may give when it enters somebody; the others are an administrator's to grant. */
export const DESK_ROLES = ['family', 'helper'] as const;

export interface NewMember extends AgeFacts {
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly phone?: string;
  /** Two people of one family may share a phone: say so, else the phone counts as the same member. */
  readonly sharedPhone?: boolean;
  readonly language: string;
  readonly organisationId?: string;
  readonly roles: readonly (typeof DESK_ROLES)[number][];
  /** Who sounds alike was looked at, and this is somebody else. `false` asks; left out, nobody asks (imports). */
  readonly different?: boolean;
  /** Where they live, to tell them from those who sound alike; not kept. */
  readonly municipalityId?: string;
  /** The day they come of age where they said it before; null: of age. Left out, a helper's age is among these facts. */
  readonly adultOn?: LocalDay | null;
  /** Local day of entry in the volunteer register, when that was earlier than today; cover starts no earlier for it. */
  readonly registeredOn?: LocalDay;
}

/** The facts by which somebody is looked for before they are entered. */
export type SoughtMember = Pick<
  NewMember,
  'givenName' | 'familyName' | 'email' | 'phone' | 'sharedPhone' | 'municipalityId'
>;

/**
 * The ONE way to become a member, whoever asked for it: the desk, an invitation, a registration. An address that a person
 * of another community signs in with makes the same person. Nobody becomes a helper whose age nobody asked.
 * @throws DomainError member-exists, unknown-organisation, age-missing, too-young; InvalidInput
 */
export async function enterMember(tx: Tx, codec: IdentityCodec, input: NewMember): Promise<string> {
  const community = await communityOf(tx);
  requireLanguage(community, input.language);
  await requireOpenOrganisation(tx, input.organisationId);
  const identity: Identity = {
    givenName: input.givenName,
    familyName: input.familyName,
    email: input.email ? normaliseEmail(input.email) : null,
    phone: input.phone ? normalisePhone(input.phone, community.country) : null,
  };
  await refuseKnown(tx, codec, { ...identity, phone: input.sharedPhone ? null : identity.phone });
  const adultOn =
    input.adultOn ??
    (input.roles.includes('helper') && input.adultOn !== null ? await adultOnOf(tx, input) : null);
  const id = newId();
  await insertMember(tx, codec, { id, community, input, identity, adultOn });
  return id;
}

/** @throws DomainError member-exists, with the id of whom it is for a desk that reaches them */
export async function refuseKnown(
  tx: Tx,
  codec: IdentityCodec,
  addresses: Pick<Identity, 'email' | 'phone'>,
  exceptId?: string,
): Promise<void> {
  const known = await memberWithAddress(tx, codec, addresses, exceptId);
  if (!known) return;
  const reached = (await relationToMember(tx, known)) === 'coordinator';
  throw memberError('member-exists', undefined, reached ? { memberId: known } : {});
}

/** Input as it is looked for. @throws InvalidInput */
export async function soughtOf(tx: Tx, sought: SoughtMember): Promise<Sought> {
  const { country } = await communityOf(tx);
  const { givenName, familyName, email, phone, sharedPhone, municipalityId } = sought;
  return {
    givenName,
    familyName,
    email: email ? normaliseEmail(email) : null,
    phone: phone && !sharedPhone ? normalisePhone(phone, country) : null,
    municipalityId,
  };
}

/** @throws DomainError maybe-the-same: the desk looks, and says whether it is somebody else */
export async function refuseAlike(tx: Tx, codec: IdentityCodec, sought: SoughtMember): Promise<void> {
  const { known, members, hidden } = await findAlike(tx, codec, await soughtOf(tx, sought));
  // Who is surely the same is refused by the address in any case.
  if (known || members.length + hidden === 0) return;
  throw memberError('maybe-the-same', undefined, { memberIds: members.map(({ id }) => id), hidden });
}

interface Entered {
  readonly id: string;
  readonly community: Community;
  readonly input: NewMember;
  readonly identity: Identity;
  readonly adultOn: LocalDay | null;
}

async function insertMember(tx: Tx, codec: IdentityCodec, entered: Entered): Promise<void> {
  const { id, community, input, identity, adultOn } = entered;
  const registeredOn = input.registeredOn ?? localDay(community.timeZone, tx.now);
  const registeredAt = registrationOf(community, registeredOn, tx.now);
  await tx.sql(
    `INSERT INTO member (community_id, id, person_id, organisation_id, state, language, registered_at, insured_from,
       adult_on, created_by, created_at) VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10)`,
    [
      tx.communityId,
      id,
      await linkPerson(tx, codec, { ...identity, phone: input.sharedPhone ? null : identity.phone }),
      input.organisationId ?? null,
      input.language,
      registeredAt,
      insuredFrom(tx.now, community.timeZone, await policiesToday(tx)),
      adultOn,
      tx.actor.memberId ?? null,
      tx.now,
    ],
  );
  await writeIdentity(tx, codec, id, identity);
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

function registrationOf(community: Community, registeredOn: LocalDay, now: Date): Date {
  const today = localDay(community.timeZone, now);
  if (registeredOn > today) {
    throw new InvalidInput([{ field: 'registeredOn', message: 'registeredOn cannot be in the future' }]);
  }
  return registeredOn === today ? now : instantAt(community.timeZone, registeredOn, 0);
}
