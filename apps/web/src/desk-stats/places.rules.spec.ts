import { describe, expect, it } from '@jest/globals';
import { openPerThousand, openVisits } from './places.rules.js';

const cell = { visits: 120, coveredVisits: 98, population: 71_000 };

describe('what is not covered in a municipality', () => {
  it('is its visits without the covered ones', () => {
    expect(openVisits(cell)).toBe(22);
  });

  it('is told for a thousand inhabitants, to the hundredth', () => {
    expect(openPerThousand(cell)).toBe(0.31);
    expect(openPerThousand({ ...cell, population: 500 })).toBe(44);
  });

  it('is no number where it is withheld, nor a share of nobody', () => {
    expect(openVisits({ ...cell, coveredVisits: null })).toBeNull();
    expect(openPerThousand({ ...cell, visits: null })).toBeNull();
    expect(openPerThousand({ ...cell, population: null })).toBeNull();
    expect(openPerThousand({ ...cell, population: 0 })).toBeNull();
  });
});
