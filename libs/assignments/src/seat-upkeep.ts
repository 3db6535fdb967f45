import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { placeHold } from '#ledger';
import { addMinutes } from '#platform';
import { payerOf } from './cancel-seat.js';
import { flagStartedUnfit, withFlag } from './flag-visits.js';
import { setPayer } from './make-assignment.js';
import { lockSeats, SEAT_TABLES, stepSeat } from './seat-rows.js';
import { COMING_SEAT_STATES } from './seat.machine.js';

/** After this long without a word a visit that has ended is taken to have been done. */
const PRESUMED_AFTER_MINUTES = 60;
/** Reminders go out this long before a visit. */
const REMINDER_MINUTES = 1_440;

/**
 * After the end with no word: done (presumed); also where the assignment was cancelled after the visit had begun,
 * so that nothing stays held for it. @returns how many seats, at most `limit`.
 */
export async function presumeDone(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string }>(
    `SELECT s.id FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.state IN ('scheduled', 'reconfirmed', 'arrived')
       AND s.ends_at <= $2 AND (a.state IN ('confirmed', 'ended', 'cancelled') OR s.state = 'arrived')
     ORDER BY s.ends_at, s.id LIMIT $3 FOR UPDATE OF s SKIP LOCKED`,
    [tx.communityId, addMinutes(tx.now, -PRESUMED_AFTER_MINUTES), limit],
  );
  const seats = await lockSeats(tx, idsOf(due));
  await flagStartedUnfit(tx, idsOf(due));
  for (const seat of seats) {
    await stepSeat(tx, seat, 'presume-done', { as: 'system' }, { done_at: tx.now, done_presumed: true });
  }
  return due.length;
}

/** However patient the policy, alerts go out this long after the end: before silence is taken for done. */
const LAST_ALERT_MINUTES = 50;
const LAST_DESK_ALERT_MINUTES = 55;

const NOT_ARRIVED = `s.state IN ('scheduled', 'reconfirmed')`;
const NOT_HANDED_OVER = `s.state = 'arrived' AND s.handed_over_at IS NULL`;

/**
 * The two words missed on the day, told to guardian and helper first, then to the desk: in which states, how long since
 * what, at the latest how long after the end, and where the alert is noted.
 */
const WATCHES = [
  {
    topic: 'seat.late',
    missing: 'arrived',
    column: 'late_alert_at',
    where: `${NOT_ARRIVED} AND (s.starts_at <= $2 OR s.ends_at <= $3)`,
    lastMinutes: LAST_ALERT_MINUTES,
  },
  {
    topic: 'seat.late',
    missing: 'handed-over',
    column: 'hand_over_alert_at',
    where: `${NOT_HANDED_OVER} AND (s.ends_at <= $2 OR s.ends_at <= $3)`,
    lastMinutes: LAST_ALERT_MINUTES,
  },
  {
    topic: 'seat.late-desk',
    missing: 'arrived',
    column: 'late_desk_alert_at',
    where: `${NOT_ARRIVED} AND s.late_alert_at IS NOT NULL AND (s.late_alert_at <= $2 OR s.ends_at <= $3)`,
    lastMinutes: LAST_DESK_ALERT_MINUTES,
  },
  {
    topic: 'seat.late-desk',
    missing: 'handed-over',
    column: 'hand_over_desk_alert_at',
    where: `${NOT_HANDED_OVER} AND s.hand_over_alert_at IS NOT NULL AND (s.hand_over_alert_at <= $2 OR s.ends_at <= $3)`,
    lastMinutes: LAST_DESK_ALERT_MINUTES,
  },
] as const;

/**
 * Same-day safety: a visit with dependants where nobody said "arrived" some minutes after the start, or "handed
 * over" some minutes after the end, alerts guardian and helper once for each word, and as many minutes later the
 * coordinator on duty, until the visit is presumed done. @returns how many alerts, at most `limit` of each kind.
 */
export async function watchArrivals(tx: Tx, limit: number): Promise<number> {
  const { arrivalAlertMinutes } = await policiesToday(tx);
  let alerts = 0;
  for (const { topic, missing, column, where, lastMinutes } of WATCHES) {
    const due = await tx.sql<{ id: string }>(
      `SELECT s.id FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.${column} IS NULL
         AND (a.state = 'confirmed' OR a.state = 'cancelled' AND s.starts_at <= $6) AND s.ends_at > $4 AND ${where}
         AND EXISTS (SELECT FROM request_dependant d WHERE d.community_id = a.community_id AND d.request_id = a.request_id)
       ORDER BY s.starts_at, s.id LIMIT $5 FOR UPDATE OF s SKIP LOCKED`,
      [
        tx.communityId,
        addMinutes(tx.now, -arrivalAlertMinutes),
        addMinutes(tx.now, -lastMinutes),
        addMinutes(tx.now, -PRESUMED_AFTER_MINUTES),
        limit,
        tx.now,
      ],
    );
    await tx.sql(`UPDATE seat SET ${column} = $3 WHERE community_id = $1 AND id = ANY ($2::uuid[])`, [
      tx.communityId,
      idsOf(due),
      tx.now,
    ]);
    for (const { id } of due) {
      await tx.announce(topic, { subjectId: id, key: `late-${missing}`, values: { missing } });
    }
    alerts += due.length;
  }
  return alerts;
}

/** The day before a visit its helper and family are reminded, once. @returns how many seats, at most `limit`. */
export async function remindSeats(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string }>(
    `SELECT s.id FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.state IN ('scheduled', 'reconfirmed')
       AND s.reminded_at IS NULL AND a.state = 'confirmed' AND s.starts_at > $2 AND s.starts_at <= $3
     ORDER BY s.starts_at, s.id LIMIT $4 FOR UPDATE OF s SKIP LOCKED`,
    [tx.communityId, tx.now, addMinutes(tx.now, REMINDER_MINUTES), limit],
  );
  await tx.sql('UPDATE seat SET reminded_at = $3 WHERE community_id = $1 AND id = ANY ($2::uuid[])', [
    tx.communityId,
    idsOf(due),
    tx.now,
  ]);
  for (const { id } of due) await tx.announce('seat.reminder', { subjectId: id, key: 'day-before' });
  return due.length;
}

/**
 * The rolling window of holds: the next visits of each time-bank assignment are held; where neither the payer nor the
 * pool can, the visit is flagged and its people are told once. @returns how many seats were looked at, at most `limit`.
 */
export async function extendHolds(tx: Tx, limit: number): Promise<number> {
  const { holdVisits, holdWeeks } = await policiesToday(tx);
  // What failed before is tried again after all the others, so that it cannot keep them waiting.
  const due = await tx.sql<{ id: string }>(
    `SELECT n.id FROM (
       SELECT s.community_id, s.id, s.visit_id, s.starts_at,
         row_number() OVER (PARTITION BY s.assignment_id ORDER BY s.starts_at, s.id) AS position
       FROM ${SEAT_TABLES} WHERE s.community_id = $1 AND s.regime = 'timebank' AND s.state IN ('scheduled', 'reconfirmed')
         AND a.state IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed') AND s.starts_at > $2) n
     JOIN visit v ON v.community_id = n.community_id AND v.id = n.visit_id
     WHERE n.position <= $3 AND n.starts_at <= $4
       AND NOT EXISTS (SELECT FROM hold h WHERE h.community_id = n.community_id AND h.seat_id = n.id AND h.state = 'held')
     ORDER BY 'funds-missing' = ANY (v.flags), n.starts_at, n.id LIMIT $5`,
    [tx.communityId, tx.now, holdVisits, addMinutes(tx.now, holdWeeks * 7 * 1_440), limit],
  );
  for (const seat of await lockSeats(tx, idsOf(due))) {
    // Given up while its lock was waited for: nothing of it is to be held any more.
    if (!COMING_SEAT_STATES.includes(seat.state)) continue;
    const outcome = await placeHold(tx, {
      seatId: seat.id,
      householdId: seat.householdId,
      payer: await payerOf(tx, seat.requestId),
      minutes: seat.chargedMinutes,
      at: seat.startsAt,
    });
    await flagFunds(tx, seat.visitId, !outcome.held);
    if (outcome.held) await setPayer(tx, seat.id, outcome.payerAccountId);
    else
      await tx.announce('visit.funds-missing', {
        subjectId: seat.visitId,
        key: seat.id,
        values: { why: outcome.why },
      });
  }
  return due.length;
}

/** Sets or lifts this one flag; a flag of another kind stays. */
async function flagFunds(tx: Tx, visitId: string, missing: boolean): Promise<void> {
  await tx.sql(
    `UPDATE visit v SET flags = ${withFlag('funds-missing', '$3')}
     WHERE v.community_id = $1 AND v.id = $2 AND $3 <> ('funds-missing' = ANY (v.flags))`,
    [tx.communityId, visitId, missing],
  );
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
