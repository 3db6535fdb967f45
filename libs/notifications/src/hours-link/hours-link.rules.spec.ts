import { timeEntryMachine } from '#assignments';
import { describe, expect, test } from '@jest/globals';
import { standingOf } from './hours-link.rules.js';

const END = new Date('2026-11-24T10:00:00Z');
const at = (milliseconds: number) => new Date(END.getTime() + milliseconds);
const link = { state: 'declared', expiresAt: END, memberActive: true } as const;

describe('a link that confirms hours', () => {
  test('confirms until its end, and not from it on', () => {
    expect(standingOf(link, at(-1))).toBe('open');
    expect(standingOf(link, at(0))).toBe('over');
  });

  test('confirms nothing for a member who is suspended or gone', () => {
    expect(standingOf({ ...link, memberActive: false }, at(-1))).toBe('over');
  });

  test('says how the hours stand, before and after its end alike', () => {
    const said = timeEntryMachine.states.map((state) => [
      state,
      standingOf({ ...link, state }, at(-1)),
      standingOf({ ...link, state }, at(1)),
    ]);
    expect(said).toEqual([
      ['declared', 'open', 'over'],
      ['confirmed', 'settled', 'settled'],
      ['auto-confirmed', 'settled', 'settled'],
      ['disputed', 'disputed', 'disputed'],
      ['settled', 'settled', 'settled'],
      ['reversed', 'over', 'over'],
    ]);
  });
});
