import type { Tx } from '#database';
import { deskReachesMember } from '../access/relation.queries.js';
import { describeMember, MEMBER_COLUMNS, withIdentities, type SeenMember } from '../members/member-record.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { memberWithAddress, rehearNames } from '../identity/member-identity.js';
import { likenessOf } from '../identity/likeness.js';

/** More than this are not looked at one by one: the desk is told that there are. */
const MOST_ALIKE = 10;

export interface Sought {
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string | null;
  /** null when it is said to be shared: it then says nothing about who somebody is. */
  readonly phone: string | null;
  /** Where they live, when that is known: who lives elsewhere is somebody else. */
  readonly municipalityId?: string | undefined;
}

/** Who may be meant, as far as the acting desk reaches them. */
export interface Alike {
  /** Somebody with the same e-mail address or phone: surely the same. */
  readonly known: boolean;
  /** The one who is known, when this desk reaches them. */
  readonly member: SeenMember | null;
  /** Those who sound alike, by the disclosure of the desk. */
  readonly members: readonly SeenMember[];
  /** So many more sound alike whom this desk does not reach. */
  readonly hidden: number;
}

type Row = Parameters<typeof withIdentities>[2][number] & { readonly reached: boolean };

/** Looks in the community for somebody who may be the one to be entered; the read is on record. */
export async function findAlike(tx: Tx, codec: IdentityCodec, sought: Sought): Promise<Alike> {
  const knownId = await memberWithAddress(tx, codec, sought);
  const rows = await tx.sql<Row>(
    `SELECT ${MEMBER_COLUMNS}, ${deskReachesMember(tx, 'm', '$2')} AS reached FROM member m
     WHERE m.community_id = $1 AND m.id = ANY ($3::uuid[]) ORDER BY m.id`,
    [tx.communityId, tx.actor.memberId ?? null, [...(await soundingAlike(tx, codec, sought)), knownId]],
  );
  const reached = rows.filter((row) => row.reached);
  const seen = await withIdentities(tx, codec, reached);
  if (seen.length > 0)
    await tx.audit({ action: 'member.list', kind: 'member', ids: seen.map(({ id }) => id) });
  const described = seen.map((member) => describeMember('coordinator', member));
  return {
    known: knownId !== undefined,
    member: described.find(({ id }) => id === knownId) ?? null,
    members: described.filter(({ id }) => id !== knownId),
    hidden: rows.filter((row) => !row.reached && row.id !== knownId).length,
  };
}

/** Is somebody of the community perhaps the one? Nobody is shown, so nothing is read. */
export async function soundsLikeSomebody(tx: Tx, codec: IdentityCodec, sought: Sought): Promise<boolean> {
  return (await soundingAlike(tx, codec, sought)).length > 0;
}

/** Members who have not left and sound alike, without those who surely live in another municipality. */
async function soundingAlike(tx: Tx, codec: IdentityCodec, sought: Sought): Promise<string[]> {
  await rehearNames(tx, codec);
  const rows = await tx.sql<{ id: string }>(
    `SELECT i.member_id AS id FROM member_identity i
     JOIN member m ON m.community_id = i.community_id AND m.id = i.member_id AND m.state <> 'left'
     WHERE i.community_id = $1 AND i.likeness && $2::bytea[]
       AND ($3::uuid IS NULL OR NOT EXISTS (${PLACES}) OR EXISTS (${PLACES} AND z.municipality_id = $3))
     ORDER BY i.member_id LIMIT $4`,
    [
      tx.communityId,
      likenessOf(codec, tx.communityId, sought.givenName, sought.familyName),
      sought.municipalityId ?? null,
      MOST_ALIKE,
    ],
  );
  return rows.map(({ id }) => id);
}

/** The zones of a member: of their household, of their offer to help. */
const PLACES = `SELECT FROM zone z WHERE z.community_id = $1 AND z.id IN (
    SELECT h.zone_id FROM household_member w JOIN household h ON h.community_id = w.community_id AND h.id = w.household_id
      WHERE w.community_id = $1 AND w.member_id = m.id
    UNION ALL SELECT p.zone_id FROM helper_profile p WHERE p.community_id = $1 AND p.member_id = m.id)`;
