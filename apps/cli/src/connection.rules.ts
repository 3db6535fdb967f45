/** The oldest PostgreSQL that is served. */
const oldestMajor = 15;

/** An address without its password, for a sentence. */
function place(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

const reasons: Record<string, (at: string) => string> = {
  ECONNREFUSED: (at) => `No PostgreSQL answers at ${at}: start it, or correct the address`,
  ENOTFOUND: (at) => `The host of ${at} is unknown: correct the address`,
  EAI_AGAIN: (at) => `The host of ${at} cannot be looked up: check the network`,
  ETIMEDOUT: (at) => `PostgreSQL at ${at} does not answer in time: check the network and its firewall`,
  '28P01': (at) => `PostgreSQL at ${at} refuses the user or the password: correct them`,
  '28000': (at) => `PostgreSQL at ${at} lets this user not in: correct the user, or its pg_hba.conf`,
  '3D000': (at) => `PostgreSQL has no database at ${at}: create it with createdb, or correct the name`,
  '42501': (at) => `This user may not connect to ${at}: grant it CONNECT, or take another`,
  '53300': (at) => `PostgreSQL at ${at} has no connection left: close some, or raise max_connections`,
  '57P03': (at) => `PostgreSQL at ${at} is just starting or stopping: try again in a few seconds`,
};

/** Whether a text can be a PostgreSQL address at all. */
export function isDatabaseUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
}

/**
 * Why a database cannot be used, in one sentence with what to do; never with the password.
 * @param variable the environment variable that named it
 */
export function explainConnection(error: unknown, url: string, variable: string): string {
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  const known = reasons[message.includes('timeout') ? 'ETIMEDOUT' : code];
  const reason = known
    ? known(place(url))
    : `PostgreSQL at ${place(url)} cannot be used (${message}): correct the address`;
  return `${reason} (${variable}).`;
}

/**
 * What to do about a server that is too old.
 * @param versionNumber PostgreSQL's server_version_num, like 150004
 */
export function explainVersion(versionNumber: number): string | undefined {
  const major = Math.trunc(versionNumber / 10_000);
  if (major >= oldestMajor) return undefined;
  return `This is PostgreSQL ${major}, and Intreccio needs ${oldestMajor} or newer: upgrade it, or name another in DATABASE_URL.`;
}

/** Why a Redis cannot be used, in one sentence with what to do; never with the password. */
export function explainRedis(error: unknown, url: string): string {
  const { hostname, port } = new URL(url);
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  const why = /NOAUTH|WRONGPASS/.test(message) ? 'refuses the user or the password' : 'does not answer';
  const known =
    why.startsWith('refuses') || ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'].includes(code);
  return `Redis at ${hostname}:${port || '6379'} ${why}${known ? '' : ` (${message.replace(/[.\s]+$/, '')})`}: start it, correct REDIS_URL, or take it away and the queue lives in PostgreSQL.`;
}
