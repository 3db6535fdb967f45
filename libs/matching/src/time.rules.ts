import { intervalAround, type Interval, type LiveOffer } from '#availability';
import { roadMinutes, type BusySeat, type MatchingFacts, type VisitFacts } from './facts.js';

const NO_TIME: readonly Interval[] = [];

/** The stretch of the helper's free time that holds the visit; none when it would begin too soon to ask anybody. */
export function freeAround(
  facts: MatchingFacts,
  offer: LiveOffer,
  start: number,
  end: number,
): Interval | undefined {
  if (start < facts.earliest) return undefined;
  return intervalAround(facts.free.get(offer.memberId) ?? NO_TIME, start, end);
}

/**
 * Overlap, or too little time for break and road, against promised seats; a seat of the same session is no clash. The
 * first visit of a stretch of free time is reached from home within it, and from the last one the helper is home before
 * it ends; where the helper does not say to be free, nothing is known of the way home.
 */
export function clashOf(
  facts: MatchingFacts,
  busy: readonly BusySeat[],
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
  end: number,
): 'overlap' | 'travel' | undefined {
  let before: BusySeat | undefined;
  let after: BusySeat | undefined;
  // Numbers first: of many seats few stand next to the visit, and only theirs are worth comparing ids.
  for (const seat of busy) {
    const earlier = seat.end <= start;
    if (earlier ? before && seat.end <= before.end : seat.start >= end && after && seat.start >= after.start)
      continue;
    if (seat.sessionId === visit.sessionId && seat.visitId !== visit.id) continue;
    if (seat.visitId === visit.id || (!earlier && seat.start < end)) return 'overlap';
    if (earlier) before = seat;
    else after = seat;
  }
  const road = (from: string, to: string) => roadMinutes(facts.roads, from, to) * 60_000;
  const rest = offer.breakMinutes * 60_000;
  if (before && start < before.end + road(before.toZoneId, visit.fromZoneId) + rest) return 'travel';
  if (after && after.start < end + road(visit.toZoneId, after.fromZoneId) + rest) return 'travel';
  const free = freeAround(facts, offer, start, end);
  if (!free) return undefined;
  const within = (seat: BusySeat | undefined) => seat && free.start <= seat.start && seat.end <= free.end;
  if (!within(before) && start - road(offer.zoneId, visit.fromZoneId) < free.start) return 'travel';
  if (!within(after) && end + road(visit.toZoneId, offer.zoneId) > free.end) return 'travel';
  return undefined;
}

/** Minutes of the local week; a session counts once, however many visits it serves. */
export function minutesOver(
  facts: MatchingFacts,
  busy: readonly BusySeat[],
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
): number {
  const week = weekOf(facts, start);
  let used = 0;
  for (const seat of busy) {
    if (seat.start >= week.start && seat.start < week.end && seat.sessionId !== visit.sessionId)
      used += seat.chargedMinutes;
  }
  return Math.max(0, used + visit.minutes - offer.offerWeeklyMinutes);
}

/** Adds the visit to a helper's promised seats when it fits beside them. */
export function placeBeside(
  facts: MatchingFacts,
  busy: BusySeat[],
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
): boolean {
  const end = start + visit.minutes * 60_000;
  if (clashOf(facts, busy, visit, offer, start, end) || minutesOver(facts, busy, visit, offer, start) > 0)
    return false;
  busy.push({
    memberId: offer.memberId,
    visitId: visit.id,
    requestId: visit.requestId,
    sessionId: visit.sessionId,
    start,
    end,
    chargedMinutes: visit.minutes,
    fromZoneId: visit.fromZoneId,
    toZoneId: visit.toZoneId,
  });
  return true;
}

function weekOf(facts: MatchingFacts, start: number): { readonly start: number; readonly end: number } {
  return facts.weeks.find((week) => week.start <= start && start < week.end) ?? { start, end: start };
}
