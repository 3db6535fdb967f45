import { spawn } from 'node:child_process';
import { say } from './words.mjs';

const kept_chars = 20_000;
const STOP = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm names the cause first and compilers name it last. @param {string[]} lines */
function firstAndLast(lines) {
  return lines.length <= 40 ? lines : [...lines.slice(0, 15), '...', ...lines.slice(-24)];
}

/**
 * Runs a program without showing what it says, unless it fails; says every 15 s that it is still at it.
 * @param {string} what for the sentences: "Installing"
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @throws {Error} with what it said first and last
 */
export async function runQuietly(what, program, args, options) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1_000);
  // Killed alone, this process would leave the program behind, to meet the next start's at the same files: it
  // listens before the program is there.
  let stoppedBy = '';
  const passOn = (signal) => {
    stoppedBy = signal;
    child.kill(signal);
  };
  for (const signal of STOP) process.on(signal, passOn);
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listen = (chunk) => (said = (said + chunk).slice(-kept_chars));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const calm = setInterval(() => say(`  ${what} ... ${seconds()} s`), 15_000);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => resolve(status ?? signal));
    });
    if (stoppedBy) throw new Error(`${what} was stopped (${stoppedBy}); the next start does it anew.`);
    if (code !== 0) {
      throw new Error(`${firstAndLast(said.trim().split('\n')).join('\n')}\n${what} failed (${code}).`);
    }
  } finally {
    clearInterval(calm);
    for (const signal of STOP) process.off(signal, passOn);
  }
}
