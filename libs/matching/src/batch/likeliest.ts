import type { Solution } from '#matching/engine';
import { minutes } from '../facts.js';
import type { PlanNode, PlanProblem } from '../plan-problem.js';

/** New pairs of one helper: who can choose among so many finds what there is to gain. */
const MOST_PER_HELPER = 60;

/** A visit of the plan in hand, as its helper sees it. */
interface Held {
  readonly from: number;
  readonly to: number;
  /** Score less price; promised visits are held whatever comes. */
  readonly worth: number;
}

interface Gain {
  readonly node: number;
  readonly helperId: string;
  readonly points: number;
}

/**
 * Where very many pairs are worth more than their visit's price, their helpers' time is what is scarce: of those that
 * would enter each helper keeps the few that are worth most beside, or in place of, what the plan in hand gives them.
 */
export function likeliest(
  dated: PlanProblem,
  solution: Solution,
  prices: readonly number[],
  widened: readonly PlanNode[],
): readonly PlanNode[] {
  const gains = gainsByHelper(dated, heldOf(dated, solution, prices), prices, widened);
  const entering = dated.nodes.map((node) => new Set(node.entering));
  for (const of of gains.values()) {
    of.sort((a, b) => b.points - a.points || a.node - b.node);
    for (const { node, helperId } of of.slice(0, MOST_PER_HELPER)) entering[node]!.add(helperId);
  }
  return dated.nodes.map((node, index) =>
    entering[index]!.size === (node.entering?.size ?? 0)
      ? node
      : { ...widened[index]!, entering: entering[index]! },
  );
}

function gainsByHelper(
  { nodes, problem, helperIds }: PlanProblem,
  held: ReadonlyMap<string, readonly Held[]>,
  prices: readonly number[],
  widened: readonly PlanNode[],
): Map<string, Gain[]> {
  const helperOf = new Map(helperIds.map((id, index) => [id, problem.helpers[index]!]));
  const gains = new Map<string, Gain[]>();
  widened.forEach((node, index) => {
    if (node === nodes[index]) return;
    const [from, to] = [minutes(node.start), minutes(node.end)];
    for (const { helperId, score } of node.parts[0]!.candidates) {
      if (!node.entering?.has(helperId) || nodes[index]!.entering?.has(helperId)) continue;
      const lost = givenUp(helperOf.get(helperId)!, held.get(helperId) ?? [], from, to);
      const points = score - (prices[index] ?? 0) - lost;
      if (points <= 0) continue;
      const of = gains.get(helperId);
      if (of) of.push({ node: index, helperId, points });
      else gains.set(helperId, [{ node: index, helperId, points }]);
    }
  });
  return gains;
}

/**
 * What a helper would give up for a visit at this time: all that stands in its way, and the least of what else the
 * minutes of the week call for. Roads are left out: a guide, no proof.
 */
function givenUp(
  { caps, breakMinutes }: PlanProblem['problem']['helpers'][number],
  held: readonly Held[],
  from: number,
  to: number,
): number {
  const rest = breakMinutes ?? 0;
  const week = caps?.find((one) => one.from <= from && from < one.to);
  let lost = 0;
  let over = to - from - (week?.maxMinutes ?? Infinity);
  const others: Held[] = [];
  for (const one of held) {
    if (one.from < to + rest && from < one.to + rest) lost += one.worth;
    else if (week && week.from <= one.from && one.from < week.to) {
      over += one.to - one.from;
      others.push(one);
    }
  }
  if (over <= 0) return lost;
  others.sort((a, b) => a.worth - b.worth);
  for (const { from: start, to: end, worth } of others) {
    if (over <= 0) break;
    over -= end - start;
    lost += worth;
  }
  return over > 0 ? Infinity : lost;
}

/** By helper what the plan in hand gives them. */
function heldOf(
  { problem, helperIds }: PlanProblem,
  { assignments, starts = [] }: Solution,
  prices: readonly number[],
): Map<string, Held[]> {
  const startOf = new Map(starts);
  const promised = new Set((problem.approved ?? []).map(String));
  const taken = new Set(assignments.map(([request, helper]) => `${request},${helper}`));
  const scores = new Map<string, number>();
  for (const [request, helper, score] of problem.edges) {
    const pair = `${request},${helper}`;
    if (taken.has(pair)) scores.set(pair, score);
  }
  const held = new Map<string, Held[]>();
  assignments.forEach(([request, helper], index) => {
    const { start, end } = problem.requests[request]!;
    const from = startOf.get(index) ?? start!;
    const pair = `${request},${helper}`;
    const worth = promised.has(pair) ? Infinity : Math.max(0, scores.get(pair)! - (prices[request] ?? 0));
    const id = helperIds[helper]!;
    const of = held.get(id) ?? [];
    of.push({ from, to: from + end! - start!, worth });
    held.set(id, of);
  });
  return held;
}
