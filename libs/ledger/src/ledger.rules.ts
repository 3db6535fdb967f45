import { addMonths, instantAt, localDay } from '#platform';

/** One line of a transfer: what it adds to an account, in minutes (negative: takes). */
export interface EntryLine {
  readonly accountId: string;
  readonly minutes: number;
  /** Of what the account had promised, redeemed by this payment in the same step. */
  readonly releasedMinutes?: number;
}

/** Half up: 7.5 becomes 8. For quantities that are never negative. */
export function roundHalfUp(quantity: number): number {
  return Math.floor(quantity + 0.5);
}

/** `percent` of `minutes`, rounded half up, in whole numbers throughout. */
export function percentOf(minutes: number, percent: number): number {
  return Math.floor((minutes * percent + 50) / 100);
}

/** @returns undefined when the lines make a transfer, else what is wrong with them. */
export function faultOfEntries(lines: readonly EntryLine[]): string | undefined {
  if (lines.length < 2) return 'A transfer has at least two entries.';
  if (lines.some(({ minutes }) => !Number.isInteger(minutes) || minutes === 0)) {
    return 'Every entry moves a whole number of minutes, never zero.';
  }
  if (new Set(lines.map(({ accountId }) => accountId)).size !== lines.length) {
    return 'An account stands in a transfer once.';
  }
  const sum = lines.reduce((total, { minutes }) => total + minutes, 0);
  return sum === 0 ? undefined : `The entries sum to ${sum}, not to zero.`;
}

/** Bounds of the community's quarter that holds the instant, half-open. */
export function quarterOf(timeZone: string, instant: Date): { readonly from: Date; readonly until: Date } {
  const [year, month] = localDay(timeZone, instant).split('-').map(Number) as [number, number];
  const firstMonth = month - ((month - 1) % 3);
  const firstDay = `${year}-${String(firstMonth).padStart(2, '0')}-01`;
  return { from: instantAt(timeZone, firstDay, 0), until: instantAt(timeZone, addMonths(firstDay, 3), 0) };
}

/** What an account can still give: its balance less what is promised, down to its floor. Without a floor, all. */
export function availableMinutes(account: {
  readonly balanceMinutes: number;
  readonly heldMinutes: number;
  readonly floorMinutes: number | null;
}): number {
  if (account.floorMinutes === null) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, account.balanceMinutes - account.heldMinutes - account.floorMinutes);
}

export interface CaptureFacts {
  /** What the payer's side owes for the visit. */
  readonly minutesPaid: number;
  /** What the helper earns; more than is paid where a multiplier gives a bonus. */
  readonly minutesCredited: number;
  /** Promised beforehand, and by whom; null when nothing could be held. */
  readonly hold: { readonly from: 'payer' | 'pool'; readonly minutes: number } | null;
  /** Free beyond the hold. */
  readonly payerFree: number;
  readonly poolFree: number;
  readonly toleranceMinutes: number;
  readonly levyPercent: number;
  /** The payer's side itself said these minutes (declared or confirmed them); silence says nothing. */
  readonly payerAgreed: boolean;
  /** Set when a coordinator settled the hours: the bank lends what neither account nor pool has. */
  readonly settled: boolean;
}

export interface CaptureSplit {
  readonly fromPayer: number;
  readonly fromPool: number;
  readonly fromBank: number;
  /** Paid by the bank on top, so that one hour stays one hour between people. */
  readonly bonus: number;
  /** Goes from the helper to the pool. */
  readonly levy: number;
}

/**
 * Who pays a visit. What was held pays first; an overrun that the payer's side agreed to, or that was settled, is
 * paid by the payer's account when it can pay all of it, any other by the pool within the tolerance, else it is
 * disputed: the credit is never refused.
 */
export function splitCapture(facts: CaptureFacts): CaptureSplit | 'overrun' {
  const { minutesPaid, minutesCredited, hold } = facts;
  const held = Math.min(hold?.minutes ?? 0, minutesPaid);
  const over = payOverrun(minutesPaid - held, facts);
  if (over === 'overrun') return 'overrun';
  return {
    fromPayer: over.fromPayer + (hold?.from === 'payer' ? held : 0),
    fromPool: over.fromPool + (hold?.from === 'pool' ? held : 0),
    fromBank: over.fromBank,
    bonus: Math.max(0, minutesCredited - minutesPaid),
    levy: percentOf(minutesCredited, facts.levyPercent),
  };
}

function payOverrun(
  over: number,
  facts: CaptureFacts,
): Pick<CaptureSplit, 'fromPayer' | 'fromPool' | 'fromBank'> | 'overrun' {
  if (over === 0) return { fromPayer: 0, fromPool: 0, fromBank: 0 };
  if ((facts.payerAgreed || facts.settled) && over <= facts.payerFree) {
    return { fromPayer: over, fromPool: 0, fromBank: 0 };
  }
  if (over <= facts.toleranceMinutes && over <= facts.poolFree) {
    return { fromPayer: 0, fromPool: over, fromBank: 0 };
  }
  if (!facts.settled) return 'overrun';
  const fromPayer = Math.min(over, facts.payerFree);
  const fromPool = Math.min(over - fromPayer, facts.poolFree);
  return { fromPayer, fromPool, fromBank: over - fromPayer - fromPool };
}
