import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerUser } from './embedded-postgres.rules.js';
import type { ServerBinaries } from './server-binaries.js';
import { openServerLog, type ServerHome } from './server-home.js';

const initTimeout_ms = 60_000;

/** Makes the cluster beside its place and moves it there when it is whole. */
export async function createCluster(
  home: ServerHome,
  user: ServerUser | undefined,
  binaries: ServerBinaries,
): Promise<void> {
  const unfinished = `${home.cluster}.new`;
  await rm(home.cluster, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const secret = join(unfinished, '..', `.initdb-${process.pid}`);
  await writeFile(secret, await readFile(home.passwordFile), { mode: 0o600 });
  if (user) {
    await chown(unfinished, user.uid, user.gid);
    await chown(secret, user.uid, user.gid);
  }
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'];
  // PostgreSQL's own C.UTF-8: sorts the same on every system, whatever locales are installed.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await run(
      binaries.initdb,
      [`--pgdata=${unfinished}`, `--pwfile=${secret}`, ...flags, ...locale],
      user,
      home,
    );
    await rename(unfinished, home.cluster);
  } finally {
    await rm(secret, { force: true });
  }
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

async function run(
  program: string,
  args: string[],
  user: ServerUser | undefined,
  home: ServerHome,
): Promise<void> {
  const child = spawn(program, args, {
    cwd: home.folder,
    env: environment(),
    uid: user?.uid,
    gid: user?.gid,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: initTimeout_ms,
  });
  let said = '';
  const listen = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-10_000));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(said.trim() || `ended with code ${String(code)}`);
}

/**
 * A server in a session of its own: Ctrl-C in the terminal reaches Intreccio, which stops its own parts first
 * and PostgreSQL last.
 */
export async function launchServer(
  home: ServerHome,
  user: ServerUser | undefined,
  binaries: ServerBinaries,
  settings: string[],
): Promise<ChildProcess> {
  const log = await openServerLog(home);
  try {
    const server = spawn(binaries.postgres, ['-D', home.cluster, ...settings], {
      cwd: home.cluster,
      env: environment(),
      uid: user?.uid,
      gid: user?.gid,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise((resolve, reject) => server.once('spawn', resolve).once('error', reject));
    // The server must not keep a finished command alive.
    server.unref();
    return server;
  } finally {
    await log.close();
  }
}
