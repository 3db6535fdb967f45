import { policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { reverseCharge } from '#ledger';
import { tellSpokenFor } from '#members';
import { addMinutes, commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { assignmentError } from './assignments.errors.js';
import { chargeSide } from './cancel-seat.js';
import { endIfOver } from './exit-assignment.js';
import { actAs, type Side } from './parties.js';
import { lockSeat, pairOf, stepSeat, type SeatRow } from './seat-rows.js';
import { seatMachine } from './seat.machine.js';
import { partySpeaking, speaking, type Party, type Spoken } from './speak-for.js';
import { insertEntry, liveEntry, stepTimeEntry, type TimeEntryRow } from './time-entry-rows.js';

const ALL_SIDES: readonly Side[] = ['helper', 'family', 'coordinator'];

export interface Contest {
  /** With the family, as the contesting side remembers; 0 when they came and the other side did not. */
  readonly minutes: number;
  readonly reason: string;
}

/** "You did not come" can be wrong: the side it was said of contests it, a coordinator without a part in it decides. */
@Injectable()
export class NoShowsService {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * Opens a dispute within the community's days. A coordinator contests only as the side they name in `spoken`.
   * @throws DomainError contest-too-late, own-record, forbidden for the other side, side-missing.
   */
  async contest(
    actor: MemberActor,
    seatId: string,
    { minutes, reason }: Contest,
    version?: number,
    spoken: Spoken = {},
  ): Promise<TimeEntryRow> {
    return this.uow.run(await speaking(this.uow, actor, { kind: 'seat', id: seatId }, spoken), async (tx) => {
      const seat = await lockSeat(tx, seatId, version);
      const side = await actAs(tx, pairOf(seat), ALL_SIDES);
      seatMachine.next(seat.state, 'contest');
      const party = await partySpeaking(tx, side, seatId, spoken);
      if (party !== seat.noShowBy)
        throw commonError('forbidden', 'The side that is said not to have come contests it.');
      await requireInTime(tx, seatId);
      const entry = await insertEntry(tx, seat, party, minutes);
      const options = { as: side, reason, values: { contested: true } };
      await stepSeat(tx, seat, 'contest', options);
      await tellSpokenFor(tx, { kind: 'time-entry', id: entry.id }, 'hours-wrong', minutes);
      return stepTimeEntry(tx, entry, 'contest', options, { dispute_reason: reason });
    });
  }

  /** A coordinator who has no part in it finds that somebody did not come after all. */
  uphold(
    actor: MemberActor,
    seatId: string,
    absent: Party,
    reason: string,
    version?: number,
  ): Promise<SeatRow> {
    return this.uow.run(actor, async (tx) => {
      const seat = await lockSeat(tx, seatId, version);
      const side = await actAs(tx, pairOf(seat), ['coordinator']);
      seatMachine.next(seat.state, 'uphold');
      const entry = await liveEntry(tx, seatId);
      if (!entry || !seat.noShowBy)
        throw commonError('transition-not-allowed', 'Only a contested no-show is upheld.');
      await refuseInvolved(tx, entry, seat);
      const options = { as: side, reason };
      await stepTimeEntry(tx, entry, 'settle', options, {
        minutes_given: 0,
        minutes_credited: 0,
        settled_by: actor.memberId,
        settled_reason: reason,
      });
      if (absent !== seat.noShowBy) {
        const { noShowChargeMinutes } = await policiesToday(tx);
        await reverseCharge(tx, seatId, reason);
        await chargeSide(tx, seat, absent, noShowChargeMinutes, 'Missed visit');
      }
      const upheld = await stepSeat(tx, seat, 'uphold', options, { no_show_by: absent });
      await endIfOver(tx, seat.assignmentId);
      return { ...upheld, noShowBy: absent };
    });
  }
}

async function requireInTime(tx: Tx, seatId: string): Promise<void> {
  const { contestDays } = await policiesToday(tx);
  const [row] = await tx.sql<{ saidBy: string | null; missedAt: Date; contested: boolean }>(
    `SELECT s.ended_by AS "saidBy", coalesce(s.missed_at, s.ends_at) AS "missedAt",
       EXISTS (SELECT FROM time_entry t WHERE t.community_id = s.community_id AND t.seat_id = s.id) AS contested
     FROM seat s WHERE s.community_id = $1 AND s.id = $2`,
    [tx.communityId, seatId],
  );
  if (row!.saidBy === tx.actor.memberId) throw assignmentError('own-record');
  if (row!.contested) throw commonError('transition-not-allowed', 'A coordinator has settled this already.');
  if (tx.now > addMinutes(row!.missedAt, contestDays * 1_440)) throw assignmentError('contest-too-late');
}

/** Nobody settles what they declared, answered, or said of who did not come. @throws DomainError own-record */
export async function refuseInvolved(tx: Tx, entry: TimeEntryRow, seat: SeatRow): Promise<void> {
  const involved = [entry.declaredBy, entry.answeredBy];
  if (seat.noShowBy) {
    const [row] = await tx.sql<{ saidBy: string | null }>(
      'SELECT ended_by AS "saidBy" FROM seat WHERE community_id = $1 AND id = $2',
      [tx.communityId, seat.id],
    );
    involved.push(row!.saidBy);
  }
  if (involved.includes(tx.actor.memberId!)) throw assignmentError('own-record');
}

/** The visit took place after all: nobody is missed, and what it cost comes back. */
export async function clearNoShow(tx: Tx, seat: SeatRow, reason: string): Promise<void> {
  await reverseCharge(tx, seat.id, reason);
  await tx.sql('UPDATE seat SET no_show_by = NULL WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    seat.id,
  ]);
}
