import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';

/** What `--full` asks for: every fault with twenty seeds, every screen in every view. */
const FULL = { FAULT_SEEDS: '20', EVERY_VIEW: '1' };

/**
 * Runs jest, whose ES modules need a flag in every one of its processes.
 * @param {string} project
 * @param {string[]} given passed on to jest; `--full` is ours: hours instead of minutes
 * @returns {Promise<number>} jest's exit code
 */
export async function runTests(project, given) {
  const full = given.includes('--full') ? FULL : {};
  const args = given.filter((arg) => arg !== '--full');
  const flags = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
  const program = join(project, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(project, '.config', 'jest.config.mjs');
  const jest = spawn(process.execPath, [program, '--config', config, ...args], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, ...full, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${flags}`.trim() },
  });
  // Ctrl-C reaches jest by itself; this process stays to pass its exit code on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => jest.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    jest.once('error', reject);
    jest.once('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
