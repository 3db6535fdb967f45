import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { givenNames, IdentityCodec, memberMachine, relationToMember, type MemberState } from '#members';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { reportingError } from '../reporting.errors.js';
import { eraseMember, lastGuardianOf, tiesOf } from './erase-member.js';

/**
 * Erasure: the identity is destroyed; the ledger, the register and the figures stay true, since they hold ids
 * alone.
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * For oneself, or by an administrator for somebody who asked. It cannot be taken back, so it is asked for by the
   * given name of whom it is about. @throws DomainError not-found, erasure-unconfirmed, still-engaged (facts: what
   * binds), last-administrator-stays, transition-not-allowed
   */
  erase(actor: MemberActor, memberId: string, givenName: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const member = await lockMember(tx, memberId);
      await requireMay(tx, actor, memberId);
      await this.requireConfirmed(tx, memberId, givenName);
      const homes = await lastGuardianOf(tx, memberId);
      const ties = await tiesOf(tx, memberId, homes);
      if (Object.values(ties).some((count) => count > 0))
        throw reportingError('still-engaged', undefined, { ...ties });
      await requireOtherAdministrator(tx, memberId);
      const state = await tx.step(memberMachine, member, 'leave', { as: 'system' });
      // Recorded first: what is on record of the erasure must not name what it takes away.
      await tx.audit({ action: 'member.erase', kind: 'member', ids: [memberId, ...homes] });
      await eraseMember(tx, this.codec, memberId, homes);
      await tx.sql(
        'UPDATE member SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
        [tx.communityId, memberId, state],
      );
      await tx.announce('availability.changed', { subjectId: memberId });
    });
  }

  private async requireConfirmed(tx: Tx, memberId: string, givenName: string): Promise<void> {
    const name = (await givenNames(tx, this.codec, [memberId])).get(memberId);
    const plain = (text: string) => text.trim().toLocaleLowerCase();
    if (name !== undefined && plain(name) !== plain(givenName)) throw reportingError('erasure-unconfirmed');
  }
}

async function lockMember(tx: Tx, memberId: string): Promise<{ id: string; state: MemberState }> {
  const [row] = await tx.sql<{ id: string; state: MemberState }>(
    'SELECT id, state FROM member WHERE community_id = $1 AND id = $2 FOR UPDATE',
    [tx.communityId, memberId],
  );
  if (!row) throw commonError('not-found');
  return row;
}

async function requireMay(tx: Tx, actor: MemberActor, memberId: string): Promise<void> {
  if (memberId === actor.memberId) return;
  const reached = (await relationToMember(tx, memberId)) === 'coordinator';
  if (!reached || !actor.roles.includes('administrator')) throw commonError('not-found');
}

async function requireOtherAdministrator(tx: Tx, memberId: string): Promise<void> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT r.member_id AS id FROM member_role r
     JOIN member m ON m.community_id = r.community_id AND m.id = r.member_id AND m.state = 'active'
     WHERE r.community_id = $1 AND r.role = 'administrator' ORDER BY r.member_id FOR UPDATE OF r`,
    [tx.communityId],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.includes(memberId) && ids.length === 1) throw reportingError('last-administrator-stays');
}
