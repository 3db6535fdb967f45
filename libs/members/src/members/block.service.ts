import { isCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToMember } from '../access/relation.queries.js';
import { memberExists } from './member.queries.js';
import { memberError } from './members.errors.js';

export interface OwnBlock {
  /** The blocked member. */
  readonly id: string;
  readonly since: Date;
}

/** Blocks: matching never proposes two members of whom one blocked the other. The blocked side is not told. */
@Injectable()
export class BlockService {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * @param onBehalfOf the member whose block it is, when a coordinator enters it
   * @throws DomainError not-found, forbidden, not-your-own (blocking oneself)
   */
  block(actor: MemberActor, blockedId: string, onBehalfOf?: string): Promise<void> {
    return this.uow.run({ ...actor, onBehalfOf }, async (tx) => {
      const ownerId = await ownerOf(tx, actor, onBehalfOf);
      if (ownerId === blockedId) throw memberError('not-your-own', 'Nobody blocks themselves.');
      if (!(await memberExists(tx, blockedId))) throw commonError('not-found');
      const made = await tx.sql(
        `INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING member_id`,
        [tx.communityId, ownerId, blockedId, tx.now],
      );
      if (made.length > 0) await announce(tx, ownerId, blockedId);
    });
  }

  /** One's own blocks: who, and since when. @returns the blocked members' ids as ids */
  listOwn(actor: MemberActor, page: PageRequest): Promise<Page<OwnBlock>> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<OwnBlock>(
        `SELECT blocked_member_id AS id, created_at AS "since" FROM member_block
         WHERE community_id = $1 AND member_id = $2 AND ($3::uuid IS NULL OR blocked_member_id > $3)
         ORDER BY blocked_member_id LIMIT $4`,
        [tx.communityId, actor.memberId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** Takes a block back; there being none is no error. @throws DomainError not-found, forbidden */
  unblock(actor: MemberActor, blockedId: string, onBehalfOf?: string): Promise<void> {
    return this.uow.run({ ...actor, onBehalfOf }, async (tx) => {
      const ownerId = await ownerOf(tx, actor, onBehalfOf);
      const gone = await tx.sql(
        `DELETE FROM member_block WHERE community_id = $1 AND member_id = $2 AND blocked_member_id = $3
         RETURNING member_id`,
        [tx.communityId, ownerId, blockedId],
      );
      if (gone.length > 0) await announce(tx, ownerId, blockedId);
      else if (!(await memberExists(tx, blockedId))) throw commonError('not-found');
    });
  }
}

/** Matching plans without the pair, and their coming visits are flagged, or no longer. */
async function announce(tx: Tx, ownerId: string, otherId: string): Promise<void> {
  await tx.announce('member.blocks-changed', { subjectId: ownerId, values: { otherId } });
}

async function ownerOf(tx: Tx, actor: MemberActor, onBehalfOf: string | undefined): Promise<string> {
  if (!onBehalfOf || onBehalfOf === actor.memberId) return actor.memberId;
  if (!isCoordinator(actor)) throw commonError('forbidden', 'Only the desk acts for somebody else.');
  if ((await relationToMember(tx, onBehalfOf)) !== 'coordinator') throw commonError('not-found');
  await tx.audit({ action: 'block.edit', kind: 'member', ids: [onBehalfOf] });
  return onBehalfOf;
}
