import { addDays, instantAt, localDay } from '#platform';

export interface QuietHours {
  /** Minutes after local midnight; equal ends mean no quiet hours, a start after the end crosses midnight. */
  readonly quietFromMinute: number;
  readonly quietUntilMinute: number;
}

/**
 * When a message that waits may leave: `now` itself outside quiet hours [from, until), else the instant they end.
 * Compared as instants and not as wall-clock minutes, so that the hour that happens twice in autumn ends once.
 */
export function leavesAt(now: Date, timeZone: string, hours: QuietHours): Date {
  if (hours.quietFromMinute === hours.quietUntilMinute) return now;
  const today = localDay(timeZone, now);
  const nights = hours.quietFromMinute > hours.quietUntilMinute ? 1 : 0;
  for (const day of [addDays(today, -1), today]) {
    const from = instantAt(timeZone, day, hours.quietFromMinute);
    const until = instantAt(timeZone, addDays(day, nights), hours.quietUntilMinute);
    if (from <= now && now < until) return until;
  }
  return now;
}
