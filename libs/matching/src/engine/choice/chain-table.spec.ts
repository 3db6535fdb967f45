import { describe, expect, it } from '@jest/globals';
import { randomProblem, randomRichProblem } from '../../../../../test/bench/matching-oracle.js';
import { validateProblem } from '../input/validate-problem.js';
import { buildInstance, type Instance } from '../model/instance.js';
import { Prng } from '../model/prng.js';
import { InvalidProblem, type Problem } from '../model/problem.js';
import { linked } from '../model/travel-graph.js';
import { hasWindows, type Resource } from './chain-rows.js';
import { ChainTable } from './chain-table.js';

const RESOURCES: readonly Resource[] = ['minutes', 'visits', 'both'];

describe('chains under caps', () => {
  it.each(RESOURCES)('the table finds the best of all chains, counting %s', (resource) => {
    let compared = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const instance = instanceOf(seed % 2 === 0 ? randomProblem(seed) : randomRichProblem(seed));
      if (!instance) continue;
      const table = new ChainTable(instance);
      const prng = new Prng(seed);
      for (let helper = 0; helper < instance.helperCount; helper += 1) {
        const degree = instance.helperFirst[helper + 1]! - instance.helperFirst[helper]!;
        const all = Int32Array.from({ length: degree + 1 }, (_, position) => position);
        const worth = Float64Array.from({ length: degree }, () => prng.below(100) - 20);
        expect(table.run(helper, { items: all, itemCount: degree, rank: all }, worth, resource)).toBe(true);
        const best = bestChain(instance, helper, worth, resource);
        const own = Array.from(table.chain.subarray(0, table.count));
        expect([seed, helper, table.best]).toEqual([seed, helper, best]);
        expect(own.reduce((sum, item) => sum + worth[item]!, 0)).toBe(best);
        if (own.length > 0) expect(isChain(instance, helper, own, resource)).toBe(true);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  it('knows nothing of a helper whose table would outgrow its bounds', () => {
    const requests = Array.from({ length: 60 }, (_, index) => ({
      id: `r${index}`,
      needed: 1,
      start: 200_000 * index,
      end: 200_000 * index + 100_000 + index,
      place: 0,
    }));
    const instance = instanceOf({
      version: 1,
      requests,
      helpers: [{ id: 'h', maxMinutes: 3_000_000 }],
      travel: [
        [5, 5],
        [5, 5],
      ],
      edges: requests.map(({ start, end }, index) => [index, 0, 10, end - start] as const),
    })!;
    const all = Int32Array.from({ length: 61 }, (_, position) => position);
    const table = new ChainTable(instance);
    const items = { items: all, itemCount: 60, rank: all };
    expect(table.run(0, items, new Float64Array(60).fill(1), 'minutes')).toBe(false);
    expect(table.known).toBe(false);
  });
});

/** Null for approved work that is not possible. */
function instanceOf(problem: Problem): Instance | null {
  try {
    return buildInstance(validateProblem(problem));
  } catch (fault) {
    if (fault instanceof InvalidProblem) return null;
    throw fault;
  }
}

/** By trying every chain. */
function bestChain(instance: Instance, helper: number, worth: Float64Array, resource: Resource): number {
  let best = 0;
  const chain: number[] = [];
  const goOn = (sum: number): void => {
    for (let item = (chain.at(-1) ?? -1) + 1; item < worth.length; item += 1) {
      chain.push(item);
      if (mayBegin(instance, helper, chain, resource)) {
        if (sum + worth[item]! > best && mayEnd(instance, helper, item)) best = sum + worth[item]!;
        goOn(sum + worth[item]!);
      }
      chain.pop();
    }
  };
  goOn(0);
  return best;
}

function isChain(instance: Instance, helper: number, chain: readonly number[], resource: Resource): boolean {
  return mayBegin(instance, helper, chain, resource) && mayEnd(instance, helper, chain.at(-1)!);
}

function mayEnd({ travel, helperFirst }: Instance, helper: number, item: number): boolean {
  return travel === null || travel.exit[helperFirst[helper]! + item] === 1;
}

/** Whether the items can follow each other, the first from home, within the caps that are counted. */
function mayBegin(instance: Instance, helper: number, chain: readonly number[], resource: Resource): boolean {
  const { travel, next, helperFirst, window, minutes, contraction } = instance;
  const first = helperFirst[helper]!;
  if (travel && travel.entry[first + chain[0]!] === 0) return false;
  for (let k = 1; k < chain.length; k += 1) {
    const before = first + chain[k - 1]!;
    if (travel ? !linked(travel, before, chain[k]!) : next[before]! > chain[k]!) return false;
  }
  const windows = hasWindows(instance, helper);
  const groups = grouped(chain, (item) => (windows ? window[first + item]! : -1));
  return [...groups].every(([own, items]) => {
    if (windows && own < 0) return true;
    const used = items.reduce((sum, item) => sum + minutes[first + item]!, 0);
    const mostMinutes = windows ? contraction.windowMinutesLeft[own]! : instance.capMinutes[helper]!;
    const mostVisits = windows ? contraction.windowRequestsLeft[own]! : instance.capRequests[helper]!;
    return (
      (resource === 'visits' || used <= mostMinutes) && (resource === 'minutes' || items.length <= mostVisits)
    );
  });
}

function grouped(items: readonly number[], keyOf: (item: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
