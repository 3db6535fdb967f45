import type { LiveOffer } from '#availability';
import type { CurrentPair, Pair, Problem, ProblemEdge, ProblemRequest, Together } from '#matching/engine';
import { TOP_CANDIDATES, type Candidate, type VisitCandidates } from './candidates.js';
import { addBusy } from './busy-blocks.js';
import { minutes, type MatchingFacts } from './facts.js';
import { askedHours, helperOf } from './problem-helpers.js';
import { startsToWeigh } from './starts.rules.js';

/** What the engine sees as one request: a visit, or the visits of a joined session. */
export interface PlanNode {
  readonly id: string;
  readonly parts: readonly VisitCandidates[];
  readonly needed: number;
  readonly start: number;
  readonly end: number;
  /** Helpers beyond the best who are weighed, too. */
  readonly entering?: ReadonlySet<string>;
}

export interface PlanProblem {
  readonly problem: Problem;
  readonly nodes: readonly PlanNode[];
  readonly helperIds: readonly string[];
}

/** Visits that share a session are one node: a helper in it is busy once. */
export function nodesOf(all: readonly VisitCandidates[]): PlanNode[] {
  const bySession = new Map<string, VisitCandidates[]>();
  for (const part of all)
    bySession.set(part.visit.sessionId, [...(bySession.get(part.visit.sessionId) ?? []), part]);
  return [...bySession.entries()].map(([id, parts]) => ({
    id,
    parts,
    needed: Math.max(...parts.map(({ visit }) => visit.open)),
    start: Math.min(...parts.map(({ start }) => start)),
    end: Math.max(...parts.map(({ start, visit }) => start + visit.minutes * 60_000)),
  }));
}

interface NodeHelper {
  readonly helperId: string;
  readonly score: number;
  readonly starts: readonly number[];
}

/**
 * The helpers who may serve every part of a node, with the summed score; the visits of a session stay where they
 * are.
 */
export function servedBy(node: PlanNode): NodeHelper[] {
  const [first, ...others] = node.parts;
  if (others.length === 0)
    return first!.candidates.filter(
      ({ helperId }, rank) => rank < TOP_CANDIDATES || node.entering?.has(helperId),
    );
  return first!.candidates
    .filter((candidate) => isMade(first!, candidate))
    .map(({ helperId, score }) => {
      const rest = others.map((part) => {
        const own = part.of(helperId);
        return own && isMade(part, own) ? own.score : undefined;
      });
      return rest.includes(undefined)
        ? undefined
        : { helperId, score: rest.reduce<number>((sum, s) => sum + s!, score), starts: [first!.start] };
    })
    .filter((entry) => entry !== undefined)
    .slice(0, TOP_CANDIDATES);
}

/** Whether the helper can make the start that most can. */
export function isMade(part: VisitCandidates, candidate: Candidate): boolean {
  return candidate.starts.includes(part.start);
}

/**
 * Writes the dated problem: open nodes, promised time as approved blocks, `fixed` pairs approved, standing ones
 * current.
 */
export function dateProblem(
  facts: MatchingFacts,
  nodes: readonly PlanNode[],
  fixed: ReadonlyMap<string, readonly string[]>,
): PlanProblem {
  const helperIds = [...new Set(facts.offers.map(({ memberId }) => memberId))].sort();
  const helperIndex = new Map(helperIds.map((id, index) => [id, index]));
  const offersOf = new Map<string, LiveOffer[]>();
  for (const offer of facts.offers)
    offersOf.set(offer.memberId, [...(offersOf.get(offer.memberId) ?? []), offer]);
  const requests: ProblemRequest[] = [];
  const edges: ProblemEdge[] = [];
  const approved: Pair[] = [];
  const current: CurrentPair[] = [];
  const standing = new Map(
    facts.standing.flatMap((p) =>
      p.visits.map(({ visitId, start }) => [`${visitId}|${p.helperId}`, start] as const),
    ),
  );

  const joined = new Set<string>();
  nodes.forEach((node, index) => {
    const part = node.parts[0]!;
    const served = servedBy(node);
    const here = served
      .filter(({ helperId }) => sitsIn(facts, helperId, node.id))
      .map(({ helperId }) => helperId);
    const chosen = [...new Set([...here, ...(fixed.get(node.id) ?? [])])].slice(0, node.needed);
    const helpers = withFixed(node, served, chosen);
    const weighed = chosen.length > 0 ? [part.start] : startsToWeigh(part.start, helpers, node.needed);
    const starts = weighed.filter((start) => start !== part.start).map(minutes);
    requests.push({
      id: node.id,
      needed: node.needed,
      start: minutes(node.start),
      end: minutes(node.end),
      place: facts.roads.index.get(part.visit.fromZoneId) ?? null,
      endPlace: facts.roads.index.get(part.visit.toZoneId) ?? null,
      ...(starts.length > 0 && { starts }),
    });
    for (const helperId of chosen) joined.add(`${node.id}|${helperId}`);
    for (const { helperId, score, starts: made } of helpers) {
      const helper = helperIndex.get(helperId)!;
      const seated = chosen.includes(helperId);
      const kept = made.filter((start) => weighed.includes(start));
      if (!seated && kept.length === 0) continue;
      const length = minutes(node.end - node.start);
      edges.push(
        starts.length > 0
          ? [index, helper, score, length, kept.map(minutes)]
          : [index, helper, score, length],
      );
      const since = node.parts.map(({ visit }) => standing.get(`${visit.id}|${helperId}`)).find(Boolean);
      if (seated) approved.push([index, helper]);
      else if (since !== undefined && starts.length === 0) current.push([index, helper]);
      else if (since !== undefined && made.includes(since) && weighed.includes(since))
        current.push([index, helper, minutes(since)]);
    }
  });
  const asked = askedHours(helperIds.length, requests, edges);
  addBusy(facts, offersOf, helperIndex, requests, edges, approved, joined);
  return {
    nodes,
    helperIds,
    problem: {
      version: 1,
      requests,
      helpers: helperIds.map((id, index) => helperOf(facts, id, offersOf.get(id)!, asked[index]!)),
      travel: facts.roads.minutes,
      edges,
      approved,
      current,
      stabilityBonus: facts.weights.weights.stability,
      together: legsTogether(nodes, facts.weights.weights.continuity),
    },
  };
}

/** The way there and the way back of one day: better with the same helper. */
function legsTogether(nodes: readonly PlanNode[], points: number): Together[] {
  const last = new Map<string, number>();
  const together: Together[] = [];
  nodes.forEach(({ parts }, index) => {
    for (const { visit } of parts) {
      const day = `${visit.requestId}|${visit.day}`;
      const other = last.get(day);
      if (other !== undefined && other !== index) together.push([other, index, points]);
      last.set(day, index);
    }
  });
  return together;
}

function sitsIn(facts: MatchingFacts, helperId: string, sessionId: string): boolean {
  return (facts.busy.get(helperId) ?? []).some((seat) => seat.sessionId === sessionId);
}

function withFixed(
  { parts: [part] }: PlanNode,
  served: readonly NodeHelper[],
  chosen: readonly string[],
): readonly NodeHelper[] {
  const missing = chosen.filter((id) => !served.some(({ helperId }) => helperId === id));
  if (missing.length === 0) return served;
  return [
    ...served,
    ...missing.map((helperId) => ({ helperId, score: part!.of(helperId)?.score ?? 0, starts: [] })),
  ];
}
