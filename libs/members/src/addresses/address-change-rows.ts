import type { Tx } from '#database';
import { addMinutes, newId } from '#platform';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf, writeIdentity, type Identity } from '../identity/member-identity.js';
import { CHALLENGE_MINUTES, MOST_FAILURES } from '../sign-in/challenge.js';
import { endSessions, type SignedInActor } from '../sign-in/session.service.js';

export const ADDRESS_KINDS = ['e-mail', 'phone'] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** The column of a person's blind index for each kind. */
const INDEX_COLUMN = { 'e-mail': 'email_index', phone: 'phone_index' } as const;
/** The same in a member's identity. */
export const FIELD = { 'e-mail': 'email', phone: 'phone' } as const;

/** One e-mail address or one phone, as it is kept. */
export interface Wanted {
  readonly kind: AddressKind;
  readonly address: string;
}

/** Which addresses open the person's sessions, locked. */
export async function lockPerson(tx: Tx, personId: string): Promise<Record<AddressKind, Buffer | null>> {
  const [row] = await tx.sql<Record<AddressKind, Buffer | null>>(
    'SELECT email_index AS "e-mail", phone_index AS phone FROM person WHERE id = $1 FOR UPDATE',
    [personId],
  );
  return row!;
}

/** Keeps what is wanted until its code comes: hashes alone. */
export async function keepWanted(
  tx: Tx,
  codec: IdentityCodec,
  { memberId, sessionId }: SignedInActor,
  { kind, address }: Wanted,
  code: string,
): Promise<void> {
  await tx.sql(
    `INSERT INTO address_change (community_id, id, member_id, session_id, kind, wanted_index, code_hash, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.communityId,
      newId(),
      memberId,
      sessionId,
      kind,
      codec.index('person', address),
      codec.hash('address-code', code),
      tx.now,
      addMinutes(tx.now, CHALLENGE_MINUTES),
    ],
  );
}

/**
 * The change that waits for this code, in the session that asked for it. A wrong code is counted.
 * @returns its id; undefined when there is none, the code is wrong, or was too often
 */
export async function takeCode(
  tx: Tx,
  codec: IdentityCodec,
  { memberId, sessionId }: SignedInActor,
  { kind, address }: Wanted,
  code: string,
): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string; codeHash: Buffer }>(
    `SELECT id, code_hash AS "codeHash" FROM address_change WHERE community_id = $1 AND member_id = $2
       AND session_id = $3 AND kind = $4 AND wanted_index = $5 AND done_at IS NULL AND expires_at > $6
     ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE`,
    [tx.communityId, memberId, sessionId, kind, codec.index('person', address), tx.now],
  );
  if (!row) return undefined;
  const counted = await tx.sql<{ failures: number }>(
    'UPDATE address_change SET failures = failures + 1 WHERE community_id = $1 AND id = $2 RETURNING failures',
    [tx.communityId, row.id],
  );
  const isTriable = counted[0]!.failures <= MOST_FAILURES;
  return isTriable && row.codeHash.equals(codec.hash('address-code', code)) ? row.id : undefined;
}

/**
 * What one signs in with becomes the address, or none: on the person and on the record here. What was sent to former
 * addresses opens nothing any more; when one is replaced or removed, whatever was opened elsewhere ends.
 * @param changeId of the change that was begun; left out when an address is taken away
 */
export async function settleAddress(
  tx: Tx,
  codec: IdentityCodec,
  actor: SignedInActor,
  { kind, address, changeId = newId() }: { kind: AddressKind; address: string | null; changeId?: string },
): Promise<void> {
  const { memberId, personId, sessionId } = actor;
  const before = (await lockPerson(tx, personId))[kind];
  const index = address && codec.index('person', address);
  await tx.sql(`UPDATE person SET ${INDEX_COLUMN[kind]} = $2 WHERE id = $1`, [personId, index]);
  const former = (await identitiesOf(tx, codec, [memberId])).get(memberId)!;
  await writeAddress(tx, codec, memberId, former, { kind, address });
  await tx.sql('DELETE FROM sign_in_challenge WHERE person_id = $1 AND consumed_at IS NULL', [personId]);
  if (before && !(index && before.equals(index))) await endSessions(tx.sql, tx.now, personId, sessionId);
  const seal = (field: 'email' | 'phone') =>
    codec.sealOptional(tx.communityId, `address_change.former_${field}`, changeId, former[field]);
  await tx.sql(
    `INSERT INTO address_change (community_id, id, member_id, session_id, kind, former_email_sealed, former_phone_sealed,
       created_at, expires_at, done_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)
     ON CONFLICT (community_id, id) DO UPDATE SET wanted_index = NULL, code_hash = NULL, done_at = excluded.done_at,
       former_email_sealed = excluded.former_email_sealed, former_phone_sealed = excluded.former_phone_sealed`,
    [tx.communityId, changeId, memberId, sessionId, kind, seal('email'), seal('phone'), tx.now],
  );
  await tx.audit({ action: 'member.change-address', kind: 'member', ids: [memberId] });
  await tx.announce('address.changed', { subjectId: changeId });
}

/** Writes the address, or none, on a member's record. */
export async function writeAddress(
  tx: Tx,
  codec: IdentityCodec,
  memberId: string,
  identity: Identity,
  { kind, address }: { readonly kind: AddressKind; readonly address: string | null },
): Promise<void> {
  await writeIdentity(tx, codec, memberId, { ...identity, [FIELD[kind]]: address });
  await tx.sql('UPDATE member SET version = version + 1 WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    memberId,
  ]);
}
