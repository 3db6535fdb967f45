import { todayOf } from '#communities';
import { meaningOfConstraint, requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import {
  commonError,
  InvalidInput,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReachesMember } from '../access/relation.queries.js';
import { memberError } from '../members/members.errors.js';

export interface NewLeave {
  /** The actor when left out; another coordinator's is an administrator's to enter. */
  readonly coordinatorId?: string;
  readonly coverId: string;
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
}

export interface Leave {
  readonly id: string;
  readonly coordinatorId: string;
  readonly coverId: string;
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
}

meaningOfConstraint('desk_leave_once_at_a_time', () => memberError('already-away'));

const COLUMNS = `l.id, l.coordinator_id AS "coordinatorId", l.cover_id AS "coverId", l.first_day AS "firstDay", l.last_day AS "lastDay"`;
const REACHED = `FROM desk_leave l JOIN member m ON m.community_id = l.community_id AND m.id = l.coordinator_id`;

/** When coordinators are away, and who answers for their cases. */
@Injectable()
export class LeaveService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Leaves that are not over, of coordinators whom the desk reaches. */
  list(actor: MemberActor, page: PageRequest): Promise<Page<Leave>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Leave>(
        `SELECT ${COLUMNS} ${REACHED} WHERE l.community_id = $1 AND l.last_day >= $3
           AND (l.coordinator_id = $2 OR l.cover_id = $2 OR ${deskReachesMember(tx, 'm', '$2')})
           AND ($4::uuid IS NULL OR l.id > $4) ORDER BY l.id LIMIT $5`,
        [tx.communityId, actor.memberId, await todayOf(tx), page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError not-a-coordinator, already-away, forbidden; InvalidInput for wrong days */
  create(actor: MemberActor, input: NewLeave): Promise<Leave> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const { coordinatorId = actor.memberId, ...leave } = input;
      if (coordinatorId !== actor.memberId && !actor.roles.includes('administrator'))
        throw commonError('forbidden', 'An administrator enters the leave of somebody else.');
      checkDays(leave, await todayOf(tx));
      if (leave.coverId === coordinatorId || !(await canCover(tx, leave.coverId, coordinatorId)))
        throw memberError('not-a-coordinator');
      const id = newId();
      await tx.sql(
        `INSERT INTO desk_leave (community_id, id, coordinator_id, cover_id, first_day, last_day, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tx.communityId,
          id,
          coordinatorId,
          leave.coverId,
          leave.firstDay,
          leave.lastDay,
          actor.memberId,
          tx.now,
        ],
      );
      await tx.audit({ action: 'leave.create', kind: 'member', ids: [coordinatorId, leave.coverId] });
      return { id, coordinatorId, ...leave };
    });
  }

  /** Back earlier, or entered wrongly. @throws DomainError not-found */
  delete(actor: MemberActor, id: string): Promise<void> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const [gone] = await tx.sql<{ coordinatorId: string }>(
        `DELETE FROM desk_leave WHERE community_id = $1 AND id = $2 AND (coordinator_id = $3 OR $4)
         RETURNING coordinator_id AS "coordinatorId"`,
        [tx.communityId, id, actor.memberId, actor.roles.includes('administrator')],
      );
      if (!gone) throw commonError('not-found');
      await tx.audit({ action: 'leave.delete', kind: 'member', ids: [gone.coordinatorId] });
    });
  }
}

function checkDays({ firstDay, lastDay }: Pick<NewLeave, 'firstDay' | 'lastDay'>, today: LocalDay): void {
  const wrong = (message: string) => new InvalidInput([{ field: 'lastDay', message }]);
  if (lastDay < firstDay) throw wrong('lastDay must not be before firstDay');
  if (lastDay < today) throw wrong('lastDay must not be past');
  if (Date.parse(lastDay) - Date.parse(firstDay) > 366 * 86_400_000)
    throw wrong('A leave lasts at most 366 days');
}

/** Who covers is an active coordinator who reaches the same people: of the same organisation, or of none. */
async function canCover(tx: Tx, coverId: string, coordinatorId: string): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT FROM member c
     JOIN member_role r ON r.community_id = c.community_id AND r.member_id = c.id AND r.role = 'coordinator'
     JOIN member m ON m.community_id = c.community_id AND m.id = $3
     JOIN member_role o ON o.community_id = m.community_id AND o.member_id = m.id AND o.role = 'coordinator'
     WHERE c.community_id = $1 AND c.id = $2 AND c.state = 'active'
       AND (c.organisation_id IS NULL OR c.organisation_id = m.organisation_id)`,
    [tx.communityId, coverId, coordinatorId],
  );
  return rows.length > 0;
}
