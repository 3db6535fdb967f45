import { describe, expect, test } from '@jest/globals';
import { addMinutes } from '#platform';
import { nextWaveSize, type Search } from './replacement.rules.js';

const NOW = new Date('2026-10-05T08:00:00Z');
const search = (wishes: Partial<Search> = {}): Search => ({
  startsAt: addMinutes(NOW, 600),
  wave: 0,
  waveAt: null,
  openAsks: 0,
  foundNobody: false,
  ...wishes,
});
const sizes = (wishes: Partial<Search>) => nextWaveSize(search(wishes), NOW, 30);

describe('a search for a replacement', () => {
  test('asks three, then six, then twelve, and then nobody', () => {
    expect([0, 1, 2, 3].map((wave) => sizes({ wave, waveAt: addMinutes(NOW, -31), openAsks: 1 }))).toEqual([
      3, 6, 12, 0,
    ]);
  });

  test('waits for the last wave while one of its asks is open, to the minute', () => {
    expect(sizes({ wave: 1, waveAt: addMinutes(NOW, -29), openAsks: 1 })).toBe(0);
    expect(sizes({ wave: 1, waveAt: addMinutes(NOW, -30), openAsks: 1 })).toBe(6);
  });

  test('does not wait when all of the last wave said no', () => {
    expect(sizes({ wave: 1, waveAt: NOW, openAsks: 0 })).toBe(6);
  });

  test('looks again after as long when nobody could be asked', () => {
    expect(sizes({ wave: 0, waveAt: addMinutes(NOW, -29), foundNobody: true })).toBe(0);
    expect(sizes({ wave: 0, waveAt: addMinutes(NOW, -30), foundNobody: true })).toBe(3);
  });

  test('is for visits at most 48 hours away that have not begun', () => {
    expect(sizes({ startsAt: addMinutes(NOW, 48 * 60) })).toBe(3);
    expect(sizes({ startsAt: addMinutes(NOW, 48 * 60 + 1) })).toBe(0);
    expect(sizes({ startsAt: addMinutes(NOW, 1) })).toBe(3);
    expect(sizes({ startsAt: NOW })).toBe(0);
  });
});
