import { expect, test } from '@jest/globals';
import { normaliseEmail, normalisePhone } from './contact.rules.js';

test('a number without a country code is the community’s', () => {
  expect(normalisePhone('333 123 4567', 'IT')).toBe('+393331234567');
  expect(normalisePhone('0382 399111', 'IT')).toBe('+390382399111');
  expect(normalisePhone('+40 21 312 3456', 'IT')).toBe('+40213123456');
});

test.each(['12', 'hello', '+39', '333 123', '+999 1234567890'])('%s is no telephone number', (phone) => {
  expect(() => normalisePhone(phone, 'IT')).toThrow('telephone number');
});

test('an address is kept in lower case, without blanks around it', () => {
  expect(normaliseEmail(' Sara.B@Example.ORG ')).toBe('sara.b@example.org');
});

test.each([
  'a@example.org, b@example.org',
  'Sara <sara@example.org>',
  'sara@example.org\r\nBcc: x@example.org',
  'sara@',
  '@example.org',
  'sara example.org',
  '"a b"@example.org',
  `${'a'.repeat(250)}@example.org`,
])('%j is not one e-mail address', (email) => {
  expect(() => normaliseEmail(email)).toThrow('e-mail address');
});
