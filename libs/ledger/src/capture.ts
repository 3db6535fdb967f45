import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { bankAccount, lockAccounts, poolAccount } from './accounts.js';
import { liveHold, poolLeft, placeHold, promisedBy, redeemHold, release, settleHold } from './holds.js';
import { availableMinutes, splitCapture, type CaptureSplit, type EntryLine } from './ledger.rules.js';
import { openAccount } from './open-account.js';
import { payingAccount, type Payer } from './payer.js';
import { post } from './post-transfer.js';

export interface CaptureInput {
  readonly helperMemberId: string;
  readonly householdId: string;
  readonly payer: Payer;
  /** When the visit started. */
  readonly at: Date;
  /** What was planned, for a visit whose minutes could not be held beforehand. */
  readonly plannedMinutes: number;
  readonly minutesCredited: number;
  readonly minutesPaid: number;
  /** The payer's side declared or confirmed these minutes; false when it stayed silent. */
  readonly payerAgreed: boolean;
  /** A coordinator settled these hours: the bank lends what payer and pool lack. */
  readonly settled: boolean;
}

export type CaptureOutcome =
  | { readonly captured: true; readonly transferId: string | null }
  | { readonly captured: false; readonly why: 'overrun' };

/**
 * Pays a visit in the transaction that confirms its hours: payer (or pool) to helper, the bonus of a multiplier from
 * the bank, the levy from the helper to the pool. Nothing moves when it answers 'overrun': the caller opens a dispute.
 */
export async function capture(tx: Tx, seatId: string, input: CaptureInput): Promise<CaptureOutcome> {
  if (input.minutesPaid <= 0) {
    await release(tx, [seatId]);
    return { captured: true, transferId: null };
  }
  const helper = await openAccount(tx, input.helperMemberId);
  const poolId = await poolAccount(tx);
  const bankId = await bankAccount(tx);
  const payerId = await whoPays(tx, seatId, input.payer, poolId);
  await lockAccounts(tx, [helper.id, poolId, bankId, ...(payerId ? [payerId] : [])]);
  const split = await decideSplit(tx, seatId, input, payerId, poolId);
  if (split === 'overrun') return { captured: false, why: 'overrun' };
  const transferId = await postVisit(tx, seatId, input, split, {
    helper: helper.id,
    payer: payerId,
    poolId,
    bankId,
  });
  return { captured: true, transferId };
}

/** Whoever promised the visit pays it, whatever the request says by now: the approval fixed the payer. */
async function whoPays(tx: Tx, seatId: string, payer: Payer, poolId: string): Promise<string | undefined> {
  const promised = await promisedBy(tx, seatId);
  return promised && promised !== poolId ? promised : payingAccount(tx, payer);
}

async function decideSplit(
  tx: Tx,
  seatId: string,
  input: CaptureInput,
  payerId: string | undefined,
  poolId: string,
): Promise<CaptureSplit | 'overrun'> {
  const policies = await policiesToday(tx);
  const minutes = Math.min(input.minutesPaid, input.plannedMinutes);
  // A visit that went unfunded until now asks as it would have asked beforehand.
  if (!(await liveHold(tx, seatId))) await placeHold(tx, { ...input, seatId, minutes });
  const hold = await liveHold(tx, seatId);
  const accounts = await lockAccounts(tx, payerId ? [payerId, poolId] : [poolId]);
  const poolFree = Math.min(
    availableMinutes(accounts.get(poolId)!),
    await poolLeft(tx, poolId, input.householdId, input.at),
  );
  return splitCapture({
    minutesPaid: input.minutesPaid,
    minutesCredited: input.minutesCredited,
    hold: hold ? { from: hold.accountId === poolId ? 'pool' : 'payer', minutes: hold.minutes } : null,
    payerFree: payerId ? availableMinutes(accounts.get(payerId)!) : 0,
    poolFree,
    toleranceMinutes: policies.toleranceMinutes,
    levyPercent: policies.levyPercent,
    payerAgreed: input.payerAgreed,
    settled: input.settled,
  });
}

interface Sides {
  readonly helper: string;
  readonly payer: string | undefined;
  readonly poolId: string;
  readonly bankId: string;
}

async function postVisit(
  tx: Tx,
  seatId: string,
  input: CaptureInput,
  split: CaptureSplit,
  sides: Sides,
): Promise<string> {
  const paid = new Map([
    ...(sides.payer ? [[sides.payer, split.fromPayer] as const] : []),
    [sides.poolId, split.fromPool] as const,
    [sides.bankId, split.fromBank] as const,
  ]);
  const key = await keyOfRound(tx, seatId);
  const hold = await liveHold(tx, seatId);
  const givers = [...paid].map(([accountId, minutes]) => ({
    accountId,
    minutes: -minutes,
    releasedMinutes: accountId === hold?.accountId ? hold.minutes : 0,
  }));
  const { transferId, created } = await post(tx, {
    kind: 'visit',
    idempotencyKey: `${key}:visit`,
    seatId,
    reason: 'Hours of a visit',
    entries: withoutZeros([...givers, { accountId: sides.helper, minutes: input.minutesPaid }]),
  });
  if (!created) {
    await release(tx, [seatId]);
    return transferId;
  }
  await redeemHold(tx, seatId);
  await settleHold(tx, { seatId, householdId: input.householdId, at: input.at }, transferId, paid);
  if (split.bonus > 0) {
    await post(tx, {
      kind: 'bonus',
      idempotencyKey: `${key}:bonus`,
      seatId,
      reason: 'Bonus of the kind of help, paid by the bank',
      entries: [
        { accountId: sides.bankId, minutes: -split.bonus },
        { accountId: sides.helper, minutes: split.bonus },
      ],
    });
  }
  await payLevy(tx, { seatId, key }, split.levy, sides);
  return transferId;
}

/** At most what the helper can give: a credit is never refused for the levy on it. */
async function payLevy(
  tx: Tx,
  { seatId, key }: { readonly seatId: string; readonly key: string },
  owed: number,
  sides: Sides,
): Promise<void> {
  const helper = (await lockAccounts(tx, [sides.helper])).get(sides.helper)!;
  const levy = Math.min(owed, availableMinutes(helper));
  if (levy > 0) {
    await post(tx, {
      kind: 'levy',
      idempotencyKey: `${key}:levy`,
      seatId,
      reason: 'Share for the solidarity pool',
      entries: [
        { accountId: sides.helper, minutes: -levy },
        { accountId: sides.poolId, minutes: levy },
      ],
    });
  }
}

/** Once for a seat; once more after each time its hours were taken back. */
async function keyOfRound(tx: Tx, seatId: string): Promise<string> {
  const [row] = await tx.sql<{ reversed: number }>(
    `SELECT count(*)::integer AS reversed FROM transfer t JOIN transfer r ON r.community_id = t.community_id AND r.reverses_id = t.id
     WHERE t.community_id = $1 AND t.seat_id = $2 AND t.kind = 'visit'`,
    [tx.communityId, seatId],
  );
  return row!.reversed === 0 ? `seat:${seatId}` : `seat:${seatId}:${row!.reversed}`;
}

function withoutZeros(lines: readonly EntryLine[]): EntryLine[] {
  return lines.filter(({ minutes }) => minutes !== 0);
}
