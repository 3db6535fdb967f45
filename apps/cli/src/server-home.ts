import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { chmod, open, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  dataHomes,
  EmbeddedPostgresError,
  explainFailure,
  type ServerUser,
} from './embedded-postgres.rules.js';
import { mayEnter } from './server-binaries.js';
import { processIdentity } from './server-processes.js';

/** The folder of one embedded PostgreSQL and what lies in it. */
export interface ServerHome {
  folder: string;
  cluster: string;
  passwordFile: string;
  ownerFile: string;
  portFile: string;
  logFile: string;
}

/** The process of ours that looks after the server. */
interface Owner {
  pid: number;
  identity: string;
}

const spaceNeeded_bytes = 100 * 1024 * 1024;

function layOut(folder: string): ServerHome {
  return {
    folder,
    cluster: join(folder, 'cluster'),
    passwordFile: join(folder, 'password'),
    ownerFile: join(folder, 'owner.json'),
    portFile: join(folder, 'port'),
    logFile: join(folder, 'postgres.log'),
  };
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** The folders below one that is there, down to another, outermost first. */
function foldersBetween(there: string, folder: string): string[] {
  return folder === there ? [] : [...foldersBetween(there, dirname(folder)), folder];
}

/** Creates the folder; for another account's use whatever root's umask forbids (0077 is common). */
function makeFolder(folder: string, user: ServerUser | undefined): void {
  const there = nearestFolder(folder);
  accessSync(there, constants.W_OK);
  const before = user ? process.umask(0o022) : undefined;
  try {
    // One by one: where none can be made (/proc), Node's own making of several tries for ever.
    for (const missing of foldersBetween(there, folder)) {
      try {
        mkdirSync(missing);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT')
          throw new Error(`EACCES: no folder can be made as ${missing}`, { cause: error });
        if (code !== 'EEXIST') throw error;
      }
    }
  } finally {
    if (before !== undefined) process.umask(before);
  }
}

/**
 * Creates or finds the folder for the data: the wanted one, or for a root operator the first one that
 * PostgreSQL's account can enter.
 * @throws EmbeddedPostgresError with one sentence when the disk is full, read-only or closed to us
 */
export async function openServerHome(wanted: string, user: ServerUser | undefined): Promise<ServerHome> {
  for (const folder of dataHomes(wanted, user, tmpdir())) {
    try {
      makeFolder(folder, user);
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < spaceNeeded_bytes) throw new Error('ENOSPC');
      const probe = join(folder, `.probe-${process.pid}`);
      await writeFile(probe, '');
      await rm(probe);
    } catch (error) {
      throw new EmbeddedPostgresError(explainFailure(String(error), folder, join(folder, 'postgres.log')), {
        cause: error,
      });
    }
    if (mayEnter(folder, user)) return layOut(folder);
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL's account "${user?.name}" can enter neither ${wanted} nor a folder under /var/lib or ${tmpdir()}: set INTRECCIO_DATA_DIR to one it can.`,
  );
}

/** The server's password: random, made once for an installation, readable by its owner alone. */
export async function serverPassword(home: ServerHome): Promise<string> {
  const kept = await readFile(home.passwordFile, 'utf8').catch(() => '');
  if (kept.trim()) return kept.trim();
  const password = randomBytes(24).toString('base64url');
  const unfinished = `${home.passwordFile}.new`;
  await writeFile(unfinished, `${password}\n`, { mode: 0o600 });
  await chmod(unfinished, 0o600);
  await rename(unfinished, home.passwordFile);
  return password;
}

/** The port of the last run, so that bookmarks and tools keep working; undefined at the first. */
export async function lastPort(home: ServerHome): Promise<number | undefined> {
  const port = Number(await readFile(home.portFile, 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** Opens PostgreSQL's log for appending; one that outgrew 10 MB is put aside, the one before is deleted. */
export async function openServerLog(home: ServerHome): Promise<import('node:fs/promises').FileHandle> {
  const log = await open(home.logFile, 'a', 0o640);
  if ((await log.stat()).size < 10 * 1024 * 1024) return log;
  await log.close();
  await rename(home.logFile, `${home.logFile}.1`);
  return open(home.logFile, 'a', 0o640);
}

/** The live process that owns the server, if any. */
export async function liveOwner(home: ServerHome): Promise<number | undefined> {
  try {
    const owner = JSON.parse(await readFile(home.ownerFile, 'utf8')) as Owner;
    return processIdentity(owner.pid) === owner.identity ? owner.pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes this process the owner of the server, so that two starts never share one folder.
 * @throws EmbeddedPostgresError when another live process owns it
 */
export async function claimHome(home: ServerHome): Promise<void> {
  const me: Owner = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(home.ownerFile, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = await liveOwner(home);
      if (owner !== undefined) {
        throw new EmbeddedPostgresError(
          `Intreccio already runs on the data in ${home.folder} (process ${owner}): use that one, or stop it first.`,
        );
      }
      await rm(home.ownerFile, { force: true });
    }
  }
  throw new EmbeddedPostgresError(`Several starts compete for ${home.folder}: start Intreccio once.`);
}

/** Gives the folder free for the next start. */
export async function releaseHome(home: ServerHome): Promise<void> {
  await rm(home.ownerFile, { force: true });
}
