import { addMinutes } from '#platform';

const URGENT_HOURS = 48;

/** Until when the helper answers: sooner when the first visit is near, and never after it begins. */
export function answerBy(
  at: Date,
  firstStartsAt: Date,
  policies: { readonly answerWithinHours: number; readonly answerWithinHoursUrgent: number },
): Date {
  const urgent = firstStartsAt < addMinutes(at, URGENT_HOURS * 60);
  const hours = urgent ? policies.answerWithinHoursUrgent : policies.answerWithinHours;
  const by = addMinutes(at, hours * 60);
  return by < firstStartsAt ? by : firstStartsAt;
}

/** A cancellation less than `lateHours` before the start (or after it) is late. */
export function isLate(at: Date, startsAt: Date, lateHours: number): boolean {
  return addMinutes(at, lateHours * 60) > startsAt;
}

/** The lowest free place of a visit, 1 to `needed`; undefined when it is covered. */
export function freeSeatNumber(taken: readonly number[], needed: number): number | undefined {
  for (let number = 1; number <= needed; number += 1) if (!taken.includes(number)) return number;
  return undefined;
}
