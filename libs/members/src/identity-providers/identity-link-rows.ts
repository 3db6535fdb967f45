import { tellEnded, type Tx } from '#database';
import { newId } from '#platform';
import type { IdentityCodec } from '../identity/identity-codec.js';
import type { ClaimedIdentity } from './identity.rules.js';
import { identityError } from './identity.errors.js';
import { identityLinkMachine, type IdentityLinkState } from './identity-link.machine.js';

export const MATCHES = ['e-mail', 'phone', 'session'] as const;
export type MatchedBy = (typeof MATCHES)[number];

/** An identity at an issuer, as it is known here. */
export interface KnownIdentity {
  readonly provider: string;
  /** Keyed hash of issuer and subject. */
  readonly hash: Buffer;
}

/** Where an identity was asked to sign in as whom. */
export interface LinkOfIdentity {
  readonly communityId: string;
  readonly memberId: string;
  readonly state: IdentityLinkState;
}

const GIVEN_NAME = 'identity_link.given_name';
const FAMILY_NAME = 'identity_link.family_name';
/** Whoever has more waiting is being pestered. */
const MOST_ASKED = 5;
const MOST_LINKS = 100;

/** The links of a proven identity in every community, the confirmed ones first, the oldest of them first. */
export async function linksOf(sql: Tx['sql'], hash: Buffer): Promise<LinkOfIdentity[]> {
  await sql(`SELECT set_config('app.identity', $1, true)`, [hash.toString('hex')]);
  return sql<LinkOfIdentity>(
    `SELECT community_id AS "communityId", member_id AS "memberId", state FROM identity_link
     WHERE subject_hash = $1 AND state IN ('asked', 'confirmed', 'refused')
     ORDER BY state <> 'confirmed', decided_at, id LIMIT ${MOST_LINKS}`,
    [hash],
  );
}

/** The identity a session was opened with, if it was. */
export async function identityOfSession(sql: Tx['sql'], sessionId: string): Promise<Buffer | undefined> {
  const [row] = await sql<{ hash: Buffer | null }>(
    'SELECT identity_hash AS hash FROM sign_in_session WHERE id = $1',
    [sessionId],
  );
  return row?.hash ?? undefined;
}

/**
 * Asks the desk to let an identity sign in as a member; who has asked already is not asked for again.
 * @throws DomainError too-many-links
 */
export async function askForLink(
  tx: Tx,
  codec: IdentityCodec,
  memberId: string,
  identity: KnownIdentity & { readonly matchedBy: MatchedBy },
  claimed: ClaimedIdentity,
): Promise<void> {
  const { communityId } = tx;
  // One after the other, so that none goes past the bound.
  await tx.sql('SELECT 1 FROM member WHERE community_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    communityId,
    memberId,
  ]);
  const asked = await tx.sql<{ known: boolean }>(
    `SELECT subject_hash = $3 AS known FROM identity_link WHERE community_id = $1 AND member_id = $2 AND state = 'asked'`,
    [communityId, memberId, identity.hash],
  );
  if (asked.some(({ known }) => known)) return;
  if (asked.length >= MOST_ASKED) throw identityError('too-many-links');
  const id = newId();
  await tx.sql(
    `INSERT INTO identity_link (community_id, id, member_id, provider, subject_hash, matched_by, state, given_name_sealed,
       family_name_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      communityId,
      id,
      memberId,
      identity.provider,
      identity.hash,
      identity.matchedBy,
      identityLinkMachine.initial,
      codec.sealOptional(communityId, GIVEN_NAME, id, claimed.givenName),
      codec.sealOptional(communityId, FAMILY_NAME, id, claimed.familyName),
      tx.now,
    ],
  );
  await tx.announce('identity-link.asked', { subjectId: id });
}

/** The names the identity brought, while they are kept. */
export function claimedNames(
  codec: IdentityCodec,
  communityId: string,
  row: { id: string; givenNameSealed: Buffer | null; familyNameSealed: Buffer | null },
): { claimedGivenName: string | null; claimedFamilyName: string | null } {
  return {
    claimedGivenName: codec.openOptional(communityId, GIVEN_NAME, row.id, row.givenNameSealed),
    claimedFamilyName: codec.openOptional(communityId, FAMILY_NAME, row.id, row.familyNameSealed),
  };
}

/** Writes a decision; the names are of no more use. A link that was confirmed keeps who confirmed it until it ends. */
export async function decideLink(
  tx: Tx,
  id: string,
  state: IdentityLinkState,
  decidedBy: string | null,
): Promise<void> {
  await tx.sql(
    `UPDATE identity_link SET state = $3, decided_by = $4, decided_at = $5, given_name_sealed = NULL,
       family_name_sealed = NULL WHERE community_id = $1 AND id = $2`,
    [tx.communityId, id, state, decidedBy, tx.now],
  );
  tx.live('identity-link.changed', id);
}

/** Sessions that the identity opened here end, but the one its owner is sitting in. */
export async function endSessionsOf(tx: Tx, linkId: string, exceptSessionId: string | null): Promise<void> {
  const rows = await tx.sql<{ id: string; communityId: string }>(
    `UPDATE sign_in_session s SET revoked_at = $4 FROM identity_link l
     WHERE l.community_id = $1 AND l.id = $2 AND s.community_id = l.community_id AND s.member_id = l.member_id
       AND s.identity_hash = l.subject_hash AND s.revoked_at IS NULL AND s.id IS DISTINCT FROM $3::uuid
     RETURNING s.id, s.community_id AS "communityId"`,
    [tx.communityId, linkId, exceptSessionId, tx.now],
  );
  await tellEnded(tx.sql, rows);
}

const BY_AN_ADMINISTRATOR = `EXISTS (SELECT FROM member_role r
  WHERE r.community_id = $1 AND r.member_id = l.decided_by AND r.role = 'administrator')`;

/** Ends what coordinators confirmed for somebody who comes to the desk, with the sessions it opened. */
export function endLinksOfDesk(tx: Tx, memberId: string): Promise<void> {
  return endLinks(tx, memberId, `l.state = 'confirmed' AND NOT ${BY_AN_ADMINISTRATOR}`);
}

/** Ends all that signs in, or asks to, as a member who is another person from now on. */
export function endLinksOf(tx: Tx, memberId: string): Promise<void> {
  return endLinks(tx, memberId, `l.state IN ('asked', 'confirmed')`);
}

async function endLinks(tx: Tx, memberId: string, which: string): Promise<void> {
  const rows = await tx.sql<{ id: string; state: IdentityLinkState }>(
    `SELECT l.id, l.state FROM identity_link l WHERE l.community_id = $1 AND l.member_id = $2 AND ${which}
     ORDER BY l.id FOR UPDATE`,
    [tx.communityId, memberId],
  );
  for (const row of rows) {
    const state =
      row.state === 'asked'
        ? await tx.step(identityLinkMachine, row, 'end', { as: 'system' })
        : await tx.step(identityLinkMachine, row, 'revoke');
    await decideLink(tx, row.id, state, tx.actor.memberId ?? null);
    await endSessionsOf(tx, row.id, null);
  }
}

/** How long a request waits for the desk. */
const WAIT_DAYS = 30;

/** Requests that nobody answered end, and the names they brought are gone. @returns how many, at most `limit`. */
export async function endIdentityLinks(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string; state: IdentityLinkState }>(
    `SELECT id, state FROM identity_link WHERE community_id = $1 AND state = 'asked'
       AND created_at <= $2::timestamptz - make_interval(days => ${WAIT_DAYS})
     ORDER BY created_at, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const row of due)
    await decideLink(tx, row.id, await tx.step(identityLinkMachine, row, 'end', { as: 'system' }), null);
  return due.length;
}
