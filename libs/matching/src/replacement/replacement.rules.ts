import { addMinutes } from '#platform';

/** Three helpers first, then wider; after the last wave the coordinator looks alone. */
const WAVE_SIZES: readonly number[] = [3, 6, 12];
/** Only what is this near is asked in waves; what is further away goes through matching. */
export const WAVE_HOURS = 48;

export interface Search {
  readonly startsAt: Date;
  /** Waves that went out, and when the last did. */
  readonly wave: number;
  readonly waveAt: Date | null;
  /** Asks without an answer. */
  readonly openAsks: number;
  /** The last look found nobody to ask: the next is as far as a wave. */
  readonly foundNobody: boolean;
}

/**
 * How many to ask now: 0 while the last wave has time to answer, when all waves went out, or the visit is far or
 * begun.
 */
export function nextWaveSize(search: Search, at: Date, waveMinutes: number): number {
  const near = search.startsAt > at && search.startsAt <= addMinutes(at, WAVE_HOURS * 60);
  if (!near) return 0;
  const waits = search.openAsks > 0 || search.foundNobody;
  const pending = waits && search.waveAt !== null && addMinutes(search.waveAt, waveMinutes) > at;
  return pending ? 0 : (WAVE_SIZES[search.wave] ?? 0);
}
