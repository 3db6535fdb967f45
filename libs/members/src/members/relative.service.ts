import { UnitOfWork, type MemberActor } from '#database';
import { commonError, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToMember } from '../access/relation.queries.js';
import { memberError } from './members.errors.js';

export interface Relative {
  /** The other member. */
  readonly id: string;
  readonly since: Date;
}

/** Who is related to whom: nobody gives registered or credited time to their own relatives, in either direction. */
@Injectable()
export class RelativeService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Of a member the desk reaches. @throws DomainError not-found */
  listRelatives(actor: MemberActor, memberId: string, page: PageRequest): Promise<Page<Relative>> {
    return this.uow.run(actor, async (tx) => {
      if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
      const rows = await tx.sql<Relative>(
        `SELECT * FROM (SELECT CASE member_id WHEN $2 THEN relative_id ELSE member_id END AS id, created_at AS since
           FROM member_relative WHERE community_id = $1 AND (member_id = $2 OR relative_id = $2)) r
         WHERE $3::uuid IS NULL OR id > $3 ORDER BY id LIMIT $4`,
        [tx.communityId, memberId, page.after ?? null, page.limit + 1],
      );
      await tx.audit({ action: 'relative.read', kind: 'member', ids: [memberId] });
      return toPage(rows, page.limit);
    });
  }

  /**
   * Two members are related, or were said to be by mistake. Again is no error.
   * @throws DomainError not-found, not-your-own (related to oneself)
   */
  setRelated(actor: MemberActor, memberId: string, relativeId: string, related: boolean): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      if (memberId === relativeId) throw memberError('not-your-own', 'Nobody is their own relative.');
      for (const id of [memberId, relativeId]) {
        if (id !== actor.memberId && (await relationToMember(tx, id)) !== 'coordinator')
          throw commonError('not-found');
      }
      const [first, second] = [memberId, relativeId].sort();
      const changed = related
        ? await tx.sql(
            `INSERT INTO member_relative (community_id, member_id, relative_id, recorded_by, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING member_id`,
            [tx.communityId, first, second, actor.memberId, tx.now],
          )
        : await tx.sql(
            'DELETE FROM member_relative WHERE community_id = $1 AND member_id = $2 AND relative_id = $3 RETURNING member_id',
            [tx.communityId, first, second],
          );
      if (changed.length === 0) return;
      await tx.audit({ action: 'relative.edit', kind: 'member', ids: [memberId, relativeId] });
      await tx.announce('member.blocks-changed', { subjectId: memberId, values: { otherId: relativeId } });
    });
  }
}
