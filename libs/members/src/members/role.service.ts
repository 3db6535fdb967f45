import { UnitOfWork, type MemberActor, type Role, type Tx } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { endLinksOfDesk } from '../identity-providers/identity-link-rows.js';
import { adultOnOf, type AgeFacts } from '../minors/age.js';
import { enterRegister, isRegistered } from '../register/register.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { endSessionsOfMember } from '../sign-in/session.service.js';
import { describeMember, findMember, type SeenMember } from './member-record.js';
import { requireNotLeft } from './member.queries.js';
import { sitsAtTheDesk } from './member.service.js';
import { memberError } from './members.errors.js';

/** Granting and taking roles: an administrator's, never for oneself. */
@Injectable()
export class RoleService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * Sets a member's roles to exactly these. Whoever comes to the desk, or leaves a place at it, signs in anew; other
   * sessions read their roles at the next request. Identities that a coordinator let
   * sign in as somebody who now comes to the desk do so no more, until an administrator confirms them.
   * @param age of who becomes a helper by it
   * @throws DomainError not-found, not-your-own, stale-version, last-administrator, age-missing, too-young
   */
  setRoles(
    actor: MemberActor,
    memberId: string,
    version: number,
    roles: readonly Role[],
    age: AgeFacts = {},
  ): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === actor.memberId) throw memberError('not-your-own');
      const member = await findMember(tx, this.codec, memberId);
      if (!member) throw commonError('not-found');
      await requireNotLeft(tx, memberId);
      if (member.roles.includes('administrator') && !roles.includes('administrator')) {
        await requireOtherAdministrator(tx, memberId);
      }
      const isNew = roles.includes('helper') && !member.roles.includes('helper');
      const adultOn = member.adultOn ?? (isNew ? await adultOnOf(tx, age) : null);
      const changed = await tx.sql(
        'UPDATE member SET adult_on = $4, version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id',
        [tx.communityId, memberId, version, adultOn],
      );
      if (changed.length === 0) throw commonError('stale-version');
      await writeRoles(tx, memberId, roles);
      if (sitsAtTheDesk(roles) && !sitsAtTheDesk(member.roles)) await endLinksOfDesk(tx, memberId);
      // A session is worth what it was opened for.
      if (deskOf(roles) !== deskOf(member.roles)) await endSessionsOfMember(tx, memberId);
      if (roles.includes('helper') && !(await isRegistered(tx, memberId))) {
        const organisationId = member.organisationId;
        await enterRegister(tx, { memberId, organisationId, registeredAt: tx.now, lastDay: null });
      }
      tx.live('member.changed', memberId);
      await tx.audit({ action: 'member.grant-role', kind: 'member', ids: [memberId] });
      return describeMember('coordinator', (await findMember(tx, this.codec, memberId))!);
    });
  }
}

const deskOf = (roles: readonly Role[]) =>
  roles
    .filter((role) => sitsAtTheDesk([role]))
    .toSorted()
    .join();

async function writeRoles(tx: Tx, memberId: string, roles: readonly Role[]): Promise<void> {
  await tx.sql('DELETE FROM member_role WHERE community_id = $1 AND member_id = $2 AND role <> ALL ($3)', [
    tx.communityId,
    memberId,
    roles,
  ]);
  await tx.sql(
    `INSERT INTO member_role (community_id, member_id, role, granted_by, granted_at)
     SELECT $1, $2, r.role, $4, $5 FROM unnest($3::text[]) AS r (role) ON CONFLICT DO NOTHING`,
    [tx.communityId, memberId, [...new Set(roles)], tx.actor.memberId ?? null, tx.now],
  );
}

/** Two administrators who depose each other at once must not both succeed: their rows are locked in order. */
async function requireOtherAdministrator(tx: Tx, exceptId: string): Promise<void> {
  const rows = await tx.sql<{ member_id: string }>(
    `SELECT r.member_id FROM member_role r
     JOIN member m ON m.community_id = r.community_id AND m.id = r.member_id AND m.state = 'active'
     WHERE r.community_id = $1 AND r.role = 'administrator' ORDER BY r.member_id FOR UPDATE OF r`,
    [tx.communityId],
  );
  if (!rows.some((row) => row.member_id !== exceptId)) throw memberError('last-administrator');
}
