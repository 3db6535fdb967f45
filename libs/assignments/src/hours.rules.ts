import { percentOf, roundHalfUp } from '#ledger';

export interface HoursFacts {
  readonly regime: 'volunteer' | 'timebank';
  /** Minutes with the family, as agreed. */
  readonly given: number;
  /** Dependants the visit was for; the multiplier is for siblings. */
  readonly dependants: number;
  readonly siblingMultiplierPercent: number;
  readonly travelCounts: boolean;
  /** By road, from home and back. */
  readonly travelMinutes: number;
}

export interface Hours {
  /** What the payer's side owes: one hour stays one hour between people. */
  readonly paid: number;
  /** What the helper earns; the difference is the bank's. */
  readonly credited: number;
}

/** What a visit's minutes are worth. A volunteer's are a gift: counted, never credited. */
export function worthOf(facts: HoursFacts): Hours {
  if (facts.regime === 'volunteer' || facts.given === 0) return { paid: 0, credited: 0 };
  const travel = facts.travelCounts ? facts.travelMinutes : 0;
  const percent = facts.dependants > 1 ? facts.siblingMultiplierPercent : 100;
  return { paid: facts.given + travel, credited: percentOf(facts.given, percent) + travel };
}

/** Two declarations: within the tolerance their mean, rounded half up; beyond it there is a dispute (undefined). */
export function agreedMinutes(
  declared: number,
  answered: number,
  toleranceMinutes: number,
): number | undefined {
  return Math.abs(declared - answered) <= toleranceMinutes
    ? roundHalfUp((declared + answered) / 2)
    : undefined;
}

/** Are these minutes with the family more than the visit was planned for, and the tolerance? */
export function exceedsPlan(
  minutes: number,
  visit: { readonly startsAt: Date; readonly endsAt: Date },
  toleranceMinutes: number,
): boolean {
  const planned = (visit.endsAt.getTime() - visit.startsAt.getTime()) / 60_000;
  return minutes > planned + toleranceMinutes;
}
