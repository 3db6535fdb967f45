import { describe, expect, it } from '@jest/globals';
import { Prng } from '../model/prng.js';
import { solve } from '../index.js';

describe('a market with help for everyone', () => {
  it('is planned and proven without a search: nobody gets more than the best for each seat', async () => {
    const prng = new Prng(11);
    const requests = Array.from({ length: 60 }, (_, index) => {
      const start = prng.below(1_000);
      return { id: `r${index}`, needed: 1, start, end: start + 60 + prng.below(200) };
    });
    const helpers = Array.from({ length: 40 }, (_, index) => ({ id: `h${index}` }));
    const edges = requests.flatMap((_, request) =>
      helpers.map((_, helper) => [request, helper, 100, 60] as const),
    );
    const solution = await solve({ version: 1, requests, helpers, edges });
    expect(solution).toMatchObject({ objective: 6_000, bound: 6_000, status: 'optimal', unmatched: [] });
    expect(solution.stages.map(({ name }) => name)).toEqual(['greedy', 'prices']);
  });
});
