/** What is kept on a device is sealed under a key of its day; with the key it is gone, wherever copies of it lie. */

const DAY_MS = 86_400_000;
/** What is of use for three days may have been kept at the end of its key's day. */
const DAYS_OF_A_KEY = 4;

/** The agenda goes with the session; a draft waits until its writer has signed in again. */
export type Purpose = 'agenda' | 'draft';

export const dayOf = (now: number): number => Math.floor(now / DAY_MS);

/** The name of a key. Those of one purpose stand one after the other, the oldest first. */
export const keyName = (purpose: Purpose, day: number): string =>
  `${purpose}-${String(day).padStart(8, '0')}`;

/** The keys of a purpose that are of no use any more; a clock that was set back makes none of them young again. */
export function isSpent(name: string, now: number): boolean {
  const day = Number(name.slice(name.lastIndexOf('-') + 1));
  const age = dayOf(now) - day;
  return !(age > -2 && age < DAYS_OF_A_KEY);
}
