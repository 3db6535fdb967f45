import type { ModelParts } from './core-model.js';
import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import type { EdgeLosses } from './edge-losses.js';

/**
 * The edges that a better plan may use or leave, one variable each, rows for seats, caps and overlapping visits: for
 * helpers with so many visits that their sets are beyond counting. Written as loss against the bound, as `CoreModel`.
 */
export interface EdgeCore {
  /** Edge of each variable; the variables after them are empty seats. */
  readonly edges: Int32Array;
  /** Request of each variable for empty seats. */
  readonly emptySeats: Int32Array;
  /** Edges that every better plan uses. */
  readonly settled: Int32Array;
  /** Loss beside what the variables cost, in units of the weights. */
  readonly settledLoss: number;
  readonly data: ModelParts;
}

interface Row {
  readonly variables: number[];
  readonly values: number[];
  readonly least: number;
  readonly most: number;
}

/**
 * @param most loss up to which plans are looked for, against the bound of the prices behind `losses`
 * @param maxEdges undecided edges that the core may hold
 * @returns null when more are undecided
 */
export function buildEdgeCore(
  instance: Instance,
  price: Float64Array,
  losses: EdgeLosses,
  most: number,
  maxEdges: number,
): EdgeCore | null {
  const { edgeRequest, weight, scale, requestCount, helperCount, helperFirst } = instance;
  const undecided: number[] = [];
  const settled: number[] = [];
  let settledLoss = losses.gain;
  for (let edge = 0; edge < instance.edgeCount; edge += 1) {
    if (losses.loss[edge]! <= most) undecided.push(edge);
    else if (losses.wanted[edge] === 1) settled.push(edge);
  }
  if (undecided.length > maxEdges) return null;
  const left = instance.demand.slice();
  for (const edge of settled) {
    left[edgeRequest[edge]!]! -= 1;
    settledLoss -= weight[edge]! - price[edgeRequest[edge]!]!;
  }
  const colCost = undecided.map((edge) => (price[edgeRequest[edge]!]! - weight[edge]!) / scale);
  const colUpper = undecided.map(() => 1);
  const ofRequest = grouped(undecided, requestCount, (edge) => edgeRequest[edge]!);
  const rows: Row[] = [];
  const emptySeats: number[] = [];
  for (let request = 0; request < requestCount; request += 1) {
    const variables = ofRequest[request]!;
    if (variables.length === 0) {
      settledLoss += left[request]! * price[request]!;
      continue;
    }
    // Seats dearer than what may be lost must be filled: no variable for their being empty.
    if (price[request]! <= most && left[request]! > 0) {
      variables.push(colCost.length);
      emptySeats.push(request);
      colCost.push(price[request]! / scale);
      colUpper.push(left[request]!);
    }
    rows.push(ones(variables, left[request]!, left[request]!));
  }
  const ofHelper = grouped(undecided, helperCount, (edge) => instance.edgeHelper[edge]!);
  const settledOf = grouped(settled, helperCount, (edge) => instance.edgeHelper[edge]!);
  for (let helper = 0; helper < helperCount; helper += 1) {
    const own = ofHelper[helper]!;
    if (own.length === 0) continue;
    const fixed = settledOf[helper]!.map((index) => settled[index]!);
    rows.push(...capRows(instance, helper, own, undecided, fixed));
    rows.push(...overlapRows(instance, helperFirst[helper]!, own, undecided));
  }
  return {
    edges: Int32Array.from(undecided),
    emptySeats: Int32Array.from(emptySeats),
    settled: Int32Array.from(settled),
    settledLoss,
    data: partsOf(colCost, colUpper, rows),
  };
}

/** Indices of the items by key. */
function grouped(items: readonly number[], keys: number, keyOf: (item: number) => number): number[][] {
  const groups: number[][] = Array.from({ length: keys }, () => []);
  items.forEach((item, index) => groups[keyOf(item)]!.push(index));
  return groups;
}

function ones(variables: number[], least: number, most: number): Row {
  return { variables, values: variables.map(() => 1), least, most };
}

/** A row for each cap that the undecided visits could break. */
function capRows(
  instance: Instance,
  helper: number,
  own: readonly number[],
  undecided: readonly number[],
  fixed: readonly number[],
): Row[] {
  const { minutes, window, capMinutes, capRequests, contraction } = instance;
  const rows: Row[] = [];
  const add = (inside: (edge: number) => boolean, minutesLeft: number, requestsLeft: number): void => {
    const variables = own.filter((variable) => inside(undecided[variable]!));
    const taken = fixed.filter(inside);
    const values = variables.map((variable) => minutes[undecided[variable]!]!);
    const room = minutesLeft - taken.reduce((sum, edge) => sum + minutes[edge]!, 0);
    if (values.reduce((sum, one) => sum + one, 0) > room)
      rows.push({ variables, values, least: -Infinity, most: room });
    if (variables.length > requestsLeft - taken.length)
      rows.push(ones(variables, -Infinity, requestsLeft - taken.length));
  };
  add(() => true, capMinutes[helper]!, capRequests[helper]!);
  const windows = new Set(own.map((variable) => window[undecided[variable]!]!).filter((one) => one >= 0));
  for (const one of windows)
    add(
      (edge) => window[edge] === one,
      contraction.windowMinutesLeft[one]!,
      contraction.windowRequestsLeft[one]!,
    );
  return rows;
}

/** Visits of one helper that are all under way, break included, when one of them starts: at most one. */
function overlapRows(
  instance: Instance,
  first: number,
  own: readonly number[],
  undecided: readonly number[],
): Row[] {
  const rows: Row[] = [];
  let before: number[] = [];
  for (const variable of own) {
    const position = undecided[variable]! - first;
    const during = before.filter((other) => instance.next[undecided[other]!]! > position);
    // What goes on from one start to the next is said by the later row.
    if (during.length < before.length && before.length > 1) rows.push(ones(before, -Infinity, 1));
    before = [...during, variable];
  }
  if (before.length > 1) rows.push(ones(before, -Infinity, 1));
  return rows;
}

/** Column by column, as the solver takes it. */
function partsOf(colCost: readonly number[], colUpper: readonly number[], rows: readonly Row[]): ModelParts {
  const starts = new Int32Array(colCost.length + 1);
  for (const { variables } of rows) for (const variable of variables) starts[variable + 1]! += 1;
  for (let column = 0; column < colCost.length; column += 1) starts[column + 1]! += starts[column]!;
  const cursor = starts.slice(0, colCost.length);
  const indices = new Int32Array(starts[colCost.length]!);
  const values = new Float64Array(indices.length);
  rows.forEach((row, index) => {
    row.variables.forEach((variable, k) => {
      indices[cursor[variable]!] = index;
      values[cursor[variable]!] = row.values[k]!;
      cursor[variable]! += 1;
    });
  });
  return {
    numCols: colCost.length,
    numRows: rows.length,
    colCost: Float64Array.from(colCost),
    colUpper: Float64Array.from(colUpper),
    rowLower: Float64Array.from(rows, (row) => row.least),
    rowUpper: Float64Array.from(rows, (row) => row.most),
    starts,
    indices,
    values,
  };
}

/** Whether the plan can be laid out from a point of the core, helper by helper; adds it to the empty plan. */
export function layOutEdges(instance: Instance, core: EdgeCore, values: Float64Array, plan: Plan): void {
  const chosen = [...core.settled, ...core.edges.filter((_, variable) => values[variable]! > 0.5)];
  const positions = new Int32Array(instance.maxDegree);
  grouped(chosen, instance.helperCount, (edge) => instance.edgeHelper[edge]!).forEach((indices, helper) => {
    const edges = indices.map((index) => chosen[index]!).sort((a, b) => a - b);
    edges.forEach((edge, k) => {
      positions[k] = edge - instance.helperFirst[helper]!;
    });
    plan.assign(helper, positions, edges.length);
  });
}

/** The plan as a point of the core; null where it lies outside. */
export function startOf(instance: Instance, core: EdgeCore, plan: Plan): Float64Array | null {
  const taken = new Uint8Array(instance.edgeCount);
  plan.forEachEdge((edge) => {
    taken[edge] = 1;
  });
  const values = new Float64Array(core.data.numCols);
  const open = instance.demand.slice();
  for (const edge of core.settled) {
    if (taken[edge] === 0) return null;
    taken[edge] = 0;
    open[instance.edgeRequest[edge]!]! -= 1;
  }
  core.edges.forEach((edge, variable) => {
    values[variable] = taken[edge]!;
    open[instance.edgeRequest[edge]!]! -= taken[edge]!;
    taken[edge] = 0;
  });
  if (taken.includes(1)) return null;
  core.emptySeats.forEach((request, k) => {
    values[core.edges.length + k] = open[request]!;
    open[request] = 0;
  });
  return values;
}
