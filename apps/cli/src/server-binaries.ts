import { spawnSync } from 'node:child_process';
import { chown, cp, lchown, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError, type ServerUser } from './embedded-postgres.rules.js';

/** The programs of the embedded PostgreSQL, by absolute path. */
export interface ServerBinaries {
  initdb: string;
  postgres: string;
}

const platformPackages: Record<string, string> = { win32: 'windows' };

/**
 * Finds the folder of the embedded PostgreSQL's programs for this machine.
 * @throws EmbeddedPostgresError when there is none for it
 */
function nativeFolder(): string {
  const platform = `${platformPackages[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of `embedded-postgres`, so it is looked up from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
      { cause: error },
    );
  }
}

/** Asks the system itself (groups, access lists and all) whether a user may enter a folder. */
export function mayEnter(folder: string, user: ServerUser | undefined): boolean {
  if (!user) return true;
  const asked = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    cwd: '/',
    uid: user.uid,
    gid: user.gid,
    stdio: 'ignore',
    timeout: 5_000,
  });
  return asked.status === 0;
}

/**
 * Gives the programs' paths. When the server's user cannot reach the installation (a clone under `/root`),
 * the programs are copied once (60 MB) into `home`.
 */
export async function serverBinaries(home: string, user: ServerUser | undefined): Promise<ServerBinaries> {
  const native = nativeFolder();
  const folder =
    user && !mayEnter(join(native, 'bin'), user) ? await copyPrograms(native, home, user) : native;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  };
}

async function copyPrograms(native: string, home: string, user: ServerUser): Promise<string> {
  // The time of the program names the copy: an update of the package makes a new one.
  const { mtimeMs, size } = await stat(join(native, 'bin', 'postgres'));
  const name = `programs-${size}-${Math.trunc(mtimeMs)}`;
  const [target, unfinished] = [join(home, name), join(home, `${name}.new`)];
  const present = await readdir(home);
  if (present.includes(name)) return target;
  for (const old of present.filter((entry) => entry.startsWith('programs-'))) {
    await rm(join(home, old), { recursive: true, force: true });
  }
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await giveAway(unfinished, user);
  await rename(unfinished, target);
  return target;
}

async function giveAway(folder: string, user: ServerUser): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, entry), user.uid, user.gid);
  }
}
