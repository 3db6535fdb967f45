import { instantAt, localDay } from '#platform';
import type { Policies } from '#communities';

/**
 * When a new member's cover starts: at 24:00 of the registration day where the policy says so, else at once.
 * Time-bank members who give are covered the same way where `timebankInsured` says so; matching reads that policy.
 */
export function insuredFrom(registeredAt: Date, timeZone: string, policies: Policies): Date {
  if (!policies.insuranceFromNextMidnight) return registeredAt;
  return instantAt(timeZone, localDay(timeZone, registeredAt), 1_440);
}
