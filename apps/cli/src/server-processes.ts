import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What tells one process from a later one with the same number: its start time and its command line.
 * @returns undefined when no such process runs
 */
export function processIdentity(pid: number): string | undefined {
  try {
    // The command name (field 2) may hold spaces and brackets; the start time is field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return `${fields[19]} ${command}`;
  } catch {
    return process.platform === 'linux' ? undefined : identityFromPs(pid);
  }
}

function identityFromPs(pid: number): string | undefined {
  const listed = spawnSync('ps', ['-o', 'lstart=,command=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 5_000,
  });
  return listed.status === 0 ? listed.stdout.trim() || undefined : undefined;
}

/** Sends a signal; a process that is already gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until a process is gone. @returns false when it still runs after `timeout_ms` */
export async function waitForExit(pid: number, timeout_ms: number): Promise<boolean> {
  const step_ms = 25;
  for (let waited_ms = 0; waited_ms <= timeout_ms; waited_ms += step_ms) {
    if (processIdentity(pid) === undefined) return true;
    await sleep(step_ms);
  }
  return false;
}

/**
 * Stops a PostgreSQL server: a fast shutdown (sessions are cut, data is flushed), and when that takes longer
 * than 8 s an immediate one, from which the next start recovers.
 */
export async function stopServer(pid: number): Promise<void> {
  signalProcess(pid, 'SIGINT');
  if (await waitForExit(pid, 8_000)) return;
  signalProcess(pid, 'SIGQUIT');
  await waitForExit(pid, 2_000);
}
