import { expect, it } from '@jest/globals';
import { rearrangeExplained, type Problem } from '../index.js';

/** Two visits at one hour, and one helper. */
const TWINS: Problem = {
  version: 1,
  requests: [
    { id: 'a', needed: 1, start: 0, end: 60 },
    { id: 'b', needed: 1, start: 0, end: 60 },
  ],
  helpers: [{ id: 'h' }],
  edges: [
    [0, 0, 100, 60],
    [1, 0, 90, 60],
  ],
};

it.each([
  ['fall where that proves more', false],
  ['never fall where pairs were left out for them', true],
])('prices %s', (_, rising) => {
  const { solution, insight } = rearrangeExplained(TWINS, { prices: [80, 80], rounds: 60, rising });
  expect(insight.prices.every((points) => points >= 80)).toBe(rising);
  expect(solution.objective).toBe(100);
  expect(solution.bound >= 180).toBe(rising);
});
