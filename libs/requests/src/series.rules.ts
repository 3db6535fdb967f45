import { addDays, weekdayOf, type LocalDay } from '#platform';
import { requestError } from './request.errors.js';
import type { ScheduleInput } from './request.rules.js';
import type { StandingVisit } from './visit-plan.rules.js';

/** Other times for a visit and all that follow it, on another weekday when one is given. */
export interface FollowingChange {
  /** 'HH:MM' on the local wall clock. */
  readonly startTime: string;
  readonly endTime: string;
  /** ISO, 1 Monday; the visit moves within its week. */
  readonly weekday?: number;
}

/** What a change from one visit on means for the visits of its series. */
export interface SeriesCut {
  /** The visit and those after it that are still to come. */
  readonly following: readonly StandingVisit[];
  /** Days among these that a person cancelled: they stay cancelled. */
  readonly cancelledDays: readonly LocalDay[];
  /** A visit before it is still to come, or somebody is coming to one that changes: what follows is asked anew. */
  readonly asksAnew: boolean;
}

export function cutSeries(
  standing: readonly StandingVisit[],
  from: { readonly startsAt: Date; readonly occurrence: LocalDay },
  now: Date,
): SeriesCut {
  const coming = standing.filter(({ state, startsAt }) => state === 'planned' && startsAt > now);
  const following = coming.filter(({ startsAt }) => startsAt >= from.startsAt);
  return {
    following,
    cancelledDays: standing
      .filter(({ state, rescheduled, leg }) => state === 'cancelled' && !rescheduled && leg === 0)
      .map(({ occurrence }) => occurrence)
      .filter((day) => day > from.occurrence),
    asksAnew: coming.length > following.length || following.some(({ activeSeats }) => activeSeats > 0),
  };
}

/** How many days a change moves each visit, within its week. */
export function daysMoved(occurrence: LocalDay, change: FollowingChange): number {
  return change.weekday === undefined ? 0 : change.weekday - weekdayOf(occurrence);
}

/**
 * The schedule from a visit on. It has as many visits as were to follow.
 * @throws DomainError times-wrong when it is no series, or when its several weekdays do not move as one
 */
export function continued(
  schedule: ScheduleInput,
  occurrence: LocalDay,
  change: FollowingChange,
): ScheduleInput {
  if (schedule.frequency !== 'weekly')
    throw requestError('times-wrong', 'Help that is needed once has no following visits.');
  const moved = daysMoved(occurrence, change);
  const weekdays = schedule.weekdays ?? [];
  if (moved !== 0 && weekdays.length > 1)
    throw requestError('times-wrong', 'A series of several weekdays changes its times alone.');
  const { startTime, endTime } = change;
  return {
    ...schedule,
    startTime,
    endTime,
    endsNextDay: Boolean(schedule.endsNextDay) && endTime <= startTime,
    durationMinutes: undefined,
    firstDay: addDays(occurrence, moved),
    untilDay: addDays(schedule.untilDay!, moved),
    weekdays: moved === 0 ? weekdays : [change.weekday!],
  };
}
