import { describe, expect, it } from '@jest/globals';
import { verdictOf } from './figures.rules.js';

const plan = {
  seats: 210,
  families: 64,
  visitsUnmatched: 41,
  helpers: 48,
  travelMinutes: 2_700,
  mostMinutes: 720,
  spreadMinutes: 150,
};

describe('the finding of two plans', () => {
  it('is first of all how many are helped, whatever the ways', () => {
    expect(verdictOf(plan, { ...plan, seats: 211, travelMinutes: 9_000 })).toBe('more');
    expect(verdictOf(plan, { ...plan, seats: 209, travelMinutes: 10 })).toBe('fewer');
  });

  it('is then how long the ways are, to the minute', () => {
    expect(verdictOf(plan, { ...plan, travelMinutes: 2_699 })).toBe('shorter');
    expect(verdictOf(plan, { ...plan, travelMinutes: 2_701 })).toBe('longer');
    expect(verdictOf(plan, { ...plan, spreadMinutes: 1 })).toBe('same');
  });
});
