import { communityOf } from '#communities';
import { requireCoordinator, UnitOfWork, type Actor } from '#database';
import {
  commonError,
  instantAt,
  localDay,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { checkJoining, lockJoining, lockSession, putInto } from './joining-visits.js';
import { mayReadRequest } from './read-requests.js';
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

/** A session as the desk lists it: all places that are taken, the visits it reaches. */
export interface ListedSession {
  readonly id: string;
  readonly title: string;
  readonly zoneId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
  readonly placesTaken: number;
  readonly visits: readonly {
    readonly id: string;
    readonly requestId: string;
    readonly householdId: string;
    /** The guardian whose request it is. */
    readonly askedBy: string;
    readonly places: number;
    /** Somebody is coming to it. */
    readonly covered: boolean;
  }[];
}

/** An audit record names at most so many households. */
const MOST_AUDITED = 200;

/** Sessions: one stretch of a helper's time that serves visits of several households. */
@Injectable()
export class SessionsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Sessions that end on the local day or later, of which the desk reaches a visit. */
  listSessions(actor: Actor, page: PageRequest, from?: LocalDay): Promise<Page<ListedSession>> {
    return this.uow.run(actor, async (tx) => {
      requireCoordinator(tx.actor);
      const { timeZone } = await communityOf(tx);
      const rows = await tx.sql<ListedSession>(
        `SELECT s.id, s.title, s.zone_id AS "zoneId", s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.capacity,
           l.taken AS "placesTaken", l.visits
         FROM session s CROSS JOIN LATERAL (
           SELECT coalesce(sum(p.places), 0)::integer AS taken, coalesce(jsonb_agg(jsonb_build_object('id', v.id,
               'requestId', v.request_id, 'householdId', h.id, 'askedBy', coalesce(r.on_behalf_of, r.asked_by),
               'places', p.places, 'covered', EXISTS (SELECT FROM seat t WHERE t.community_id = v.community_id
                 AND t.visit_id = v.id AND t.active)) ORDER BY v.id)
               FILTER (WHERE ${mayReadRequest(tx, '$2')}), '[]') AS visits
           FROM visit v
           JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
           JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
           CROSS JOIN LATERAL (SELECT greatest(1, count(*))::integer AS places FROM request_dependant q
             WHERE q.community_id = v.community_id AND q.request_id = v.request_id) p
           WHERE v.community_id = s.community_id AND v.session_id = s.id AND v.state <> 'cancelled') l
         WHERE s.community_id = $1 AND s.ends_at >= $3 AND l.visits <> '[]'
           AND ($4::uuid IS NULL OR s.id > $4) ORDER BY s.id LIMIT $5`,
        [
          tx.communityId,
          tx.actor.memberId ?? null,
          instantAt(timeZone, from ?? localDay(timeZone, tx.now), 0),
          page.after ?? null,
          page.limit + 1,
        ],
      );
      const list = toPage(rows, page.limit);
      const ids = [...new Set(list.items.flatMap(({ visits }) => visits.map((visit) => visit.householdId)))];
      for (let done = 0; done < ids.length; done += MOST_AUDITED)
        await tx.audit({
          action: 'session.list',
          kind: 'household',
          ids: ids.slice(done, done + MOST_AUDITED),
        });
      return list;
    });
  }

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

  /**
   * Joins one more planned, uncovered visit.
   * @throws DomainError not-found, visit-not-planned, visit-in-session, session-times-differ, session-too-small.
   */
  joinSession(actor: Actor, sessionId: string, visitId: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      requireCoordinator(tx.actor);
      const session = await lockSession(tx, sessionId);
      const [visit] = await lockJoining(tx, [visitId]);
      checkJoining([visit!], session.capacity - session.placesTaken, tx.now, session);
      await putInto(tx, sessionId, visit!);
    });
  }

  /**
   * A planned visit to which nobody is coming takes place by itself again; who was together stays as it was.
   * @throws DomainError not-found, visit-not-planned, visits-assigned.
   */
  leaveSession(actor: Actor, sessionId: string, visitId: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      requireCoordinator(tx.actor);
      const [visit] = await lockJoining(tx, [visitId]);
      if (visit!.state !== 'planned') throw requestError('visit-not-planned');
      if (visit!.sessionId !== sessionId) throw commonError('not-found');
      if (visit!.seats > 0) throw requestError('visits-assigned');
      await putInto(tx, null, visit!);
    });
  }
}
