import { createHash } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { ConfigError } from './config-error.js';
import { mustEncrypt, requireEncrypted } from './encrypted-address.js';
import { readIssuers, type OidcIssuer } from './oidc-issuers.js';

export { ConfigError };

/** Of one account, of one network address (a school, a parish), of all together. */
export interface PerMinute {
  readonly account: number;
  readonly address: number;
  readonly all: number;
}

/** The whole configuration, read and checked once when a process starts. */
export interface Config {
  readonly production: boolean;
  /** Demonstration mode: role buttons, readable mail, a clock that can be moved. Never in production. */
  readonly demo: boolean;
  readonly databaseUrl: string;
  readonly migrationDatabaseUrl: string;
  readonly databasePool: number;
  /** How long a request waits for a connection to PostgreSQL, in milliseconds. */
  readonly databaseWaitMs: number;
  readonly redisUrl: string | undefined;
  readonly smtpUrl: string;
  /** Mail goes by TLS or not at all. */
  readonly smtpNeedsTls: boolean;
  readonly mailFrom: string;
  /** The gateway of short messages; without one nobody is told by SMS, and the desk sees whom to call. */
  readonly smsUrl: string | undefined;
  readonly smsToken: string | undefined;
  readonly smsFrom: string | undefined;
  /** Countries (ISO 3166) whose phones get codes beside those of the communities. */
  readonly smsCountries: readonly string[];
  /** Codes by SMS leave at most so often in 24 hours, for the whole installation. */
  readonly smsCodesADay: number;
  /** Signs the replies that the gateway hands in; without it they are refused. */
  readonly smsInboundSecret: string | undefined;
  /** Who we are towards browsers' push services; made and kept in the database when they are not given. */
  readonly vapidKeys: { readonly publicKey: string; readonly privateKey: string } | undefined;
  /** Hosts of push services beside those of the well-known browsers. */
  readonly pushHosts: readonly string[];
  /** Issuers through which people may sign in beside the mail. */
  readonly oidcIssuers: readonly OidcIssuer[];
  readonly publicUrl: string;
  readonly host: string;
  readonly port: number;
  /** What the API shows to a proxy on another machine; without it that is spoken to in http. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly secretKey: Buffer;
  readonly logLevel: string;
  /** Another machine that gets every line of the log, by syslog over TLS. */
  readonly logUrl: string | undefined;
  /** How many proxies of ours stand in front: so many addresses at the end of X-Forwarded-For are believed. */
  readonly trustedProxies: number;
  /** How often anything may be changed within a minute: by one account, from one network address, by all. */
  readonly changesPerMinute: PerMinute;
  /** The same for reading. */
  readonly readsPerMinute: PerMinute;
}

const PEOPLES_CHANGES = [300, 3000, 30_000];
/** A screen reads a dozen things, and those it shows again as they change. */
const PEOPLES_READS = [1200, 12_000, 120_000];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads the environment.
 * @throws ConfigError with one sentence that names the variable and says what to do.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const production =
    oneOf(env, 'NODE_ENV', ['production', 'development', 'test'], 'development') === 'production';
  const demo = flag(env, 'DEMO', false);
  if (production && demo) {
    throw new ConfigError(
      'DEMO=true opens role buttons and mail to everyone: remove it when NODE_ENV=production.',
    );
  }
  const databaseUrl = server(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  if (!databaseUrl) {
    throw new ConfigError(
      'DATABASE_URL is missing: set it to a PostgreSQL address like postgres://user:password@host:5432/intreccio.',
    );
  }
  const smtpUrl = server(env, 'SMTP_URL', ['smtp:', 'smtps:']);
  if (!smtpUrl)
    throw new ConfigError(
      'SMTP_URL is missing: set it to your mail server, like smtp://user:password@host:587.',
    );
  const publicUrl = url(env, 'PUBLIC_URL', production ? ['https:'] : ['http:', 'https:']);
  if (production && !publicUrl) {
    throw new ConfigError(
      'PUBLIC_URL is missing: set it to the https address people open, like https://aiuto.example.org.',
    );
  }
  const port = integer(env, 'PORT', 3000, 0, 65_535);
  return {
    production,
    demo,
    databaseUrl,
    migrationDatabaseUrl: server(env, 'MIGRATION_DATABASE_URL', ['postgres:', 'postgresql:']) ?? databaseUrl,
    databasePool: integer(env, 'DATABASE_POOL', 10, 2, 200),
    databaseWaitMs: integer(env, 'DATABASE_WAIT_MS', 1_000, 100, 30_000),
    redisUrl: server(env, 'REDIS_URL', ['redis:', 'rediss:']),
    smtpUrl,
    smtpNeedsTls: mustEncrypt(env, 'SMTP_URL', smtpUrl),
    mailFrom: mailFrom(env, production),
    smsUrl: url(env, 'SMS_URL', production ? ['https:'] : ['http:', 'https:', 'console:']),
    smsToken: visible(env, 'SMS_TOKEN', 1, 500),
    smsFrom: visible(env, 'SMS_FROM', 1, 20),
    smsCountries: countries(env, 'SMS_COUNTRIES'),
    smsCodesADay: integer(env, 'SMS_CODES_A_DAY', 500, 0, 1_000_000),
    smsInboundSecret: visible(env, 'SMS_INBOUND_SECRET', 32, 500),
    vapidKeys: vapidKeys(env),
    pushHosts: (visible(env, 'WEB_PUSH_HOSTS', 1, 500) ?? '').split(',').filter(Boolean),
    oidcIssuers: readIssuers(env['OIDC_ISSUERS'], production),
    publicUrl: (publicUrl ?? `http://localhost:${port}`).replace(/\/$/, ''),
    host: env['HOST'] || (production ? '0.0.0.0' : '127.0.0.1'),
    port,
    tls: certificate(env),
    secretKey: readSecretKey(env),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    logUrl: url(env, 'LOG_URL', ['syslog+tls:']),
    trustedProxies: trustedProxies(env),
    changesPerMinute: perMinute(env, 'CHANGES_PER_MINUTE', PEOPLES_CHANGES, production),
    readsPerMinute: perMinute(env, 'READS_PER_MINUTE', PEOPLES_READS, production),
  };
}

function mailFrom(env: NodeJS.ProcessEnv, production: boolean): string {
  const value = env['MAIL_FROM'] || (production ? undefined : 'intreccio@intreccio.example');
  if (!value)
    throw new ConfigError(
      'MAIL_FROM is missing: set it to the address your mails come from, like aiuto@example.org.',
    );
  if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(value)) {
    throw new ConfigError(`MAIL_FROM must be a plain mail address like aiuto@example.org, not "${value}".`);
  }
  return value;
}

function vapidKeys(env: NodeJS.ProcessEnv): Config['vapidKeys'] {
  const publicKey = visible(env, 'VAPID_PUBLIC_KEY', 87, 88);
  const privateKey = visible(env, 'VAPID_PRIVATE_KEY', 43, 44);
  if (!publicKey && !privateKey) return undefined;
  if (!publicKey || !privateKey) {
    throw new ConfigError(
      'VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY belong together: set both, or neither and a pair is made and kept.',
    );
  }
  return { publicKey, privateKey };
}

function certificate(env: NodeJS.ProcessEnv): Config['tls'] {
  const cert = env['TLS_CERT'];
  const key = env['TLS_KEY'];
  if (!cert && !key) return undefined;
  try {
    if (cert && key) createSecureContext({ cert, key });
  } catch {
    throw new ConfigError('TLS_CERT and TLS_KEY are no certificate with its key in PEM: correct them.');
  }
  if (!cert || !key) throw new ConfigError('TLS_CERT and TLS_KEY belong together: set both, or neither.');
  return { cert, key };
}

/** A client may write whatever it likes in front of what our own proxies add. */
function trustedProxies(env: NodeJS.ProcessEnv): number {
  const known: Record<string, number> = { true: 1, false: 0 };
  return known[env['TRUST_PROXY'] ?? ''] ?? integer(env, 'TRUST_PROXY', 0, 0, 5);
}

/** For people, in production; a hundred times as much outside it, so that scripts may try everything. */
function perMinute(
  env: NodeJS.ProcessEnv,
  name: string,
  people: readonly number[],
  production: boolean,
): PerMinute {
  const value = env[name] || people.map((most) => (production ? most : most * 100)).join(',');
  const [account, address, all, ...more] = value.split(',').map(Number);
  const wrong = (most: number | undefined) => !Number.isInteger(most) || most! < 1;
  if ([account, address, all].some(wrong) || more.length > 0) {
    throw new ConfigError(
      `${name} must be three whole numbers, of an account, an address and all, like ${people.join(',')}; not "${value}".`,
    );
  }
  return { account: account!, address: address!, all: all! };
}

/** The master key alone, for commands that need no more. @throws ConfigError */
export function readSecretKey(env: NodeJS.ProcessEnv): Buffer {
  const value = env['SECRET_KEY'];
  if (!value) {
    if (env['NODE_ENV'] === 'production') {
      throw new ConfigError(
        'SECRET_KEY is missing: make one with "openssl rand -base64 32" and keep it apart from the database.',
      );
    }
    return createHash('sha256').update('intreccio development key, worthless by design').digest();
  }
  const key = Buffer.from(value, 'base64');
  if (key.length !== 32) {
    throw new ConfigError('SECRET_KEY must be 32 bytes in base64: make one with "openssl rand -base64 32".');
  }
  return key;
}

function url(env: NodeJS.ProcessEnv, name: string, protocols: readonly string[]): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw new ConfigError(
      `${name} must be an address that begins with ${wanted}; check its spelling in your environment.`,
    );
  }
  return value;
}

/** The address of a server behind, which production reaches by TLS. */
function server(
  env: NodeJS.ProcessEnv,
  name: Parameters<typeof requireEncrypted>[1],
  protocols: readonly string[],
): string | undefined {
  const address = url(env, name, protocols);
  if (address) requireEncrypted(env, name, address);
  return address;
}

/** Countries by two letters, with commas. */
function countries(env: NodeJS.ProcessEnv, name: string): readonly string[] {
  const codes = (visible(env, name, 2, 200) ?? '').split(',').filter(Boolean);
  if (!codes.every((code) => /^[A-Z]{2}$/.test(code))) {
    throw new ConfigError(`${name} must be countries by two capital letters with commas, like RO,AL.`);
  }
  return codes;
}

/** Printable ASCII without blanks, as headers and senders take it. */
function visible(env: NodeJS.ProcessEnv, name: string, least: number, most: number): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!/^[\x21-\x7e]+$/.test(value) || value.length < least || value.length > most) {
    throw new ConfigError(
      `${name} must be ${least} to ${most} letters, digits and signs, without blanks; check it in your environment.`,
    );
  }
  return value;
}

function integer(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const value = env[name];
  if (!value) return fallback;
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < least || parsed > most) {
    throw new ConfigError(`${name} must be a whole number from ${least} to ${most}, not "${value}".`);
  }
  return parsed;
}

function flag(env: NodeJS.ProcessEnv, name: string, fallback: boolean): boolean {
  return oneOf(env, name, ['true', 'false'], String(fallback)) === 'true';
}

function oneOf(env: NodeJS.ProcessEnv, name: string, allowed: readonly string[], fallback: string): string {
  const value = env[name] || fallback;
  if (!allowed.includes(value))
    throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not "${value}".`);
  return value;
}
