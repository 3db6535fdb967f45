import { describe, expect, it } from '@jest/globals';
import { levelsToAskFor, providerName, reaches, readClaims } from './identity.rules.js';

const NAMES = {
  givenName: 'given_name',
  familyName: 'family_name',
  email: 'email',
  emailVerified: 'email_verified',
  phone: 'phone_number',
  phoneVerified: 'phone_number_verified',
};
const read = (claims: object, verifiedAddresses: 'by-claim' | 'always' = 'by-claim', names = {}) =>
  readClaims({ claims: { ...NAMES, ...names }, verifiedAddresses }, claims as Record<string, unknown>);

describe('what an issuer says of somebody', () => {
  it.each([true, 'true'])('is an address when it says %j to whether it was verified', (email_verified) => {
    expect(read({ email: 'sara@example.org', email_verified }).email).toBe('sara@example.org');
  });

  it.each([false, 'false', undefined, null, 1, 'yes', {}])('is none when it says %j', (email_verified) => {
    expect(read({ email: 'sara@example.org', email_verified }).email).toBeNull();
  });

  it('is an address without a word of it where the issuer hands out verified ones alone', () => {
    expect(read({ email: 'sara@example.org' }, 'always').email).toBe('sara@example.org');
  });

  it('is read under the names that the issuer has for it', () => {
    const names = { givenName: 'nome', email: 'https://attributes.eid.gov.it/email' };
    const claims = {
      nome: ' Sara ',
      'https://attributes.eid.gov.it/email': 'sara@example.org',
      email: 'other@example.org',
    };
    expect(read(claims, 'always', names)).toMatchObject({ givenName: 'Sara', email: 'sara@example.org' });
  });

  it('is a phone only with its country', () => {
    const phone = (phone_number: string) => read({ phone_number, phone_number_verified: true }).phone;
    expect(phone('+39 333 123-45.67')).toBe('+393331234567');
    expect(phone('333 1234567')).toBeNull();
    expect(phone('+39')).toBeNull();
  });

  it.each([{}, { given_name: 7 }, { given_name: '  ' }, { given_name: 'x'.repeat(101) }])(
    '%j names nobody',
    (claims) => {
      expect(read(claims).givenName).toBeNull();
    },
  );
});

describe('the level of a sign-in', () => {
  const levels = ['L1', 'L2', 'L3'];

  it('reaches what is wanted from there on, by the order of the list and not of its letters', () => {
    expect(levels.map((acr) => reaches(levels, 'L2', acr))).toEqual([false, true, true]);
    expect(reaches(['high', 'low'], 'low', 'high')).toBe(false);
  });

  it('reaches nothing when it is on no list, or not told', () => {
    expect(reaches(levels, 'L1', 'L9')).toBe(false);
    expect(reaches(levels, 'L1', undefined)).toBe(false);
  });

  it('is asked for from the minimum on', () => {
    expect(levelsToAskFor({ levels, minimum: 'L2', secondFactor: undefined })).toEqual(['L2', 'L3']);
  });
});

it('an issuer has its name in the first wanted language that it has one in, else in Italian, else in any', () => {
  expect(providerName({ name: { it: 'Comune', en: 'City' } }, ['ar', 'en'])).toBe('City');
  expect(providerName({ name: { it: 'Comune', en: 'City' } }, ['ar'])).toBe('Comune');
  expect(providerName({ name: { en: 'City' } }, [])).toBe('City');
});
