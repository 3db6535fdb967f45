import { UnitOfWork, type MemberActor } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import type { Explanation } from './explain.js';
import { whyHelper } from './why-helper.rules.js';
import { readingOf } from './words/load-reading.js';
import { say, type Said } from './words/words.js';

/** Why a helper is asked, and how far it is. */
export interface HelperReasons {
  readonly reasons: readonly Said[];
  readonly ways: readonly { readonly visitId: string; readonly travelMinutes: number }[];
}

/** At most as many as a request has visits. */
const MOST_WAYS = 400;

/** What a helper may know of the choice that fell on them. */
@Injectable()
export class HelperReasonsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @throws DomainError not-found for an assignment that is not the actor's own */
  of(actor: MemberActor, assignmentId: string, wanted: readonly string[] = []): Promise<HelperReasons> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<{ proposalId: string; explanation: Explanation }>(
        `SELECT p.id AS "proposalId", p.explanation FROM assignment a
         JOIN proposal p ON p.community_id = a.community_id AND p.id = a.proposal_id
         WHERE a.community_id = $1 AND a.id = $2 AND a.helper_id = $3`,
        [tx.communityId, assignmentId, actor.memberId],
      );
      if (!row) throw commonError('not-found');
      const reading = await readingOf(tx, wanted);
      const ways = await tx.sql<HelperReasons['ways'][number]>(
        `SELECT visit_id AS "visitId", travel_minutes AS "travelMinutes" FROM proposal_visit
         WHERE community_id = $1 AND proposal_id = $2 ORDER BY starts_at LIMIT ${MOST_WAYS}`,
        [tx.communityId, row.proposalId],
      );
      return { reasons: whyHelper(row.explanation).map((saying) => say(reading, saying)), ways };
    });
  }
}
