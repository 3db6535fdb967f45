import { UnitOfWork, type MemberActor } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToMember } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberMachine, type MemberState, type MemberStep } from './member.machine.js';
import { describeMember, findMember, type SeenMember } from './member-record.js';
import { memberError } from './members.errors.js';

/** Suspending and reinstating members, by the desk, with a reason. */
@Injectable()
export class StandingService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * Takes a member out: no proposals, no sign-in; their coming visits are flagged for a coordinator.
   * @throws DomainError not-found, not-your-own, forbidden, transition-not-allowed
   */
  suspendMember(actor: MemberActor, memberId: string, reason: string): Promise<SeenMember> {
    return this.step(actor, memberId, 'suspend', reason);
  }

  /** @throws DomainError not-found, not-your-own, forbidden, transition-not-allowed */
  reinstateMember(actor: MemberActor, memberId: string, reason: string): Promise<SeenMember> {
    return this.step(actor, memberId, 'reinstate', reason);
  }

  private step(actor: MemberActor, memberId: string, name: MemberStep, reason: string): Promise<SeenMember> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === actor.memberId) throw memberError('not-your-own');
      const [row] = await tx.sql<{ id: string; state: MemberState }>(
        'SELECT id, state FROM member WHERE community_id = $1 AND id = $2 FOR UPDATE',
        [tx.communityId, memberId],
      );
      const reached = row && (await relationToMember(tx, memberId)) === 'coordinator';
      if (!reached) throw commonError('not-found');
      const member = (await findMember(tx, this.codec, memberId))!;
      if (member.roles.includes('administrator') && !actor.roles.includes('administrator')) {
        throw commonError('forbidden', 'Only an administrator suspends an administrator.');
      }
      const state = await tx.step(memberMachine, row, name, { reason });
      await tx.sql(
        'UPDATE member SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
        [tx.communityId, memberId, state],
      );
      return describeMember('coordinator', (await findMember(tx, this.codec, memberId))!);
    });
  }
}
