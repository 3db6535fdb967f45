import type { Highs } from 'highs';
import type { FairnessStep, Problem } from '../../libs/matching/src/engine/model/problem.js';

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

/** An edge at one of the starts that it allows: one binary variable. */
interface Option {
  readonly edge: number;
  readonly request: number;
  readonly helper: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly minutes: number;
}

/** Maximise the costs of binary variables under rows. */
interface Model {
  readonly options: readonly Option[];
  readonly cost: number[];
  readonly rows: Row[];
}

/**
 * The textbook model: one binary variable an edge and start, one row a request, cap and window, and one a clique of
 * visits that a helper cannot combine; further variables for a visit's common start, for linked requests that a helper
 * serves and for steps of fairness. For problems without travel, approved work and current proposals.
 */
export async function solveFullModel(problem: Problem, limitSeconds: number): Promise<FullModelAnswer> {
  const loaded = await import('highs');
  const highs = await (loaded.default as unknown as () => Promise<Highs>)();
  const { cost, rows } = modelOf(problem);
  const starts = [0];
  for (const row of rows) starts.push(starts.at(-1)! + row.indices.length);
  const [numCols, numRows] = [cost.length, rows.length];
  return highs.withModel((model) => {
    model.passModel({
      numCols,
      numRows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: cost,
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

function modelOf(problem: Problem): Model {
  const options = optionsOf(problem);
  const model: Model = { options, cost: options.map(({ edge }) => problem.edges[edge]![2]), rows: [] };
  const byRequest = grouped(options, ({ request }) => request);
  const byHelper = grouped(options, ({ helper }) => helper);
  for (const [request, own] of byRequest) {
    model.rows.push(ones(own, problem.requests[request]!.needed));
    addCommonStart(problem, model, request, own);
  }
  for (const [helper, own] of byHelper) {
    model.rows.push(...capRows(problem, helper, own, options));
    model.rows.push(...cliques(problem, helper, own, options).map((clique) => ones(clique, 1)));
    for (const twins of grouped(options, ({ request }) => request, own).values())
      if (twins.length > 1) model.rows.push(ones(twins, 1));
    addLinks(problem, model, own);
    const { visits, minutes } = problem.helpers[helper]!.fairness ?? {};
    addSteps(model, own, () => 1, visits ?? []);
    addSteps(model, own, (option) => option.minutes, minutes ?? []);
  }
  return model;
}

function optionsOf(problem: Problem): Option[] {
  return problem.edges.flatMap(([request, helper, , minutes, allowed], edge): Option[] => {
    const { start, end, starts } = problem.requests[request]!;
    const free = problem.helpers[helper]!.free;
    if (typeof start !== 'number') return [{ edge, request, helper, start: null, end: null, minutes }];
    return [start, ...(starts ?? [])]
      .filter((one) => !allowed || allowed.includes(one))
      .map((one) => ({ edge, request, helper, start: one, end: one + end! - start, minutes }))
      .filter((one) => !free || free.some(([from, to]) => from <= one.start && one.end <= to));
  });
}

/** Indices of the options by key. */
function grouped(
  options: readonly Option[],
  keyOf: (option: Option) => number,
  among: readonly number[] = options.map((_, index) => index),
): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const index of among) {
    const key = keyOf(options[index]!);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  return groups;
}

function ones(indices: number[], most: number): Row {
  return { indices, values: indices.map(() => 1), most };
}

/** Several seats of a visit with several starts: who comes at one needs it to be the visit's. */
function addCommonStart(problem: Problem, model: Model, request: number, own: readonly number[]): void {
  const { needed, starts } = problem.requests[request]!;
  if (needed < 2 || !starts || starts.length === 0) return;
  const chosen: number[] = [];
  for (const at of grouped(model.options, ({ start }) => start!, own).values()) {
    const opened = model.cost.push(0) - 1;
    chosen.push(opened);
    for (const option of at) model.rows.push({ indices: [option, opened], values: [1, -1], most: 0 });
  }
  model.rows.push(ones(chosen, 1));
}

function addLinks(problem: Problem, model: Model, own: readonly number[]): void {
  const of = (request: number): number[] => own.filter((index) => model.options[index]!.request === request);
  for (const [a, b, points] of problem.together ?? []) {
    if (of(a).length === 0 || of(b).length === 0) continue;
    const both = model.cost.push(points) - 1;
    for (const side of [of(a), of(b)])
      model.rows.push({ indices: [both, ...side], values: [1, ...side.map(() => -1)], most: 0 });
  }
}

/** Each step a variable that must be paid for as soon as the amount is above it. */
function addSteps(
  model: Model,
  own: readonly number[],
  amountOf: (option: Option) => number,
  steps: readonly FairnessStep[],
): void {
  const amounts = own.map((index) => amountOf(model.options[index]!));
  const all = amounts.reduce((sum, one) => sum + one, 0);
  for (const [above, points] of steps) {
    if (all <= above) continue;
    const paid = model.cost.push(-points) - 1;
    model.rows.push({ indices: [...own, paid], values: [...amounts, above - all], most: above });
  }
}

function capRows(
  problem: Problem,
  helper: number,
  own: readonly number[],
  options: readonly Option[],
): Row[] {
  const { maxMinutes, maxRequests, caps } = problem.helpers[helper]!;
  const rows: Row[] = [];
  for (const cap of [{ from: -Infinity, to: Infinity, maxMinutes, maxRequests }, ...(caps ?? [])]) {
    const inside = own.filter((index) => {
      const { start } = options[index]!;
      return cap.from === -Infinity || (start !== null && start >= cap.from && start < cap.to);
    });
    if (typeof cap.maxRequests === 'number') rows.push(ones(inside, cap.maxRequests));
    if (typeof cap.maxMinutes !== 'number') continue;
    const values = inside.map((index) => options[index]!.minutes);
    rows.push({ indices: inside, values, most: cap.maxMinutes });
  }
  return rows;
}

/** Visits of a helper that are all under way, break included, when one of them starts. */
function cliques(
  problem: Problem,
  helper: number,
  own: readonly number[],
  options: readonly Option[],
): number[][] {
  const rest = problem.helpers[helper]!.breakMinutes ?? 0;
  const timed = own.filter((index) => options[index]!.start !== null);
  const moments = [...new Set(timed.map((index) => options[index]!.start!))];
  const during = moments.map((moment) =>
    timed.filter((index) => options[index]!.start! <= moment && moment < options[index]!.end! + rest),
  );
  return during.filter((clique) => clique.length > 1);
}
