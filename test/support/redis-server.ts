import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Redis or Valkey of the tests: nothing is kept on disk. */
export interface TestRedis {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** The Redis program on the PATH, if any. */
export function redisProgram(): string | undefined {
  return ['redis-server', 'valkey-server'].find(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0,
  );
}

/**
 * Starts a Redis on 127.0.0.1.
 * @param port the port; a free one by default
 * @returns undefined when no Redis is installed
 */
export async function startTestRedis(port?: number): Promise<TestRedis | undefined> {
  const program = redisProgram();
  if (!program) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'intreccio-redis-'));
  const chosen = port ?? (await freePort());
  const settings = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn(program, [...settings, '--dir', folder], { stdio: 'ignore', detached: true });
  server.unref();
  const lastResort = (): void => void server.kill('SIGKILL');
  process.once('exit', lastResort);
  await waitForPort(chosen, server);
  const stop = async (): Promise<void> => {
    process.off('exit', lastResort);
    if (server.exitCode === null && server.signalCode === null) {
      // Its end is waited for: outside of a test nothing else may keep the process alive until then.
      server.ref();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${chosen}`, port: chosen, pid: server.pid ?? 0, stop };
}

/** A port of 127.0.0.1 on which nobody listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function waitForPort(port: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`Redis ended with code ${server.exitCode}`);
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.unref();
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await sleep(25);
  }
  throw new Error(`Redis did not answer on port ${port} within 5 s`);
}
