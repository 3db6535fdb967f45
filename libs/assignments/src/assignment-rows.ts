import type { StepOptions, Tx } from '#database';
import { commonError } from '#platform';
import { assignmentMachine, type AssignmentState, type AssignmentStep } from './assignment.machine.js';

export interface AssignmentRow {
  readonly id: string;
  readonly proposalId: string;
  readonly requestId: string;
  readonly householdId: string;
  readonly helperId: string;
  readonly regime: 'volunteer' | 'timebank';
  readonly state: AssignmentState;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  readonly answerBy: Date;
  readonly acceptedAt: Date | null;
  readonly guardianNeeded: boolean;
  readonly guardianAnsweredAt: Date | null;
  readonly guardianChannel: string | null;
  readonly declineReason: string | null;
  readonly version: number;
  readonly createdAt: Date;
}

export const ASSIGNMENT_COLUMNS = `a.id, a.proposal_id AS "proposalId", a.request_id AS "requestId",
  a.household_id AS "householdId", a.helper_id AS "helperId", a.regime, a.state, a.approved_by AS "approvedBy",
  a.approved_at AS "approvedAt", a.answer_by AS "answerBy", a.accepted_at AS "acceptedAt",
  a.guardian_needed AS "guardianNeeded", a.guardian_answered_at AS "guardianAnsweredAt",
  a.guardian_channel AS "guardianChannel", a.decline_reason AS "declineReason", a.version, a.created_at AS "createdAt"`;

/** @throws DomainError stale-version when the caller read another version than the row has. */
export function checkVersion(row: { readonly version: number }, expected: number | undefined): void {
  if (expected !== undefined && expected !== row.version) throw commonError('stale-version');
}

/** The assignment, locked for the rest of the transaction. @throws DomainError not-found, stale-version. */
export async function lockAssignment(tx: Tx, id: string, version?: number): Promise<AssignmentRow> {
  const [row] = await tx.sql<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignment a WHERE a.community_id = $1 AND a.id = $2 FOR UPDATE`,
    [tx.communityId, id],
  );
  if (!row) throw commonError('not-found');
  checkVersion(row, version);
  return row;
}

/** What a step may note on the row beside its state. */
export interface AssignmentNotes {
  readonly accepted_at?: Date;
  readonly answer_by?: Date;
  readonly guardian_answered_by?: string;
  readonly guardian_answered_at?: Date;
  readonly guardian_channel?: 'web' | 'phone' | 'desk' | 'sms';
  readonly decline_reason?: string;
  readonly counts_as_ask?: boolean;
}

/** Takes a step of the assignment's life cycle and writes it with its notes. */
export async function stepAssignment(
  tx: Tx,
  row: AssignmentRow,
  step: AssignmentStep,
  options: StepOptions,
  notes: AssignmentNotes = {},
): Promise<AssignmentRow> {
  const state = await tx.step(assignmentMachine, row, step, options);
  const columns = Object.entries(notes).filter(([, value]) => value !== undefined);
  const sets = columns.map(([column], index) => `, ${column} = $${index + 4}`).join('');
  await tx.sql(
    `UPDATE assignment SET state = $3, version = version + 1${sets} WHERE community_id = $1 AND id = $2`,
    [tx.communityId, row.id, state, ...columns.map(([, value]) => value)],
  );
  return { ...row, state, version: row.version + 1 };
}
