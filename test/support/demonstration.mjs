import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** A busy machine is slow, not broken. */
const READY_MS = 180_000;

/**
 * `npm start` on a port and on data of its own, which go when it is closed.
 * @returns where it is, and how to close it
 * @throws Error with what it said when it does not come up
 */
export async function startDemonstration() {
  const folder = mkdtempSync(join(tmpdir(), 'intreccio-demonstration-'));
  const child = spawn(process.execPath, ['apps/cli/bootstrap.mjs', 'start'], {
    cwd: project,
    env: { ...process.env, PORT: '0', INTRECCIO_DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const overdue = setTimeout(() => child.kill('SIGTERM'), READY_MS);
  const said = [];
  // To its end: what nobody reads any more would hold it up.
  const lines = createInterface({ input: child.stdout });
  const address = new Promise((found) => {
    lines.on('line', (line) => {
      said.push(line);
      const [, base] = /(http:\/\/\S+)\/login/.exec(line) ?? [];
      if (base) found(base);
    });
  });
  const base = await Promise.race([address, ended]);
  clearTimeout(overdue);
  if (typeof base === 'string') return { base, close };
  await close();
  throw new Error(`No demonstration came up:\n${said.join('\n')}`);
}
