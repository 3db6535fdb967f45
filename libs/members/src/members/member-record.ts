import type { Role, Tx } from '#database';
import { shownPhone, type LocalDay } from '#platform';
import { discloseMember, type MemberRelation } from '../access/disclosure.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf, type Identity } from '../identity/member-identity.js';

/** A member with everything; what a viewer gets of it is decided by the disclosure table. */
export interface MemberRecord extends Identity {
  readonly id: string;
  readonly state: 'active' | 'suspended' | 'left';
  readonly language: string;
  readonly organisationId: string | null;
  readonly roles: readonly Role[];
  readonly registeredAt: Date;
  readonly insuredFrom: Date | null;
  /** The day a minor comes of age; null for an adult. */
  readonly adultOn: LocalDay | null;
  /** false: neither e-mail nor phone, served by the desk alone. */
  readonly reachable: boolean;
  readonly version: number;
}

/** What a viewer sees of a member: the id, and the fields of the disclosure table. */
export type SeenMember = Pick<MemberRecord, 'id'> & Partial<MemberRecord>;

export const MEMBER_COLUMNS = `m.id, m.state, m.language, m.organisation_id AS "organisationId",
  m.registered_at AS "registeredAt", m.insured_from AS "insuredFrom", m.adult_on AS "adultOn", m.version, m.person_id IS NOT NULL AS reachable,
  array(SELECT r.role FROM member_role r WHERE r.community_id = m.community_id AND r.member_id = m.id ORDER BY r.role) AS roles`;

export type MemberRow = Omit<MemberRecord, keyof Identity>;

/** Adds the opened identities to rows read with MEMBER_COLUMNS. */
export async function withIdentities(
  tx: Tx,
  codec: IdentityCodec,
  rows: readonly MemberRow[],
): Promise<MemberRecord[]> {
  const identities = await identitiesOf(
    tx,
    codec,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ...(identities.get(row.id) ?? ERASED) }));
}

/** Somebody who was erased: the record stays, what names them is gone. */
const ERASED: Identity = { givenName: '–', familyName: '', email: null, phone: null };

/** A member with everything, or undefined when the community has none of this id. */
export async function findMember(
  tx: Tx,
  codec: IdentityCodec,
  memberId: string,
): Promise<MemberRecord | undefined> {
  const rows = await tx.sql<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM member m WHERE m.community_id = $1 AND m.id = $2`,
    [tx.communityId, memberId],
  );
  return (await withIdentities(tx, codec, rows))[0];
}

/** What the viewer in this relation sees of the member. */
export function describeMember(relation: MemberRelation, member: MemberRecord): SeenMember {
  const { phone, ...seen } = discloseMember(relation, member);
  return { ...seen, ...(phone === undefined ? {} : { phone: phone && shownPhone(phone) }), id: member.id };
}
