import { besideApproved, mostExtraPoints } from './extra-points.js';
import type { Contraction } from './contraction.js';
import type { Instance } from './instance.js';
import type { Layout } from './layout.js';
import type { Problem } from './problem.js';
import type { Visits } from './visits.js';

const EXACT = 2 ** 51;

export function weigh(
  problem: Problem,
  contraction: Contraction,
  visits: Visits,
  edges: Layout,
  demand: Int32Array,
): Pick<Instance, 'weight' | 'stability' | 'scale' | 'seatBonus'> {
  const { source } = edges;
  const seats = demand.reduce((sum, needed) => sum + needed, 0);
  const stability = stabilityOf(problem, visits, edges);
  const beside = besideApproved(problem, contraction);
  const helpers = problem.helpers.length;
  const weight = new Float64Array(source.length);
  let total = mostExtraPoints(problem);
  for (let edge = 0; edge < source.length; edge += 1) {
    const pair = problem.edges[source[edge]!]!;
    weight[edge] = pair[2] + (stability?.[edge] ?? 0) + (beside?.get(pair[0] * helpers + pair[1]) ?? 0);
    total += weight[edge]! + 1;
  }
  let scale = 1024;
  while (scale <= seats) scale *= 2;
  while (scale > 1 && total * scale > EXACT) scale /= 2;
  const seatBonus = scale > seats ? 1 : 0;
  for (let edge = 0; edge < weight.length; edge += 1) weight[edge] = weight[edge]! * scale + seatBonus;
  return { weight, stability, scale, seatBonus };
}

function stabilityOf(problem: Problem, visits: Visits, { source, edgeVisit }: Layout): Float64Array | null {
  const current = problem.current ?? [];
  const bonus = problem.stabilityBonus ?? 0;
  if (current.length === 0 || bonus === 0) return null;
  const helpers = problem.helpers.length;
  const startOf = new Map(
    current.map(([request, helper, start]) => [request * helpers + helper, start ?? null]),
  );
  return Float64Array.from(source, (index, edge) => {
    const [request, helper] = problem.edges[index]!;
    const start = startOf.get(request * helpers + helper);
    if (start === undefined) return 0;
    return start === null || start === visits.all[edgeVisit[edge]!]!.start ? bonus : 0;
  });
}
