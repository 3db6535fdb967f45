import { describe, expect, it } from '@jest/globals';
import { readIssuers } from './oidc-issuers.js';

const LEVELS = [
  'https://www.spid.gov.it/SpidL1',
  'https://www.spid.gov.it/SpidL2',
  'https://www.spid.gov.it/SpidL3',
];
const ISSUER = {
  id: 'spid',
  name: { it: 'SPID' },
  issuer: 'https://login.comune.example.org',
  clientId: 'intreccio',
  clientSecret: 'secret',
};
const read = (change: object = {}, production = true) =>
  readIssuers(JSON.stringify([{ ...ISSUER, ...change }]), production);

describe('the issuers of the configuration', () => {
  it('are none when nothing is said', () => {
    expect(readIssuers(undefined, true)).toEqual([]);
    expect(readIssuers('', true)).toEqual([]);
  });

  it('take what OpenID Connect calls things when nothing else is said', () => {
    expect(read()[0]).toMatchObject({
      scopes: ['openid', 'profile', 'email'],
      acr: undefined,
      clientAuthentication: 'client_secret_post',
      verifiedAddresses: 'by-claim',
      claims: { email: 'email', emailVerified: 'email_verified', givenName: 'given_name' },
    });
  });

  it('rename single claims, and keep an ordered list of levels with its lowest as the minimum', () => {
    const [issuer] = read({ claims: { email: 'mail' }, acr: { levels: LEVELS } });
    expect(issuer!.claims).toMatchObject({ email: 'mail', familyName: 'family_name' });
    expect(issuer!.acr).toEqual({ levels: LEVELS, minimum: LEVELS[0], secondFactor: undefined });
  });

  it('always ask for the scope that makes it OpenID Connect', () => {
    expect(read({ scopes: ['email'] })[0]!.scopes).toEqual(['openid', 'email']);
  });

  it('may be reached without https outside production alone', () => {
    const issuer = 'http://127.0.0.1:4000';
    expect(read({ issuer }, false)[0]!.issuer).toBe(issuer);
    expect(() => read({ issuer })).toThrow(
      'OIDC_ISSUERS, entry 1: "issuer" must be an address that begins with https://, without ? and #.',
    );
  });

  it.each([
    [{ id: 'SPID' }, '"id" must be small letters, digits and hyphens, at most 30.'],
    [{ name: 'SPID' }, 'entry 1, "name": it must be an object in braces.'],
    [{ name: {} }, 'entry 1, "name": it is empty.'],
    [{ issuer: 'https://a.example.org/?x=1' }, '"issuer" must be an address'],
    [{ clientSecret: undefined }, '"clientSecret" must be a text.'],
    [
      { clientAuthentication: 'none' },
      '"clientAuthentication" must be one of client_secret_post, client_secret_basic.',
    ],
    [{ scopes: 'openid' }, '"scopes" must be a list of texts without blanks.'],
    [{ scope: ['openid'] }, '"scope" is not one of id, name, issuer'],
    [{ claims: { mail: 'email' } }, 'entry 1, "claims": "mail" is not one of givenName'],
    [{ acr: { levels: [] } }, 'entry 1, "acr": "levels" must be a list of 1 to 10 levels, the lowest first.'],
    [
      { acr: { levels: LEVELS, minimum: 'SpidL9' } },
      '"minimum" must be one of https://www.spid.gov.it/SpidL1',
    ],
    [{ acr: { levels: LEVELS, secondFactor: 'SpidL9' } }, '"secondFactor" must be one of'],
    [{ verifiedAddresses: 'yes' }, '"verifiedAddresses" must be one of by-claim, always.'],
  ])('%j is refused with one sentence', (change, sentence) => {
    expect(() => read(change)).toThrow(sentence);
  });

  it.each(['[{', '{}', 'null'])('%s is no list of issuers', (text) => {
    expect(() => readIssuers(text, true)).toThrow('OIDC_ISSUERS must be a JSON list');
  });

  it('name each issuer once', () => {
    const twice = (other: object) => readIssuers(JSON.stringify([ISSUER, { ...ISSUER, ...other }]), true);
    expect(() => twice({ issuer: 'https://other.example.org' })).toThrow('each "id" may stand there once');
    expect(() => twice({ id: 'cie' })).toThrow('each "issuer" may stand there once');
  });
});
