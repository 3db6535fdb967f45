import type { Tx } from '#database';
import { lockAssignment, stepAssignment, type AssignmentRow } from './assignment-rows.js';
import { guardianAnswerBy, noteAnswer } from './exit-assignment.js';
import { makeAssignment, type NewAssignment } from './make-assignment.js';
import type { Side } from './parties.js';
import { requireStillFit } from './still-fits.js';

/**
 * The helper's yes to a replacement's ask makes the assignment and accepts it at once: a place is held from the first
 * yes on. A guardian whom the helper is new to still answers.
 */
export async function takeReplacement(
  tx: Tx,
  input: NewAssignment & { readonly replaces: string },
  side: Side,
): Promise<AssignmentRow> {
  const { assignmentId, guardianNeeded } = await makeAssignment(tx, input);
  const row = await lockAssignment(tx, assignmentId);
  await requireStillFit(tx, row);
  await noteAnswer(tx, row.helperId, true);
  const waits = guardianNeeded ? { answer_by: await guardianAnswerBy(tx, assignmentId) } : {};
  return stepAssignment(
    tx,
    row,
    guardianNeeded ? 'accept' : 'accept-known',
    { as: side },
    { accepted_at: tx.now, ...waits },
  );
}
