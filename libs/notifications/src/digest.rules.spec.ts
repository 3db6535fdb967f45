import { describe, expect, test } from '@jest/globals';
import { digestLeavesAt } from './digest.rules.js';

const ZONE = 'Europe/Rome';
const EIGHT = 8 * 60;
const leaves = (now: string, rhythm: 'daily' | 'weekly') =>
  digestLeavesAt(new Date(now), ZONE, EIGHT, rhythm).toISOString();

describe('a daily digest', () => {
  test('leaves this morning when it is still to come, even by a minute', () => {
    expect(leaves('2026-11-25T06:59:00Z', 'daily')).toBe('2026-11-25T07:00:00.000Z');
  });
  test('leaves tomorrow at eight when this morning has begun', () => {
    expect(leaves('2026-11-25T07:00:00Z', 'daily')).toBe('2026-11-26T07:00:00.000Z');
  });
  test('leaves at eight by the clock on the wall over both changes of it', () => {
    expect(leaves('2026-10-24T12:00:00Z', 'daily')).toBe('2026-10-25T07:00:00.000Z');
    expect(leaves('2027-03-27T12:00:00Z', 'daily')).toBe('2027-03-28T06:00:00.000Z');
  });
});

describe('a weekly digest', () => {
  test('leaves on the next Monday', () => {
    expect(leaves('2026-11-25T10:00:00Z', 'weekly')).toBe('2026-11-30T07:00:00.000Z');
  });
  test('leaves on this Monday before eight, and in a week after', () => {
    expect(leaves('2026-11-30T06:59:00Z', 'weekly')).toBe('2026-11-30T07:00:00.000Z');
    expect(leaves('2026-11-30T07:00:00Z', 'weekly')).toBe('2026-12-07T07:00:00.000Z');
  });
});
