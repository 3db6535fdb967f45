import { addDays, instantAt, localDay, weekdayOf } from '#platform';

/** How often a member gets what can wait: as it happens, each morning, each Monday morning. */
export const RHYTHMS = ['at-once', 'daily', 'weekly'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

const MONDAY = 1;

/** The first morning after `now`, at the end of quiet hours, on which a digest of this rhythm leaves. */
export function digestLeavesAt(
  now: Date,
  timeZone: string,
  minute: number,
  rhythm: 'daily' | 'weekly',
): Date {
  const today = localDay(timeZone, now);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = addDays(today, ahead);
    const leaves = instantAt(timeZone, day, minute);
    if (leaves > now && (rhythm === 'daily' || weekdayOf(day) === MONDAY)) return leaves;
  }
  throw new Error('a week has no Monday');
}
