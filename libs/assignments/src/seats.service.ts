import { policiesToday } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { release } from '#ledger';
import { tellSpokenFor, type Heard } from '#members';
import { addMinutes, commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { assignmentError } from './assignments.errors.js';
import { cancelSeat, chargeSide } from './cancel-seat.js';
import { endIfOver } from './exit-assignment.js';
import type { AssignmentState } from './assignment.machine.js';
import { flagStartedUnfit } from './flag-visits.js';
import { actAs, type Side } from './parties.js';
import { seatSeenBy } from './seen-by.js';
import { lockSeat, pairOf, stepSeat, type SeatRow } from './seat-rows.js';
import { COMING_SEAT_STATES, seatMachine } from './seat.machine.js';
import { heardBy, heardFrom, speaking } from './speak-for.js';
import { requireFitToStart } from './still-fits.js';

const ALL_SIDES: readonly Side[] = ['helper', 'family', 'coordinator'];

/** "Arrived" may be tapped this long before the start. */
const EARLY_ARRIVAL_MINUTES = 60;

/** The steps of one helper's place in one visit, taken by helper, family or coordinator. */
@Injectable()
export class SeatsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** The helper says again that they will come. */
  reconfirm(actor: MemberActor, id: string, version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ['helper', 'coordinator'], (tx, seat, side) =>
      stepSeat(tx, seat, 'reconfirm', { as: side }),
    );
  }

  arrived(actor: MemberActor, id: string, version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ALL_SIDES, async (tx, seat, side) => {
      notBefore(tx, addMinutes(seat.startsAt, -EARLY_ARRIVAL_MINUTES), 'The visit has not begun.');
      if (seatMachine.can(seat.state, 'arrive')) await requireFitToStart(tx, seat);
      return stepSeat(tx, seat, 'arrive', { as: side }, { arrived_at: tx.now });
    });
  }

  /** A mark on the arrived seat: the dependant was handed over. */
  handedOver(actor: MemberActor, id: string, version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ALL_SIDES, (tx, seat, side) =>
      stepSeat(tx, seat, 'hand-over', { as: side }, { handed_over_at: tx.now }),
    );
  }

  /** Before its end, with no "arrived", only by a helper who may come; afterwards the desk is shown who came unfit. */
  done(actor: MemberActor, id: string, version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ALL_SIDES, async (tx, seat, side) => {
      notBefore(tx, seat.startsAt, 'The visit has not begun.');
      if (COMING_SEAT_STATES.includes(seat.state)) await requireFitOrFlag(tx, seat);
      return stepSeat(tx, seat, 'finish', { as: side }, { done_at: tx.now });
    });
  }

  cancel(actor: MemberActor, id: string, reason: string, version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ALL_SIDES, (tx, seat, side) => cancelSeat(tx, seat, side, reason));
  }

  /**
   * Somebody did not come. Each side can only say it of the other, a coordinator of either, once the start and the
   * minutes of grace are over.
   */
  noShow(actor: MemberActor, id: string, absent: 'helper' | 'family', version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ALL_SIDES, async (tx, seat, side) => {
      if (side === absent) throw assignmentError('own-record');
      const policies = await policiesToday(tx);
      notBefore(tx, addMinutes(seat.startsAt, policies.arrivalAlertMinutes), 'They may still come.');
      await refuseDeclared(tx, seat);
      // Done by silence can still turn out to have been missed; done by somebody's word cannot.
      if (seat.state === 'done' && !seat.donePresumed) {
        throw commonError('transition-not-allowed', 'Somebody said that this visit took place.');
      }
      const missed = await stepSeat(
        tx,
        seat,
        'miss',
        { as: side, values: { absent } },
        {
          no_show_by: absent,
          ended_by: actor.memberId,
          missed_at: tx.now,
        },
      );
      await release(tx, [seat.id]);
      await chargeSide(tx, seat, absent, policies.noShowChargeMinutes, 'Missed visit');
      await endIfOver(tx, seat.assignmentId);
      return missed;
    });
  }

  /** The helper cannot come: their place reopens to matching, the visit stays. */
  seekReplacement(actor: MemberActor, id: string, reason: string, version?: number): Promise<SeatRow> {
    return this.take(actor, id, version, ['coordinator'], async (tx, seat, side) => {
      if (seatMachine.can(seat.state, 'seek-replacement') && tx.now >= seat.startsAt) {
        throw assignmentError('visit-begun');
      }
      const notes = { end_reason: reason, sought_by: actor.memberId };
      const sought = await stepSeat(tx, seat, 'seek-replacement', { as: side, reason }, notes);
      await release(tx, [seat.id]);
      return sought;
    });
  }

  /**
   * A guardian agrees to help of another kind for this replacement alone, or a coordinator who heard it from them.
   * @throws DomainError regime-not-asked; as `heardBy`
   */
  async agreeRegime(
    actor: MemberActor,
    id: string,
    regime: 'volunteer' | 'timebank',
    heard: Heard = {},
    version?: number,
  ): Promise<SeatRow> {
    const about = { kind: 'seat', id } as const;
    const spoken = heardFrom('family', heard);
    const speaker = await speaking(this.uow, actor, about, spoken);
    return this.take(speaker, id, version, ['family', 'coordinator'], async (tx, seat, side) => {
      if (seat.state !== 'replacement-sought' || seat.regimeAsked !== regime)
        throw assignmentError('regime-not-asked');
      await heardBy(tx, side, about, spoken);
      await tellSpokenFor(tx, about, 'yes');
      await tx.audit({ action: 'seat.agree-regime', kind: 'seat', ids: [id], reason: regime });
      await tx.sql(
        'UPDATE seat SET agreed_regime = $3, wave_at = NULL, version = version + 1 WHERE community_id = $1 AND id = $2',
        [tx.communityId, id, regime],
      );
      return { ...seat, agreedRegime: regime, version: seat.version + 1 };
    });
  }

  private take(
    actor: MemberActor,
    id: string,
    version: number | undefined,
    allowed: readonly Side[],
    step: (tx: Tx, seat: SeatRow, side: Side) => Promise<SeatRow>,
  ): Promise<SeatRow> {
    return this.uow.run(actor, async (tx) => {
      const seat = await lockSeat(tx, id, version);
      const side = await actAs(tx, pairOf(seat), allowed);
      requireAgreed(seat);
      return seatSeenBy(await step(tx, seat, side), side);
    });
  }
}

const WAITING: readonly AssignmentState[] = ['awaiting-acceptance', 'awaiting-guardian'];

/** @throws DomainError not-yet-confirmed: nothing happens in a visit whose assignment was not agreed to. */
function requireAgreed(seat: SeatRow): void {
  if (WAITING.includes(seat.assignmentState)) throw assignmentError('not-yet-confirmed');
}

async function requireFitOrFlag(tx: Tx, seat: SeatRow): Promise<void> {
  if (tx.now < seat.endsAt) await requireFitToStart(tx, seat);
  else await flagStartedUnfit(tx, [seat.id]);
}

function notBefore(tx: Tx, instant: Date, detail: string): void {
  if (tx.now < instant) throw assignmentError('too-early', detail);
}

async function refuseDeclared(tx: Tx, seat: SeatRow): Promise<void> {
  const declared = await tx.sql('SELECT FROM time_entry WHERE community_id = $1 AND seat_id = $2', [
    tx.communityId,
    seat.id,
  ]);
  if (declared.length > 0) throw assignmentError('hours-declared');
}
