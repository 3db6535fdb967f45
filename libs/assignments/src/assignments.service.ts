import { policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type StepOptions, type Tx } from '#database';
import { tellSpokenFor, type Heard } from '#members';
import { Injectable } from '@nestjs/common';
import { lockAssignment, stepAssignment, type AssignmentRow } from './assignment-rows.js';
import { assignmentMachine } from './assignment.machine.js';
import { isLate } from './assignment.rules.js';
import { guardianAnswerBy, leave, noteAnswer } from './exit-assignment.js';
import { actAs, type Side } from './parties.js';
import { cancelSeat } from './cancel-seat.js';
import { seekAgain } from './replace-seats.js';
import { lockReleasable, releaseSeats } from './release-seats.js';
import { COMING_SEAT_STATES } from './seat.machine.js';
import { heardBy, heardFrom, speaking, type Party } from './speak-for.js';
import { requireStillFit } from './still-fits.js';

/** How an answer came: by the page when nothing is said, by SMS, or as a coordinator heard it. */
export type HeardAnswer = Omit<Heard, 'channel'> & { readonly channel?: Heard['channel'] | 'sms' };

/** What helpers, guardians and coordinators answer to an approved assignment. */
@Injectable()
export class AssignmentsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** The helper's yes, or one a coordinator heard from them. @throws DomainError as `requireStillFit` and `heardBy`. */
  async accept(
    actor: MemberActor,
    id: string,
    version?: number,
    heard: HeardAnswer = {},
  ): Promise<AssignmentRow> {
    return this.answering(actor, id, 'helper', heard, async (tx, said) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['helper', 'coordinator']);
      const guardian = row.guardianNeeded;
      assignmentMachine.next(row.state, guardian ? 'accept' : 'accept-known');
      await said(side, 'yes');
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
  async decline(
    actor: MemberActor,
    id: string,
    reason?: string,
    version?: number,
    heard: HeardAnswer = {},
  ): Promise<AssignmentRow> {
    return this.answering(actor, id, 'helper', heard, async (tx, said) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['helper', 'coordinator']);
      assignmentMachine.next(row.state, 'decline');
      await said(side, 'no');
      await noteAnswer(tx, row.helperId, true);
      return leave(tx, row, 'decline', { as: side, reason }, { decline_reason: reason });
    });
  }

  /**
   * A guardian's yes, or one a coordinator heard from them.
   * @throws DomainError as `requireStillFit` and `heardBy`.
   */
  async guardianYes(
    actor: MemberActor,
    id: string,
    heard: HeardAnswer = {},
    version?: number,
  ): Promise<AssignmentRow> {
    return this.answering(actor, id, 'family', heard, async (tx, said) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['family', 'coordinator']);
      assignmentMachine.next(row.state, 'guardian-yes');
      await said(side, 'yes');
      await requireStillFit(tx, row);
      return stepAssignment(tx, row, 'guardian-yes', { as: side }, consent(tx, heard));
    });
  }

  /** A guardian's no. It needs no reason and asks for none. */
  async guardianNo(
    actor: MemberActor,
    id: string,
    heard: HeardAnswer = {},
    version?: number,
  ): Promise<AssignmentRow> {
    return this.answering(actor, id, 'family', heard, async (tx, said) => {
      const row = await lockAssignment(tx, id, version);
      const side = await actAs(tx, row, ['family', 'coordinator']);
      assignmentMachine.next(row.state, 'guardian-no');
      await said(side, 'no');
      return leave(tx, row, 'guardian-no', { as: side }, consent(tx, heard));
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

  /** One answer, by whoever gives it or by a coordinator for them: on record, and told to whom it was written down for. */
  private async answering(
    actor: MemberActor,
    id: string,
    party: Party,
    { channel, ...rest }: HeardAnswer,
    work: (tx: Tx, said: (side: Side, answer: 'yes' | 'no') => Promise<void>) => Promise<AssignmentRow>,
  ): Promise<AssignmentRow> {
    const about = { kind: 'assignment', id } as const;
    const spoken = channel === 'sms' ? {} : heardFrom(party, { channel, ...rest });
    return this.uow.run(await speaking(this.uow, actor, about, spoken), (tx) =>
      work(tx, async (side, answer) => {
        await heardBy(tx, side, about, spoken);
        await tellSpokenFor(tx, about, answer);
      }),
    );
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

/** Who gave the word and how it came; a coordinator's is the word of whom they speak for. */
function consent(tx: Tx, { channel }: HeardAnswer) {
  return {
    guardian_answered_by: tx.actor.memberId,
    guardian_answered_at: tx.now,
    guardian_channel: channel ?? ('web' as const),
  };
}
