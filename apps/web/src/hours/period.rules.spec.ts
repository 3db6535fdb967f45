import { describe, expect, it } from '@jest/globals';
import { daysOf } from './period.rules.js';

describe('the days of a period', () => {
  it.each([
    ['month', '2026-02-28', { from: '2026-02-01', to: '2026-02-28' }],
    ['month', '2028-02-01', { from: '2028-02-01', to: '2028-02-29' }],
    ['lastMonth', '2026-01-01', { from: '2025-12-01', to: '2025-12-31' }],
    ['lastMonth', '2026-12-31', { from: '2026-11-01', to: '2026-11-30' }],
    ['year', '2026-12-31', { from: '2026-01-01', to: '2026-12-31' }],
    ['all', '2026-12-31', {}],
  ] as const)('%s, on %s', (period, today, days) => {
    expect(daysOf(period, today)).toEqual(days);
  });
});
