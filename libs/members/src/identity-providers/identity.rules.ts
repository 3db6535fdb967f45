import type { AcrLevels, OidcIssuer } from '#platform';

/** What an issuer said of somebody, as far as it is used here. */
export interface ClaimedIdentity {
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** Only when the issuer has verified it. */
  readonly email: string | null;
  readonly phone: string | null;
}

const MOST_NAME = 100;
const MOST_ADDRESS = 254;

/**
 * Reads the claims under the names they have at this issuer. An address that the issuer has not verified is as good as
 * none: anybody could have typed it.
 */
export function readClaims(
  { claims: names, verifiedAddresses }: Pick<OidcIssuer, 'claims' | 'verifiedAddresses'>,
  claims: Readonly<Record<string, unknown>>,
): ClaimedIdentity {
  const text = (name: string, most: number) => {
    const value = claims[name];
    return typeof value === 'string' && value.trim() && value.length <= most ? value.trim() : null;
  };
  const address = (name: string, verified: string) =>
    verifiedAddresses === 'always' || isTrue(claims[verified]) ? text(name, MOST_ADDRESS) : null;
  return {
    givenName: text(names.givenName, MOST_NAME),
    familyName: text(names.familyName, MOST_NAME),
    email: address(names.email, names.emailVerified),
    phone: international(address(names.phone, names.phoneVerified)),
  };
}

/** As numbers are kept here; one without a country could be anybody's. */
function international(phone: string | null): string | null {
  const plain = phone?.replaceAll(/[\s().-]/g, '');
  return plain && /^\+\d{6,15}$/.test(plain) ? plain : null;
}

/** Some issuers say it as a text. */
const isTrue = (value: unknown) => value === true || value === 'true';

/** Did the issuer make sure of somebody at least as well as this level? What is on no list is below all. */
export function reaches(levels: readonly string[], wanted: string, acr: string | undefined): boolean {
  return acr !== undefined && levels.includes(acr) && levels.indexOf(acr) >= levels.indexOf(wanted);
}

/** The levels that may be answered, the least that is asked for first: an issuer takes the first it can. */
export function levelsToAskFor({ levels, minimum }: AcrLevels): readonly string[] {
  return levels.slice(levels.indexOf(minimum));
}

/** The issuer's name in the first wanted language it has one for. */
export function providerName({ name }: Pick<OidcIssuer, 'name'>, languages: readonly string[]): string {
  const language = languages.find((code) => name[code] !== undefined);
  return language === undefined ? (name['it'] ?? Object.values(name)[0]!) : name[language]!;
}
