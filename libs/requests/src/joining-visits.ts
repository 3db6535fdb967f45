import type { Tx } from '#database';
import { commonError } from '#platform';
import { mayReadRequest } from './read-requests.js';
import { requestError } from './request.errors.js';

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

/** @throws DomainError not-found unless every visit is one the coordinator reaches. */
export async function lockJoining(tx: Tx, visitIds: readonly string[]): Promise<JoiningVisit[]> {
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
     WHERE v.community_id = $1 AND v.id = ANY ($2::uuid[]) AND ${mayReadRequest(tx, '$3')} ORDER BY v.id`,
    [tx.communityId, ids, tx.actor.memberId ?? null],
  );
  if (visits.length !== ids.length) throw commonError('not-found');
  return visits;
}

/** Capacity and same-time checks. @param at the time of the session they join, that of the first for a new one */
export function checkJoining(
  visits: readonly JoiningVisit[],
  capacity: number,
  now: Date,
  at: Pick<JoiningVisit, 'startsAt' | 'endsAt'> = visits[0]!,
): { startsAt: Date; endsAt: Date; placesTaken: number } {
  const { startsAt, endsAt } = at;
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

interface JoinedSession {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
  readonly placesTaken: number;
}

/** The session, locked: its places are given one after the other. @throws DomainError not-found unless the desk reaches a visit of it */
export async function lockSession(tx: Tx, id: string): Promise<JoinedSession> {
  await tx.sql(`SELECT FROM session WHERE community_id = $1 AND id = $2 FOR UPDATE`, [tx.communityId, id]);
  const [row] = await tx.sql<JoinedSession & { reached: boolean | null }>(
    `SELECT s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.capacity, l.taken AS "placesTaken", l.reached
     FROM session s CROSS JOIN LATERAL (
       SELECT coalesce(sum(greatest(1, (SELECT count(*) FROM request_dependant d
           WHERE d.community_id = v.community_id AND d.request_id = v.request_id))), 0)::integer AS taken,
         bool_or(${mayReadRequest(tx, '$3')}) AS reached
       FROM visit v JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
       JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
       WHERE v.community_id = s.community_id AND v.session_id = s.id AND v.state <> 'cancelled') l
     WHERE s.community_id = $1 AND s.id = $2`,
    [tx.communityId, id, tx.actor.memberId ?? null],
  );
  if (!row?.reached) throw commonError('not-found');
  return row;
}

/** Puts a visit into a session, or out of the one it is in. Matching looks at it anew. */
export async function putInto(tx: Tx, sessionId: string | null, visit: JoiningVisit): Promise<void> {
  await tx.sql('UPDATE visit SET session_id = $3 WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    visit.id,
    sessionId,
  ]);
  await tx.announce('request.changed', { subjectId: visit.requestId, values: { sessionId } });
}
