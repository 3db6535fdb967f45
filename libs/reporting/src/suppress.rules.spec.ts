import { describe, expect, test } from '@jest/globals';
import { withholdSmall } from './suppress.rules.js';

const cell = (name: string, people: number) => ({ name, visits: people * 2, people, withheld: false });
const kept = (people: readonly number[], addUp = false) =>
  withholdSmall(
    people.map((number, index) => cell(String(index), number)),
    ['visits'],
    { addUp },
  ).map(({ withheld }) => !withheld);

describe('a cell that may be shared', () => {
  test('speaks of five people, or of none; four are withheld', () => {
    expect(kept([0, 1, 4, 5, 6])).toEqual([true, false, false, true, true]);
  });

  test('keeps its name and loses its figures when it is withheld', () => {
    expect(withholdSmall([cell('Pavia', 4)], ['visits'], { addUp: false })).toEqual([
      { name: 'Pavia', visits: null, people: null, withheld: true },
    ]);
  });

  test('is withheld with the only small one where both add up to a total', () => {
    expect(kept([3, 9, 7, 0], true)).toEqual([false, true, false, true]);
    expect(kept([3, 2, 7], true)).toEqual([false, false, true]);
    expect(kept([9, 7], true)).toEqual([true, true]);
  });
});
