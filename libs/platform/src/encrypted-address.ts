import { ConfigError } from './config-error.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What an address must be like so that nobody on the way reads along or puts themselves in between. */
interface Rule {
  /** The host that is connected to in the end. */
  readonly host: (address: URL) => string;
  readonly holds: (address: URL) => boolean;
  readonly how: string;
}

/** node-postgres lets parameters win over what stands before them, the last of a name over those before it. */
const lastOf = (address: URL, name: string) => address.searchParams.getAll(name).at(-1);
const hostOf = (address: URL) => address.hostname;

const POSTGRES: Rule = {
  host: (address) => lastOf(address, 'host') || decodeURIComponent(address.hostname),
  holds: (address) => lastOf(address, 'sslmode') === 'verify-full',
  how: 'add ?sslmode=verify-full to it',
};

const RULES = {
  DATABASE_URL: POSTGRES,
  MIGRATION_DATABASE_URL: POSTGRES,
  REDIS_URL: {
    host: hostOf,
    holds: (address) => address.protocol === 'rediss:',
    how: 'begin it with rediss://',
  },
  // smtp:// begins in the clear and must go over to TLS before anything is said: the mailer demands it.
  SMTP_URL: {
    host: hostOf,
    holds: (address) => ![...address.searchParams.keys()].some((key) => /^(tls|secure|host|port)/i.test(key)),
    how: 'leave away its parameters on TLS, hosts and ports',
  },
} satisfies Record<string, Rule>;

/** Another end on this machine: what is said to it leaves by no wire. An empty host and a path are Unix sockets. */
function isThisMachine(host: string): boolean {
  return (
    host === '' ||
    host.startsWith('/') ||
    host === 'localhost' ||
    host === '[::1]' ||
    host === '::1' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** Hosts to which the operator says that nobody else hears what is said on the way. */
function unencryptedHosts(env: Environment): readonly string[] {
  const hosts = (env['UNENCRYPTED_HOSTS'] ?? '').split(',').filter(Boolean);
  if (!hosts.every((host) => /^[\w.:[\]-]{1,253}$/.test(host))) {
    throw new ConfigError(
      'UNENCRYPTED_HOSTS must be names of hosts with commas, like db.internal,queue.internal.',
    );
  }
  return hosts;
}

/** Whether nothing may be said to this address without TLS: in production, beyond this machine, unless it was named. */
export function mustEncrypt(env: Environment, name: keyof typeof RULES, address: string): boolean {
  if (env['NODE_ENV'] !== 'production') return false;
  const host = RULES[name].host(new URL(address));
  return !isThisMachine(host) && !unencryptedHosts(env).includes(host);
}

/**
 * In production every server behind is reached by TLS, with its certificate checked.
 * @throws ConfigError with one sentence, without the password
 */
export function requireEncrypted(env: Environment, name: keyof typeof RULES, address: string): void {
  const { holds, how, host } = RULES[name];
  const parsed = new URL(address);
  if (!mustEncrypt(env, name, address) || holds(parsed)) return;
  throw new ConfigError(
    `${name} would reach ${host(parsed)} without checked TLS: ${how}, or name the host in UNENCRYPTED_HOSTS where the network between is yours alone.`,
  );
}
