import { describe, expect, it } from '@jest/globals';
import { buildInstance } from '../model/instance.js';
import { Plan } from '../model/plan.js';
import type { Problem } from '../model/problem.js';
import { Prices } from '../stages/prices.js';
import { Subproblem } from '../choice/subproblem.js';
import { ColumnEnumeration } from './columns.js';

/** One helper who may make any of so many visits, one after another, each worth a point. */
function oneHelper(visits: number): Problem {
  return {
    version: 1,
    requests: Array.from({ length: visits }, (_, k) => ({
      id: `r${k}`,
      needed: 1,
      start: 10 * k,
      end: 10 * k + 10,
    })),
    helpers: [{ id: 'h0' }],
    edges: Array.from({ length: visits }, (_, k) => [k, 0, 1, 10] as const),
  };
}

function enumerate(visits: number, most: number, maxColumns: number) {
  const instance = buildInstance(oneHelper(visits));
  const subproblem = new Subproblem(instance);
  const prices = new Prices(instance, subproblem);
  const columns = new ColumnEnumeration(instance, subproblem, prices);
  return columns.run(most * instance.scale, maxColumns, Number.MAX_SAFE_INTEGER, new Plan(instance));
}

describe('The sets of visits of a helper', () => {
  it('are all enumerated where they are as many as may be', () => {
    expect(enumerate(5, 6, 32)?.loss).toHaveLength(32);
  });

  it('are given up where they are one too many', () => {
    expect(enumerate(5, 6, 31)).toBeNull();
  });

  it('are given up at once where nobody could count them', () => {
    expect(enumerate(100, 200, 1_000)).toBeNull();
  });
});
