import type { Tx } from '#database';
import type { PreparedRequest } from './prepare-request.js';
import { chooseOwner } from './request-case.js';
import type { RequestEntity } from './request.entity.js';
import { requestMachine } from './request.machine.js';
import { saveRequest } from './request-record.js';
import { insertVisits } from './visit.store.js';

/** Opens a draft: its visits exist from now on. */
export async function openDraft(tx: Tx, request: RequestEntity, prepared: PreparedRequest): Promise<void> {
  request.state = await tx.step(requestMachine, request, 'open', {
    values: { householdId: request.householdId },
  });
  request.openedAt = tx.now;
  request.ownerId ??= await chooseOwner(tx, request.householdId);
  await saveRequest(tx, request);
  await insertVisits(tx, request.id, prepared.visits);
}
