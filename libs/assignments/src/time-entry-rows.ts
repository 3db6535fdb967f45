import type { StepOptions, Tx } from '#database';
import { commonError, newId } from '#platform';
import { hoursOfSeat } from './seat-hours.js';
import type { Party } from './speak-for.js';
import { lockSeat, type SeatRow } from './seat-rows.js';
import { timeEntryMachine, type TimeEntryState } from './time-entry.machine.js';

export interface TimeEntryRow {
  readonly id: string;
  readonly seatId: string;
  readonly state: TimeEntryState;
  readonly minutesGiven: number;
  readonly minutesCredited: number;
  readonly declaredBy: string;
  readonly declaredSide: 'helper' | 'family' | 'coordinator';
  readonly declaredMinutes: number;
  readonly declaredAt: Date;
  readonly autoConfirmAt: Date | null;
  readonly answeredBy: string | null;
  readonly answeredMinutes: number | null;
  readonly answeredAt: Date | null;
  readonly disputeReason: string | null;
  readonly settledReason: string | null;
  readonly transferId: string | null;
  readonly version: number;
}

export const TIME_ENTRY_COLUMNS = `t.id, t.seat_id AS "seatId", t.state, t.minutes_given AS "minutesGiven",
  t.minutes_credited AS "minutesCredited", t.declared_by AS "declaredBy", t.declared_side AS "declaredSide",
  t.declared_minutes AS "declaredMinutes", t.declared_at AS "declaredAt", t.auto_confirm_at AS "autoConfirmAt",
  t.answered_by AS "answeredBy", t.answered_minutes AS "answeredMinutes", t.answered_at AS "answeredAt",
  t.dispute_reason AS "disputeReason", t.settled_reason AS "settledReason", t.transfer_id AS "transferId", t.version`;

/** A time entry and its seat, both locked (assignment, seat, entry: the order of all who lock them). */
export async function lockTimeEntry(tx: Tx, id: string): Promise<{ entry: TimeEntryRow; seat: SeatRow }> {
  const [found] = await tx.sql<{ seat_id: string }>(
    'SELECT seat_id FROM time_entry WHERE community_id = $1 AND id = $2',
    [tx.communityId, id],
  );
  if (!found) throw commonError('not-found');
  const seat = await lockSeat(tx, found.seat_id);
  const [entry] = await tx.sql<TimeEntryRow>(
    `SELECT ${TIME_ENTRY_COLUMNS} FROM time_entry t WHERE t.community_id = $1 AND t.id = $2 FOR UPDATE`,
    [tx.communityId, id],
  );
  return { entry: entry!, seat };
}

/** What a step may note on the row beside its state. */
export interface TimeEntryNotes {
  readonly minutes_given?: number;
  readonly minutes_credited?: number;
  readonly answered_by?: string;
  readonly answered_minutes?: number;
  readonly answered_at?: Date;
  readonly dispute_reason?: string;
  readonly settled_by?: string;
  readonly settled_reason?: string;
  readonly transfer_id?: string | null;
}

/** Takes a step of the hours' life cycle and writes it with its notes. */
export async function stepTimeEntry(
  tx: Tx,
  row: TimeEntryRow,
  step: (typeof timeEntryMachine)['steps'][number]['name'],
  options: StepOptions,
  notes: TimeEntryNotes = {},
): Promise<TimeEntryRow> {
  const state = await tx.step(timeEntryMachine, row, step, options);
  const columns = Object.entries(notes).filter(([, value]) => value !== undefined);
  const sets = columns.map(([column], index) => `, ${column} = $${index + 4}`).join('');
  const [written] = await tx.sql<TimeEntryRow>(
    `UPDATE time_entry t SET state = $3, version = version + 1${sets} WHERE t.community_id = $1 AND t.id = $2
     RETURNING ${TIME_ENTRY_COLUMNS}`,
    [tx.communityId, row.id, state, ...columns.map(([, value]) => value)],
  );
  return written!;
}

/** A declaration of one side, not yet told to the other. */
export async function insertEntry(
  tx: Tx,
  seat: SeatRow,
  side: Party,
  minutes: number,
): Promise<TimeEntryRow> {
  const { credited } = await hoursOfSeat(tx, seat, minutes);
  const [entry] = await tx.sql<TimeEntryRow>(
    `INSERT INTO time_entry AS t (community_id, id, seat_id, state, minutes_given, minutes_credited, declared_by,
       declared_side, declared_minutes, declared_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $5, $9)
     RETURNING ${TIME_ENTRY_COLUMNS}`,
    [
      tx.communityId,
      newId(),
      seat.id,
      timeEntryMachine.initial,
      minutes,
      credited,
      tx.actor.memberId,
      side,
      tx.now,
    ],
  );
  return entry!;
}

/** The declaration of a seat that counts, locked; the reversed ones before it are history. */
export async function liveEntry(tx: Tx, seatId: string): Promise<TimeEntryRow | undefined> {
  const [entry] = await tx.sql<TimeEntryRow>(
    `SELECT ${TIME_ENTRY_COLUMNS} FROM time_entry t
     WHERE t.community_id = $1 AND t.seat_id = $2 AND t.state <> 'reversed' FOR UPDATE`,
    [tx.communityId, seatId],
  );
  return entry;
}
