import type { Tx } from '#database';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf, writeIdentity } from '../identity/member-identity.js';
import { linkPerson } from '../identity/person.js';
import { refuseKnown } from '../members/enter-member.js';
import type { JoinContact } from './join-messenger.js';
import { joiningError } from './joining.errors.js';

/**
 * Hands a member whom the desk served the record it kept: the proven address becomes what they sign in with, everything
 * else stays as it was. @throws DomainError invitation-over when they left or sign in already, member-exists
 */
export async function claimRecord(
  tx: Tx,
  codec: IdentityCodec,
  memberId: string,
  { email, phone }: JoinContact,
): Promise<string> {
  await refuseKnown(tx, codec, { email, phone }, memberId);
  const identity = (await identitiesOf(tx, codec, [memberId])).get(memberId);
  const claimed = await tx.sql(
    `UPDATE member SET person_id = $3, version = version + 1
     WHERE community_id = $1 AND id = $2 AND person_id IS NULL AND state = 'active' RETURNING id`,
    [tx.communityId, memberId, await linkPerson(tx, codec, { email, phone })],
  );
  if (!identity || claimed.length === 0) throw joiningError('invitation-over');
  await writeIdentity(tx, codec, memberId, {
    ...identity,
    email: email ?? identity.email,
    phone: phone ?? identity.phone,
  });
  await tx.audit({ action: 'member.claim', kind: 'member', ids: [memberId] });
  return memberId;
}
