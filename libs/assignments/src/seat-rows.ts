import type { StepOptions, Tx } from '#database';
import { commonError } from '#platform';
import { checkVersion } from './assignment-rows.js';
import type { AssignmentState } from './assignment.machine.js';
import { isActive, seatMachine, type SeatState, type SeatStep } from './seat.machine.js';

export interface SeatRow {
  readonly id: string;
  readonly assignmentId: string;
  readonly visitId: string;
  readonly memberId: string;
  readonly seatNumber: number;
  readonly state: SeatState;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly chargedMinutes: number;
  readonly fromZoneId: string;
  readonly toZoneId: string;
  readonly regime: 'volunteer' | 'timebank';
  readonly payerAccountId: string | null;
  readonly arrivedAt: Date | null;
  readonly handedOverAt: Date | null;
  readonly doneAt: Date | null;
  readonly donePresumed: boolean;
  readonly endReason: string | null;
  readonly noShowBy: 'helper' | 'family' | null;
  /** The regime the family was asked about for a replacement, and the one they agreed to. */
  readonly regimeAsked: 'volunteer' | 'timebank' | null;
  readonly agreedRegime: 'volunteer' | 'timebank' | null;
  readonly version: number;
  readonly assignmentState: AssignmentState;
  readonly householdId: string;
  readonly requestId: string;
}

/** The two sides of a seat, and what it is for. */
export const pairOf = ({ memberId, householdId, requestId }: SeatRow) => ({
  helperId: memberId,
  householdId,
  requestId,
});

export const SEAT_COLUMNS = `s.id, s.assignment_id AS "assignmentId", s.visit_id AS "visitId", s.member_id AS "memberId",
  s.seat_number AS "seatNumber", s.state, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
  s.charged_minutes AS "chargedMinutes", s.from_zone_id AS "fromZoneId", s.to_zone_id AS "toZoneId", s.regime,
  s.payer_account_id AS "payerAccountId", s.arrived_at AS "arrivedAt", s.handed_over_at AS "handedOverAt",
  s.done_at AS "doneAt", s.done_presumed AS "donePresumed", s.end_reason AS "endReason", s.no_show_by AS "noShowBy",
  s.regime_asked AS "regimeAsked", s.agreed_regime AS "agreedRegime",
  s.version, a.state AS "assignmentState", a.household_id AS "householdId", a.request_id AS "requestId"`;

export const SEAT_TABLES = `seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id`;

/**
 * The seat, locked for the rest of the transaction, its assignment before it (the order of all who lock both).
 * @throws DomainError not-found, stale-version.
 */
export async function lockSeat(tx: Tx, id: string, version?: number): Promise<SeatRow> {
  await tx.sql(
    `SELECT FROM assignment WHERE community_id = $1
       AND id = (SELECT assignment_id FROM seat WHERE community_id = $1 AND id = $2) FOR UPDATE`,
    [tx.communityId, id],
  );
  const [row] = await lockSeats(tx, [id]);
  if (!row) throw commonError('not-found');
  checkVersion(row, version);
  return row;
}

/** Seats locked in the order of their ids. */
export function lockSeats(tx: Tx, ids: readonly string[]): Promise<SeatRow[]> {
  return tx.sql<SeatRow>(
    `SELECT ${SEAT_COLUMNS} FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.id = ANY ($2::uuid[])
     ORDER BY s.id FOR UPDATE OF s`,
    [tx.communityId, ids],
  );
}

/** What a step may note on the row beside its state. */
export interface SeatNotes {
  readonly arrived_at?: Date;
  readonly handed_over_at?: Date;
  readonly done_at?: Date;
  readonly done_presumed?: boolean;
  readonly ended_by?: string;
  readonly end_reason?: string;
  readonly no_show_by?: 'helper' | 'family' | null;
  readonly missed_at?: Date;
  readonly sought_by?: string;
}

/** Takes a step of the seat's life cycle and writes it with its notes; `active` follows the state. */
export async function stepSeat(
  tx: Tx,
  row: SeatRow,
  step: SeatStep,
  options: StepOptions,
  notes: SeatNotes = {},
): Promise<SeatRow> {
  const state = await tx.step(seatMachine, row, step, options);
  const columns = Object.entries(notes).filter(([, value]) => value !== undefined);
  const sets = columns.map(([column], index) => `, ${column} = $${index + 5}`).join('');
  await tx.sql(
    `UPDATE seat SET state = $3, active = $4, version = version + 1${sets} WHERE community_id = $1 AND id = $2`,
    [tx.communityId, row.id, state, isActive(state), ...columns.map(([, value]) => value)],
  );
  if (isActive(row.state) && !isActive(state)) await reopenWindow(tx, row.visitId);
  return { ...row, state, version: row.version + 1 };
}

/** A coming visit that nobody serves any more is again at any time of its window: at its start, until somebody does. */
async function reopenWindow(tx: Tx, visitId: string): Promise<void> {
  await tx.sql(
    `UPDATE visit v SET starts_at = v.window_starts_at, ends_at = v.window_starts_at + (v.ends_at - v.starts_at)
     WHERE v.community_id = $1 AND v.id = $2 AND v.session_id IS NULL AND v.state = 'planned'
       AND v.starts_at > v.window_starts_at AND v.window_starts_at > $3
       AND NOT EXISTS (SELECT FROM seat s WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active)`,
    [tx.communityId, visitId, tx.now],
  );
}
