import { UnitOfWork, type Actor, type Tx } from '#database';
import { IdentityCodec } from '#members';
import { addDays, commonError, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { cancelVisits } from './cancel-visits.js';
import { changeRequest } from './change-request.js';
import { openDraft } from './open-request.js';
import { prepareRequest } from './prepare-request.js';
import { RequestEntity } from './request.entity.js';
import { requestError } from './request.errors.js';
import { requestMachine } from './request.machine.js';
import {
  dependantsOf,
  lockRequest,
  readFacts,
  saveDependants,
  saveRequest,
  scheduleInputOf,
  writeFacts,
  type HeldRequest,
} from './request-record.js';
import { continued, cutSeries, daysMoved, type FollowingChange } from './series.rules.js';
import type { StandingVisit } from './visit-plan.rules.js';
import { lockVisits, markCancelled } from './visit.store.js';

/** Where what follows is asked for now. */
export interface MovedSeries {
  /** The request itself, or the new one that takes it up. */
  readonly requestId: string;
  /** Visits that somebody would have come to: they are freed and told. */
  readonly freed: number;
}

/** A visit of a weekly series and all that follow it, at another time. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * While nobody is coming and nothing before the visit is still to come, the request itself changes. Else what follows is
   * cancelled there, so that helpers are freed and told and approved visits never move, and asked anew by a request of its
   * own that would like the same helper.
   * @throws DomainError visit-not-planned, times-wrong, in-the-past, payer-consent-missing, transition-not-allowed
   */
  moveFollowing(actor: Actor, visitId: string, change: FollowingChange): Promise<MovedSeries> {
    return this.uow.run(actor, async (tx) => {
      const held = await lockRequest(tx, await requestOf(tx, visitId));
      requestMachine.next(held.request.state, 'change');
      const standing = await lockVisits(tx, held.request.id);
      const visit = standing.find(({ id }) => id === visitId)!;
      if (visit.state !== 'planned' || visit.startsAt <= tx.now) throw requestError('visit-not-planned');
      if (visit.leg !== 0) throw requestError('times-wrong', 'The way back has hours of its own.');
      const cut = cutSeries(standing, visit, tx.now);
      const schedule = continued(scheduleInputOf(held.request), visit.occurrence, change);
      if (!cut.asksAnew) {
        await changeRequest(tx, this.codec, held, { schedule });
        return { requestId: held.request.id, freed: 0 };
      }
      const next = await this.askAnew(tx, held, cut.following, schedule);
      await keepCancelled(tx, next, cut.cancelledDays, daysMoved(visit.occurrence, change));
      await endBefore(tx, held.request, visit, cut.following);
      return { requestId: next, freed: cut.following.filter(({ activeSeats }) => activeSeats > 0).length };
    });
  }

  private async askAnew(
    tx: Tx,
    { request, side }: HeldRequest,
    following: readonly StandingVisit[],
    schedule: ReturnType<typeof continued>,
  ): Promise<string> {
    const before = readFacts(request, await dependantsOf(tx, request.id), this.codec);
    const preferredHelperId = before.preferredHelperId ?? (await mostComing(tx, following));
    const facts = { ...before, schedule, preferredHelperId };
    const speakingFor = side === 'family' ? tx.actor.memberId : (request.onBehalfOf ?? undefined);
    const prepared = await prepareRequest(tx, request.householdId, facts, { side, speakingFor }, request);
    const next = Object.assign(new RequestEntity(), {
      ...request,
      id: newId(),
      continuesId: request.id,
      state: requestMachine.initial,
      askedBy: side === 'family' ? tx.actor.memberId! : request.askedBy,
      callBackOn: null,
      version: 1,
      createdAt: tx.now,
      openedAt: null,
      closedAt: null,
    });
    writeFacts(next, facts, prepared, this.codec);
    await tx.repo(RequestEntity).insert(next);
    await saveDependants(tx, next.id, facts.dependantIds);
    await openDraft(tx, next, prepared);
    return next.id;
  }
}

async function requestOf(tx: Tx, visitId: string): Promise<string> {
  const [visit] = await tx.sql<{ requestId: string }>(
    'SELECT request_id AS "requestId" FROM visit WHERE community_id = $1 AND id = $2',
    [tx.communityId, visitId],
  );
  if (!visit) throw commonError('not-found');
  return visit.requestId;
}

/** The helper who would have come most often. */
async function mostComing(tx: Tx, visits: readonly StandingVisit[]): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }>(
    `SELECT member_id AS id FROM seat WHERE community_id = $1 AND visit_id = ANY ($2::uuid[]) AND active
     GROUP BY member_id ORDER BY count(*) DESC, member_id LIMIT 1`,
    [tx.communityId, visits.map(({ id }) => id)],
  );
  return row?.id ?? null;
}

/** Dates that the family had called off are called off in what takes the series up. */
async function keepCancelled(
  tx: Tx,
  requestId: string,
  days: readonly string[],
  moved: number,
): Promise<void> {
  const rows = await tx.sql<{ id: string }>(
    'SELECT id FROM visit WHERE community_id = $1 AND request_id = $2 AND occurrence = ANY ($3::date[])',
    [tx.communityId, requestId, days.map((day) => addDays(day, moved))],
  );
  await markCancelled(
    tx,
    rows.map(({ id }) => id),
    { rescheduled: false },
  );
}

/** The series ends before the visit; who would have come to what follows is told by the reaction to its cancellation. */
async function endBefore(
  tx: Tx,
  request: RequestEntity,
  visit: StandingVisit,
  following: readonly StandingVisit[],
): Promise<void> {
  await cancelVisits(tx, request.id, {
    visitIds: following.map(({ id }) => id),
    reason: 'The series goes on at another time',
  });
  const last = addDays(visit.occurrence, -1);
  if (last >= request.firstDay) request.untilDay = last;
  request.state = await tx.step(requestMachine, request, 'change');
  await saveRequest(tx, request);
}
