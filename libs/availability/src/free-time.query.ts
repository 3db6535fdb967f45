import type { Tx } from '#database';
import { addDays, localDay, type LocalDay } from '#platform';
import {
  calendarOf,
  freeIntervalsIn,
  type AvailabilityException,
  type AvailabilityRules,
  type WeeklyHours,
} from './free-time.rules.js';
import type { Interval } from './interval.rules.js';

type OfMember<T> = T & { readonly memberId: string };

/**
 * Free time of many helpers between two instants, in three set queries. A member without a helper profile has none.
 * @param memberIds at most some ten thousand; @throws RangeError when the stretch is longer than a calendar may be.
 */
export async function freeTimeOf(
  tx: Tx,
  memberIds: readonly string[],
  from: Date,
  to: Date,
  timeZone: string,
): Promise<Map<string, Interval[]>> {
  const calendar = calendarOf(timeZone, from, to);
  const rules = await availabilityRulesOf(
    tx,
    memberIds,
    addDays(localDay(timeZone, from), -1),
    localDay(timeZone, to),
  );
  const free = new Map<string, Interval[]>();
  for (const memberId of memberIds) {
    const own = rules.get(memberId);
    free.set(memberId, own ? freeIntervalsIn(own, calendar) : []);
  }
  return free;
}

/** Rules of the members who have a helper profile; exceptions only when they touch the given days. */
async function availabilityRulesOf(
  tx: Tx,
  memberIds: readonly string[],
  firstDay: LocalDay,
  lastDay: LocalDay,
): Promise<Map<string, AvailabilityRules>> {
  const profiles = await tx.sql<{ memberId: string; pausedUntil: LocalDay | null }>(
    `SELECT member_id AS "memberId", paused_until AS "pausedUntil" FROM helper_profile
     WHERE community_id = $1 AND member_id = ANY ($2::uuid[])`,
    [tx.communityId, memberIds],
  );
  const weekly = await tx.sql<OfMember<WeeklyHours>>(
    `SELECT member_id AS "memberId", weekday, start_minute AS "startMinute", end_minute AS "endMinute"
     FROM weekly_hours WHERE community_id = $1 AND member_id = ANY ($2::uuid[])`,
    [tx.communityId, memberIds],
  );
  const exceptions = await tx.sql<OfMember<AvailabilityException>>(
    `SELECT member_id AS "memberId", kind, first_day AS "firstDay", last_day AS "lastDay",
       start_minute AS "startMinute", end_minute AS "endMinute"
     FROM availability_exception
     WHERE community_id = $1 AND member_id = ANY ($2::uuid[]) AND last_day >= $3 AND first_day <= $4`,
    [tx.communityId, memberIds, firstDay, lastDay],
  );
  const weeklyOf = byMember(weekly);
  const exceptionsOf = byMember(exceptions);
  return new Map(
    profiles.map(({ memberId, pausedUntil }) => [
      memberId,
      { weekly: weeklyOf.get(memberId) ?? [], exceptions: exceptionsOf.get(memberId) ?? [], pausedUntil },
    ]),
  );
}

function byMember<T extends { readonly memberId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.memberId);
    if (group) group.push(row);
    else groups.set(row.memberId, [row]);
  }
  return groups;
}
