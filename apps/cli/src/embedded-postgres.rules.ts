import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';

/** An account of the operating system that PostgreSQL's process runs as. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/** What PostgreSQL writes about itself into `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  port: number;
  ready: boolean;
}

/** A failure that the operator can act on: the message is one sentence that says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** PostgreSQL refuses to run as root, so a root operator lends it one of these accounts, best first. */
const accountsForRoot = ['postgres', '_postgres', 'nobody'];

/**
 * Chooses the account PostgreSQL runs as.
 * @param uid the operator's numeric user id; undefined where the system has none (Windows)
 * @param passwd the text of `/etc/passwd`
 * @returns undefined when PostgreSQL can run as the operator
 * @throws EmbeddedPostgresError when the operator is root and no fitting account exists
 */
export function chooseServerUser(uid: number | undefined, passwd: string): ServerUser | undefined {
  if (uid !== 0) return undefined;
  for (const name of accountsForRoot) {
    const fields = passwd
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
    const [user, group] = [Number(fields?.[2]), Number(fields?.[3])];
    if (Number.isInteger(user) && user > 0 && Number.isInteger(group)) return { name, uid: user, gid: group };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root and this system has no "postgres" or "nobody" account: ' +
      'start Intreccio as a normal user, or create the account with `useradd --system postgres`.',
  );
}

/** A folder name that stays the same for one clone and differs between two clones of the same name. */
export function cloneName(projectDir: string): string {
  const readable = basename(projectDir).replaceAll(/[^A-Za-z0-9_-]/g, '') || 'clone';
  return `${readable}-${createHash('sha256').update(projectDir).digest('hex').slice(0, 8)}`;
}

/**
 * Where the data may lie, best first. A clone under `/root` cannot be entered by the account PostgreSQL
 * runs as, so a root operator gets places outside of it.
 */
export function dataHomes(wanted: string, user: ServerUser | undefined, tmpDir: string): string[] {
  if (!user) return [wanted];
  const name = cloneName(wanted);
  return [wanted, join('/var/lib/intreccio', name), join(tmpDir, 'intreccio', name)];
}

/** Reads `postmaster.pid`; undefined when the text is not one (empty after a crash, or half-written). */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.isInteger(port) ? port : 0, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Server settings for a small machine. Loopback only, no Unix socket (a temp directory of another user would
 * do), no replication.
 * @param durable false trades crash safety for speed: for tests alone
 */
export function serverSettings(port: number, durable: boolean): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '96MB',
    max_wal_size: '512MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    lc_messages: 'C',
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const sentences: [RegExp, (place: string) => string][] = [
  [
    /ENOSPC|No space left on device|EDQUOT|quota exceeded/i,
    (place) => `The disk that holds ${place} is full: free at least 300 MB there, then start again.`,
  ],
  [
    /EROFS|Read-only file system/i,
    (place) =>
      `${place} lies on a read-only disk: set INTRECCIO_DATA_DIR to a folder that can be written, then start again.`,
  ],
  [
    /could not bind|Address already in use|EADDRINUSE/i,
    () => 'The port for PostgreSQL is in use: stop the program that uses it or choose another port.',
  ],
  [
    /database files are incompatible|was initialized by PostgreSQL version/i,
    (place) =>
      `The data in ${place} was written by another version of PostgreSQL: restore a backup into a fresh folder (INTRECCIO_DATA_DIR), or start with the version that wrote it.`,
  ],
  [
    /error while loading shared libraries|cannot execute|ENOENT|Exec format error/i,
    () =>
      'The embedded PostgreSQL cannot run on this system: set DATABASE_URL to a PostgreSQL 15 or newer of your own.',
  ],
  [
    /could not (create|map|resize).*shared memory|Cannot allocate memory|out of memory/i,
    () => 'There is not enough memory for PostgreSQL (it needs about 200 MB): free some, then start again.',
  ],
  [
    /EACCES|EPERM|Permission denied|Operation not permitted|wrong ownership|invalid permissions|ENOTDIR|EEXIST/i,
    (place) =>
      `PostgreSQL may not write to ${place}: set INTRECCIO_DATA_DIR to a folder that belongs to you, then start again.`,
  ],
];

/**
 * Turns what initdb, PostgreSQL or the file system said into one sentence with what to do.
 * @param said their output or an error's code and message
 * @param place the data folder, to be named in the sentence
 * @param logFile where PostgreSQL's own words can be read
 */
export function explainFailure(said: string, place: string, logFile: string): string {
  const known = sentences.find(([pattern]) => pattern.test(said));
  if (known) return known[1](place);
  const lastWords = said.trim().split('\n').at(-1)?.trim();
  return `PostgreSQL did not start${lastWords ? ` ("${lastWords}")` : ''}: its log is ${logFile}.`;
}
