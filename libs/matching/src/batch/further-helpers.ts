import { TOP_CANDIDATES } from '../candidates.js';
import { minutes, type MatchingFacts } from '../facts.js';
import { dateProblem, servedBy, type PlanNode, type PlanProblem } from '../plan-problem.js';
import { CandidateSearch } from './candidate-search.js';
import { Promised } from './promised.js';

/** A helper who could serve a node and is not in its problem. */
interface Further {
  readonly helperId: string;
  readonly score: number;
}

/** The node with those helpers beyond the ones in its problem whom `pick` chooses. */
export function withFurther(
  search: CandidateSearch,
  node: PlanNode,
  known: readonly { readonly helperId: string }[],
  pick: (others: readonly Further[]) => readonly Further[],
): PlanNode {
  const [part] = node.parts;
  search.takeRequest(part!.request);
  const found = search.find(part!.visit);
  const ids = new Set(known.map(({ helperId }) => helperId));
  const others: Further[] = [];
  found.each((offer, score) => {
    const { memberId } = search.offers[offer]!;
    if (!ids.has(memberId)) others.push({ helperId: memberId, score });
  });
  const picked = pick(others);
  if (picked.length === 0) return node;
  const entering = new Set(node.entering);
  for (const { helperId } of picked) entering.add(helperId);
  const kept = new Set(part!.candidates.map(({ helperId }) => helperId));
  return { ...node, parts: [search.keepWhere(found, (id) => kept.has(id) || entering.has(id))], entering };
}

/**
 * Series take their helpers' time before dates are planned around them. Where that leaves a visit fewer than the best
 * thirty, the next best with room for it enter in their place.
 */
export function refilled(
  facts: MatchingFacts,
  fixed: ReadonlyMap<string, readonly string[]>,
  dated: PlanProblem,
): PlanProblem {
  const search = new CandidateSearch(facts);
  const promised = new Promised(dated);
  const nodes = dated.nodes.map((node) => {
    const [part] = node.parts;
    if (node.parts.length > 1 || (fixed.get(node.id)?.length ?? 0) >= node.needed) return node;
    const known = servedBy(node);
    if (part!.eligible <= known.length) return node;
    const [from, to] = [minutes(node.start), minutes(node.end)];
    const hasRoom = ({ helperId }: { readonly helperId: string }) => promised.leavesRoom(helperId, from, to);
    const missing = TOP_CANDIDATES - known.filter(hasRoom).length;
    if (missing <= 0) return node;
    return withFurther(search, node, known, (others) =>
      others
        .filter(hasRoom)
        .sort((a, b) => b.score - a.score || (a.helperId < b.helperId ? -1 : 1))
        .slice(0, missing),
    );
  });
  return nodes.every((node, index) => node === dated.nodes[index]) ? dated : dateProblem(facts, nodes, fixed);
}
