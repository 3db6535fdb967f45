import type { Tx } from '#database';
import type { IdentityCodec } from './identity-codec.js';
import { likenessOf } from './likeness.js';

/** The personal columns of a member, opened. Never in logs, jobs, error facts. */
export interface Identity {
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string | null;
  readonly phone: string | null;
}

interface SealedIdentity {
  readonly member_id: string;
  readonly given_name_sealed: Buffer;
  readonly family_name_sealed: Buffer;
  readonly email_sealed: Buffer | null;
  readonly phone_sealed: Buffer | null;
}

const PLACE = {
  givenName: 'member_identity.given_name',
  familyName: 'member_identity.family_name',
  email: 'member_identity.email',
  phone: 'member_identity.phone',
} as const;

/** Given names by member id, in one query; ids that are not the community's are left out. */
export async function givenNames(
  tx: Tx,
  codec: IdentityCodec,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql<Pick<SealedIdentity, 'member_id' | 'given_name_sealed'>>(
    `SELECT member_id, given_name_sealed FROM member_identity WHERE community_id = $1 AND member_id = ANY ($2::uuid[])`,
    [tx.communityId, [...new Set(memberIds)]],
  );
  return new Map(
    rows.map((row) => [
      row.member_id,
      codec.open(tx.communityId, PLACE.givenName, row.member_id, row.given_name_sealed),
    ]),
  );
}

/** Whole identities by member id, in one query. The caller decides who may see which field, and audits the read. */
export async function identitiesOf(
  tx: Tx,
  codec: IdentityCodec,
  memberIds: readonly string[],
): Promise<Map<string, Identity>> {
  const rows = await tx.sql<SealedIdentity>(
    `SELECT member_id, given_name_sealed, family_name_sealed, email_sealed, phone_sealed FROM member_identity
     WHERE community_id = $1 AND member_id = ANY ($2::uuid[])`,
    [tx.communityId, [...new Set(memberIds)]],
  );
  return new Map(rows.map((row) => [row.member_id, openIdentity(tx.communityId, codec, row)]));
}

function openIdentity(communityId: string, codec: IdentityCodec, row: SealedIdentity): Identity {
  const id = row.member_id;
  return {
    givenName: codec.open(communityId, PLACE.givenName, id, row.given_name_sealed),
    familyName: codec.open(communityId, PLACE.familyName, id, row.family_name_sealed),
    email: codec.openOptional(communityId, PLACE.email, id, row.email_sealed),
    phone: codec.openOptional(communityId, PLACE.phone, id, row.phone_sealed),
  };
}

/** Writes (or rewrites) the identity of a member, sealed, with its blind indexes. */
export async function writeIdentity(
  tx: Tx,
  codec: IdentityCodec,
  memberId: string,
  identity: Identity,
): Promise<void> {
  const community = tx.communityId;
  await tx.sql(
    `INSERT INTO member_identity (community_id, member_id, given_name_sealed, family_name_sealed, email_sealed, phone_sealed,
       email_index, phone_index, likeness) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (community_id, member_id) DO UPDATE SET given_name_sealed = excluded.given_name_sealed,
       family_name_sealed = excluded.family_name_sealed, email_sealed = excluded.email_sealed,
       phone_sealed = excluded.phone_sealed, email_index = excluded.email_index, phone_index = excluded.phone_index,
       likeness = excluded.likeness`,
    [
      community,
      memberId,
      codec.seal(community, PLACE.givenName, memberId, identity.givenName),
      codec.seal(community, PLACE.familyName, memberId, identity.familyName),
      codec.sealOptional(community, PLACE.email, memberId, identity.email),
      codec.sealOptional(community, PLACE.phone, memberId, identity.phone),
      identity.email ? codec.index(community, identity.email) : null,
      identity.phone ? codec.index(community, identity.phone) : null,
      likenessOf(codec, community, identity.givenName, identity.familyName),
    ],
  );
}

const REHEARD_AT_ONCE = 2_000;

/**
 * Writes how names sound where that is not known yet: names of before there was such a thing, or of a former key. At most
 * 2,000 at a time; what is left is heard the next time somebody is looked for.
 */
export async function rehearNames(tx: Tx, codec: IdentityCodec): Promise<void> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT member_id AS id FROM member_identity WHERE community_id = $1 AND likeness IS NULL
     ORDER BY member_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, REHEARD_AT_ONCE],
  );
  const ids = rows.map(({ id }) => id);
  const names = [...(await identitiesOf(tx, codec, ids))];
  await tx.sql(
    `UPDATE member_identity i SET likeness = ARRAY(SELECT decode(k, 'hex') FROM jsonb_array_elements_text(h.keys) AS k)
     FROM jsonb_to_recordset($2::jsonb) AS h (id uuid, keys jsonb) WHERE i.community_id = $1 AND i.member_id = h.id`,
    [
      tx.communityId,
      JSON.stringify(
        names.map(([id, { givenName, familyName }]) => ({
          id,
          keys: likenessOf(codec, tx.communityId, givenName, familyName).map((key) => key.toString('hex')),
        })),
      ),
    ],
  );
}

/** A member other than `exceptId` who has this e-mail address or phone number; undefined when nobody has. */
export async function memberWithAddress(
  tx: Tx,
  codec: IdentityCodec,
  addresses: { readonly email: string | null; readonly phone: string | null },
  exceptId: string | null = null,
): Promise<string | undefined> {
  const { communityId } = tx;
  const [row] = await tx.sql<{ member_id: string }>(
    `SELECT member_id FROM member_identity WHERE community_id = $1
       AND (email_index = $2 OR phone_index = $3) AND ($4::uuid IS NULL OR member_id <> $4) LIMIT 1`,
    [
      communityId,
      addresses.email ? codec.index(communityId, addresses.email) : null,
      addresses.phone ? codec.index(communityId, addresses.phone) : null,
      exceptId,
    ],
  );
  return row?.member_id;
}
