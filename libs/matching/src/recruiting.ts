import type { Problem, ProblemEdge } from '#matching/engine';
import { localMinute, weekdayOf } from '#platform';
import type { VisitCandidates } from './candidates.js';
import { requirementsOf } from './eligibility.rules.js';
import { roadMinutes, type MatchingFacts } from './facts.js';
import type { Solver } from './solver.js';
import type { Band } from './words/message-ids.js';

/** New helpers who would serve visits that found nobody: what was tried, and what it gave. */
export interface RecruitingNeed {
  /** ISO weekday. */
  readonly weekday: number;
  readonly band: Band;
  readonly categoryId: string;
  /** Where such a helper was tried to live. */
  readonly zoneId: string;
  /** How far from there the visits lie at most. */
  readonly withinMinutes: number;
  readonly credentialTypeIds: readonly string[];
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  readonly needsCar: boolean;
  readonly helpers: number;
  readonly families: number;
  readonly visits: number;
}

/** A visit short of helpers. */
export interface Gap {
  readonly part: VisitCandidates;
  readonly short: number;
}

export interface Recruiting {
  readonly needs: readonly RecruitingNeed[];
  /** The need that serves a visit, by the visit's id. */
  readonly needOf: ReadonlyMap<string, RecruitingNeed>;
}

const WITHIN_MINUTES = 20;
const BREAK_MINUTES = 15;
const MOST_HELPERS = 4;
const MOST_NEEDS = 40;
/** Visits of one need that are tried: the soonest. */
const MOST_VISITS = 300;
const POINTS = 1_000;

/**
 * Adds virtual helpers to what the plan leaves open, kind by kind, and lets the engine count whom they serve: free on
 * one weekday in one part of the day, with all that the visits ask, 20 minutes around one zone. Each visit counts once.
 */
export async function recruit(
  facts: MatchingFacts,
  gaps: readonly Gap[],
  solver: Solver,
): Promise<Recruiting> {
  const needs: RecruitingNeed[] = [];
  const needOf = new Map<string, RecruitingNeed>();
  const groups = [...groupsOf(facts, gaps).values()].sort((a, b) => seatsOf(b) - seatsOf(a));
  for (const group of groups) {
    let open = group.slice(0, MOST_VISITS);
    while (open.length > 0 && needs.length < MOST_NEEDS) {
      const zoneId = bestZone(facts, open);
      const near = open.filter(({ part }) => isNear(facts, zoneId, part));
      const tried = await tryHelpers(facts, zoneId, near, solver);
      open = open.filter((gap) => !near.includes(gap));
      if (!tried) continue;
      needs.push(tried.need);
      for (const index of tried.served) needOf.set(near[index]!.part.visit.id, tried.need);
    }
  }
  needs.sort((a, b) => b.families - a.families || b.visits - a.visits);
  return { needs, needOf };
}

/** Who asks only for hours that nobody can pay is not helped by another helper. */
function canBeServed({ part: { request } }: Gap): boolean {
  return request.fundable || request.regimes.includes('volunteer');
}

function groupsOf(facts: MatchingFacts, gaps: readonly Gap[]): Map<string, Gap[]> {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps.filter(canBeServed)) {
    const { request, visit } = gap.part;
    const key = JSON.stringify([
      weekdayOf(visit.day),
      bandOf(facts, gap.part.start),
      request.categoryId,
      credentialsOf(facts, [gap]),
      [...request.subjects].sort(),
      [...request.languages].sort(),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  return groups;
}

export function bandOf(facts: MatchingFacts, start: number): Band {
  const minute = localMinute(facts.timeZone, new Date(start));
  if (minute < 6 * 60) return 'night';
  if (minute < 12 * 60) return 'morning';
  return minute < 18 * 60 ? 'afternoon' : 'evening';
}

function credentialsOf(facts: MatchingFacts, gaps: readonly Gap[]): string[] {
  const types = gaps.flatMap(({ part }) => requirementsOf(facts, part.request, part.visit));
  return [...new Set(types.map(({ typeId }) => typeId))].sort();
}

function seatsOf(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { short }) => sum + short, 0);
}

function isNear(facts: MatchingFacts, zoneId: string, { visit }: VisitCandidates): boolean {
  return visit.fromZoneId === zoneId || roadMinutes(facts.roads, zoneId, visit.fromZoneId) <= WITHIN_MINUTES;
}

/** The zone of a gap with most empty seats around it; the first by id among equals. */
function bestZone(facts: MatchingFacts, gaps: readonly Gap[]): string {
  const zones = [...new Set(gaps.map(({ part }) => part.visit.fromZoneId))].sort();
  const around = (zoneId: string) => seatsOf(gaps.filter(({ part }) => isNear(facts, zoneId, part)));
  return zones.reduce((best, zone) => (around(zone) > around(best) ? zone : best));
}

/** The fewest virtual helpers that serve as many visits as any number tried. */
async function tryHelpers(
  facts: MatchingFacts,
  zoneId: string,
  gaps: readonly Gap[],
  solver: Solver,
): Promise<{ need: RecruitingNeed; served: readonly number[] } | undefined> {
  let best: { helpers: number; served: number[] } | undefined;
  for (let helpers = 1; helpers <= MOST_HELPERS; helpers += 1) {
    const { assignments } = await solver.solve(virtualProblem(facts, gaps, helpers), 'quick');
    const served = assignments.map(([request]) => request);
    if (served.length <= (best?.served.length ?? 0)) break;
    best = { helpers, served };
    if (served.length === seatsOf(gaps)) break;
  }
  if (!best) return undefined;
  const families = new Set(best.served.map((index) => gaps[index]!.part.request.householdId));
  const { part } = gaps[0]!;
  const need = {
    weekday: weekdayOf(part.visit.day),
    band: bandOf(facts, part.start),
    categoryId: part.request.categoryId,
    zoneId,
    withinMinutes: WITHIN_MINUTES,
    credentialTypeIds: credentialsOf(facts, gaps),
    subjects: [...part.request.subjects].sort(),
    languages: [...part.request.languages].sort(),
    needsCar: gaps.some((gap) => gap.part.request.needsDropOff),
    helpers: best.helpers,
    families: families.size,
    visits: new Set(best.served).size,
  };
  return { need, served: best.served };
}

function virtualProblem(facts: MatchingFacts, gaps: readonly Gap[], helpers: number): Problem {
  const minutes = (ms: number) => Math.floor(ms / 60_000);
  return {
    version: 1,
    requests: gaps.map(({ part: { visit, start }, short }) => ({
      id: visit.id,
      needed: short,
      start: minutes(start),
      end: minutes(start) + visit.minutes,
      place: facts.roads.index.get(visit.fromZoneId) ?? null,
      endPlace: facts.roads.index.get(visit.toZoneId) ?? null,
    })),
    helpers: Array.from({ length: helpers }, (_, index) => ({
      id: `new-${index}`,
      breakMinutes: BREAK_MINUTES,
    })),
    travel: facts.roads.minutes,
    edges: gaps.flatMap(({ part: { visit } }, request) =>
      Array.from({ length: helpers }, (_, helper): ProblemEdge => [request, helper, POINTS, visit.minutes]),
    ),
  };
}
