import type { MemberActor, Tx, UnitOfWork } from '#database';
import { withinSight } from '#members';
import { commonError } from '#platform';
import { assignmentError } from './assignments.errors.js';
import type { Side } from './parties.js';

export type Party = 'helper' | 'family';

/** For which side a coordinator speaks, and how they heard it. Members speak for themselves. */
export interface Spoken {
  readonly onBehalfOf?: Party;
  readonly channel?: 'phone' | 'desk';
}

/** The actor as they are recorded: a coordinator with the member (helper, or the guardian who asked) they speak for. */
export async function speaking(
  uow: UnitOfWork,
  actor: MemberActor,
  seat: { readonly seatId: string } | { readonly timeEntryId: string },
  spoken: Spoken,
): Promise<MemberActor> {
  if (!spoken.onBehalfOf) return actor;
  const [column, id] = 'seatId' in seat ? ['s.id', seat.seatId] : ['t.id', seat.timeEntryId];
  const [row] = await uow.run(actor, (tx) =>
    tx.sql<{ helperId: string; guardianId: string | null }>(
      `SELECT s.member_id AS "helperId", coalesce(r.payer_member_id,
         (SELECT h.member_id FROM household_member h WHERE h.community_id = r.community_id
            AND h.household_id = r.household_id AND h.guardian
            AND ${withinSight('r', 'h.member_id')} ORDER BY h.added_at, h.member_id LIMIT 1)) AS "guardianId"
       FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id
       LEFT JOIN time_entry t ON t.community_id = s.community_id AND t.seat_id = s.id
       WHERE s.community_id = $1 AND ${column} = $2`,
      [actor.communityId, id],
    ),
  );
  const memberId = spoken.onBehalfOf === 'helper' ? row?.helperId : row?.guardianId;
  return memberId ? { ...actor, onBehalfOf: memberId } : actor;
}

/**
 * The side whose word this is: a coordinator's only as the one they name, recorded with the channel.
 * @throws DomainError side-missing; forbidden for a member who speaks for somebody else.
 */
export async function partySpeaking(tx: Tx, side: Side, seatId: string, spoken: Spoken): Promise<Party> {
  if (side !== 'coordinator') {
    if (spoken.onBehalfOf)
      throw commonError('forbidden', 'Only a coordinator without a part speaks for others.');
    return side;
  }
  const { onBehalfOf, channel } = spoken;
  if (!onBehalfOf || !channel) throw assignmentError('side-missing');
  const reason = `For the ${onBehalfOf}, ${channel === 'phone' ? 'on the phone' : 'at the desk'}`;
  await tx.audit({ action: 'hours.speak-for', kind: 'seat', ids: [seatId], reason });
  return onBehalfOf;
}
