import type { Occurrence } from './recurrence.rules.js';
import type { VisitState } from './request.machine.js';

/** A visit as the request wants it. */
export interface WantedVisit extends Occurrence {
  readonly fromZoneId: string;
  readonly toZoneId: string;
  readonly seatsNeeded: number;
}

/** A visit as it stands. */
export interface StandingVisit {
  readonly id: string;
  readonly occurrence: string;
  readonly leg: 0 | 1;
  readonly state: VisitState;
  /** Cancelled by an earlier change of the schedule, so that a later change may bring it back. */
  readonly rescheduled: boolean;
  readonly windowStartsAt: Date;
  readonly windowEndsAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly fromZoneId: string;
  readonly toZoneId: string;
  readonly seatsNeeded: number;
  readonly activeSeats: number;
}

export interface VisitPlan {
  readonly add: readonly WantedVisit[];
  readonly move: readonly (WantedVisit & { readonly id: string })[];
  /** Cancelled earlier by a schedule change and wanted again. */
  readonly planAgain: readonly (WantedVisit & { readonly id: string })[];
  readonly cancel: readonly string[];
  /** Visits that would change although somebody is coming to them: then nothing may change. */
  readonly blocked: readonly string[];
}

/** Turns the wanted occurrences of a request into visits; a return leg goes back the way the outward one came. */
export function wantVisits(
  occurrences: readonly Occurrence[],
  place: { readonly zoneId: string; readonly dropOffZoneId: string | null; readonly seatsNeeded: number },
): WantedVisit[] {
  const away = place.dropOffZoneId ?? place.zoneId;
  return occurrences.map((occurrence) => ({
    ...occurrence,
    fromZoneId: occurrence.leg === 0 ? place.zoneId : away,
    toZoneId: occurrence.leg === 0 ? away : place.zoneId,
    seatsNeeded: place.seatsNeeded,
  }));
}

const keyOf = (occurrence: string, leg: number) => `${occurrence}/${leg}`;

/**
 * What a changed schedule means for the visits that exist. What has begun stays; what a person cancelled stays
 * cancelled; what nobody is assigned to follows the schedule.
 */
export function replanVisits(
  standing: readonly StandingVisit[],
  wanted: readonly WantedVisit[],
  now: Date,
): VisitPlan {
  const plan = {
    add: [] as WantedVisit[],
    move: [] as Moved[],
    planAgain: [] as Moved[],
    cancel: [] as string[],
    blocked: [] as string[],
  };
  const known = new Map(standing.map((visit) => [keyOf(visit.occurrence, visit.leg), visit]));
  const wantedKeys = new Set(wanted.map((visit) => keyOf(visit.day, visit.leg)));
  for (const visit of wanted) {
    const existing = known.get(keyOf(visit.day, visit.leg));
    if (!existing) plan.add.push(visit);
    else if (existing.state === 'cancelled') {
      if (existing.rescheduled) plan.planAgain.push({ ...visit, id: existing.id });
    } else if (existing.state === 'planned' && existing.startsAt > now) moveIfChanged(plan, existing, visit);
  }
  for (const visit of standing) {
    if (
      visit.state !== 'planned' ||
      visit.startsAt <= now ||
      wantedKeys.has(keyOf(visit.occurrence, visit.leg))
    )
      continue;
    (visit.activeSeats > 0 ? plan.blocked : plan.cancel).push(visit.id);
  }
  return plan;
}

type Moved = WantedVisit & { readonly id: string };

function moveIfChanged(
  plan: { move: Moved[]; blocked: string[] },
  existing: StandingVisit,
  visit: WantedVisit,
): void {
  const same = sameTimesAndPlace(existing, visit);
  if (same && existing.seatsNeeded === visit.seatsNeeded) return;
  const disturbs = !same || visit.seatsNeeded < existing.activeSeats;
  if (existing.activeSeats > 0 && disturbs) plan.blocked.push(existing.id);
  // A time already chosen within an unchanged window stays chosen.
  else
    plan.move.push(
      same
        ? { ...visit, id: existing.id, startsAt: existing.startsAt, endsAt: existing.endsAt }
        : { ...visit, id: existing.id },
    );
}

function sameTimesAndPlace(a: StandingVisit, b: WantedVisit): boolean {
  return (
    a.windowStartsAt.getTime() === b.windowStartsAt.getTime() &&
    a.windowEndsAt.getTime() === b.windowEndsAt.getTime() &&
    a.endsAt.getTime() - a.startsAt.getTime() === b.endsAt.getTime() - b.startsAt.getTime() &&
    a.fromZoneId === b.fromZoneId &&
    a.toZoneId === b.toZoneId
  );
}
