import { expect, test } from '@jest/globals';
import { wantedLanguages } from './parameters.decorator.js';

test.each([
  [undefined, []],
  ['it', ['it']],
  ['ar-EG,ar;q=0.9,en;q=0.95', ['ar-EG', 'en', 'ar']],
  ['en;q=0, it;q=0.5', ['it']],
  ['*', []],
  ['it;q=abc, \u0000, en', ['en']],
])('Accept-Language %j wants %j', (header, wanted) => {
  expect(wantedLanguages(header)).toEqual(wanted);
});
