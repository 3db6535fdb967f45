import { endIfOver, lockSeat, seatMachine, stepSeat } from '#assignments';
import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { addMinutes, newId } from '#platform';
import { findSubstitutes } from './find-substitutes.js';
import { replacementAskMachine, type ReplacementAskState } from './replacement-ask.machine.js';
import { nextWaveSize, WAVE_HOURS } from './replacement.rules.js';
import { soughtSeats, type SoughtSeat } from './sought-seats.js';

/** A wave loads what a matching run loads: a few in one transaction, the rest in the next. */
const MOST_WAVES = 10;

/**
 * Asks the next wave for near seats that seek a replacement, and ends the search where the visit begins: the family and
 * the coordinator are told. @returns how many seats had their turn, at most `limit`.
 */
export async function searchReplacements(tx: Tx, limit: number): Promise<number> {
  const { replacementWaveMinutes } = await policiesToday(tx);
  const seats = await soughtSeats(tx, addMinutes(tx.now, WAVE_HOURS * 60), limit);
  let waves = 0;
  for (const seat of seats) {
    if (seat.startsAt <= tx.now) await endSearch(tx, seat);
    const size = nextWaveSize(seat, tx.now, replacementWaveMinutes);
    if (size === 0 || waves === MOST_WAVES) continue;
    waves += 1;
    await askWave(tx, seat, size);
  }
  return seats.length;
}

async function endSearch(tx: Tx, sought: SoughtSeat): Promise<void> {
  const reason = 'Nobody was found before the visit';
  const seat = await lockSeat(tx, sought.id);
  if (!seatMachine.can(seat.state, 'end-search')) return;
  await stepSeat(tx, seat, 'end-search', { as: 'system', reason }, { end_reason: reason });
  await endIfOver(tx, seat.assignmentId);
}

async function askWave(tx: Tx, seat: SoughtSeat, size: number): Promise<void> {
  const { offers, otherRegime } = await findSubstitutes(tx, seat);
  if (otherRegime && otherRegime !== seat.regimeAsked) await askFamily(tx, seat, otherRegime);
  const wave = offers.length > 0 ? seat.wave + 1 : seat.wave;
  // Whoever looked at the same moment was first, or the place was taken meanwhile.
  const own = await tx.sql(
    `UPDATE seat SET wave = $3, wave_at = $4 WHERE community_id = $1 AND id = $2 AND wave = $5
       AND wave_at IS NOT DISTINCT FROM $6 AND state = 'replacement-sought' RETURNING id`,
    [tx.communityId, seat.id, wave, tx.now, seat.wave, seat.waveAt],
  );
  if (own.length === 0 || offers.length === 0) return;
  const asks = offers
    .slice(0, size)
    .map((offer) => ({ id: newId(), helper: offer.memberId, offer: offer.id }));
  await tx.sql(
    `INSERT INTO replacement_ask (community_id, id, seat_id, helper_id, offer_id, wave, state, asked_at)
     SELECT $1, n.id, $2, n.helper, n.offer, $3, $4, $5 FROM unnest($6::uuid[], $7::uuid[], $8::uuid[]) AS n (id, helper, offer)`,
    [
      tx.communityId,
      seat.id,
      wave,
      replacementAskMachine.initial,
      tx.now,
      asks.map(({ id }) => id),
      asks.map(({ helper }) => helper),
      asks.map(({ offer }) => offer),
    ],
  );
  await tx.sql(
    'UPDATE helper_profile SET last_asked_at = $3 WHERE community_id = $1 AND member_id = ANY ($2::uuid[])',
    [tx.communityId, asks.map(({ helper }) => helper), tx.now],
  );
  for (const { id } of asks) await tx.announce('replacement.asked', { subjectId: id, key: 'asked' });
}

/** Nobody of an accepted regime can come, somebody of another could: the family decides. */
async function askFamily(tx: Tx, seat: SoughtSeat, regime: string): Promise<void> {
  await tx.sql(
    'UPDATE seat SET regime_asked = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
    [tx.communityId, seat.id, regime],
  );
  await tx.announce('seat.regime-asked', { subjectId: seat.id, key: regime });
}

/** The place is taken or not sought any more: who has not answered is told kindly, once. @returns how many. */
export async function closeAsks(tx: Tx, seatId: string): Promise<number> {
  const open = await tx.sql<{ id: string; state: ReplacementAskState; begun: boolean }>(
    `SELECT k.id, k.state, s.starts_at <= $3 AS begun FROM replacement_ask k
     JOIN seat s ON s.community_id = k.community_id AND s.id = k.seat_id AND s.state <> 'replacement-sought'
     WHERE k.community_id = $1 AND k.seat_id = $2 AND k.state = 'asked' ORDER BY k.id FOR UPDATE OF k`,
    [tx.communityId, seatId, tx.now],
  );
  for (const ask of open) {
    const state = await tx.step(replacementAskMachine, ask, ask.begun ? 'lapse' : 'take', { as: 'system' });
    await tx.sql(
      'UPDATE replacement_ask SET state = $3, answered_at = $4, version = version + 1 WHERE community_id = $1 AND id = $2',
      [tx.communityId, ask.id, state, tx.now],
    );
  }
  return open.length;
}

/** The same for seats given back by ways that did not say so. @returns how many seats, at most `limit`. */
export async function closeStrayAsks(tx: Tx, limit: number): Promise<number> {
  const seats = await tx.sql<{ id: string }>(
    `SELECT DISTINCT s.id FROM replacement_ask k JOIN seat s ON s.community_id = k.community_id AND s.id = k.seat_id
     WHERE k.community_id = $1 AND k.state = 'asked' AND s.state <> 'replacement-sought' ORDER BY s.id LIMIT $2`,
    [tx.communityId, limit],
  );
  for (const { id } of seats) await closeAsks(tx, id);
  return seats.length;
}
