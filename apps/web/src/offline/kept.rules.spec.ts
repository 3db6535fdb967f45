import { describe, expect, it } from '@jest/globals';
import { isOfUse, isStale, keptUnder } from './kept.rules.js';

const HERE = 'https://intreccio.example';
const under = (path: string) => keptUnder(HERE + path);

describe('what is kept for times without a network', () => {
  it.each([
    ['/v1/visits?side=family&from=2026-10-01&to=2026-11-30&limit=50', '/v1/visits?limit=50&side=family'],
    ['/v1/visits?side=family&from=2026-10-02&to=2026-12-01&limit=50', '/v1/visits?limit=50&side=family'],
    ['/v1/seats?from=2026-09-17T00:00:00.000Z&limit=100', '/v1/seats?limit=100'],
    ['/v1/assignments?current=true&limit=50', '/v1/assignments?current=true&limit=50'],
    ['/v1/me', '/v1/me?'],
  ])('%s has the same name tomorrow', (path, name) => {
    expect(under(path)).toBe(name);
  });

  it.each([
    '/v1/visits?from=2026-10-01&to=2026-10-08&limit=100',
    '/v1/assignments?requestId=1&limit=10',
    '/v1/assignments/1',
    '/v1/time-entries?list=disputed',
    '/v1/me/notifications?limit=20&cursor=abc',
    '/v1/households/1',
    '/v1/members/1',
  ])('%s is not kept', (path) => {
    expect(under(path)).toBeUndefined();
  });

  it('is asked for anew at a contact a minute later, or when nobody knows since when it is kept', () => {
    expect(isStale('1000', 60_999)).toBe(false);
    expect(isStale('1000', 61_000)).toBe(true);
    expect(isStale(null, 1_800_000_000_000)).toBe(true);
    expect(isStale('?', 1_000)).toBe(true);
  });

  it('is of use for three days, and no longer', () => {
    const now = Date.UTC(2026, 9, 10);
    const daysAgo = (days: number) => String(now - days * 86_400_000);
    expect([0, 1, 2.9, 3, 30].map((days) => isOfUse(daysAgo(days), now))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isOfUse(null, now)).toBe(false);
  });
});
