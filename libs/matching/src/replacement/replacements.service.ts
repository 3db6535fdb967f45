import {
  actAs,
  assignmentError,
  heardBy,
  heardFrom,
  speaking,
  takeReplacement,
  type Side,
} from '#assignments';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { tellSpokenFor, type Heard } from '#members';
import { commonError, DomainError, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { checkPair } from '../approval.js';
import { brokenRule } from '../broken-rule.js';
import { currentWeights } from '../load-facts.js';
import { proposalMachine } from '../proposal.machine.js';
import { replacementAskMachine } from './replacement-ask.machine.js';
import { soughtSeat, type AskRow, type SoughtSeat } from './sought-seats.js';

/** What helpers answer when they are asked to take a place that was given up. */
@Injectable()
export class ReplacementsService {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * The first yes takes the place: every hard rule is looked at again, the hours are held. A coordinator writes down what
   * they heard from the helper.
   * @throws DomainError replacement-taken for all who come after; as `heardBy`.
   */
  accept(
    actor: MemberActor,
    id: string,
    version?: number,
    heard: Heard = {},
  ): Promise<{ assignmentId: string }> {
    return this.answering(actor, id, heard, async (tx, said) => {
      const { ask, side } = await askOf(tx, id, version);
      if (ask.assignmentId) return { assignmentId: ask.assignmentId };
      if (ask.state === 'taken') throw assignmentError('replacement-taken');
      replacementAskMachine.next(ask.state, 'accept');
      const seat = await soughtSeat(tx, ask.seatId);
      if (!seat || seat.startsAt <= tx.now) throw assignmentError('replacement-taken');
      await said(side, 'yes');
      const assignmentId = await take(tx, ask, seat, side);
      await answer(tx, await lockAsk(tx, id), 'accept', side, assignmentId);
      return { assignmentId };
    });
  }

  /** One tap, no reason, never a penalty. */
  decline(actor: MemberActor, id: string, version?: number, heard: Heard = {}): Promise<void> {
    return this.answering(actor, id, heard, async (tx, said) => {
      const { side } = await askOf(tx, id, version);
      const ask = await lockAsk(tx, id);
      replacementAskMachine.next(ask.state, 'decline');
      await said(side, 'no');
      await answer(tx, ask, 'decline', side);
    });
  }

  private async answering<T>(
    actor: MemberActor,
    id: string,
    heard: Heard,
    work: (tx: Tx, said: (side: Side, answer: 'yes' | 'no') => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const about = { kind: 'replacement-ask', id } as const;
    const spoken = heardFrom('helper', heard);
    return this.uow.run(await speaking(this.uow, actor, about, spoken), (tx) =>
      work(tx, async (side, answered) => {
        await heardBy(tx, side, about, spoken);
        await tellSpokenFor(tx, about, answered);
      }),
    );
  }
}

async function askOf(tx: Tx, id: string, version: number | undefined): Promise<{ ask: AskRow; side: Side }> {
  const [ask] = await tx.sql<AskRow & { householdId: string; requestId: string }>(
    `SELECT k.id, k.seat_id AS "seatId", k.helper_id AS "helperId", k.offer_id AS "offerId", k.state, k.version,
       k.assignment_id AS "assignmentId",
       a.household_id AS "householdId", a.request_id AS "requestId"
     FROM replacement_ask k JOIN seat s ON s.community_id = k.community_id AND s.id = k.seat_id
     JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
     WHERE k.community_id = $1 AND k.id = $2`,
    [tx.communityId, id],
  );
  if (!ask) throw commonError('not-found');
  const side = await actAs(tx, ask, ['helper', 'coordinator']);
  if (version !== undefined && version !== ask.version) throw commonError('stale-version');
  return { ask, side };
}

async function lockAsk(tx: Tx, id: string): Promise<AskRow> {
  const [row] = await tx.sql<AskRow>(
    `SELECT id, seat_id AS "seatId", helper_id AS "helperId", offer_id AS "offerId", state, version,
       assignment_id AS "assignmentId"
     FROM replacement_ask WHERE community_id = $1 AND id = $2 FOR UPDATE`,
    [tx.communityId, id],
  );
  return row!;
}

async function answer(
  tx: Tx,
  ask: AskRow,
  step: 'accept' | 'decline',
  side: Side,
  assignmentId?: string,
): Promise<void> {
  const state = await tx.step(replacementAskMachine, ask, step, { as: side });
  await tx.sql(
    `UPDATE replacement_ask SET state = $3, answered_at = $4, assignment_id = $5, version = version + 1
     WHERE community_id = $1 AND id = $2`,
    [tx.communityId, ask.id, state, tx.now, assignmentId ?? null],
  );
}

/**
 * Visits are locked by the making of the assignment: rivals queue there, and whoever is second finds the place
 * taken.
 */
async function take(tx: Tx, ask: AskRow, seat: SoughtSeat, side: Side): Promise<string> {
  const wanted = [{ visitId: seat.visitId, startsAt: seat.startsAt, endsAt: seat.endsAt }];
  const pair = { requestId: seat.requestId, helperId: ask.helperId, offerId: ask.offerId };
  const agreedRegimes = seat.agreedRegime ? [seat.agreedRegime] : [];
  try {
    const { offer, request, visits, broken } = await checkPair(tx, pair, wanted, {
      agreedRegimes,
      leadMinutes: 0,
    });
    if (broken[0]) throw brokenRule(broken[0].rule);
    const { visit } = visits[0]!;
    const proposalId = await insertProposal(tx, ask, seat, offer.regime);
    const made = await takeReplacement(
      tx,
      {
        proposalId,
        requestId: seat.requestId,
        householdId: seat.householdId,
        helperId: ask.helperId,
        regime: offer.regime,
        breakMinutes: offer.breakMinutes,
        approvedBy: seat.soughtBy,
        payer: request.payer,
        replaces: seat.id,
        seats: [
          {
            ...wanted[0]!,
            chargedMinutes: visit.minutes,
            fromZoneId: visit.fromZoneId,
            toZoneId: visit.toZoneId,
          },
        ],
      },
      side,
    );
    return made.id;
  } catch (error) {
    if (error instanceof DomainError && TAKEN.includes(error.code))
      throw assignmentError('replacement-taken');
    throw error;
  }
}

const TAKEN = ['nothing-to-cover', 'visit-already-covered', 'visit-not-coming'];

/** The proposal behind a replacement: the coordinator who looks for one has approved whoever keeps the rules. */
async function insertProposal(tx: Tx, ask: AskRow, seat: SoughtSeat, regime: string): Promise<string> {
  const id = newId();
  const state = await tx.step(proposalMachine, { id, state: proposalMachine.initial }, 'approve', {
    as: 'system',
  });
  await tx.sql(
    `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, regime, state, score, weights_version,
       explanation, proposed_by, decided_by, decided_at, expires_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $10, $11, $11, $11)`,
    [
      tx.communityId,
      id,
      seat.requestId,
      ask.helperId,
      ask.offerId,
      regime,
      state,
      (await currentWeights(tx)).version,
      JSON.stringify({ terms: [], checks: [], nextBest: [], chosenBy: 'replacement' }),
      seat.soughtBy,
      tx.now,
    ],
  );
  await tx.sql(
    `INSERT INTO proposal_visit (community_id, proposal_id, visit_id, starts_at, ends_at, score, travel_minutes)
     VALUES ($1, $2, $3, $4, $5, 0, 0)`,
    [tx.communityId, id, seat.visitId, seat.startsAt, seat.endsAt],
  );
  return id;
}
