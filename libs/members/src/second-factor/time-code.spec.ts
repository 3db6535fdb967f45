import { expect, test } from '@jest/globals';
import { Secret } from 'otpauth';
import { addressOf, newSecret, stepOf } from './time-code.js';

/** RFC 6238, appendix B: the secret and two of its codes, here of six digits. */
const SECRET = Secret.fromLatin1('12345678901234567890').base32;
const AT = new Date(1_111_111_109_000);
const STEP = 37_037_036;
const CODE = '081804';
const seconds = (count: number) => new Date(AT.getTime() + count * 1_000);

test('the codes of the standard are right', () => {
  expect(stepOf(SECRET, CODE, AT, null)).toBe(STEP);
  expect(stepOf(SECRET, '005924', new Date(1_234_567_890_000), null)).toBe(41_152_263);
  expect(stepOf(SECRET, '081805', AT, null)).toBeUndefined();
});

test('a code holds one step before and one after its own, no longer', () => {
  // The moment stands 29 seconds into its step.
  expect(stepOf(SECRET, CODE, seconds(30), null)).toBe(STEP);
  expect(stepOf(SECRET, CODE, seconds(31), null)).toBeUndefined();
  expect(stepOf(SECRET, CODE, seconds(-59), null)).toBe(STEP);
  expect(stepOf(SECRET, CODE, seconds(-60), null)).toBeUndefined();
});

test('a code that was used, or an older one, is used up', () => {
  expect(stepOf(SECRET, CODE, AT, STEP - 1)).toBe(STEP);
  expect(stepOf(SECRET, CODE, AT, STEP)).toBeUndefined();
  expect(stepOf(SECRET, CODE, AT, STEP + 1)).toBeUndefined();
});

test('a new secret has 160 bits, and its address says whose it is', () => {
  const secret = newSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(addressOf(secret, 'aiuto.example.org')).toBe(
    `otpauth://totp/Intreccio:aiuto.example.org?issuer=Intreccio&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  );
});
