import type { Columns } from './columns.js';
import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import { SharedStarts } from '../model/shared-starts.js';

/**
 * Set packing over columns, written as loss against the bound so that numbers stay small: minimise the loss of each
 * helper's column plus price x empty seats; one column a helper, no request above its demand. Helpers with a single
 * column and requests nobody contests are settled beforehand. Seats that share a choice of starts: a variable for each
 * start opens its seats, at most one is opened.
 */
export interface CoreModel {
  /** Column of `columns` behind each variable; the variables after them are empty seats. */
  readonly columnOf: Int32Array;
  /** Request of each variable for empty seats. */
  readonly emptySeats: Int32Array;
  /** Columns already settled. */
  readonly settled: Int32Array;
  /** Loss of what is settled, in units of the weights. */
  readonly settledLoss: number;
  /** False: what is settled contradicts itself, no plan lies within reach. */
  readonly feasible: boolean;
  readonly data: ModelParts;
}

/** A mixed-integer program, column by column; every variable is an integer >= 0. */
export interface ModelParts {
  readonly numCols: number;
  readonly numRows: number;
  readonly colCost: Float64Array;
  readonly colUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/**
 * @param most loss up to which the columns were enumerated
 * @param all whether these are all the columns that matter: seats dearer than `most` must then be filled
 */
export function buildCore(
  instance: Instance,
  columns: Columns,
  price: Float64Array,
  most: number,
  all: boolean,
): CoreModel {
  const { helperCount, requestCount, edgeRequest } = instance;
  const left = instance.demand.slice();
  const settled: number[] = [];
  const contested: number[] = [];
  let settledLoss = 0;
  let feasible = true;
  for (let helper = 0; helper < helperCount; helper += 1) {
    const from = columns.helperFirst[helper]!;
    const to = columns.helperFirst[helper + 1]!;
    if (to === from) feasible = false;
    if (to - from > 1 || (to > from && sharesStart(instance, columns, from))) {
      contested.push(helper);
      continue;
    }
    if (to === from) continue;
    settled.push(from);
    settledLoss += columns.loss[from]!;
    for (let k = columns.first[from]!; k < columns.first[from + 1]!; k += 1)
      left[edgeRequest[columns.edges[k]!]!]! -= 1;
  }
  const columnOf: number[] = [];
  const rowOf = new Int32Array(requestCount).fill(-1);
  const rowRequest: number[] = [];
  const colCost: number[] = [];
  const starts: number[] = [0];
  const indices: number[] = [];
  const shared = new SharedStarts(instance);
  contested.forEach((helper, row) => {
    for (let c = columns.helperFirst[helper]!; c < columns.helperFirst[helper + 1]!; c += 1) {
      columnOf.push(c);
      colCost.push(columns.loss[c]! / instance.scale);
      indices.push(row);
      for (let k = columns.first[c]!; k < columns.first[c + 1]!; k += 1) {
        const request = edgeRequest[columns.edges[k]!]!;
        if (rowOf[request]! < 0) {
          rowOf[request] = contested.length + rowRequest.length;
          rowRequest.push(request);
        }
        indices.push(rowOf[request]!);
        if (instance.extras?.shared?.[request] === 1) indices.push(shared.placeholder(columns.edges[k]!));
      }
      starts.push(indices.length);
    }
  });
  for (let request = 0; request < requestCount; request += 1) {
    if (left[request]! < 0) feasible = false;
    if (rowOf[request]! < 0) settledLoss += Math.max(0, left[request]!) * price[request]!;
  }
  const colUpper = colCost.map(() => 1);
  const emptySeats: number[] = [];
  for (const request of rowRequest) {
    // Seats that cost more than the gap when empty must be filled: no variable for them.
    if ((all && price[request]! > most) || left[request]! <= 0) continue;
    emptySeats.push(request);
    colCost.push(price[request]! / instance.scale);
    colUpper.push(left[request]!);
    indices.push(rowOf[request]!);
    starts.push(indices.length);
  }
  const seats = rowRequest.map((request) => Math.max(0, left[request]!));
  const rowUpper = [...contested.map(() => 1), ...seats];
  const rowLower = [...rowUpper];
  const values = indices.map(() => 1);
  shared.addTo({ colCost, colUpper, rowLower, rowUpper, starts, indices, values });
  return {
    columnOf: Int32Array.from(columnOf),
    emptySeats: Int32Array.from(emptySeats),
    settled: Int32Array.from(settled),
    settledLoss,
    feasible: feasible && settledLoss <= most,
    data: {
      numCols: colCost.length,
      numRows: rowUpper.length,
      colCost: Float64Array.from(colCost),
      colUpper: Float64Array.from(colUpper),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  };
}

/** The plan as a point of the core; null where it lies outside, or where a choice of starts takes more variables. */
export function startOf(
  instance: Instance,
  columns: Columns,
  core: CoreModel,
  plan: Plan,
): Float64Array | null {
  if (instance.extras?.shared) return null;
  const taken = new Uint8Array(columns.loss.length);
  for (let helper = 0; helper < instance.helperCount; helper += 1) {
    const column = columnOfPlan(instance, columns, helper, plan);
    if (column < 0) return null;
    taken[column] = 1;
  }
  if (core.settled.some((column) => taken[column] === 0)) return null;
  const values = new Float64Array(core.data.numCols);
  core.columnOf.forEach((column, variable) => {
    values[variable] = taken[column]!;
  });
  core.emptySeats.forEach((request, k) => {
    values[core.columnOf.length + k] = plan.open[request]!;
  });
  return values;
}

/** The column that is the helper's set in the plan, or -1. */
function columnOfPlan(instance: Instance, columns: Columns, helper: number, plan: Plan): number {
  const first = instance.helperFirst[helper]!;
  const count = plan.count[helper]!;
  for (let column = columns.helperFirst[helper]!; column < columns.helperFirst[helper + 1]!; column += 1) {
    const from = columns.first[column]!;
    if (columns.first[column + 1]! - from !== count) continue;
    let k = 0;
    while (k < count && columns.edges[from + k] === first + plan.chosen[first + k]!) k += 1;
    if (k === count) return column;
  }
  return -1;
}

/** Whether a column takes seats that must share a start with others. */
function sharesStart(instance: Instance, columns: Columns, column: number): boolean {
  const shared = instance.extras?.shared;
  if (!shared) return false;
  const edges = columns.edges.slice(columns.first[column], columns.first[column + 1]);
  return edges.some((edge) => shared[instance.edgeRequest[edge]!] === 1);
}
