import type { MemberActor, Tx, UnitOfWork } from '#database';
import { guardianOfRequest, isHeard, memberError, recordHeard, type Heard } from '#members';
import { commonError } from '#platform';
import { assignmentError } from './assignments.errors.js';
import type { Side } from './parties.js';

export type Party = 'helper' | 'family';

/** The same with the side they speak for, where it may be either. */
export interface Spoken extends Heard {
  readonly onBehalfOf?: Party;
}

/** What an answer is about. */
export interface Spokeable {
  readonly kind: 'assignment' | 'replacement-ask' | 'seat' | 'time-entry';
  readonly id: string;
}

/** Who may be spoken for: of each record its helper, and its household by the request. */
const PARTS: Readonly<Record<Spokeable['kind'], { readonly helper: string; readonly from: string }>> = {
  assignment: { helper: 'x.helper_id', from: 'assignment x JOIN assignment a USING (community_id, id)' },
  'replacement-ask': {
    helper: 'x.helper_id',
    from: `replacement_ask x JOIN seat s ON s.community_id = x.community_id AND s.id = x.seat_id
      JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id`,
  },
  seat: {
    helper: 'x.member_id',
    from: 'seat x JOIN assignment a ON a.community_id = x.community_id AND a.id = x.assignment_id',
  },
  'time-entry': {
    helper: 's.member_id',
    from: `time_entry x JOIN seat s ON s.community_id = x.community_id AND s.id = x.seat_id
      JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id`,
  },
};

/**
 * The actor as they are recorded: a coordinator with the member they speak for, the helper or the guardian they name.
 * Of no guardian of the household it stays the actor alone, which `heardBy` refuses.
 */
export async function speaking(
  uow: UnitOfWork,
  actor: MemberActor,
  about: Spokeable,
  { onBehalfOf, guardianId }: Spoken,
): Promise<MemberActor> {
  if (!onBehalfOf) return actor;
  const { helper, from } = PARTS[about.kind];
  const [row] = await uow.run(actor, (tx) =>
    tx.sql<{ helperId: string; guardianId: string | null }>(
      `SELECT ${helper} AS "helperId", ${guardianOfRequest('r', '$3')} AS "guardianId"
       FROM ${from} JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id
       WHERE x.community_id = $1 AND x.id = $2`,
      [actor.communityId, about.id, guardianId ?? null],
    ),
  );
  const memberId = onBehalfOf === 'helper' ? row?.helperId : row?.guardianId;
  return memberId ? { ...actor, onBehalfOf: memberId } : actor;
}

/** What a coordinator heard from this side; what nobody heard leaves the actor to speak for themselves. */
export function heardFrom(party: Party, heard: Heard): Spoken {
  return isHeard(heard) ? { ...heard, onBehalfOf: party } : {};
}

/**
 * Puts on record how a coordinator heard this side's word, in the transaction of `speaking`'s actor.
 * @param action the record's subject in the audit, before `.speak-for`
 * @throws DomainError channel-missing, guardian-not-asked; forbidden for a member who speaks for somebody else: whoever has a
 *   part in it answers as themselves
 */
export async function heardBy(
  tx: Tx,
  side: Side,
  about: Spokeable,
  { onBehalfOf, ...heard }: Spoken,
  action: string = about.kind,
): Promise<void> {
  if (side !== 'coordinator') {
    if (!onBehalfOf) return;
    throw commonError('forbidden', 'Only a coordinator without a part speaks for others.');
  }
  if (!onBehalfOf) throw memberError('channel-missing');
  await recordHeard(tx, { ...about, action }, onBehalfOf, heard);
}

/**
 * The side whose word this is: a coordinator's only as the one they name, recorded as by `heardBy`.
 * @throws DomainError side-missing and as `heardBy`
 */
export async function partySpeaking(tx: Tx, side: Side, seatId: string, spoken: Spoken): Promise<Party> {
  if (side === 'coordinator' && !spoken.onBehalfOf) throw assignmentError('side-missing');
  await heardBy(tx, side, { kind: 'seat', id: seatId }, spoken, 'hours');
  return side === 'coordinator' ? spoken.onBehalfOf! : side;
}
