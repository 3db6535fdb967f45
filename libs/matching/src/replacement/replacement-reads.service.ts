import { UnitOfWork, type MemberActor } from '#database';
import { deskReachesHousehold } from '#members';
import { readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import type { ReplacementAskState } from './replacement-ask.machine.js';

/** An ask with what a helper needs to answer: when, where by zone, for whom by age band. */
export interface ReplacementAsk {
  readonly id: string;
  readonly seatId: string;
  readonly visitId: string;
  readonly householdId: string;
  readonly helperId: string;
  readonly state: ReplacementAskState;
  readonly wave: number;
  readonly regime: 'volunteer' | 'timebank';
  readonly categoryId: string;
  readonly fromZoneId: string;
  readonly toZoneId: string;
  readonly ageBands: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
  readonly assignmentId: string | null;
  readonly version: number;
}

export interface ReplacementAskQuery {
  readonly state?: string;
  readonly seatId?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

@Injectable()
export class ReplacementReadsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Mine as helper; all that the desk reaches for a coordinator. */
  list(actor: MemberActor, query: ReplacementAskQuery): Promise<Page<ReplacementAsk>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<ReplacementAsk>(
        `SELECT k.id, k.seat_id AS "seatId", s.visit_id AS "visitId", k.helper_id AS "helperId", k.state, k.wave, o.regime,
           r.category_id AS "categoryId", s.from_zone_id AS "fromZoneId", s.to_zone_id AS "toZoneId",
           array(SELECT d.age_band FROM request_dependant q JOIN dependant d ON d.community_id = q.community_id
             AND d.id = q.dependant_id WHERE q.community_id = r.community_id AND q.request_id = r.id
             ORDER BY d.age_band) AS "ageBands",
           s.starts_at AS "startsAt", s.ends_at AS "endsAt", k.asked_at AS "askedAt", k.answered_at AS "answeredAt",
           k.assignment_id AS "assignmentId", k.version, h.id AS "householdId"
         FROM replacement_ask k
         JOIN offer o ON o.community_id = k.community_id AND o.id = k.offer_id
         JOIN seat s ON s.community_id = k.community_id AND s.id = k.seat_id
         JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
         JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id
         JOIN household h ON h.community_id = a.community_id AND h.id = a.household_id
         WHERE k.community_id = $1 AND (k.helper_id = $2 OR ${deskReachesHousehold(tx, 'h', '$2')})
           AND ($3::text IS NULL OR k.state = $3) AND ($4::uuid IS NULL OR k.seat_id = $4)
           AND ($5::uuid IS NULL OR k.id > $5) ORDER BY k.id LIMIT $6`,
        [
          tx.communityId,
          actor.memberId,
          query.state ?? null,
          query.seatId ?? null,
          page.after ?? null,
          page.limit + 1,
        ],
      );
      const answer = toPage(rows, page.limit);
      const ids = [...new Set(answer.items.map(({ householdId }) => householdId))];
      if (ids.length > 0) await tx.audit({ action: 'replacement-ask.list', kind: 'household', ids });
      return answer;
    });
  }
}
