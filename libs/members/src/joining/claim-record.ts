import type { Tx } from '#database';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf, writeIdentity } from '../identity/member-identity.js';
import { linkPerson } from '../identity/person.js';
import { refuseKnown } from '../members/enter-member.js';
import { rolesOf } from '../members/member.queries.js';
import { sitsAtTheDesk } from '../members/member.service.js';
import type { JoinContact } from './join-messenger.js';
import { joiningError } from './joining.errors.js';

/**
 * Hands a member whom the desk served the record it kept: the proven address becomes what they sign in with, everything
 * else stays as it was. Who came to sit at the desk since the invitation was made takes over what an administrator handed
 * out, and nothing else. @throws DomainError invitation-over then, and when they left or sign in already; member-exists
 */
export async function claimRecord(
  tx: Tx,
  codec: IdentityCodec,
  { memberId, invitedBy }: { readonly memberId: string; readonly invitedBy: string },
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
  // After the member's row is locked: roles are granted on its version.
  if (
    sitsAtTheDesk(await rolesOf(tx, memberId)) &&
    !(await rolesOf(tx, invitedBy)).includes('administrator')
  ) {
    throw joiningError('invitation-over');
  }
  await writeIdentity(tx, codec, memberId, {
    ...identity,
    email: email ?? identity.email,
    phone: phone ?? identity.phone,
  });
  await tx.audit({ action: 'member.claim', kind: 'member', ids: [memberId] });
  return memberId;
}
