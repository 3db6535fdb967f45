import { expect, test } from '@jest/globals';
import { consentsAlone } from './choice.rules.js';

test('a minor consents alone from the birthday of the age of consent on, not the day before', () => {
  expect(consentsAlone('2030-10-05', '2026-10-05', 14)).toBe(true);
  expect(consentsAlone('2030-10-05', '2026-10-04', 14)).toBe(false);
  expect(consentsAlone('2028-10-05', '2026-10-05', 16)).toBe(true);
  expect(consentsAlone('2028-10-06', '2026-10-05', 16)).toBe(false);
});

test('an adult consents alone', () => {
  expect(consentsAlone(null, '2026-10-05', 16)).toBe(true);
});
