import { expect, test } from '@jest/globals';
import { DEFAULT_SIZES, parseDistrictSizes } from './options.js';

test('without options the district has its usual size', () => {
  expect(parseDistrictSizes(['start', '--port', '3000'])).toEqual(DEFAULT_SIZES);
});

test('sizes are read with a space and with an equals sign', () => {
  expect(parseDistrictSizes(['--households', '500', '--helpers=200', '--requests', '100000'])).toEqual({
    households: 500,
    helpers: 200,
    requests: 100_000,
  });
});

test.each([
  ['--requests', '100001'],
  ['--requests', '9'],
  ['--helpers', 'many'],
  ['--households', '1.5'],
  ['--households'],
])('a size out of bounds is refused in a sentence: %s %s', (...args) => {
  expect(() => parseDistrictSizes(args)).toThrow(
    /^--\w+ must be a whole number from \d+ to \d+, not ".*"\.$/,
  );
});
