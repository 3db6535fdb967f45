import { describe, expect, test } from '@jest/globals';
import { verdict } from './verdict.js';

describe('what verify says in the end', () => {
  test.each([
    [0, 0, '0 communities, every promise kept.'],
    [1, 0, '1 community, every promise kept.'],
    [2, 0, '2 communities, every promise kept.'],
    [1, 1, '1 promise is broken: restore a backup, or ask for help.'],
    [1, 2, '2 promises are broken: restore a backup, or ask for help.'],
  ])('counts %i communities and %i faults in words', (communities, faults, said) => {
    expect(verdict(communities, faults)).toBe(said);
  });
});
