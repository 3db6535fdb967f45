import type { StepOptions, Tx } from '#database';
import { capture } from '#ledger';
import { payerOf } from './cancel-seat.js';
import { endIfOver } from './exit-assignment.js';
import type { Hours } from './hours.rules.js';
import { hoursOfSeat } from './seat-hours.js';
import { stepSeat, type SeatRow } from './seat-rows.js';
import { stepTimeEntry, type TimeEntryNotes, type TimeEntryRow } from './time-entry-rows.js';

export interface Agreement {
  readonly step: 'confirm' | 'auto-confirm' | 'settle';
  readonly minutes: number;
  readonly options: StepOptions;
  readonly notes: TimeEntryNotes;
}

/**
 * Books agreed hours in the running transaction: the time bank's are captured and the seat is credited, a volunteer's
 * are counted. Where neither payer nor pool can pay an overrun, a dispute opens instead and nothing moves.
 */
export async function bookHours(
  tx: Tx,
  entry: TimeEntryRow,
  seat: SeatRow,
  agreement: Agreement,
): Promise<TimeEntryRow> {
  const hours = await hoursOfSeat(tx, seat, agreement.minutes);
  const settled = agreement.step === 'settle';
  // Silence of the family binds nobody to more than was held; every other path has the family's own word.
  const payerAgreed = agreement.step === 'confirm' || entry.declaredSide === 'family';
  const paid = await payFor(tx, seat, hours, { settled, payerAgreed });
  if (paid === 'overrun') {
    const { answered_by, answered_minutes, answered_at } = agreement.notes;
    return disputeHours(
      tx,
      entry,
      seat,
      { as: 'system', reason: 'Neither the payer nor the pool can pay the extra minutes' },
      {
        answered_by,
        answered_minutes,
        answered_at,
      },
    );
  }
  const booked = await stepTimeEntry(tx, entry, agreement.step, agreement.options, {
    ...agreement.notes,
    minutes_given: agreement.minutes,
    minutes_credited: hours.credited,
    transfer_id: paid ?? undefined,
  });
  const agreed = await stepSeat(tx, seat, settled ? 'settle' : 'confirm-hours', agreement.options);
  await stepSeat(tx, agreed, seat.regime === 'timebank' ? 'credit' : 'count', { as: 'system' });
  await endIfOver(tx, seat.assignmentId);
  return booked;
}

async function payFor(
  tx: Tx,
  seat: SeatRow,
  hours: Hours,
  agreed: { readonly settled: boolean; readonly payerAgreed: boolean },
): Promise<string | null | 'overrun'> {
  if (seat.regime !== 'timebank') return null;
  const outcome = await capture(tx, seat.id, {
    helperMemberId: seat.memberId,
    householdId: seat.householdId,
    payer: await payerOf(tx, seat.requestId),
    at: seat.startsAt,
    plannedMinutes: seat.chargedMinutes,
    minutesCredited: hours.credited,
    minutesPaid: hours.paid,
    ...agreed,
  });
  if (!outcome.captured) return outcome.why;
  return outcome.transferId;
}

/** Opens a dispute: a coordinator settles it; what was held stays held. */
export async function disputeHours(
  tx: Tx,
  entry: TimeEntryRow,
  seat: SeatRow,
  options: StepOptions,
  notes: TimeEntryNotes = {},
): Promise<TimeEntryRow> {
  const disputed = await stepTimeEntry(tx, entry, 'dispute', options, {
    ...notes,
    dispute_reason: options.reason,
  });
  await stepSeat(tx, seat, 'dispute', options);
  return disputed;
}
