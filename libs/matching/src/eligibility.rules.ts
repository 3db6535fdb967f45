import { contains, type Interval, type LiveOffer } from '#availability';
import {
  roadMinutes,
  type BusySeat,
  type MatchingFacts,
  type RequestFacts,
  type VisitFacts,
} from './facts.js';

/**
 * The hard rules (numbers as the domain counts them), in the order in which they are looked at. A candidate that breaks
 * one is never proposed.
 */
export const HARD_RULES = [
  'category',
  'regime',
  'own-household',
  'blocked',
  'turned-down',
  'subjects',
  'languages',
  'age-band',
  'mobility',
  'car-seats',
  'municipality',
  'collection',
  'funds',
  'ceiling',
  'asked-enough',
  'reach',
  'credential',
  'insurance',
  'availability',
  'overlap',
  'travel',
  'weekly-minutes',
] as const;

export type HardRule = (typeof HARD_RULES)[number];

/** What a coordinator may set aside with a written reason: 5 (with the helper's yes), 6 and 7, never the others. */
export const OVERRIDABLE: readonly HardRule[] = ['availability', 'travel', 'weekly-minutes', 'reach'];

/** Rules of an offer and a request that hold for every visit alike; the first broken one, or undefined. */
export function requestRuleBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  offer: LiveOffer,
): HardRule | undefined {
  if (!offer.categoryIds.includes(request.categoryId)) return 'category';
  if (!request.regimes.includes(offer.regime)) return 'regime';
  if (request.householdMemberIds.includes(offer.memberId)) return 'own-household';
  if (isBlocked(facts, request, offer.memberId)) return 'blocked';
  if (facts.refused.has(`${request.id}|${offer.memberId}`)) return 'turned-down';
  if (!includesAll(offer.subjects, request.subjects)) return 'subjects';
  if (
    request.languages.length > 0 &&
    !request.languages.some((language) => offer.languages.includes(language))
  )
    return 'languages';
  if (offer.ageBands.length > 0 && !includesAll(offer.ageBands, request.ageBands)) return 'age-band';
  if (!includesAll(offer.mobility, request.mobility)) return 'mobility';
  if (request.needsDropOff && !hasSeats(offer, request.seatTypes)) return 'car-seats';
  if (offer.municipalityIds.length > 0 && !offer.municipalityIds.includes(request.municipalityId))
    return 'municipality';
  if (request.school !== null && !mayCollect(facts, request, offer.memberId)) return 'collection';
  if (offer.regime === 'timebank' && !request.fundable) return 'funds';
  const history = facts.history.get(offer.memberId);
  if (offer.regime === 'timebank' && history?.aboveCeiling) return 'ceiling';
  if ((history?.asksThisWeek ?? 0) >= Math.min(facts.asksPerWeek, offer.asksPerWeek ?? facts.asksPerWeek))
    return 'asked-enough';
  return undefined;
}

/** Rules of one dated visit; the first broken one, or undefined. `start` is the visit's start in milliseconds. */
export function visitRuleBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
): HardRule | undefined {
  const end = start + visit.minutes * 60_000;
  if (roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId) > offer.maxTravelMinutes) return 'reach';
  if (missingCredentials(facts, request, visit, offer.memberId).length > 0) return 'credential';
  if (!isInsured(facts, offer, start)) return 'insurance';
  if (!contains(facts.free.get(offer.memberId) ?? NO_TIME, start, end)) return 'availability';
  return besideBusy(facts, facts.busy.get(offer.memberId) ?? [], visit, offer, start, end);
}

/** Every broken rule of one dated visit beside the given seats; `busy` grows by the visits looked at before it. */
export function visitRulesBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
  busy: readonly BusySeat[],
): HardRule[] {
  const end = start + visit.minutes * 60_000;
  const broken: HardRule[] = [];
  if (roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId) > offer.maxTravelMinutes) broken.push('reach');
  if (missingCredentials(facts, request, visit, offer.memberId).length > 0) broken.push('credential');
  if (!isInsured(facts, offer, start)) broken.push('insurance');
  if (!contains(facts.free.get(offer.memberId) ?? NO_TIME, start, end)) broken.push('availability');
  const clash = besideBusy(
    facts,
    busy,
    visit,
    { ...offer, offerWeeklyMinutes: Number.MAX_SAFE_INTEGER },
    start,
    end,
  );
  if (clash) broken.push(clash);
  const week = weekOf(facts, start);
  const used = busy
    .filter((s) => s.start >= week.start && s.start < week.end && s.sessionId !== visit.sessionId)
    .reduce((n, s) => n + s.chargedMinutes, 0);
  if (used + visit.minutes > offer.offerWeeklyMinutes) broken.push('weekly-minutes');
  return broken;
}

const NO_TIME: readonly Interval[] = [];

/** Overlap, break and travel against promised seats, and the week's minutes. */
function besideBusy(
  facts: MatchingFacts,
  busy: readonly BusySeat[],
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
  end: number,
): HardRule | undefined {
  let before: BusySeat | undefined;
  let after: BusySeat | undefined;
  for (const seat of busy) {
    if (seat.visitId === visit.id) return 'overlap';
    if (seat.sessionId === visit.sessionId) continue;
    if (seat.start < end && start < seat.end) return 'overlap';
    if (seat.end <= start && (!before || seat.end > before.end)) before = seat;
    if (seat.start >= end && (!after || seat.start < after.start)) after = seat;
  }
  const rest = offer.breakMinutes * 60_000;
  if (
    before &&
    start < before.end + rest + roadMinutes(facts.roads, before.toZoneId, visit.fromZoneId) * 60_000
  )
    return 'travel';
  if (after && after.start < end + rest + roadMinutes(facts.roads, visit.toZoneId, after.fromZoneId) * 60_000)
    return 'travel';
  const week = weekOf(facts, start);
  const used = busy
    .filter((seat) => seat.start >= week.start && seat.start < week.end)
    .reduce((sum, seat) => sum + seat.chargedMinutes, 0);
  return used + visit.minutes > offer.offerWeeklyMinutes ? 'weekly-minutes' : undefined;
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
  if (besideBusy(facts, busy, visit, offer, start, end)) return false;
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

/** Credential types the category demands here that are not valid on the visit's day. */
export function missingCredentials(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  memberId: string,
): string[] {
  const held = facts.credentials.get(memberId) ?? [];
  return requirementsOf(facts, request, visit)
    .filter(
      ({ typeId }) => !held.some((c) => c.typeId === typeId && c.from <= visit.day && visit.day <= c.until),
    )
    .map(({ typeId }) => typeId);
}

export function requirementsOf(facts: MatchingFacts, request: RequestFacts, visit: VisitFacts) {
  return (facts.requirements.get(request.categoryId) ?? []).filter(
    (r) => r.from <= visit.day && (r.municipalityId === null || r.municipalityId === request.municipalityId),
  );
}

function isInsured(facts: MatchingFacts, offer: LiveOffer, start: number): boolean {
  if (offer.regime === 'timebank' && !facts.timebankInsured) return true;
  return offer.insuredFrom !== null && offer.insuredFrom.getTime() <= start;
}

function isBlocked(facts: MatchingFacts, request: RequestFacts, memberId: string): boolean {
  return request.householdMemberIds.some(
    (member) => facts.blocked.has(`${member}|${memberId}`) || facts.blocked.has(`${memberId}|${member}`),
  );
}

function mayCollect(facts: MatchingFacts, request: RequestFacts, memberId: string): boolean {
  return request.dependantIds.every((dependant) => facts.collection.has(`${dependant}|${memberId}`));
}

/** Seats by type: every dependant needs one of their own kind. */
function hasSeats(offer: LiveOffer, seatTypes: readonly string[]): boolean {
  const needed = new Map<string, number>();
  for (const type of seatTypes) needed.set(type, (needed.get(type) ?? 0) + 1);
  return [...needed].every(
    ([type, count]) => ((offer.seats as Record<string, number | undefined>)[type] ?? 0) >= count,
  );
}

function includesAll(has: readonly string[], needs: readonly string[]): boolean {
  return needs.every((need) => has.includes(need));
}

function weekOf(facts: MatchingFacts, start: number): { readonly start: number; readonly end: number } {
  return facts.weeks.find((week) => week.start <= start && start < week.end) ?? { start, end: start };
}
