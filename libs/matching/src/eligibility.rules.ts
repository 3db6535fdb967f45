import { answerBy } from '#assignments';
import type { LiveOffer } from '#availability';
import {
  roadMinutes,
  type BusySeat,
  type MatchingFacts,
  type RequestFacts,
  type VisitFacts,
} from './facts.js';
import { clashOf, freeAround, minutesOver } from './time.rules.js';

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
export function isForToday(facts: MatchingFacts, start: number): boolean {
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
  const asked = { facts, request, visit, offer, start, end: start + visit.minutes * 60_000, busy };
  return VISIT_RULES.find(({ breaks }) => breaks(asked))?.rule;
}

/** Like `visitRuleBroken`, of the rules that ask about the hour of the visit beside how often the helper was asked. */
export function startRuleBroken(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  offer: LiveOffer,
  start: number,
): HardRule | undefined {
  const busy = facts.busy.get(offer.memberId) ?? [];
  const asked = { facts, request, visit, offer, start, end: start + visit.minutes * 60_000, busy };
  return START_RULES.find(({ breaks }) => breaks(asked))?.rule;
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
  const asked = { facts, request, visit, offer, start, end: start + visit.minutes * 60_000, busy };
  return VISIT_RULES.filter(({ breaks }) => breaks(asked)).map(({ rule }) => rule);
}

interface Asked {
  readonly facts: MatchingFacts;
  readonly request: RequestFacts;
  readonly visit: VisitFacts;
  readonly offer: LiveOffer;
  readonly start: number;
  readonly end: number;
  readonly busy: readonly BusySeat[];
}

/** The rules of a dated visit in the order in which they are looked at. */
const VISIT_RULES: readonly { readonly rule: HardRule; readonly breaks: (asked: Asked) => boolean }[] = [
  {
    rule: 'asked-today',
    breaks: ({ facts, offer, start }) =>
      isForToday(facts, start) && askCapReached(facts, offer) !== undefined,
  },
  {
    rule: 'reach',
    breaks: ({ facts, visit, offer }) =>
      roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId) > offer.maxTravelMinutes,
  },
  {
    rule: 'collection',
    breaks: ({ facts, request, visit, offer }) =>
      request.school !== null && !mayCollect(facts, request, visit, offer.memberId),
  },
  {
    rule: 'credential',
    breaks: ({ facts, request, visit, offer }) =>
      missingCredentials(facts, request, visit, offer.memberId).length > 0,
  },
  {
    rule: 'insurance',
    breaks: ({ facts, offer, start, end }) => insuredFrom(facts, offer) > start || insuredUntil(offer) < end,
  },
  {
    rule: 'availability',
    breaks: ({ facts, offer, start, end }) => !freeAround(facts, offer, start, end),
  },
  { rule: 'overlap', breaks: (asked) => clashIn(asked) === 'overlap' },
  { rule: 'travel', breaks: (asked) => clashIn(asked) === 'travel' },
  {
    rule: 'weekly-minutes',
    breaks: ({ facts, busy, visit, offer, start }) => minutesOver(facts, busy, visit, offer, start) > 0,
  },
];

/** Those of them that ask about the hour itself. */
const START_RULES = VISIT_RULES.slice(VISIT_RULES.findIndex(({ rule }) => rule === 'insurance'));

function clashIn({ facts, busy, visit, offer, start, end }: Asked) {
  return clashOf(facts, busy, visit, offer, start, end);
}

/** Credential types demanded here that are neither valid nor exempted on each of the visit's days. */
export function missingCredentials(
  facts: MatchingFacts,
  request: RequestFacts,
  visit: VisitFacts,
  memberId: string,
): string[] {
  return requirementsOf(facts, request, visit)
    .filter(({ typeId }) => !holds(facts, memberId, typeId, request, visit))
    .map(({ typeId }) => typeId);
}

/** Does the member hold the credential, or an exemption from it in this category, on each of the visit's days? */
export function holds(
  facts: MatchingFacts,
  memberId: string,
  typeId: string,
  { categoryId }: RequestFacts,
  { day, lastDay }: VisitFacts,
): boolean {
  for (const held of facts.credentials.get(memberId) ?? []) {
    if (held.typeId !== typeId || held.from > day || lastDay > held.until) continue;
    if (held.categoryId === null || held.categoryId === categoryId) return true;
  }
  return false;
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

/** From when on the helper is insured for what the offer gives; never: infinity. */
export function insuredFrom(facts: MatchingFacts, offer: LiveOffer): number {
  if (offer.regime === 'timebank' && !facts.timebankInsured) return -Infinity;
  return offer.insuredFrom?.getTime() ?? Infinity;
}

/** A minor's consent is not a matter of the regime: it ends where this says. */
export function insuredUntil({ insuredUntil: until }: LiveOffer): number {
  return until?.getTime() ?? Infinity;
}

function isBlocked(facts: MatchingFacts, request: RequestFacts, memberId: string): boolean {
  return request.householdMemberIds.some(
    (member) => facts.blocked.has(`${member}|${memberId}`) || facts.blocked.has(`${memberId}|${member}`),
  );
}

/** Collection needs an authorisation of each dependant for this school and helper that still holds on the day. */
export function mayCollect(
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
export function hasSeats(offer: LiveOffer, seatTypes: readonly string[]): boolean {
  const needed = new Map<string, number>();
  for (const type of seatTypes) needed.set(type, (needed.get(type) ?? 0) + 1);
  return [...needed].every(
    ([type, count]) => ((offer.seats as Record<string, number | undefined>)[type] ?? 0) >= count,
  );
}

function includesAll(has: readonly string[], needs: readonly string[]): boolean {
  return needs.every((need) => has.includes(need));
}
