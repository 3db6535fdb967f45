import { communityOf } from '#communities';
import { isCoordinator, UnitOfWork, type Actor, type Tx } from '#database';
import {
  addDays,
  commonError,
  daysBetween,
  instantAt,
  localDay,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { DAY_CLOSED } from './apply-closures.js';
import { cancelVisits } from './cancel-visits.js';
import { moveVisit, type NewTimes } from './move-visit.js';
import { listAgenda, type AgendaSide, type VisitRow } from './read-visits.js';
import { requestError } from './request.errors.js';
import { requestMachine } from './request.machine.js';
import { lockRequest, saveRequest } from './request-record.js';
import { recordVisitSteps } from './visit.store.js';

const MAX_AGENDA_DAYS = 62;
const DEFAULT_AGENDA_DAYS = 14;

export interface AgendaInput {
  readonly side?: AgendaSide;
  /** Local days, both included; today and two weeks when left out. */
  readonly from?: LocalDay;
  readonly to?: LocalDay;
  readonly householdId?: string;
  readonly categoryId?: string;
  readonly uncovered?: boolean;
}

@Injectable()
export class VisitsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** The agenda of a family, a helper or a coordinator. @throws DomainError range-too-long, times-wrong, forbidden. */
  listAgenda(actor: Actor, input: AgendaInput, page: PageRequest): Promise<Page<VisitRow>> {
    return this.uow.run(actor, async (tx) => {
      const { timeZone } = await communityOf(tx);
      const from = input.from ?? localDay(timeZone, tx.now);
      const to = input.to ?? addDays(from, DEFAULT_AGENDA_DAYS - 1);
      const days = daysBetween(from, to) + 1;
      if (days < 1) throw requestError('times-wrong', '"to" is before "from".');
      if (days > MAX_AGENDA_DAYS)
        throw requestError('range-too-long', undefined, { days, limit: MAX_AGENDA_DAYS });
      const rows = await listAgenda(
        tx,
        {
          ...input,
          side: agendaSide(actor, input.side),
          from: instantAt(timeZone, from, 0),
          to: instantAt(timeZone, addDays(to, 1), 0),
        },
        page,
      );
      const list = toPage(rows, page.limit);
      const households = [...new Set(list.items.map(({ householdId }) => householdId))];
      if (households.length > 0) await tx.audit({ action: 'visit.list', kind: 'household', ids: households });
      return list;
    });
  }

  /**
   * Cancels one visit, or it and all that follow it in its request.
   * @returns the ids of the cancelled visits.
   * @throws DomainError visit-not-planned when it has begun, is over or cancelled, or somebody has arrived.
   */
  cancelVisit(
    actor: Actor,
    id: string,
    options: { readonly following?: boolean; readonly reason?: string },
  ): Promise<string[]> {
    return this.uow.run(actor, async (tx) => {
      const visit = await findVisit(tx, id);
      await lockRequest(tx, visit.requestId);
      const visitIds = options.following ? await visitsFrom(tx, visit) : [id];
      const cancelled = await cancelVisits(tx, visit.requestId, { visitIds, reason: options.reason });
      if (!cancelled.includes(id)) throw requestError('visit-not-planned');
      return cancelled;
    });
  }

  /** Another time for one visit that nobody is coming to yet; the others stay. @see moveVisit for what it refuses. */
  moveVisit(actor: Actor, id: string, times: NewTimes): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const visit = await findVisit(tx, id);
      const locked = await lockRequest(tx, visit.requestId);
      const { request } = locked;
      requestMachine.next(request.state, 'change');
      await moveVisit(tx, locked, id, times);
      request.state = await tx.step(requestMachine, request, 'change');
      await saveRequest(tx, request);
    });
  }

  /**
   * Takes up the offer of a visit that was cancelled for a closure which was taken back since.
   * @throws DomainError visit-not-offered when there is no such offer (any more).
   */
  planAgain(actor: Actor, id: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const visit = await findVisit(tx, id);
      await lockRequest(tx, visit.requestId);
      const taken = await tx.sql(
        `UPDATE visit v SET state = 'planned', closed = false, offered_at = NULL, session_id = NULL, flags = '{}'
         FROM request r, zone z
         WHERE v.community_id = $1 AND v.id = $2 AND v.state = 'cancelled' AND v.offered_at IS NOT NULL AND v.starts_at > $3
           AND r.community_id = v.community_id AND r.id = v.request_id AND r.state IN ('open', 'needs-info')
           AND z.community_id = r.community_id AND z.id = r.zone_id AND NOT ${DAY_CLOSED} RETURNING v.id`,
        [tx.communityId, id, tx.now],
      );
      if (taken.length === 0) throw requestError('visit-not-offered');
      await recordVisitSteps(tx, 'plan-again', [id]);
      await tx.announce('request.changed', { subjectId: visit.requestId });
    });
  }
}

interface FoundVisit {
  readonly id: string;
  readonly requestId: string;
  readonly startsAt: Date;
}

async function findVisit(tx: Tx, id: string): Promise<FoundVisit> {
  const [visit] = await tx.sql<FoundVisit>(
    `SELECT id, request_id AS "requestId", starts_at AS "startsAt" FROM visit WHERE community_id = $1 AND id = $2`,
    [tx.communityId, id],
  );
  if (!visit) throw commonError('not-found');
  return visit;
}

async function visitsFrom(tx: Tx, visit: FoundVisit): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT id FROM visit WHERE community_id = $1 AND request_id = $2 AND state = 'planned' AND starts_at >= $3`,
    [tx.communityId, visit.requestId, visit.startsAt],
  );
  return rows.map(({ id }) => id);
}

/**
 * The side asked for, when the actor stands on it; else the first of coordinator, family, helper that they stand
 * on.
 */
function agendaSide(actor: Actor, asked: AgendaSide | undefined): AgendaSide {
  const own: AgendaSide[] = [];
  if (isCoordinator(actor)) own.push('coordinator');
  if (actor.roles.includes('family')) own.push('family');
  if (actor.roles.includes('helper')) own.push('helper');
  const side = asked ?? own[0];
  if (!side || !own.includes(side)) throw commonError('forbidden', 'You have no such agenda.');
  return side;
}
