import { describe, expect, test } from '@jest/globals';
import type { Explanation } from './explain.js';
import { whyHelper } from './why-helper.rules.js';

type Terms = Explanation['terms'];

const said = (terms: readonly (readonly [string, number, Terms[number]['values']])[], free = true) =>
  whyHelper({
    terms: terms.map(([term, points, values]) => ({ term, points, most: 100, values })) as unknown as Terms,
    checks: free ? [{ check: 'free', values: {} }] : [],
    nextBest: [],
  }).map(({ id }) => id);

describe('why a helper is asked', () => {
  test('is what speaks for them, and that they are free', () => {
    const terms = [
      ['preference', 120, { asked: true }],
      ['continuity', 75, { visitsTogether: 1 }],
      ['travel', 160, { minutes: 9, mostMinutes: 45 }],
      ['skill', 150, { subjects: 1, extraSubjects: 0 }],
      ['language', 60, { asked: 1 }],
      ['fairness', 150, { neverPlaced: true, recentMinutes: 0 }],
    ] as const;
    expect(said(terms)).toEqual([
      'why-preference',
      'why-continuity',
      'why-travel',
      'why-skill',
      'why-language',
      'why-newcomer',
      'why-free',
    ]);
  });

  test('is nothing that was not asked for, though it gave points', () => {
    const terms = [
      ['preference', 0, { asked: false }],
      ['continuity', 0, { visitsTogether: 0 }],
      ['travel', 0, { minutes: 45, mostMinutes: 45 }],
      ['skill', 75, { subjects: 0, extraSubjects: 0 }],
      ['language', 60, { asked: 0 }],
      ['fairness', 100, { neverPlaced: false, recentMinutes: 60 }],
    ] as const;
    expect(said(terms, false)).toEqual([]);
  });

  test('is never how the family fares, what the helper owes, or the constant', () => {
    const terms = [
      ['serve', 10_000, {}],
      ['waiting', 100, { days: 12 }],
      ['urgency', 100, { urgency: 'urgent', hoursAhead: 3 }],
      ['reciprocity', 60, { inDebit: true }],
    ] as const;
    expect(said(terms)).toEqual(['why-free']);
  });

  test('of a choice without an explanation is nothing', () => {
    expect(whyHelper({} as Explanation)).toEqual([]);
  });
});
