import type { Highs } from 'highs';
import type { Problem } from '../../libs/matching/src/engine/problem.js';

/** What HiGHS alone makes of the whole problem. */
export interface FullModelAnswer {
  readonly objective: number;
  readonly bound: number;
  readonly optimal: boolean;
}

interface Row {
  readonly indices: number[];
  readonly values: number[];
  readonly most: number;
}

/**
 * The textbook model: one binary variable an edge, one row a request, cap and window, and one a clique of visits that a
 * helper cannot combine. For problems without travel and approved work.
 */
export async function solveFullModel(problem: Problem, limitSeconds: number): Promise<FullModelAnswer> {
  const loaded = await import('highs');
  const highs = await (loaded.default as unknown as () => Promise<Highs>)();
  const rows = rowsOf(problem);
  const starts = [0];
  for (const row of rows) starts.push(starts.at(-1)! + row.indices.length);
  const [numCols, numRows] = [problem.edges.length, rows.length];
  return highs.withModel((model) => {
    model.passModel({
      numCols,
      numRows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: problem.edges.map((edge) => edge[2]),
      colLower: new Float64Array(numCols),
      colUpper: new Float64Array(numCols).fill(1),
      rowLower: new Float64Array(numRows).fill(-highs.infinity),
      rowUpper: rows.map((row) => row.most),
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(rows.flatMap((row) => row.indices)),
        values: Float64Array.from(rows.flatMap((row) => row.values)),
      },
      integrality: new Int32Array(numCols).fill(1),
    });
    model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.5, time_limit: limitSeconds });
    model.run();
    return {
      objective: Math.round(model.getObjectiveValue()),
      bound: Math.floor(Number(model.info.get('mip_dual_bound')) + 1e-4),
      optimal: model.getModelStatus() === highs.constants.modelStatus.optimal,
    };
  });
}

function rowsOf(problem: Problem): Row[] {
  const rows: Row[] = [];
  const byRequest = new Map<number, number[]>();
  const byHelper = new Map<number, number[]>();
  problem.edges.forEach(([request, helper], edge) => {
    byRequest.set(request, [...(byRequest.get(request) ?? []), edge]);
    byHelper.set(helper, [...(byHelper.get(helper) ?? []), edge]);
  });
  const ones = (indices: number[], most: number): Row => ({ indices, values: indices.map(() => 1), most });
  for (const [request, edges] of byRequest) rows.push(ones(edges, problem.requests[request]!.needed));
  for (const [helper, edges] of byHelper) {
    const { maxMinutes, maxRequests, caps } = problem.helpers[helper]!;
    for (const cap of [{ from: -Infinity, to: Infinity, maxMinutes, maxRequests }, ...(caps ?? [])]) {
      const inside = edges.filter((edge) => {
        const start = problem.requests[problem.edges[edge]![0]]!.start ?? null;
        return cap.from === -Infinity || (start !== null && start >= cap.from && start < cap.to);
      });
      if (typeof cap.maxRequests === 'number') rows.push(ones(inside, cap.maxRequests));
      if (typeof cap.maxMinutes !== 'number') continue;
      rows.push({
        indices: inside,
        values: inside.map((edge) => problem.edges[edge]![3]),
        most: cap.maxMinutes,
      });
    }
    rows.push(...cliques(problem, helper, edges).map((clique) => ones(clique, 1)));
  }
  return rows;
}

/** Visits of a helper that are all under way, break included, when one of them starts. */
function cliques(problem: Problem, helper: number, edges: readonly number[]): number[][] {
  const visit = (edge: number): Problem['requests'][number] => problem.requests[problem.edges[edge]![0]]!;
  const rest = problem.helpers[helper]!.breakMinutes ?? 0;
  const timed = edges.filter((edge) => typeof visit(edge).start === 'number');
  const moments = [...new Set(timed.map((edge) => visit(edge).start!))];
  const during = moments.map((moment) =>
    timed.filter((edge) => visit(edge).start! <= moment && moment < visit(edge).end! + rest),
  );
  return during.filter((clique) => clique.length > 1);
}
