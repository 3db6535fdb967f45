import { policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type StepOptions, type Tx } from '#database';
import { Injectable } from '@nestjs/common';
import { lockAssignment, stepAssignment, type AssignmentRow } from './assignment-rows.js';
import { assignmentMachine } from './assignment.machine.js';
import { isLate } from './assignment.rules.js';
import { assignmentError } from './assignments.errors.js';
import { guardianAnswerBy, leave, noteAnswer } from './exit-assignment.js';
import { actAs, type Side } from './parties.js';
import { cancelSeat } from './cancel-seat.js';
import { seekAgain } from './replace-seats.js';
import { lockReleasable, releaseSeats } from './release-seats.js';
import { COMING_SEAT_STATES } from './seat.machine.js';
import { requireStillFit } from './still-fits.js';

export type ConsentChannel = 'web' | 'phone' | 'desk' | 'sms';

/** What helpers, guardians and coordinators answer to an approved assignment. */
@Injectable()
export class AssignmentsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** The helper's yes, or a coordinator's for a helper on the phone. @throws DomainError as `requireStillFit`. */
  accept(actor: MemberActor, id: string, version?: number): Promise<AssignmentRow> {
    return this.uow.run(actor, async (tx) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['helper', 'coordinator']);
      const guardian = row.guardianNeeded;
      assignmentMachine.next(row.state, guardian ? 'accept' : 'accept-known');
      await requireStillFit(tx, row);
      const accepted = await stepAssignment(
        tx,
        row,
        guardian ? 'accept' : 'accept-known',
        { as: side },
        {
          accepted_at: tx.now,
          ...(guardian ? { answer_by: await guardianAnswerBy(tx, id) } : {}),
        },
      );
      await noteAnswer(tx, row.helperId, true);
      return accepted;
    });
  }

  /** The helper's no: one tap, a reason only when they like, and never a penalty. */
  decline(actor: MemberActor, id: string, reason?: string, version?: number): Promise<AssignmentRow> {
    return this.uow.run(actor, async (tx) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['helper', 'coordinator']);
      await noteAnswer(tx, row.helperId, true);
      return leave(tx, row, 'decline', { as: side, reason }, { decline_reason: reason });
    });
  }

  /**
   * A guardian's yes, or one a coordinator heard on the phone or at the desk.
   * @throws DomainError as `requireStillFit`.
   */
  guardianYes(
    actor: MemberActor,
    id: string,
    channel?: ConsentChannel,
    version?: number,
  ): Promise<AssignmentRow> {
    return this.uow.run(actor, async (tx) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['family', 'coordinator']);
      assignmentMachine.next(row.state, 'guardian-yes');
      await requireStillFit(tx, row);
      return stepAssignment(tx, row, 'guardian-yes', { as: side }, consent(tx, actor, side, channel));
    });
  }

  /** A guardian's no. It needs no reason and asks for none. */
  guardianNo(
    actor: MemberActor,
    id: string,
    channel?: ConsentChannel,
    version?: number,
  ): Promise<AssignmentRow> {
    return this.uow.run(actor, async (tx) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['family', 'coordinator']);
      return leave(tx, row, 'guardian-no', { as: side }, consent(tx, actor, side, channel));
    });
  }

  /** Ends all that is still to come. Visits that are near count as late cancellations of the side that cancels. */
  cancel(actor: MemberActor, id: string, reason: string, version?: number): Promise<AssignmentRow> {
    return this.uow.run(actor, async (tx) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['helper', 'family', 'coordinator']);
      const options: StepOptions = { as: side, reason };
      const cancelled = await stepAssignment(tx, row, 'cancel', options);
      await this.giveSeatsBack(tx, row, side, reason);
      if (row.state !== 'confirmed') await seekAgain(tx, id);
      return cancelled;
    });
  }

  private async giveSeatsBack(tx: Tx, row: AssignmentRow, side: Side, reason: string): Promise<void> {
    const seats = await lockReleasable(tx, row.id, row.state === 'confirmed');
    const { lateCancellationHours } = await policiesToday(tx);
    const late = seats.filter(
      (seat) =>
        row.state === 'confirmed' &&
        side !== 'coordinator' &&
        COMING_SEAT_STATES.includes(seat.state) &&
        isLate(tx.now, seat.startsAt, lateCancellationHours),
    );
    for (const seat of late) await cancelSeat(tx, seat, side, reason);
    await releaseSeats(
      tx,
      seats.filter((seat) => !late.includes(seat)),
      { as: side, reason },
    );
  }
}

/** @throws DomainError channel-missing when a coordinator does not say how they heard it. */
function consent(tx: Tx, actor: MemberActor, side: Side, channel: ConsentChannel | undefined) {
  if (side === 'coordinator' && channel !== 'phone' && channel !== 'desk')
    throw assignmentError('channel-missing');
  return {
    guardian_answered_by: actor.memberId,
    guardian_answered_at: tx.now,
    guardian_channel: side === 'coordinator' ? channel : channel === 'sms' ? channel : ('web' as const),
  };
}
