import { policiesToday } from '#communities';
import { isCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { reverseSeat } from '#ledger';
import { commonError } from '#platform';
import { tellSpokenFor } from '#members';
import { Injectable } from '@nestjs/common';
import { checkVersion } from './assignment-rows.js';
import { assignmentError } from './assignments.errors.js';
import { bookHours, disputeHours } from './book-hours.js';
import { flagStartedUnfit } from './flag-visits.js';
import { agreedMinutes } from './hours.rules.js';
import { actAs, sideOf, type Side } from './parties.js';
import { lockSeat, pairOf, stepSeat, type SeatRow } from './seat-rows.js';
import { COMING_SEAT_STATES } from './seat.machine.js';
import { clearNoShow, refuseInvolved } from './no-shows.service.js';
import {
  insertEntry,
  liveEntry,
  lockTimeEntry,
  stepTimeEntry,
  type TimeEntryRow,
} from './time-entry-rows.js';
import { partySpeaking, speaking, type Spoken } from './speak-for.js';
import { timeEntryMachine } from './time-entry.machine.js';

const ALL_SIDES: readonly Side[] = ['helper', 'family', 'coordinator'];

/** Hours given: declared by one side, confirmed by another person of the other. */
@Injectable()
export class HoursService {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * A coordinator declares only as the side they name in `spoken`.
   * @param minutes with the family, without travel. @throws DomainError too-early, hours-declared, side-missing.
   */
  async declare(
    actor: MemberActor,
    seatId: string,
    minutes: number,
    version?: number,
    spoken: Spoken = {},
  ): Promise<TimeEntryRow> {
    return this.uow.run(await speaking(this.uow, actor, { kind: 'seat', id: seatId }, spoken), async (tx) => {
      const seat = await lockSeat(tx, seatId, version);
      const side = await actAs(tx, pairOf(seat), ALL_SIDES);
      await finishFirst(tx, seat, side);
      const party = await partySpeaking(tx, side, seatId, spoken);
      const entry = await insertEntry(tx, seat, party, minutes);
      await tx.announce('time-entry.declared', { subjectId: entry.id, key: 'declared' });
      await tellSpokenFor(tx, { kind: 'time-entry', id: entry.id }, 'hours', minutes);
      return entry;
    });
  }

  /**
   * The other side's word. Minutes that differ within the tolerance are averaged, beyond it a dispute opens. The same
   * person's second tap changes nothing. A coordinator confirms only as the other side, never what they declared.
   */
  async confirm(
    actor: MemberActor,
    id: string,
    minutes?: number,
    version?: number,
    spoken: Spoken = {},
  ): Promise<TimeEntryRow> {
    const about = { kind: 'time-entry', id } as const;
    return this.uow.run(await speaking(this.uow, actor, about, spoken), async (tx) => {
      const { entry, seat } = await lockTimeEntry(tx, id);
      const side = await this.otherSide(tx, entry, seat);
      if (entry.answeredBy === actor.memberId && entry.state === 'confirmed') return entry;
      checkVersion(entry, version);
      timeEntryMachine.next(entry.state, 'confirm');
      await answeringParty(tx, side, entry, seat, spoken);
      const answered = minutes ?? entry.declaredMinutes;
      await tellSpokenFor(tx, about, 'hours', answered);
      const notes = { answered_by: actor.memberId, answered_minutes: answered, answered_at: tx.now };
      const { toleranceMinutes } = await policiesToday(tx);
      const agreed = agreedMinutes(entry.declaredMinutes, answered, toleranceMinutes);
      if (agreed !== undefined) {
        return bookHours(tx, entry, seat, { step: 'confirm', minutes: agreed, options: { as: side }, notes });
      }
      const reason = `The declarations differ by ${Math.abs(entry.declaredMinutes - answered)} minutes`;
      return disputeHours(tx, entry, seat, { as: side, reason }, notes);
    });
  }

  /** The other side's no. A coordinator says it only as that side, as for `confirm`. */
  async dispute(
    actor: MemberActor,
    id: string,
    reason: string,
    version?: number,
    spoken: Spoken = {},
  ): Promise<TimeEntryRow> {
    const about = { kind: 'time-entry', id } as const;
    return this.uow.run(await speaking(this.uow, actor, about, spoken), async (tx) => {
      const { entry, seat } = await lockTimeEntry(tx, id);
      const side = await this.otherSide(tx, entry, seat);
      checkVersion(entry, version);
      timeEntryMachine.next(entry.state, 'dispute');
      await answeringParty(tx, side, entry, seat, spoken);
      await tellSpokenFor(tx, about, 'hours-wrong', entry.declaredMinutes);
      return disputeHours(
        tx,
        entry,
        seat,
        { as: side, reason },
        { answered_by: actor.memberId, answered_at: tx.now },
      );
    });
  }

  /** A coordinator who has no part in it decides the minutes; the credit is paid, by the bank if nobody else can. */
  settle(
    actor: MemberActor,
    id: string,
    minutes: number,
    reason: string,
    version?: number,
  ): Promise<TimeEntryRow> {
    return this.uow.run(actor, async (tx) => {
      const { entry, seat } = await lockTimeEntry(tx, id);
      const side = await actAs(tx, pairOf(seat), ['coordinator']);
      await refuseInvolved(tx, entry, seat);
      checkVersion(entry, version);
      timeEntryMachine.next(entry.state, 'settle');
      if (seat.noShowBy) await clearNoShow(tx, seat, reason);
      return bookHours(tx, entry, seat, {
        step: 'settle',
        minutes,
        options: { as: side, reason },
        notes: { settled_by: actor.memberId, settled_reason: reason },
      });
    });
  }

  /** Takes hours back, with every transfer they made; they can be declared anew. */
  reverse(actor: MemberActor, seatId: string, reason: string, version?: number): Promise<SeatRow> {
    return this.uow.run(actor, async (tx) => {
      const seat = await lockSeat(tx, seatId, version);
      const side = await actAs(tx, pairOf(seat), ['coordinator']);
      const reversed = await stepSeat(tx, seat, 'reverse', { as: side, reason }, { end_reason: reason });
      await reverseSeat(tx, seatId, reason);
      const entry = await liveEntry(tx, seatId);
      if (entry) await stepTimeEntry(tx, entry, 'reverse', { as: side, reason });
      return reversed;
    });
  }

  /**
   * The side that answers a declaration: not the side that declared (two guardians are one side), never the person who
   * declared. A coordinator answers for somebody on the phone.
   */
  private async otherSide(tx: Tx, entry: TimeEntryRow, seat: SeatRow): Promise<Side> {
    const side = await sideOf(tx, pairOf(seat));
    if (entry.declaredBy === tx.actor.memberId) throw assignmentError('own-record');
    if (side !== 'coordinator' && side === entry.declaredSide) {
      throw isCoordinator(tx.actor)
        ? assignmentError('own-record')
        : commonError('forbidden', 'The other side confirms.');
    }
    return side;
  }
}

/** @throws DomainError forbidden where a coordinator names the side that declared, and as `partySpeaking` */
async function answeringParty(
  tx: Tx,
  side: Side,
  entry: TimeEntryRow,
  seat: SeatRow,
  spoken: Spoken,
): Promise<void> {
  const party = await partySpeaking(tx, side, seat.id, spoken);
  if (party === entry.declaredSide) throw commonError('forbidden', 'The other side confirms.');
}

/** Hours can be declared once the visit is done: tapped, presumed, or said by the declaration itself after its end. */
async function finishFirst(tx: Tx, seat: SeatRow, side: Side): Promise<void> {
  if (seat.state === 'done') return;
  if (seat.state === 'reversed') return void (await stepSeat(tx, seat, 'declare-anew', { as: side }));
  if (tx.now < seat.startsAt) throw assignmentError('too-early', 'The visit has not begun.');
  if (COMING_SEAT_STATES.includes(seat.state) && tx.now < seat.endsAt) {
    throw assignmentError('too-early', 'The visit has not ended, and nobody has said it began.');
  }
  if (['awaiting-acceptance', 'awaiting-guardian'].includes(seat.assignmentState)) {
    throw assignmentError('not-yet-confirmed');
  }
  await flagStartedUnfit(tx, [seat.id]);
  await stepSeat(tx, seat, 'finish', { as: side }, { done_at: tx.now });
}
