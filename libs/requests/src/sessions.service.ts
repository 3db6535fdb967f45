import { requireCoordinator, UnitOfWork, type Actor, type Tx } from '#database';
import { commonError, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { mayReadHousehold } from './read-requests.js';
import { requestError } from './request.errors.js';

export interface NewSession {
  readonly title: string;
  readonly zoneId: string;
  /** Visits of several households that take place together. */
  readonly visitIds: readonly string[];
  /** Places for dependants; a visit without dependants takes one. */
  readonly capacity: number;
}

export interface Session extends NewSession {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly placesTaken: number;
}

interface JoiningVisit {
  readonly id: string;
  readonly requestId: string;
  readonly state: string;
  readonly sessionId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly places: number;
  readonly seats: number;
}

/** Sessions: one stretch of a helper's time that serves visits of several households. */
@Injectable()
export class SessionsService {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * Joins planned, uncovered visits that take place at the same time.
   * @throws DomainError not-found, visit-not-planned, visit-in-session, session-times-differ, session-too-small.
   */
  createSession(actor: Actor, input: NewSession): Promise<Session> {
    return this.uow.run(actor, async (tx) => {
      requireCoordinator(tx.actor);
      const zones = await tx.sql(`SELECT FROM zone WHERE community_id = $1 AND id = $2`, [
        tx.communityId,
        input.zoneId,
      ]);
      if (zones.length === 0) throw requestError('unknown-reference', undefined, { field: 'zoneId' });
      const visits = await lockJoining(tx, input.visitIds);
      const { startsAt, endsAt, placesTaken } = checkJoining(visits, input.capacity, tx.now);
      const id = newId();
      await tx.sql(
        `INSERT INTO session (community_id, id, title, zone_id, starts_at, ends_at, capacity, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          tx.communityId,
          id,
          input.title,
          input.zoneId,
          startsAt,
          endsAt,
          input.capacity,
          tx.actor.memberId,
          tx.now,
        ],
      );
      await tx.sql(`UPDATE visit SET session_id = $3 WHERE community_id = $1 AND id = ANY ($2::uuid[])`, [
        tx.communityId,
        visits.map((visit) => visit.id),
        id,
      ]);
      await tx.announce('request.changed', { subjectId: visits[0]!.requestId, values: { sessionId: id } });
      return { ...input, id, startsAt, endsAt, placesTaken };
    });
  }
}

/** @throws DomainError not-found unless every visit is one the coordinator reaches. */
async function lockJoining(tx: Tx, visitIds: readonly string[]): Promise<JoiningVisit[]> {
  const ids = [...new Set(visitIds)];
  await tx.sql(`SELECT FROM visit WHERE community_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`, [
    tx.communityId,
    ids,
  ]);
  const visits = await tx.sql<JoiningVisit>(
    `SELECT v.id, v.request_id AS "requestId", v.state, v.session_id AS "sessionId", v.starts_at AS "startsAt",
       v.ends_at AS "endsAt", greatest(1, (SELECT count(*) FROM request_dependant d
         WHERE d.community_id = v.community_id AND d.request_id = v.request_id))::integer AS places,
       (SELECT count(*)::integer FROM seat s
         WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active) AS seats
     FROM visit v JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
     JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
     WHERE v.community_id = $1 AND v.id = ANY ($2::uuid[]) AND ${mayReadHousehold(tx, '$3')} ORDER BY v.id`,
    [tx.communityId, ids, tx.actor.memberId ?? null],
  );
  if (visits.length !== ids.length) throw commonError('not-found');
  return visits;
}

/** Capacity and same-time checks. */
function checkJoining(
  visits: readonly JoiningVisit[],
  capacity: number,
  now: Date,
): { startsAt: Date; endsAt: Date; placesTaken: number } {
  const { startsAt, endsAt } = visits[0]!;
  for (const visit of visits) {
    if (visit.state !== 'planned' || visit.startsAt <= now)
      throw requestError('visit-not-planned', undefined, { visitId: visit.id });
    if (visit.sessionId || visit.seats > 0)
      throw requestError('visit-in-session', undefined, { visitId: visit.id });
    if (visit.startsAt.getTime() !== startsAt.getTime() || visit.endsAt.getTime() !== endsAt.getTime()) {
      throw requestError('session-times-differ', undefined, { visitId: visit.id });
    }
  }
  const placesTaken = visits.reduce((sum, visit) => sum + visit.places, 0);
  if (placesTaken > capacity)
    throw requestError('session-too-small', undefined, { places: placesTaken, capacity });
  return { startsAt, endsAt, placesTaken };
}
