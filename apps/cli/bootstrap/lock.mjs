import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './words.mjs';

const longestWait_ms = 15 * 60_000;
const step_ms = 250;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** @param {string} file @returns {string} the holder's process number; empty when nobody holds the lock */
function holderOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead holder's lock out of the way; a rival that was faster gets its own back. */
function clear(file, deadHolder) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (holderOf(aside) === deadHolder) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/**
 * Runs the work while no other start of this clone installs or builds.
 * @param {string} folder where the lock lies; made when missing
 * @param {() => Promise<void>} work
 */
export async function withLock(folder, work) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'bootstrap.lock');
  let told = false;
  for (let waited_ms = 0; !take(file); waited_ms += step_ms) {
    const holder = holderOf(file);
    const pid = Number(holder);
    if (holder && (!pid || !isAlive(pid))) {
      clear(file, holder);
      continue;
    }
    if (waited_ms > longestWait_ms) {
      throw new Error(`Process ${holder} has been installing for 15 minutes: stop it, or delete ${file}.`);
    }
    if (!told) say('Another start of this folder is installing or building: waiting for it.');
    told = true;
    await sleep(step_ms);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}
