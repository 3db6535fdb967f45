import type { Actor, Tx, UnitOfWork } from '#database';
import { guardianOfRequest, isHeard, recordHeard, type Heard } from '#members';
import { commonError } from '#platform';
import type { RequestSide } from './request-record.js';

/**
 * The actor as they are recorded: a coordinator who heard something, with the guardian they heard it from. Of nobody who is
 * one it stays the actor alone, which `heardFromGuardian` refuses.
 */
export async function guardianSpeaking(
  uow: UnitOfWork,
  actor: Actor,
  requestId: string,
  heard: Heard,
): Promise<Actor> {
  if (!isHeard(heard)) return actor;
  const [row] = await uow.run(actor, (tx) =>
    tx.sql<{ guardianId: string | null }>(
      `SELECT ${guardianOfRequest('r', '$3')} AS "guardianId" FROM request r WHERE r.community_id = $1 AND r.id = $2`,
      [tx.communityId, requestId, heard.guardianId ?? null],
    ),
  );
  return row?.guardianId ? { ...actor, onBehalfOf: row.guardianId } : actor;
}

/**
 * A coordinator's word on a request is a guardian's, and on record as that.
 * @throws DomainError channel-missing, guardian-not-asked; forbidden for a guardian who speaks for somebody else
 */
export async function heardFromGuardian(
  tx: Tx,
  side: RequestSide,
  requestId: string,
  heard: Heard,
): Promise<void> {
  if (side === 'coordinator') {
    await recordHeard(tx, { kind: 'request', id: requestId }, 'family', heard);
  } else if (isHeard(heard)) {
    throw commonError('forbidden', 'Only a coordinator without a part speaks for others.');
  }
}
