import { describe, expect, test } from '@jest/globals';
import { addMinutes } from '#platform';
import { isRecentProof, lockedUntil, standingOf } from './second-factor.rules.js';

const NOW = new Date('2026-10-05T08:00:00Z');
const session = { passedAt: null, enrolled: false, roles: ['family'] as const, policies: {} };

describe('a session', () => {
  test('of a family without a second factor needs none', () => {
    expect(standingOf(session)).toBe('not-needed');
  });

  test.each(['coordinator', 'administrator', 'auditor'] as const)('of a %s must have one', (role) => {
    expect(standingOf({ ...session, roles: ['family', role] })).toBe('to-enrol');
    const policies = { [`${role}SecondFactor`]: false };
    expect(standingOf({ ...session, roles: ['family', role], policies })).toBe('not-needed');
  });

  test('of anybody must have one where the community asks it of everybody', () => {
    const policies = { everybodySecondFactor: true, coordinatorSecondFactor: false };
    for (const roles of [['family'], ['helper'], ['coordinator'], []] as const)
      expect(standingOf({ ...session, roles, policies })).toBe('to-enrol');
    expect(standingOf({ ...session, policies: { everybodySecondFactor: false } })).toBe('not-needed');
  });

  test('of anybody who has one must show it', () => {
    expect(standingOf({ ...session, enrolled: true })).toBe('needed');
    expect(standingOf({ ...session, enrolled: true, passedAt: NOW })).toBe('passed');
  });
});

describe('a proof', () => {
  const before = (minutes: number) => addMinutes(NOW, -minutes);

  test('is recent for a quarter of an hour', () => {
    const shown = (minutes: number) => ({
      openedAt: before(999),
      passedAt: before(minutes),
      provedAt: null,
      enrolled: true,
      byIssuerAlone: false,
    });
    expect(isRecentProof(shown(14), NOW)).toBe(true);
    expect(isRecentProof(shown(15), NOW)).toBe(false);
  });

  test('is the sign-in itself only for those who have no factor', () => {
    const fresh = { openedAt: before(1), passedAt: null, provedAt: null, byIssuerAlone: false };
    expect(isRecentProof({ ...fresh, enrolled: false }, NOW)).toBe(true);
    expect(isRecentProof({ ...fresh, enrolled: true }, NOW)).toBe(false);
    expect(isRecentProof({ ...fresh, openedAt: before(15), enrolled: false }, NOW)).toBe(false);
  });

  test('is a code sent to oneself, however one came in, where there is no factor', () => {
    const old = { openedAt: before(999), passedAt: null, enrolled: false };
    for (const byIssuerAlone of [true, false]) {
      expect(isRecentProof({ ...old, provedAt: before(14), byIssuerAlone }, NOW)).toBe(true);
      expect(isRecentProof({ ...old, provedAt: before(15), byIssuerAlone }, NOW)).toBe(false);
      expect(isRecentProof({ ...old, provedAt: before(1), byIssuerAlone, enrolled: true }, NOW)).toBe(false);
    }
  });

  test('is not the word of an issuer, whatever it says of itself', () => {
    const said = { openedAt: before(1), passedAt: before(1), provedAt: null, byIssuerAlone: true };
    for (const enrolled of [true, false]) expect(isRecentProof({ ...said, enrolled }, NOW)).toBe(false);
  });
});

test('wrong codes lock from the fifth on, each time for twice as long, for a day at most', () => {
  expect(lockedUntil(4, NOW)).toBeNull();
  expect(lockedUntil(5, NOW)).toEqual(addMinutes(NOW, 15));
  expect(lockedUntil(6, NOW)).toEqual(addMinutes(NOW, 30));
  expect(lockedUntil(60, NOW)).toEqual(addMinutes(NOW, 1_440));
});
