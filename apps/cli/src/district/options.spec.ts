import { expect, test } from '@jest/globals';
import { DEFAULT_SIZES, parseDistrictSizes, refuseOtherArguments } from './options.js';

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

test('sizes alone are taken, however they are written', () => {
  expect(() => refuseOtherArguments([], 'start')).not.toThrow();
  expect(() =>
    refuseOtherArguments(['--households', '500', '--helpers=200', '--requests', 'many'], 'start'),
  ).not.toThrow();
});

test.each([
  ['--request', '500'],
  ['--requests=500', '500'],
  ['--requests', '500', '600'],
  ['500'],
  ['--help'],
])('what is no size is refused, with how sizes are written: %s %s', (...args) => {
  expect(() => refuseOtherArguments(args, 'demo')).toThrow(
    /^".+" is no option of demo: sizes are written like `npm run demo -- --households .+`\.$/,
  );
});

test('a size that npm took for its own is refused, with where it belongs', () => {
  expect(() => refuseOtherArguments(['500'], 'start', { npm_config_requests: 'true' })).toThrow(
    /^npm kept --requests to itself: sizes are written like `npm run start -- /,
  );
});
