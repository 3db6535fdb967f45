import { expect, test } from '@jest/globals';
import { checkNickname } from './nickname.rules.js';

test.each(['P.', 'Pulce', 'la grande', 'M', 'Lu 2', 'Anna', 'D’Artagnan', 'x'.repeat(40)])(
  '%s is a nickname',
  (name) => {
    expect(checkNickname(` ${name} `)).toBe(name);
  },
);

test.each([
  'Marco Rossi',
  'Lucia 12/03/2017',
  'M 12-3-17',
  'nato 2017',
  '12.03.2017',
  '120317',
  '2017-03-12',
  '',
  '   ',
  'x'.repeat(41),
])('%j says too much, or nothing', (name) => {
  expect(() => checkNickname(name)).toThrow('names-too-much');
});
