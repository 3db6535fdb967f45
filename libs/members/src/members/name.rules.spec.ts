import { describe, expect, test } from '@jest/globals';
import { contactIn, isNamed } from './name.rules.js';

describe('a name', () => {
  test.each([
    ['Sara Bianchi', 'sara', true],
    ['Sara Bianchi', 'bia sa', true],
    ['Niccolò D’Angelo', 'niccolo ang', true],
    ['أمينة حسن', 'حسن', true],
    ['Sara Bianchi', 'ara', false],
    ['Sara Bianchi', 'sara rossi', false],
    ['Sara Bianchi', ' - ', false],
  ])('%s is found by %s: %s', (name, typed, found) => {
    expect(isNamed(name, typed)).toBe(found);
  });
});

test.each([
  ['sara@example.org', 'email'],
  ['+39 333 123 4567', 'phone'],
  ['12345', 'phone'],
  ['1234', undefined],
  ['Sara 2', undefined],
] as const)('%s is taken for %s', (typed, kind) => {
  expect(contactIn(typed)).toBe(kind);
});
