import type { Pair, Problem, ProblemEdge, Together } from '#matching/engine';
import { localMinute, weekdayOf } from '#platform';
import type { VisitCandidates } from './candidates.js';
import { placeBeside } from './time.rules.js';
import type { BusySeat, MatchingFacts } from './facts.js';
import { isMade, type PlanNode } from './plan-problem.js';
import { LEAST_DATES, SteadyCount, unitKeyOf } from './series.rules.js';

/** A weekly request's visits of one weekday and leg: matched as a whole, so that a family sees one familiar face. */
interface SeriesUnit {
  readonly key: string;
  readonly requestId: string;
  readonly nodes: readonly PlanNode[];
  readonly parts: readonly VisitCandidates[];
  readonly startMinute: number;
  readonly endMinute: number;
  readonly needed: number;
}

export interface SeriesProblem {
  readonly problem: Problem;
  readonly units: readonly SeriesUnit[];
  readonly helperIds: readonly string[];
}

/**
 * The template week: every series one interval in it, scores averaged over the dates a helper can take; weekdays and
 * legs of one request are better with the same helper.
 */
export function seriesProblem(facts: MatchingFacts, nodes: readonly PlanNode[]): SeriesProblem {
  const units = unitsOf(facts, nodes);
  const helperIds = [...new Set(facts.offers.map(({ memberId }) => memberId))].sort();
  const helperIndex = new Map(helperIds.map((id, index) => [id, index]));
  const offerOf = new Map([...facts.offers].reverse().map((offer) => [offer.memberId, offer]));
  const standing = new Set(facts.standing.map((p) => `${p.requestId}|${p.helperId}`));
  const edges: ProblemEdge[] = [];
  const current: Pair[] = [];
  const count = new SteadyCount(helperIds.length);
  units.forEach((unit, index) => {
    for (const part of unit.parts) {
      for (const candidate of part.candidates)
        if (isMade(part, candidate)) count.add(helperIndex.get(candidate.helperId)!, candidate.score);
    }
    for (const { helper, score } of count.steadiest(unit.parts.length)) {
      edges.push([index, helper, score, unit.endMinute - unit.startMinute]);
      if (standing.has(`${unit.requestId}|${helperIds[helper]!}`)) current.push([index, helper]);
    }
  });
  return {
    units,
    helperIds,
    problem: {
      version: 1,
      requests: units.map((unit) => ({
        id: unit.key,
        needed: unit.needed,
        start: unit.startMinute,
        end: unit.endMinute,
        place: facts.roads.index.get(unit.parts[0]!.visit.fromZoneId) ?? null,
        endPlace: facts.roads.index.get(unit.parts[0]!.visit.toZoneId) ?? null,
      })),
      helpers: helperIds.map((id) => {
        const offer = offerOf.get(id)!;
        return { id, breakMinutes: offer.breakMinutes, maxMinutes: offer.offerWeeklyMinutes };
      }),
      travel: facts.roads.minutes,
      edges,
      current,
      stabilityBonus: facts.weights.weights.stability,
      together: oneFace(units, facts.weights.weights.continuity),
    },
  };
}

function unitsOf(facts: MatchingFacts, nodes: readonly PlanNode[]): SeriesUnit[] {
  const groups = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const part = node.parts[0]!;
    if (node.parts.length > 1 || part.request.frequency !== 'weekly') continue;
    const key = unitKeyOf(part.visit);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.entries()]
    .filter(([, members]) => members.length >= LEAST_DATES)
    .map(([key, members]) => {
      const parts = members.map((node) => node.parts[0]!);
      const first = parts[0]!;
      const startMinute =
        (weekdayOf(first.visit.day) - 1) * 1_440 + localMinute(facts.timeZone, new Date(first.start));
      return {
        key,
        requestId: first.request.id,
        nodes: members,
        parts,
        startMinute,
        endMinute: startMinute + first.visit.minutes,
        needed: Math.max(...members.map(({ needed }) => needed)),
      };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Every two units of a request: each further one with a face that is known from the others earns for all of them. */
function oneFace(units: readonly SeriesUnit[], points: number): Together[] {
  const unitsOf = new Map<string, number[]>();
  const together: Together[] = [];
  units.forEach(({ requestId }, index) => {
    const others = unitsOf.get(requestId) ?? [];
    for (const other of others) together.push([other, index, points]);
    unitsOf.set(requestId, [...others, index]);
  });
  return together;
}

/**
 * The dates of the matched series that truly fit each helper, beside promised seats and each other: node id ->
 * helpers.
 */
export function fixSeries(
  facts: MatchingFacts,
  series: SeriesProblem,
  assignments: readonly Pair[],
): Map<string, string[]> {
  const placed = new Map<string, BusySeat[]>([...facts.busy].map(([id, seats]) => [id, [...seats]]));
  const fixed = new Map<string, string[]>();
  for (const [unitIndex, helperIndex] of assignments) {
    const helperId = series.helperIds[helperIndex]!;
    const seats = placed.get(helperId) ?? [];
    placed.set(helperId, seats);
    for (const node of series.units[unitIndex]!.nodes) {
      const part = node.parts[0]!;
      const candidate = part.of(helperId);
      const taken = fixed.get(node.id) ?? [];
      if (!candidate || !isMade(part, candidate) || taken.length >= node.needed) continue;
      if (placeBeside(facts, seats, part.visit, candidate.offer, part.start))
        fixed.set(node.id, [...taken, helperId]);
    }
  }
  return fixed;
}
