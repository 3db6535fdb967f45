import type { Instance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import type { Subproblem } from '../choice/subproblem.js';

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/** Takes edges by weight, ties by helper and time, wherever they still fit: the baseline every planner beats. */
export function greedyPlan(instance: Instance): Plan {
  const plan = new Plan(instance);
  const { edgeHelper, helperFirst } = instance;
  for (const edge of heaviestFirst(instance)) {
    const helper = edgeHelper[edge]!;
    plan.insert(helper, edge - helperFirst[helper]!);
  }
  return plan;
}

/** Two stable radix passes over 32-bit scores; comparing a million edges would take a second. */
function heaviestFirst(instance: Instance): Int32Array {
  const { weight, scale, edgeCount } = instance;
  const points = new Uint32Array(edgeCount);
  let order = new Int32Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge += 1) {
    points[edge] = Math.floor(weight[edge]! / scale);
    order[edge] = edge;
  }
  for (const shift of [0, DIGIT_BITS]) {
    const first = new Int32Array(DIGITS + 1);
    const sorted = new Int32Array(edgeCount);
    for (let k = 0; k < edgeCount; k += 1) first[DIGITS - ((points[k]! >>> shift) & (DIGITS - 1))]! += 1;
    for (let value = 0; value < DIGITS; value += 1) first[value + 1]! += first[value]!;
    for (let k = 0; k < edgeCount; k += 1) {
      const value = DIGITS - 1 - ((points[order[k]!]! >>> shift) & (DIGITS - 1));
      sorted[first[value]!] = order[k]!;
      first[value]! += 1;
    }
    order = sorted;
  }
  return order;
}

/** Lets each helper in turn choose again among its own visits and open seats until nobody gains. */
export function improveEach(instance: Instance, plan: Plan, subproblem: Subproblem, maxRounds: number): void {
  const { helperFirst, helperCount, weight } = instance;
  for (let round = 0; round < maxRounds; round += 1) {
    const before = plan.total;
    for (let helper = 0; helper < helperCount; helper += 1) {
      plan.release(helper);
      const first = helperFirst[helper]!;
      const degree = helperFirst[helper + 1]! - first;
      for (let i = 0; i < degree; i += 1) {
        subproblem.value[i] = plan.admits(first + i) ? weight[first + i]! : -Infinity;
      }
      subproblem.solve(helper);
      plan.assign(helper, subproblem.chosen, subproblem.count);
    }
    if (plan.total <= before) return;
  }
}
