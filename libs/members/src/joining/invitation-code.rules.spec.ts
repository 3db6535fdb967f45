import { expect, test } from '@jest/globals';
import { newInvitationCode, readInvitationKey } from './invitation-code.rules.js';

test('a code has twelve digits and is no other’s', () => {
  const codes = new Set(Array.from({ length: 200 }, newInvitationCode));
  expect(codes.size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^\d{12}$/);
});

test('a code is read however it is typed', () => {
  expect(readInvitationKey('0123 4567 8901')).toBe('012345678901');
  expect(readInvitationKey('0123-4567.8901')).toBe('012345678901');
});

test('the secret of a link is taken as it is', () => {
  const secret = `${'a-_9'.repeat(10)}xyz`;
  expect(readInvitationKey(secret)).toBe(secret);
});

test.each(['', '01234567890', '0123456789012', 'abc', '../../etc/passwd', `${'a'.repeat(44)}`])(
  '%j is neither',
  (text) => {
    expect(readInvitationKey(text)).toBeUndefined();
  },
);
