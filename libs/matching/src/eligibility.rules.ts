import { answerBy } from '#assignments';
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
  'funds',
  'ceiling',
  'asked-enough',
  'asked-today',
  'reach',
  'collection',
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

/** Whose time it is must have said yes: the override records when the coordinator heard it. */
export function needsHelpersYes(rule: HardRule): boolean {
  return rule === 'availability' || rule === 'travel';
}

/** Rules of an offer and a request that hold for every visit alike; the first broken one, or undefined. */
export function requestRuleBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  offer: LiveOffer,
): HardRule | undefined {
  if (!offer.categoryIds.includes(request.categoryId)) return 'category';
  if (offer.minor && request.unsupervisedMinors) return 'category';
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
  if (offer.regime === 'timebank' && !request.fundable) return 'funds';
  const history = facts.history.get(offer.memberId);
  if (offer.regime === 'timebank' && history?.aboveCeiling) return 'ceiling';
  if (askCapReached(facts, offer)?.period === 'week') return 'asked-enough';
  return undefined;
}

export interface AskCap {
  readonly period: 'day' | 'week';
  readonly asks: number;
  readonly most: number;
}

/** Was the helper asked as often as the community, or they themselves, allow in this local day or week? */
export function askCapReached(facts: MatchingFacts, offer: LiveOffer): AskCap | undefined {
  const { asksToday = 0, asksThisWeek = 0 } = facts.history.get(offer.memberId) ?? {};
  const caps: AskCap[] = [
    { period: 'week', asks: asksThisWeek, most: tighter(facts.asks.asksPerWeek, offer.asksPerWeek) },
    { period: 'day', asks: asksToday, most: tighter(facts.asks.asksPerDay, offer.asksPerDay) },
  ];
  return caps.find(({ asks, most }) => asks >= most);
}

function tighter(most: number, own: number | null): number {
  return Math.min(most, own ?? most);
}

/** A visit so near that whoever is asked now answers before the day ends: it cannot wait for tomorrow's asks. */
function isForToday(facts: MatchingFacts, start: number): boolean {
  return answerBy(new Date(facts.now), new Date(start), facts.asks).getTime() <= facts.dayEnd;
}

/** Rules of one dated visit; the first broken one, or undefined. `start` is the visit's start in milliseconds. */
export function visitRuleBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
): HardRule | undefined {
  const busy = facts.busy.get(offer.memberId) ?? [];
  return visitRules(facts, request, visit, offer, start, busy).find(([, broken]) => broken())?.[0];
}

/** Every broken rule of one dated visit beside the given seats: an override of one must not hide another. */
export function visitRulesBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
  busy: readonly BusySeat[],
): HardRule[] {
  return visitRules(facts, request, visit, offer, start, busy)
    .filter(([, broken]) => broken())
    .map(([rule]) => rule);
}

const NO_TIME: readonly Interval[] = [];

/** The rules of a dated visit in the order in which they are looked at, each asked only when its turn comes. */
function visitRules(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
  busy: readonly BusySeat[],
): readonly (readonly [HardRule, () => boolean])[] {
  const end = start + visit.minutes * 60_000;
  const { memberId } = offer;
  return [
    ['asked-today', () => isForToday(facts, start) && askCapReached(facts, offer) !== undefined],
    ['reach', () => roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId) > offer.maxTravelMinutes],
    ['collection', () => request.school !== null && !mayCollect(facts, request, visit, memberId)],
    ['credential', () => missingCredentials(facts, request, visit, memberId).length > 0],
    ['insurance', () => !isInsured(facts, offer, start, end)],
    ['availability', () => !contains(facts.free.get(memberId) ?? NO_TIME, start, end)],
    ['overlap', () => clashOf(facts, busy, visit, offer, start, end) === 'overlap'],
    ['travel', () => clashOf(facts, busy, visit, offer, start, end) === 'travel'],
    ['weekly-minutes', () => minutesOver(facts, busy, visit, offer, start) > 0],
  ];
}

/** Overlap, or too little time for break and road, against promised seats; a seat of the same session is no clash. */
function clashOf(
  facts: MatchingFacts,
  busy: readonly BusySeat[],
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
  end: number,
): 'overlap' | 'travel' | undefined {
  let before: BusySeat | undefined;
  let after: BusySeat | undefined;
  for (const seat of busy) {
    if (seat.visitId === visit.id) return 'overlap';
    if (seat.sessionId === visit.sessionId) continue;
    if (seat.start < end && start < seat.end) return 'overlap';
    if (seat.end <= start && (!before || seat.end > before.end)) before = seat;
    if (seat.start >= end && (!after || seat.start < after.start)) after = seat;
  }
  const gap = (from: string, to: string) =>
    (offer.breakMinutes + roadMinutes(facts.roads, from, to)) * 60_000;
  if (before && start < before.end + gap(before.toZoneId, visit.fromZoneId)) return 'travel';
  if (after && after.start < end + gap(visit.toZoneId, after.fromZoneId)) return 'travel';
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
  const used = busy
    .filter((seat) => seat.start >= week.start && seat.start < week.end && seat.sessionId !== visit.sessionId)
    .reduce((sum, seat) => sum + seat.chargedMinutes, 0);
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

/** Credential types demanded here that are neither valid nor exempted on each of the visit's days. */
export function missingCredentials(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  memberId: string,
): string[] {
  const held = facts.credentials.get(memberId) ?? [];
  return requirementsOf(facts, request, visit)
    .filter(
      ({ typeId }) =>
        !held.some(
          (c) =>
            c.typeId === typeId &&
            (c.categoryId === null || c.categoryId === request.categoryId) &&
            c.from <= visit.day &&
            visit.lastDay <= c.until,
        ),
    )
    .map(({ typeId }) => typeId);
}

/** What the category demands in this municipality and for this contact, and what the household itself demands. */
export function requirementsOf(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
): { readonly typeId: string }[] {
  const ofCategory = (facts.requirements.get(request.categoryId) ?? []).filter(
    (r) =>
      r.from <= visit.day &&
      (r.municipalityId === null || r.municipalityId === request.municipalityId) &&
      (r.contact === 'any' || request.unsupervisedMinors),
  );
  const ofHousehold = request.householdDemands.filter(
    ({ from, until }) => from <= visit.day && (until === null || visit.day <= until),
  );
  const typeIds = new Set([...ofCategory, ...ofHousehold].map(({ typeId }) => typeId));
  return [...typeIds].map((typeId) => ({ typeId }));
}

function isInsured(facts: MatchingFacts, offer: LiveOffer, start: number, end: number): boolean {
  // A minor's consent is not a matter of the regime; it ends where `insuredUntil` says.
  if (offer.insuredUntil !== null && offer.insuredUntil.getTime() < end) return false;
  if (offer.regime === 'timebank' && !facts.timebankInsured) return true;
  return offer.insuredFrom !== null && offer.insuredFrom.getTime() <= start;
}

function isBlocked(facts: MatchingFacts, request: RequestFacts, memberId: string): boolean {
  return request.householdMemberIds.some(
    (member) => facts.blocked.has(`${member}|${memberId}`) || facts.blocked.has(`${memberId}|${member}`),
  );
}

/** Collection needs an authorisation of each dependant for this school and helper that still holds on the day. */
function mayCollect(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  memberId: string,
): boolean {
  const school = request.school?.toLowerCase();
  return request.dependantIds.every((dependant) => {
    const until = facts.collection.get(`${dependant}|${memberId}|${school}`);
    return until !== undefined && until >= visit.day;
  });
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
