import { policiesToday } from '#communities';
import { REACTIONS, type StepOptions, type Tx } from '#database';
import { addMinutes } from '#platform';
import { lockAssignment, stepAssignment, type AssignmentRow } from './assignment-rows.js';
import { assignmentMachine, type AssignmentState } from './assignment.machine.js';
import { answerBy } from './assignment.rules.js';
import { assignmentError } from './assignments.errors.js';
import { actAs } from './parties.js';
import { seekAgain } from './replace-seats.js';
import { releaseAssignment } from './release-seats.js';
import { OPEN_SEAT_STATES, TURN_SEAT_STATES } from './seat.machine.js';

/**
 * Takes an approval back before the helper is asked: seats and holds are given back, the waiting messages are removed.
 * The proposal is the caller's to reopen. @throws DomainError undo-too-late, transition-not-allowed.
 */
export async function undoApproval(tx: Tx, assignmentId: string, version?: number): Promise<AssignmentRow> {
  const row = await lockAssignment(tx, assignmentId, version);
  await actAs(tx, row, ['coordinator']);
  const { undoSeconds } = await policiesToday(tx);
  if (tx.now.getTime() > row.approvedAt.getTime() + undoSeconds * 1_000)
    throw assignmentError('undo-too-late');
  const undone = await stepAssignment(tx, row, 'undo', { as: 'coordinator' }, { counts_as_ask: false });
  const reactions = REACTIONS['assignment.approved'];
  const unsent = await tx.sql(
    `DELETE FROM outbox WHERE community_id = $1 AND reaction = ANY ($2) AND key = $3 AND published_at IS NULL RETURNING id`,
    [tx.communityId, reactions, `assignment.approved:${assignmentId}:approved`],
  );
  if (unsent.length < reactions.length) throw assignmentError('undo-too-late');
  await releaseAssignment(tx, assignmentId, { as: 'coordinator' });
  await seekAgain(tx, assignmentId);
  return undone;
}

/** States that `cancel` leads out of: the assignment still has something to come. */
export const LIVE: readonly AssignmentState[] = assignmentMachine.steps.find(
  ({ name }) => name === 'cancel',
)!.from;

/** Leaves by one of the exits: seats and holds are given back in the same transaction. */
export async function leave(
  tx: Tx,
  row: AssignmentRow,
  step: 'decline' | 'expire' | 'guardian-no' | 'guardian-silent' | 'cancel',
  options: StepOptions,
  notes: Parameters<typeof stepAssignment>[4] = {},
): Promise<AssignmentRow> {
  const left = await stepAssignment(tx, row, step, options, notes);
  const agreed = row.state === 'confirmed';
  await releaseAssignment(tx, row.id, { as: options.as, reason: options.reason }, agreed);
  if (!agreed) await seekAgain(tx, row.id);
  return left;
}

/**
 * Silence: a helper who did not answer in time is let off (no-answer), an acceptance the guardian did not answer ends
 * (cancelled). @returns how many assignments ended, at most `limit`.
 */
export async function expireUnanswered(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string }>(
    `SELECT id FROM assignment WHERE community_id = $1 AND state IN ('awaiting-acceptance', 'awaiting-guardian')
       AND answer_by <= $2 ORDER BY answer_by, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const { id } of due) {
    const row = await lockAssignment(tx, id);
    if (row.state === 'awaiting-acceptance') {
      await leave(tx, row, 'expire', { as: 'system', reason: 'No answer in time' });
      await noteAnswer(tx, row.helperId, false);
    } else {
      await leave(tx, row, 'guardian-silent', {
        as: 'system',
        reason: 'The guardian did not answer in time',
      });
    }
  }
  return due.length;
}

/** Counts asks that went unanswered in a row; any answer, also a no, sets the count back. */
export async function noteAnswer(tx: Tx, helperId: string, answered: boolean): Promise<void> {
  await tx.sql(
    `UPDATE helper_profile SET unanswered_asks = CASE WHEN $3 THEN 0 ELSE unanswered_asks + 1 END
     WHERE community_id = $1 AND member_id = $2`,
    [tx.communityId, helperId, answered],
  );
}

/** Until when a guardian answers an acceptance: as long as a helper has, and never after the first visit begins. */
export async function guardianAnswerBy(tx: Tx, assignmentId: string): Promise<Date> {
  const policies = await policiesToday(tx);
  const [row] = await tx.sql<{ first: Date | null }>(
    `SELECT min(starts_at) AS first FROM seat WHERE community_id = $1 AND assignment_id = $2 AND active AND starts_at > $3`,
    [tx.communityId, assignmentId, tx.now],
  );
  return answerBy(tx.now, row?.first ?? addMinutes(tx.now, policies.answerWithinHours * 60), policies);
}

/**
 * An assignment whose seats have all ended is over, once one of its visits had its turn; one of which no visit took
 * place, or that still waits for an answer, is cancelled.
 */
export async function endIfOver(tx: Tx, assignmentId: string): Promise<void> {
  const [open] = await tx.sql(
    `SELECT FROM seat WHERE community_id = $1 AND assignment_id = $2 AND state = ANY ($3) LIMIT 1`,
    [tx.communityId, assignmentId, OPEN_SEAT_STATES],
  );
  if (open) return;
  const row = await lockAssignment(tx, assignmentId);
  const [turn] = await tx.sql(
    `SELECT FROM seat WHERE community_id = $1 AND assignment_id = $2 AND state = ANY ($3) LIMIT 1`,
    [tx.communityId, assignmentId, TURN_SEAT_STATES],
  );
  if (turn && assignmentMachine.can(row.state, 'end')) await stepAssignment(tx, row, 'end', { as: 'system' });
  else if (assignmentMachine.can(row.state, 'cancel')) {
    await stepAssignment(tx, row, 'cancel', { as: 'system', reason: 'None of its visits takes place' });
  }
}

/**
 * Ends assignments whose seats have all ended by ways that did not look at them.
 * @returns how many, at most `limit`.
 */
export async function closeEndedAssignments(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string }>(
    `SELECT a.id FROM assignment a WHERE a.community_id = $1 AND a.state = ANY ($2)
       AND NOT EXISTS (SELECT FROM seat s WHERE s.community_id = a.community_id AND s.assignment_id = a.id AND s.state = ANY ($3))
     ORDER BY a.id LIMIT $4 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, LIVE, OPEN_SEAT_STATES, limit],
  );
  for (const { id } of due) await endIfOver(tx, id);
  return due.length;
}
