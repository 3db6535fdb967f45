import { addDays, addMonths, instantAt, type LocalDay } from '#platform';
import type { Policies } from '#communities';
import { insuredFrom } from '../members/insurance.rules.js';

export const OF_AGE_YEARS = 18;
/** An occasional volunteer's days at a time. */
export const MOST_OCCASIONAL_DAYS = 60;

export interface Cover {
  readonly from: Date;
  /** null: until they leave. */
  readonly until: Date | null;
}

/**
 * The insurance window of an entry: from 24:00 of the day of registration where the policy says so; for an occasional
 * volunteer to 24:00 of the last of their days. undefined when nothing is left to cover.
 */
export function coverOf(
  registeredAt: Date,
  lastDay: LocalDay | null,
  timeZone: string,
  policies: Policies,
): Cover | undefined {
  const from = insuredFrom(registeredAt, timeZone, policies);
  const until = lastDay === null ? null : instantAt(timeZone, addDays(lastDay, 1), 0);
  return until !== null && until <= from ? undefined : { from, until };
}

/** Is somebody who comes of age on `adultOn` so many years old on the day? On the birthday itself, yes. */
export function isOldEnough(adultOn: LocalDay, years: number, today: LocalDay): boolean {
  return addMonths(adultOn, -(OF_AGE_YEARS - years) * 12) <= today;
}
