import { calendarOf, freeIntervalsIn, type LiveOffer, type WeeklyHours } from '#availability';
import type { CredentialFacts, HelperHistory, MatchingFacts } from './facts.js';
import type { Plan } from './plan.js';
import type { Weights } from './weights.js';

/** Helpers who are not there, tried all the same; they have every check that is required. */
export interface VirtualHelpers {
  readonly count: number;
  readonly regime: 'volunteer' | 'timebank';
  readonly categoryIds: readonly string[];
  readonly zoneId: string;
  readonly hours: readonly WeeklyHours[];
  readonly maxTravelMinutes: number;
  readonly weeklyMinutes: number;
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  /** Adult, child, booster and infant seats in the car, as many of each. */
  readonly carSeats: number;
}

/** What a plan gives, in figures that can stand side by side. */
export interface PlanFigures {
  readonly seats: number;
  readonly families: number;
  readonly visitsUnmatched: number;
  readonly proposals: number;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly status: string;
  /** Road minutes to all visits. */
  readonly travelMinutes: number;
  readonly helpers: number;
  /** Minutes of the busiest helper, and the standard deviation among those placed: smaller is fairer. */
  readonly mostMinutes: number;
  readonly spreadMinutes: number;
}

/** A request whose helpers or visits would be others. */
export interface ChangedRequest {
  readonly requestId: string;
  readonly visitsBefore: number;
  readonly visitsAfter: number;
  readonly helpersBefore: readonly string[];
  /** New helpers are `new-1`, `new-2` and so on. */
  readonly helpersAfter: readonly string[];
}

const BREAK_MINUTES = 15;
const VALID_UNTIL = '9999-12-31';

/** The facts with other weights and with helpers that are not there. Pure: the given facts stay as they are. */
export function supposing(
  facts: MatchingFacts,
  weights: Weights,
  groups: readonly VirtualHelpers[],
): MatchingFacts {
  const offers: LiveOffer[] = [];
  const free = new Map(facts.free);
  const credentials = new Map(facts.credentials);
  const history = new Map(facts.history);
  const calendar = calendarOf(facts.timeZone, new Date(facts.now), new Date(facts.horizonEnd));
  for (const group of groups) {
    const hours = freeIntervalsIn({ weekly: group.hours, exceptions: [], pausedUntil: null }, calendar);
    for (let index = 0; index < group.count; index += 1) {
      const id = `new-${offers.length + 1}`;
      offers.push(offerOf(facts, id, group));
      free.set(id, hours);
      credentials.set(id, everyCredential(facts, id));
      history.set(id, NEWCOMER);
    }
  }
  return {
    ...facts,
    weights: { version: facts.weights.version, weights },
    offers: [...facts.offers, ...offers],
    free,
    credentials,
    history,
  };
}

const NEWCOMER: HelperHistory = {
  together: new Map(),
  recentMinutes: 0,
  everPlaced: false,
  balanceMinutes: null,
  aboveCeiling: false,
  asksThisWeek: 0,
  asksToday: 0,
};

function offerOf(facts: MatchingFacts, id: string, group: VirtualHelpers): LiveOffer {
  return {
    id,
    memberId: id,
    organisationId: null,
    regime: group.regime,
    categoryIds: group.categoryIds,
    subjects: group.subjects,
    languages: group.languages,
    ageBands: [],
    mobility: [],
    maxTravelMinutes: group.maxTravelMinutes,
    municipalityIds: [],
    seats: { infant: group.carSeats, child: group.carSeats, booster: group.carSeats, adult: group.carSeats },
    offerWeeklyMinutes: group.weeklyMinutes,
    memberWeeklyMinutes: group.weeklyMinutes,
    zoneId: group.zoneId,
    breakMinutes: BREAK_MINUTES,
    asksPerDay: null,
    asksPerWeek: null,
    pausedUntil: null,
    lastAskedAt: null,
    unansweredAsks: 0,
    insuredFrom: new Date(0),
    insuredUntil: null,
    minor: false,
    createdAt: new Date(facts.now),
  };
}

function everyCredential(facts: MatchingFacts, memberId: string): CredentialFacts[] {
  const demands = [
    ...[...facts.requirements.values()].flat(),
    ...[...facts.requests.values()].flatMap(({ householdDemands }) => householdDemands),
  ];
  const types = new Set(demands.map(({ typeId }) => typeId));
  return [...types].map((typeId) => ({
    memberId,
    typeId,
    categoryId: null,
    from: '0001-01-01',
    until: VALID_UNTIL,
  }));
}

export function figuresOf(facts: MatchingFacts, plan: Plan): PlanFigures {
  const visits = plan.proposals.flatMap((proposal) => proposal.visits);
  const householdOf = (requestId: string) => facts.requests.get(requestId)!.householdId;
  const minutes = new Map<string, number>();
  for (const { helperId, visits: theirs } of plan.proposals) {
    const sum = theirs.reduce((total, { start, end }) => total + (end - start) / 60_000, 0);
    minutes.set(helperId, (minutes.get(helperId) ?? 0) + sum);
  }
  const given = [...minutes.values()];
  return {
    seats: visits.length,
    families: new Set(plan.proposals.map(({ requestId }) => householdOf(requestId))).size,
    visitsUnmatched: plan.unmatched.length,
    proposals: plan.proposals.length,
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
    status: plan.status,
    travelMinutes: visits.reduce((sum, visit) => sum + visit.travelMinutes, 0),
    helpers: given.length,
    mostMinutes: Math.max(0, ...given),
    spreadMinutes: spreadOf(given),
  };
}

function spreadOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.round(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length));
}

/** Requests whose helpers or number of visits differ between two plans, by id. */
export function changesBetween(before: Plan, after: Plan): ChangedRequest[] {
  const [old, now] = [byRequest(before), byRequest(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((requestId) => {
    const [was, is] = [old.get(requestId) ?? NOBODY, now.get(requestId) ?? NOBODY];
    if (was.visits.join() === is.visits.join()) return [];
    return [
      {
        requestId,
        visitsBefore: was.visits.length,
        visitsAfter: is.visits.length,
        helpersBefore: was.helpers,
        helpersAfter: is.helpers,
      },
    ];
  });
}

interface Served {
  readonly helpers: readonly string[];
  /** 'visit|helper', sorted. */
  readonly visits: readonly string[];
}

const NOBODY: Served = { helpers: [], visits: [] };

function byRequest({ proposals }: Plan): Map<string, Served> {
  const served = new Map<string, Served>();
  for (const { requestId, helperId, visits } of proposals) {
    const known = served.get(requestId) ?? NOBODY;
    served.set(requestId, {
      helpers: [...new Set([...known.helpers, helperId])].sort(),
      visits: [...known.visits, ...visits.map(({ visitId }) => `${visitId}|${helperId}`)].sort(),
    });
  }
  return served;
}
