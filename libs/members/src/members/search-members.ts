import { communityOf } from '#communities';
import type { Role, Tx } from '#database';
import { InvalidInput, type PageRequest } from '#platform';
import { deskReachesMember } from '../access/relation.queries.js';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf } from '../identity/member-identity.js';
import { MEMBER_COLUMNS, type MemberRow } from './member-record.js';
import { contactIn, isNamed } from './name.rules.js';

export interface MemberFilter {
  readonly role?: Role;
  readonly state?: 'active' | 'suspended' | 'left';
  readonly organisationId?: string;
  /** Beginnings of names, or a whole e-mail address or phone number. */
  readonly named?: string;
}

/** Names are sealed, so they are opened and compared a batch at a time, at most this many for one question. */
const BATCH = 500;
const MOST_OPENED = 20_000;
const MOST_SHARING = 20;

/** The members the desk reaches, in the order of their ids, at most `limit`. @param ids of the only ones asked for */
export function memberRows(
  tx: Tx,
  filter: MemberFilter,
  page: PageRequest,
  ids: readonly string[] | null = null,
): Promise<MemberRow[]> {
  return tx.sql<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM member m WHERE m.community_id = $1 AND ($2::uuid IS NULL OR m.id > $2)
       AND ($4::text IS NULL OR m.state = $4) AND ($5::uuid IS NULL OR m.organisation_id = $5)
       AND ($6::text IS NULL OR EXISTS (SELECT FROM member_role f
         WHERE f.community_id = m.community_id AND f.member_id = m.id AND f.role = $6))
       AND ${deskReachesMember(tx, 'm', '$7')} AND ($8::uuid[] IS NULL OR m.id = ANY ($8))
     ORDER BY m.id LIMIT $3`,
    [
      tx.communityId,
      page.after ?? null,
      page.limit,
      filter.state ?? null,
      filter.organisationId ?? null,
      filter.role ?? null,
      tx.actor.memberId ?? null,
      ids,
    ],
  );
}

/** Those of them who are named so, or have the address. Only who is found counts as read. */
export async function searchMembers(
  tx: Tx,
  codec: IdentityCodec,
  filter: MemberFilter & { readonly named: string },
  page: PageRequest,
): Promise<MemberRow[]> {
  const contact = contactIn(filter.named);
  if (contact) {
    return memberRows(tx, filter, page, await membersAt(tx, codec, contact, filter.named));
  }
  const found: MemberRow[] = [];
  let { after } = page;
  for (let opened = 0; opened < MOST_OPENED; opened += BATCH) {
    const rows = await memberRows(tx, filter, { limit: BATCH, after });
    const identities = await identitiesOf(
      tx,
      codec,
      rows.map(({ id }) => id),
    );
    found.push(
      ...rows.filter(({ id }) => {
        const identity = identities.get(id);
        return identity && isNamed(`${identity.givenName} ${identity.familyName}`, filter.named);
      }),
    );
    if (rows.length < BATCH || found.length >= page.limit) break;
    after = rows.at(-1)!.id;
  }
  return found.slice(0, page.limit);
}

/** Whose address this is; nobody's when it is none, several people's when they share a phone. */
async function membersAt(
  tx: Tx,
  codec: IdentityCodec,
  kind: 'email' | 'phone',
  typed: string,
): Promise<string[]> {
  try {
    const { country } = await communityOf(tx);
    const address = kind === 'email' ? normaliseEmail(typed) : normalisePhone(typed, country);
    const rows = await tx.sql<{ id: string }>(
      `SELECT member_id AS id FROM member_identity WHERE community_id = $1 AND ${kind}_index = $2 ORDER BY member_id LIMIT $3`,
      [tx.communityId, codec.index(tx.communityId, address), MOST_SHARING],
    );
    return rows.map(({ id }) => id);
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
}
