import { communityError } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, InvalidInput, newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReaches } from '../access/relation.queries.js';
import { memberError } from '../members/members.errors.js';

const MOST_SHIFT_DAYS = 14;
const DAY_MS = 86_400_000;

export interface NewDutyShift {
  readonly coordinatorId: string;
  /** Left out: the whole community. */
  readonly organisationId?: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface DutyShift {
  readonly id: string;
  readonly coordinatorId: string;
  readonly organisationId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const COLUMNS = `k.id, k.coordinator_id AS "coordinatorId", k.organisation_id AS "organisationId",
  k.starts_at AS "startsAt", k.ends_at AS "endsAt"`;

/** The duty rota: which coordinator is called when a word is missing on the day. */
@Injectable()
export class DutyService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Shifts that have not ended before `from`, as far as the desk reaches. */
  async listShifts(
    actor: MemberActor,
    page: PageRequest,
    query: { readonly from?: Date; readonly now?: boolean },
  ): Promise<Page<DutyShift>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<DutyShift>(
        `SELECT ${COLUMNS} FROM duty_shift k
         WHERE k.community_id = $1 AND ${deskReaches(actor, 'k.organisation_id', '$2')} AND k.ends_at > $3
           AND (NOT $4 OR k.starts_at <= $3) AND ($5::uuid IS NULL OR k.id > $5) ORDER BY k.id LIMIT $6`,
        [
          tx.communityId,
          actor.memberId,
          query.now ? tx.now : (query.from ?? tx.now),
          query.now ?? false,
          page.after ?? null,
          page.limit + 1,
        ],
      );
      return toPage(rows, page.limit);
    });
  }

  /** @throws DomainError unknown-organisation, not-a-coordinator, already-on-duty; InvalidInput for wrong times. */
  async createShift(actor: MemberActor, input: NewDutyShift): Promise<DutyShift> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      checkTimes(input, tx.now);
      await requireOrganisation(tx, actor, input.organisationId);
      await requireDutyCoordinator(tx, input);
      const shift: DutyShift = { ...input, id: newId(), organisationId: input.organisationId ?? null };
      await tx.sql(
        `INSERT INTO duty_shift (community_id, id, organisation_id, coordinator_id, starts_at, ends_at, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tx.communityId,
          shift.id,
          shift.organisationId,
          shift.coordinatorId,
          shift.startsAt,
          shift.endsAt,
          actor.memberId,
          tx.now,
        ],
      );
      await tx.audit({ action: 'duty.create', kind: 'member', ids: [shift.coordinatorId] });
      return shift;
    });
  }

  /** A shift is changed by taking it off and entering another. @throws DomainError not-found */
  async deleteShift(actor: MemberActor, id: string): Promise<void> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const [gone] = await tx.sql<{ coordinatorId: string }>(
        `DELETE FROM duty_shift k WHERE k.community_id = $1 AND k.id = $3 AND ${deskReaches(actor, 'k.organisation_id', '$2')} RETURNING k.coordinator_id AS "coordinatorId"`,
        [tx.communityId, actor.memberId, id],
      );
      if (!gone) throw commonError('not-found');
      await tx.audit({ action: 'duty.delete', kind: 'member', ids: [gone.coordinatorId] });
    });
  }
}

function checkTimes({ startsAt, endsAt }: NewDutyShift, now: Date): void {
  const wrong = (message: string) => new InvalidInput([{ field: 'endsAt', message }]);
  if (endsAt <= startsAt) throw wrong('endsAt must be after startsAt');
  if (endsAt <= now) throw wrong('endsAt must be in the future');
  if (endsAt.getTime() - startsAt.getTime() > MOST_SHIFT_DAYS * DAY_MS)
    throw wrong(`A shift lasts at most ${MOST_SHIFT_DAYS} days`);
}

async function requireOrganisation(
  tx: Tx,
  actor: MemberActor,
  organisationId: string | undefined,
): Promise<void> {
  if (!organisationId) return;
  const found = await tx.sql(
    `SELECT FROM organisation o WHERE o.community_id = $1 AND o.id = $3 AND ${deskReaches(actor, 'o.id', '$2')}`,
    [tx.communityId, actor.memberId, organisationId],
  );
  if (found.length === 0) throw communityError('unknown-organisation');
}

/** Who is on duty is an active coordinator who reaches the organisation's people. */
async function requireDutyCoordinator(tx: Tx, input: NewDutyShift): Promise<void> {
  const found = await tx.sql(
    `SELECT FROM member m JOIN member_role r ON r.community_id = m.community_id AND r.member_id = m.id AND r.role = 'coordinator'
     WHERE m.community_id = $1 AND m.id = $2 AND m.state = 'active'
       AND ($3::uuid IS NULL OR m.organisation_id IS NULL OR m.organisation_id = $3)`,
    [tx.communityId, input.coordinatorId, input.organisationId ?? null],
  );
  if (found.length === 0) throw memberError('not-a-coordinator');
}
