import { intervalAround, type LiveOffer } from '#availability';
import type { FreeWindow, ProblemEdge, ProblemHelper, ProblemRequest } from '#matching/engine';
import { minutes, type MatchingFacts } from './facts.js';
import { spreadOf } from './spread.rules.js';

/** By helper the times, in minutes, that any visit asks of them. */
export function askedHours(
  helpers: number,
  requests: readonly ProblemRequest[],
  edges: readonly ProblemEdge[],
): FreeWindow[][] {
  const hours = Array.from({ length: helpers }, (): FreeWindow[] => []);
  for (const [request, helper, , , starts] of edges) {
    const { start, end } = requests[request]!;
    for (const from of starts ?? [start!]) hours[helper]!.push([from, from + end! - start!]);
  }
  return hours;
}

/** The helper's free times that hold a visit which is asked of them, and the home from which each is begun. */
function freeOf(
  facts: MatchingFacts,
  { memberId, zoneId }: LiveOffer,
  asked: readonly FreeWindow[],
): Pick<ProblemHelper, 'free' | 'home'> {
  const hours = facts.free.get(memberId) ?? [];
  const holding = asked.map(([from, to]) => intervalAround(hours, from * 60_000, to * 60_000));
  const free = [...new Set(holding)].filter((interval) => interval !== undefined);
  return {
    free: free.sort((a, b) => a.start - b.start).map(({ start, end }) => [minutes(start), minutes(end)]),
    home: facts.roads.index.get(zoneId) ?? null,
  };
}

export function helperOf(
  facts: MatchingFacts,
  id: string,
  offers: readonly LiveOffer[],
  asked: readonly FreeWindow[],
): ProblemHelper {
  const weekly = offers.length === 1 ? offers[0]!.offerWeeklyMinutes : offers[0]!.memberWeeklyMinutes;
  return {
    id,
    breakMinutes: offers[0]!.breakMinutes,
    caps: facts.weeks.map((week) => ({
      from: minutes(week.start),
      to: minutes(week.end),
      maxMinutes: weekly,
    })),
    ...freeOf(facts, offers[0]!, asked),
    ...spreadOf(facts.history.get(id), facts.weights.weights.fairness),
  };
}
