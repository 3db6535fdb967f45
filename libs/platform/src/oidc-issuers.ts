import { ConfigError } from './config-error.js';

/** The claims that are read of an identity, by the names they have at the issuer. */
export const IDENTITY_CLAIMS = {
  givenName: 'given_name',
  familyName: 'family_name',
  email: 'email',
  emailVerified: 'email_verified',
  phone: 'phone_number',
  phoneVerified: 'phone_number_verified',
} as const;
export type IdentityClaims = Readonly<Record<keyof typeof IDENTITY_CLAIMS, string>>;

/** How surely the issuer must know who signs in, on its own ordered list. */
export interface AcrLevels {
  /** The lowest first. */
  readonly levels: readonly string[];
  /** Less than this does not sign in. */
  readonly minimum: string;
  /** From this on the sign-in counts as a second factor; undefined: never. */
  readonly secondFactor: string | undefined;
}

/** An OpenID Connect issuer through which people sign in. */
export interface OidcIssuer {
  /** Stands in addresses and in the database: never change it. */
  readonly id: string;
  /** What the button says, by language. */
  readonly name: Readonly<Record<string, string>>;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly scopes: readonly string[];
  readonly acr: AcrLevels | undefined;
  readonly claims: IdentityClaims;
  /** `always`: the issuer hands out no address it has not verified, and says nothing of it in a claim. */
  readonly verifiedAddresses: VerifiedAddresses;
}

const CLIENT_AUTHENTICATIONS = ['client_secret_post', 'client_secret_basic'] as const;
type ClientAuthentication = (typeof CLIENT_AUTHENTICATIONS)[number];
const VERIFIED_ADDRESSES = ['by-claim', 'always'] as const;
type VerifiedAddresses = (typeof VERIFIED_ADDRESSES)[number];

const KEYS: readonly (keyof OidcIssuer)[] = [
  'id',
  'name',
  'issuer',
  'clientId',
  'clientSecret',
  'clientAuthentication',
  'scopes',
  'acr',
  'claims',
  'verifiedAddresses',
];
const MOST_ISSUERS = 20;
const MOST_LEVELS = 10;
const MOST_LETTERS = 500;

/**
 * Reads OIDC_ISSUERS: a JSON list of issuers.
 * @param production takes https alone
 * @throws ConfigError with one sentence that names the entry and says what is wrong with it.
 */
export function readIssuers(text: string | undefined, production: boolean): readonly OidcIssuer[] {
  if (!text) return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new ConfigError(
      'OIDC_ISSUERS must be a JSON list like [{"id": "spid", …}]: check its brackets and quotes.',
    );
  }
  if (!Array.isArray(list) || list.length > MOST_ISSUERS) {
    throw new ConfigError(`OIDC_ISSUERS must be a JSON list of at most ${MOST_ISSUERS} issuers.`);
  }
  const issuers = list.map((entry, place) => readIssuer(new Entry(entry, `entry ${place + 1}`), production));
  for (const key of ['id', 'issuer'] as const) {
    if (new Set(issuers.map((issuer) => issuer[key])).size < issuers.length) {
      throw new ConfigError(`OIDC_ISSUERS: each "${key}" may stand there once.`);
    }
  }
  return issuers;
}

function readIssuer(entry: Entry, production: boolean): OidcIssuer {
  entry.refuseOthers(KEYS);
  const claims = entry.inner('claims');
  claims?.refuseOthers(Object.keys(IDENTITY_CLAIMS));
  return {
    id: entry.text('id', /^[a-z][a-z0-9-]{0,29}$/, 'small letters, digits and hyphens, at most 30'),
    name: entry.inner('name')?.texts() ?? entry.wrong('name', 'an object like {"it": "SPID", "en": "SPID"}'),
    issuer: entry.address('issuer', production),
    clientId: entry.text('clientId'),
    clientSecret: entry.text('clientSecret'),
    clientAuthentication: entry.oneOf('clientAuthentication', CLIENT_AUTHENTICATIONS),
    scopes: withOpenId(entry.list('scopes') ?? ['openid', 'profile', 'email']),
    acr: readLevels(entry.inner('acr')),
    claims: { ...IDENTITY_CLAIMS, ...claims?.texts() },
    verifiedAddresses: entry.oneOf('verifiedAddresses', VERIFIED_ADDRESSES),
  };
}

const withOpenId = (scopes: readonly string[]) => [...new Set(['openid', ...scopes])];

function readLevels(entry: Entry | undefined): AcrLevels | undefined {
  if (!entry) return undefined;
  entry.refuseOthers(['levels', 'minimum', 'secondFactor']);
  const levels = entry.list('levels');
  if (!levels || levels.length === 0 || levels.length > MOST_LEVELS) {
    return entry.wrong('levels', `a list of 1 to ${MOST_LEVELS} levels, the lowest first`);
  }
  return {
    levels,
    minimum: entry.oneOf('minimum', levels),
    secondFactor: entry.has('secondFactor') ? entry.oneOf('secondFactor', levels) : undefined,
  };
}

/** An object of the list, read key by key. */
class Entry {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly place: string,
  ) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new ConfigError(`OIDC_ISSUERS, ${place}: it must be an object in braces.`);
    }
    this.fields = value as Record<string, unknown>;
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined;
  }

  /** @throws ConfigError always */
  wrong(key: string, wanted: string): never {
    throw new ConfigError(`OIDC_ISSUERS, ${this.place}: "${key}" must be ${wanted}.`);
  }

  /** A misspelt key would be a setting that is not kept. */
  refuseOthers(known: readonly string[]): void {
    const other = Object.keys(this.fields).find((key) => !known.includes(key));
    if (other !== undefined) {
      throw new ConfigError(`OIDC_ISSUERS, ${this.place}: "${other}" is not one of ${known.join(', ')}.`);
    }
  }

  text(key: string, shape = /\S/, wanted = 'a text'): string {
    const value = this.fields[key];
    if (typeof value !== 'string' || value.length > MOST_LETTERS || !shape.test(value)) {
      return this.wrong(key, wanted);
    }
    return value;
  }

  texts(): Record<string, string> {
    const entries = Object.keys(this.fields).map((key) => [key, this.text(key)] as const);
    if (entries.length === 0) throw new ConfigError(`OIDC_ISSUERS, ${this.place}: it is empty.`);
    return Object.fromEntries(entries);
  }

  address(key: string, production: boolean): string {
    const value = this.text(key);
    const protocols = production ? ['https:'] : ['https:', 'http:'];
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (!url || !protocols.includes(url.protocol) || url.search || url.hash) {
      return this.wrong(key, `an address that begins with ${protocols.join('// or ')}//, without ? and #`);
    }
    return value;
  }

  /** The first of the choices when nothing is said. */
  oneOf<T extends string>(key: string, choices: readonly T[]): T {
    const value = this.fields[key] ?? choices[0];
    const chosen = choices.find((choice) => choice === value);
    return chosen ?? this.wrong(key, `one of ${choices.join(', ')}`);
  }

  list(key: string): string[] | undefined {
    const value = this.fields[key];
    if (value === undefined) return undefined;
    const isList = Array.isArray(value) && value.every((it) => typeof it === 'string' && /^\S+$/.test(it));
    return isList ? (value as string[]) : this.wrong(key, 'a list of texts without blanks');
  }

  inner(key: string): Entry | undefined {
    return this.has(key) ? new Entry(this.fields[key], `${this.place}, "${key}"`) : undefined;
  }
}
