import { communityOf, requireOpenOrganisation } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { addDays, commonError, instantAt, localDay } from '#platform';
import { Injectable } from '@nestjs/common';
import {
  reachesOrganisation,
  refuseOthersOrganisation,
  relationToMember,
} from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { isRegistered, moveRegistration } from '../register/register.js';
import { describeMember, findMember, type SeenMember } from './member-record.js';
import { requireNotLeft } from './member.queries.js';
import { sitsAtTheDesk } from './member.service.js';
import { memberError } from './members.errors.js';

export interface OrganisationChange {
  /** null: of no organisation, the community's own. */
  readonly organisationId: string | null;
  readonly reason: string;
}

/**
 * A member goes over to another organisation, by a desk that reaches both. Each has its own register and insurance: one
 * registration ends and another begins at 24:00 of the day, and what is not covered then is flagged for the desk.
 */
@Injectable()
export class OrganisationChangeService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * @throws DomainError not-found, not-your-own, forbidden, unknown-organisation, stale-version, member-left; sits-at-desk for whose
   *   reach it would change; comes-today while a registered helper is still awaited today, under the former's cover
   */
  change(
    actor: MemberActor,
    memberId: string,
    version: number,
    { organisationId, reason }: OrganisationChange,
  ): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === actor.memberId) throw memberError('not-your-own');
      await lockMember(tx, memberId);
      const reached = (await relationToMember(tx, memberId)) === 'coordinator';
      const member = reached ? await findMember(tx, this.codec, memberId) : undefined;
      // A referral shares somebody, it does not give them away.
      if (!member || !(await reachesOrganisation(tx, member.organisationId))) throw commonError('not-found');
      await requireNotLeft(tx, memberId);
      await refuseOthersOrganisation(tx, organisationId);
      await requireOpenOrganisation(tx, organisationId ?? undefined);
      if (member.version !== version) throw commonError('stale-version');
      if (sitsAtTheDesk(member.roles)) throw memberError('sits-at-desk');
      if (member.organisationId === organisationId) return describeMember('coordinator', member);
      if ((await isRegistered(tx, memberId)) && (await isAwaitedToday(tx, memberId)))
        throw memberError('comes-today');
      await tx.sql(
        'UPDATE member SET organisation_id = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
        [tx.communityId, memberId, organisationId],
      );
      await moveRegistration(tx, memberId, organisationId);
      await tx.audit({ action: 'member.change-organisation', kind: 'member', ids: [memberId], reason });
      await tx.announce('member.cover-changed', { subjectId: memberId });
      await tx.announce('member.organisation-changed', { subjectId: memberId });
      return describeMember('coordinator', (await findMember(tx, this.codec, memberId))!);
    });
  }
}

async function lockMember(tx: Tx, memberId: string): Promise<void> {
  await tx.sql('SELECT FROM member WHERE community_id = $1 AND id = $2 FOR UPDATE', [
    tx.communityId,
    memberId,
  ]);
}

/** Cover goes over at 24:00: until then somebody who is expected is covered by the organisation they came from. */
async function isAwaitedToday(tx: Tx, memberId: string): Promise<boolean> {
  const { timeZone } = await communityOf(tx);
  const midnight = instantAt(timeZone, addDays(localDay(timeZone, tx.now), 1), 0);
  const rows = await tx.sql(
    `SELECT FROM seat s WHERE s.community_id = $1 AND s.member_id = $2 AND s.active
       AND s.ends_at > $3 AND s.starts_at < $4 LIMIT 1`,
    [tx.communityId, memberId, tx.now, midnight],
  );
  return rows.length > 0;
}
