import { expect, test } from '@jest/globals';
import { isId } from '#platform';
import { idAt, Prng } from './random.js';

test('the same words give the same sequence, other words another', () => {
  const draw = (...words: (string | number)[]) => {
    const random = new Prng(...words);
    return Array.from({ length: 20 }, () => random.below(1_000));
  };
  expect(draw(7, 'household', 3)).toEqual(draw(7, 'household', 3));
  expect(draw(7, 'household', 3)).not.toEqual(draw(7, 'household', 4));
});

test('numbers stay in their bounds and reach all of them', () => {
  const random = new Prng('bounds');
  const seen = new Set(Array.from({ length: 500 }, () => random.below(7)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('a sample has different items in the order of the list, never more than there are', () => {
  const random = new Prng('sample');
  expect(random.sample([1, 2, 3], 9)).toEqual([1, 2, 3]);
  for (let round = 0; round < 50; round += 1) {
    const drawn = random.sample([1, 2, 3, 4, 5], 2);
    expect(drawn).toHaveLength(2);
    expect(drawn[0]!).toBeLessThan(drawn[1]!);
  }
});

test('an id is a UUIDv7 ordered by its instant', () => {
  const at = new Date('2026-03-01T00:00:00Z');
  const ids = Array.from({ length: 2_000 }, (_, index) => idAt(at, new Prng('id', index)));
  expect(ids.every((id) => isId(id) && id[14] === '7')).toBe(true);
  expect(new Set(ids).size).toBe(2_000);
  expect(ids[0]!.slice(0, 13)).toBe(idAt(at, new Prng('other')).slice(0, 13));
  expect(idAt(new Date(at.getTime() + 1), new Prng('id', 0)) > ids[1]!).toBe(true);
});
