import { policiesToday, type Policies } from '#communities';
import type { Tx } from '#database';
import { placeHold, type Payer } from '#ledger';
import { addMinutes, newId } from '#platform';
import { answerBy, freeSeatNumber } from './assignment.rules.js';
import { assignmentMachine } from './assignment.machine.js';
import { assignmentError } from './assignments.errors.js';
import { replaceSeats } from './replace-seats.js';
import { isActive, seatMachine } from './seat.machine.js';

export interface NewSeat {
  readonly visitId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** What the payer would owe as planned: the basis of the hold. */
  readonly chargedMinutes: number;
  readonly fromZoneId: string;
  readonly toZoneId: string;
}

export interface NewAssignment {
  readonly proposalId: string;
  readonly requestId: string;
  readonly householdId: string;
  readonly helperId: string;
  readonly regime: 'volunteer' | 'timebank';
  readonly seats: readonly NewSeat[];
  /** The helper's break after each visit. */
  readonly breakMinutes: number;
  /** The member who approves; never the helper. */
  readonly approvedBy: string;
  /** The guardian whose hours pay; null: the pool alone. Without meaning for volunteers. */
  readonly payer: Payer;
  /** The seat whose replacement the helper said yes to: nobody asks them again. */
  readonly replaces?: string;
}

export interface MadeAssignment {
  readonly assignmentId: string;
  /** In the order of the seats given. */
  readonly seatIds: readonly string[];
  readonly guardianNeeded: boolean;
  readonly answerBy: Date;
}

/**
 * Makes the assignment of an approved proposal, in the approving transaction and under the helper's row lock: one
 * seat a visit, the coming visits' hours held, the helper asked once the time to undo is over.
 * @throws DomainError helper-already-booked, visit-already-covered, visit-not-coming, funds-missing, already-approved.
 */
export async function makeAssignment(tx: Tx, input: NewAssignment): Promise<MadeAssignment> {
  if (input.seats.length === 0) throw assignmentError('visit-not-coming');
  if (input.approvedBy === input.helperId) throw assignmentError('own-record');
  await lockHelper(tx, input.helperId);
  const places = await freePlaces(tx, input);
  const policies = await policiesToday(tx);
  const first = new Date(Math.min(...input.seats.map(({ startsAt }) => startsAt.getTime())));
  const assignmentId = newId();
  const made: MadeAssignment = {
    assignmentId,
    seatIds: input.seats.map(() => newId()),
    guardianNeeded: await needsGuardian(tx, input),
    answerBy: answerBy(tx.now, first, policies),
  };
  await insertAssignment(tx, input, made);
  await insertSeats(tx, input, made, places);
  await settleTimes(tx, assignmentId);
  await replaceSeats(tx, made.seatIds, input.replaces);
  if (input.regime === 'timebank') await holdFirstVisits(tx, input, made.seatIds, policies);
  await tx.sql('UPDATE helper_profile SET last_asked_at = $3 WHERE community_id = $1 AND member_id = $2', [
    tx.communityId,
    input.helperId,
    tx.now,
  ]);
  if (input.replaces) return made;
  await tx.announce('assignment.approved', {
    subjectId: assignmentId,
    key: 'approved',
    delayMs: policies.undoSeconds * 1_000,
  });
  return made;
}

/** All writers of a helper's time queue here: travel, breaks and weekly minutes cannot be checked by a constraint. */
export async function lockHelper(tx: Tx, helperId: string): Promise<void> {
  const rows = await tx.sql(
    'SELECT FROM helper_profile WHERE community_id = $1 AND member_id = $2 FOR UPDATE',
    [tx.communityId, helperId],
  );
  if (rows.length === 0) throw assignmentError('helper-not-available');
}

interface Place {
  readonly number: number;
  readonly sessionId: string;
}

/** A free place in each visit, the visits locked in the order of their ids. */
async function freePlaces(tx: Tx, input: NewAssignment): Promise<Map<string, Place>> {
  const visitIds = input.seats.map(({ visitId }) => visitId);
  const visits = await tx.sql<{ id: string; sessionId: string; needed: number; state: string }>(
    `SELECT id, coalesce(session_id, id) AS "sessionId", seats_needed AS needed, state FROM visit
     WHERE community_id = $1 AND id = ANY ($2::uuid[]) AND request_id = $3 ORDER BY id FOR UPDATE`,
    [tx.communityId, visitIds, input.requestId],
  );
  const taken = await tx.sql<{ visit_id: string; seat_number: number; starts_at: Date }>(
    'SELECT visit_id, seat_number, starts_at FROM seat WHERE community_id = $1 AND visit_id = ANY ($2::uuid[]) AND active',
    [tx.communityId, visitIds],
  );
  const places = new Map<string, Place>();
  for (const visit of visits) {
    if (visit.state !== 'planned') throw assignmentError('visit-not-coming');
    const numbers = taken.filter((seat) => seat.visit_id === visit.id).map((seat) => seat.seat_number);
    const number = freeSeatNumber(numbers, visit.needed);
    if (number === undefined) throw assignmentError('visit-already-covered');
    requireSameTime(
      input.seats.filter(({ visitId }) => visitId === visit.id),
      taken.filter((seat) => seat.visit_id === visit.id),
    );
    places.set(visit.id, { number, sessionId: visit.sessionId });
  }
  if (input.seats.some(({ visitId, startsAt }) => !places.has(visitId) || startsAt <= tx.now)) {
    throw assignmentError('visit-not-coming');
  }
  return places;
}

/** @throws DomainError visit-already-covered: all helpers of a visit come at one time, the one approved first. */
function requireSameTime(wanted: readonly NewSeat[], taken: readonly { readonly starts_at: Date }[]): void {
  for (const { startsAt } of wanted) {
    if (taken.some((seat) => seat.starts_at.getTime() !== startsAt.getTime()))
      throw assignmentError('visit-already-covered', 'Another helper comes at another time of its window.');
  }
}

/** A helper's first time with this household, where dependants are: a guardian says yes first. */
async function needsGuardian(tx: Tx, input: NewAssignment): Promise<boolean> {
  const [row] = await tx.sql<{ needed: boolean }>(
    `SELECT EXISTS (SELECT FROM request_dependant WHERE community_id = $1 AND request_id = $2)
       AND NOT EXISTS (SELECT FROM assignment WHERE community_id = $1 AND household_id = $3 AND helper_id = $4
         AND guardian_answered_at IS NOT NULL AND state <> 'refused') AS needed`,
    [tx.communityId, input.requestId, input.householdId, input.helperId],
  );
  return row!.needed;
}

async function insertAssignment(tx: Tx, input: NewAssignment, made: MadeAssignment): Promise<void> {
  await tx.sql(
    `INSERT INTO assignment (community_id, id, proposal_id, request_id, household_id, helper_id, regime, state,
       approved_by, approved_at, answer_by, guardian_needed, created_at, counts_as_ask)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $10, $13)`,
    [
      tx.communityId,
      made.assignmentId,
      input.proposalId,
      input.requestId,
      input.householdId,
      input.helperId,
      input.regime,
      assignmentMachine.initial,
      input.approvedBy,
      tx.now,
      made.answerBy,
      made.guardianNeeded,
      input.replaces === undefined,
    ],
  );
}

async function insertSeats(
  tx: Tx,
  input: NewAssignment,
  made: MadeAssignment,
  places: ReadonlyMap<string, Place>,
): Promise<void> {
  const { seats } = input;
  await tx.sql(
    `INSERT INTO seat (community_id, id, assignment_id, visit_id, session_id, member_id, seat_number, state, active,
       starts_at, ends_at, during, charged_minutes, from_zone_id, to_zone_id, regime, created_at)
     SELECT $1, s.id, $2, s.visit_id, s.session_id, $3, s.number, $4, $5, s.starts_at, s.ends_at,
       tstzrange(s.starts_at, s.until), s.charged, s.from_zone, s.to_zone, $6, $7
     FROM unnest($8::uuid[], $9::uuid[], $10::uuid[], $11::smallint[], $12::timestamptz[], $13::timestamptz[],
       $14::timestamptz[], $15::integer[], $16::uuid[], $17::uuid[])
       AS s (id, visit_id, session_id, number, starts_at, ends_at, until, charged, from_zone, to_zone)`,
    [
      tx.communityId,
      made.assignmentId,
      input.helperId,
      seatMachine.initial,
      isActive(seatMachine.initial),
      input.regime,
      tx.now,
      made.seatIds,
      seats.map(({ visitId }) => visitId),
      seats.map(({ visitId }) => places.get(visitId)!.sessionId),
      seats.map(({ visitId }) => places.get(visitId)!.number),
      seats.map(({ startsAt }) => startsAt),
      seats.map(({ endsAt }) => endsAt),
      seats.map(({ endsAt }) => addMinutes(endsAt, input.breakMinutes)),
      seats.map(({ chargedMinutes }) => chargedMinutes),
      seats.map(({ fromZoneId }) => fromZoneId),
      seats.map(({ toZoneId }) => toZoneId),
    ],
  );
}

/** A visit within a window takes place when it was approved for; a session keeps its own time. */
async function settleTimes(tx: Tx, assignmentId: string): Promise<void> {
  await tx.sql(
    `UPDATE visit v SET starts_at = s.starts_at, ends_at = s.ends_at FROM seat s
     WHERE v.community_id = $1 AND s.community_id = v.community_id AND s.visit_id = v.id AND s.assignment_id = $2
       AND v.session_id IS NULL AND (v.starts_at, v.ends_at) <> (s.starts_at, s.ends_at)
       AND s.starts_at >= v.window_starts_at AND s.ends_at <= v.window_ends_at`,
    [tx.communityId, assignmentId],
  );
}

/**
 * Holds the hours of the next visits within the rolling window; all of them, or the approval is refused with the
 * reason.
 */
async function holdFirstVisits(
  tx: Tx,
  input: NewAssignment,
  seatIds: readonly string[],
  policies: Policies,
): Promise<void> {
  const horizon = addMinutes(tx.now, policies.holdWeeks * 7 * 1_440);
  const next = input.seats
    .map((seat, index) => ({ ...seat, id: seatIds[index]! }))
    .filter(({ startsAt }) => startsAt <= horizon)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    .slice(0, policies.holdVisits);
  for (const seat of next) {
    const outcome = await placeHold(tx, {
      seatId: seat.id,
      householdId: input.householdId,
      payer: input.payer,
      minutes: seat.chargedMinutes,
      at: seat.startsAt,
    });
    if (!outcome.held) {
      const detail =
        outcome.why === 'pool-limit'
          ? 'The payer has too few hours and the pool has paid for this household what it may in a quarter.'
          : 'The payer has too few hours and so has the pool.';
      throw assignmentError('funds-missing', detail, { why: outcome.why, minutes: seat.chargedMinutes });
    }
    await setPayer(tx, seat.id, outcome.payerAccountId);
  }
}

export async function setPayer(tx: Tx, seatId: string, accountId: string): Promise<void> {
  await tx.sql('UPDATE seat SET payer_account_id = $3 WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    seatId,
    accountId,
  ]);
}
