import { expect, test } from '@jest/globals';
import { servedPhone } from './served-phone.rules.js';

test('a mobile number of a served country is taken, however it is written', () => {
  expect(servedPhone('333 123 4567', ['IT'])).toBe('+393331234567');
  expect(servedPhone('0039 333 1234567', ['IT'])).toBe('+393331234567');
  expect(servedPhone('+40 721 123 456', ['IT', 'RO'])).toBe('+40721123456');
});

test.each([
  ['a number of another country', '+40 721 123 456'],
  ['a satellite phone', '+881 612 345 678'],
  ['a number of an island that shares the prefix of a served country', '+44 7911 123456'],
])('%s: refused', (_, phone) => {
  expect(() => servedPhone(phone, ['IT', 'GB'])).toThrow('mobile phones of this country');
});

test.each([
  ['a landline', '0382 399111'],
  ['a number that costs the sender', '+39 899 123 456'],
  ['no number', 'hello'],
])('%s is refused', (_, phone) => {
  expect(() => servedPhone(phone, ['IT'])).toThrow('mobile number');
});
