import { expect, test } from '@jest/globals';
import { MUNICIPALITIES, ZONES, type Zone } from './pavia.data.js';
import { roadBetween, straightKilometres } from './road-minutes.rules.js';

const named = (name: string): Zone => ZONES.find((zone) => zone.name === name)!;
const minutes = (from: string, to: string): number => roadBetween(named(from), named(to)).minutes;
const pairs = ZONES.flatMap((from) => ZONES.map((to) => [from, to] as const));

test('the district has 12 municipalities of 1 to 8 zones with different names', () => {
  expect(MUNICIPALITIES).toHaveLength(12);
  for (const { zones } of MUNICIPALITIES) {
    expect(zones.length).toBeGreaterThanOrEqual(1);
    expect(zones.length).toBeLessThanOrEqual(8);
    expect(new Set(zones.map(({ name }) => name)).size).toBe(zones.length);
  }
  expect(new Set(ZONES.map(({ name }) => name)).size).toBe(ZONES.length);
});

test('every pair of zones has a road of whole minutes, plausible in both directions', () => {
  for (const [from, to] of pairs) {
    const there = roadBetween(from, to);
    const back = roadBetween(to, from);
    expect(Number.isInteger(there.minutes)).toBe(true);
    expect(there.minutes).toBeGreaterThanOrEqual(from === to ? 5 : 4);
    expect(there.minutes).toBeLessThanOrEqual(75);
    expect(Math.abs(there.minutes - back.minutes)).toBeLessThanOrEqual(1);
    if (from !== to)
      expect(there.kilometres).toBeGreaterThanOrEqual(Math.floor(straightKilometres(from, to) * 10) / 10);
  }
});

test('some roads take longer one way than the other', () => {
  expect(pairs.some(([from, to]) => roadBetween(from, to).minutes !== roadBetween(to, from).minutes)).toBe(
    true,
  );
});

test("Torre d'Isola to Zerbolò is 5 km as the crow flies and more than 35 minutes by road", () => {
  expect(straightKilometres(named("Torre d'Isola"), named('Zerbolò'))).toBeLessThan(5.5);
  expect(minutes("Torre d'Isola", 'Zerbolò')).toBeGreaterThanOrEqual(35);
});

test('the river splits Pavia itself: Borgo Ticino is farther from the centre than its distance says', () => {
  const near = straightKilometres(named('Centro'), named('Borgo Ticino'));
  const sameBank = straightKilometres(named('Centro'), named('Pavia Ovest'));
  expect(near).toBeLessThan(sameBank);
  expect(minutes('Centro', 'Borgo Ticino')).toBeGreaterThan(minutes('Centro', 'Pavia Ovest'));
});

test('crossing the river takes longer than the same distance on one bank', () => {
  for (const [from, to] of pairs) {
    if (from.bank === to.bank) continue;
    const asOnOneBank = roadBetween(from, { ...to, bank: from.bank });
    expect(roadBetween(from, to).minutes).toBeGreaterThanOrEqual(asOnOneBank.minutes + 6);
  }
});

test('no stop on the way makes a journey shorter by more than rounding', () => {
  for (const [from, to] of pairs) {
    for (const via of ZONES) {
      if (via === from || via === to || from === to) continue;
      const through = roadBetween(from, via).minutes + roadBetween(via, to).minutes;
      expect(roadBetween(from, to).minutes).toBeLessThanOrEqual(through + 2);
    }
  }
});
