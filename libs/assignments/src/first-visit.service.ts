import { policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { relationToHousehold, relationToMember } from '#members';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { assignmentError } from './assignments.errors.js';
import { withFlag } from './flag-visits.js';
import { COMING_SEAT_STATES } from './seat.machine.js';

export interface FirstVisitCheck {
  readonly helperId: string;
  readonly householdId: string;
  readonly kind: 'call' | 'presence';
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** A coordinator calls, or is there, before a helper's first visit with a family; where the policy asks for it. */
@Injectable()
export class FirstVisitService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Once is enough; a second time is refused. @throws DomainError not-found, own-record, first-visit-recorded */
  record(
    actor: MemberActor,
    input: Pick<FirstVisitCheck, 'helperId' | 'householdId' | 'kind'>,
  ): Promise<FirstVisitCheck> {
    return this.uow.run(actor, async (tx) => {
      const { helperId, householdId, kind } = input;
      if (helperId === actor.memberId) throw assignmentError('own-record');
      const household = await relationToHousehold(tx, householdId);
      if (household === 'guardian' || household === 'limited-guardian' || household === 'adult')
        throw assignmentError('own-record');
      if (household !== 'coordinator' || (await relationToMember(tx, helperId)) === 'other')
        throw commonError('not-found');
      const made = await tx.sql(
        `INSERT INTO first_visit_check (community_id, helper_id, household_id, kind, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING helper_id`,
        [tx.communityId, helperId, householdId, kind, actor.memberId, tx.now],
      );
      if (made.length === 0) throw assignmentError('first-visit-recorded');
      await tx.audit({ action: 'first-visit.record', kind: 'household', ids: [householdId, helperId] });
      await tx.sql(
        `UPDATE visit v SET flags = ${withFlag('first-visit', 'false')} FROM seat s
         JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
         WHERE s.community_id = $1 AND s.member_id = $2 AND a.household_id = $3 AND 'first-visit' = ANY (v.flags)
           AND v.community_id = s.community_id AND v.id = s.visit_id`,
        [tx.communityId, helperId, householdId],
      );
      return { helperId, householdId, kind, recordedBy: actor.memberId, recordedAt: tx.now };
    });
  }
}

/**
 * A confirmed assignment's first coming visit waits for a coordinator when the two have never met and nobody called:
 * flagged where the policy asks for it.
 * @param subjectId the assignment, or a seat of it that fell out: the next visit is the first one then
 * @returns how many visits changed
 */
export async function flagFirstVisit(tx: Tx, subjectId: string): Promise<number> {
  if (!(await policiesToday(tx)).firstVisitCheck) return 0;
  const rows = await tx.sql(
    `UPDATE visit v SET flags = ${withFlag('first-visit', 'true')} FROM (
       SELECT s.visit_id FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       WHERE s.community_id = $1 AND a.id IN ($2, (SELECT assignment_id FROM seat WHERE community_id = $1 AND id = $2))
         AND a.state = 'confirmed' AND s.state = ANY ($3) AND s.ends_at > $4
         AND NOT EXISTS (SELECT FROM first_visit_check k WHERE k.community_id = a.community_id
           AND k.helper_id = a.helper_id AND k.household_id = a.household_id)
         AND NOT EXISTS (SELECT FROM seat p JOIN assignment b ON b.community_id = p.community_id AND b.id = p.assignment_id
           WHERE p.community_id = a.community_id AND p.member_id = a.helper_id AND b.household_id = a.household_id
             AND p.starts_at < $4 AND p.state IN ('arrived', 'done', 'hours-confirmed', 'credited', 'counted', 'disputed', 'settled'))
       ORDER BY s.starts_at, s.id LIMIT 1) first
     WHERE v.community_id = $1 AND v.id = first.visit_id AND NOT 'first-visit' = ANY (v.flags) RETURNING v.id`,
    [tx.communityId, subjectId, COMING_SEAT_STATES, tx.now],
  );
  return rows.length;
}
