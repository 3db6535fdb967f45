import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { processIdentity } from '../../apps/cli/src/server-processes.js';
import { freePort } from '../support/redis-server.js';

jest.setTimeout(60_000);

let folder: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intreccio-pg-'));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const postgres of running.splice(0)) await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(more: { port?: number; attach?: boolean; dataDir?: string } = {}) {
  const said: string[] = [];
  const dataDir = more.dataDir ?? join(folder, 'home');
  const postgres = await startEmbeddedPostgres({ ...more, dataDir, say: (text) => void said.push(text) });
  running.push(postgres);
  return { ...postgres, said };
}

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0];
  } finally {
    await client.end();
  }
}

/** Starts PostgreSQL in a process of its own and waits for its first or last word. */
async function startChild(dataDir: string, as?: { uid: number; gid: number }) {
  const args = [
    '--import',
    './test/support/register-typescript.mjs',
    'test/support/postgres-child.ts',
    dataDir,
  ];
  const env = { PATH: process.env['PATH'] };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env, ...as });
  children.push(child);
  let said = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready ')) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
    child.once('exit', () => resolve());
  });
  return { child, said, url: /ready (\S+)/.exec(said)?.[1] ?? '' };
}

async function serverPid(): Promise<number> {
  return Number((await readFile(join(folder, 'home', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('the embedded PostgreSQL', () => {
  test('keeps data, password and port from one start to the next, open to this machine alone', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    const pid = await serverPid();
    await first.stop();
    expect(processIdentity(pid)).toBeUndefined();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT number FROM kept')).toEqual({ number: 7 });
    const settings = await ask(
      second.url,
      `SELECT current_setting('listen_addresses') AS listens, current_setting('server_encoding') AS encoding,
        current_setting('fsync') AS fsync, (SELECT datlocale FROM pg_database WHERE datname = 'intreccio') AS locale`,
    );
    expect(settings).toEqual({ listens: '127.0.0.1', encoding: 'UTF8', fsync: 'on', locale: 'C.UTF-8' });
    expect((await stat(join(folder, 'home', 'password'))).mode & 0o777).toBe(0o600);
    await expect(ask(second.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password');
  });

  test('recovers when it was killed together with its owner', async () => {
    const { child, url } = await startChild(join(folder, 'home'));
    await ask(url, 'CREATE TABLE kept AS SELECT 8 AS number');
    const pid = await serverPid();
    child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await once(child, 'exit');
    const again = await start();
    expect(await ask(again.url, 'SELECT number FROM kept')).toEqual({ number: 8 });
  });

  test('replaces the server that a killed owner left running', async () => {
    const { child, url } = await startChild(join(folder, 'home'));
    await ask(url, 'CREATE TABLE kept AS SELECT 9 AS number');
    const pid = await serverPid();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = await start();
    expect(again.said.join()).toContain('interrupted run');
    expect(processIdentity(pid)).toBeUndefined();
    expect(await ask(again.url, 'SELECT number FROM kept')).toEqual({ number: 9 });
  });

  test('is not fooled by a lock file whose process number went to another program', async () => {
    await (await start()).stop();
    const lock = join(folder, 'home', 'cluster', 'postmaster.pid');
    await writeFile(
      lock,
      `${process.pid}\n${join(folder, 'home', 'cluster')}\n1\n5432\n\n127.0.0.1\n\nready\n`,
    );
    const again = await start();
    expect(await ask(again.url, 'SELECT 1 AS alive')).toEqual({ alive: 1 });
  });

  test('clears a cluster whose making was interrupted', async () => {
    await mkdir(join(folder, 'home', 'cluster.new'), { recursive: true });
    await writeFile(join(folder, 'home', 'cluster.new', 'PG_VERSION'), '18');
    const postgres = await start();
    expect(await ask(postgres.url, 'SELECT 1 AS alive')).toEqual({ alive: 1 });
  });

  test('stops with its owner on Ctrl-C', async () => {
    const { child } = await startChild(join(folder, 'home'));
    const pid = await serverPid();
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(processIdentity(pid)).toBeUndefined();
  });

  test('refuses a second owner, but lets a command use the running server', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(`already runs on the data in ${join(folder, 'home')}`);
    const guest = await start({ attach: true });
    expect(guest).toMatchObject({ attached: true, url: first.url });
    await guest.stop();
    expect(await ask(first.url, 'SELECT 1 AS alive')).toEqual({ alive: 1 });
  });

  test('takes another port when its own is in use, and says so; a port asked for stays', async () => {
    const port = await freePort();
    await (await start({ port })).stop();
    const intruder = createServer().listen(port, '127.0.0.1');
    await once(intruder, 'listening');
    try {
      await expect(start({ port })).rejects.toThrow(`Port ${port} is in use`);
      const moved = await start();
      expect(moved.port).not.toBe(port);
      expect(moved.said).toEqual([`Port ${port} is in use, so PostgreSQL listens on ${moved.port}.`]);
    } finally {
      intruder.close();
    }
  });

  test('says what to do when its folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const dataDir = join(folder, 'file', 'home');
    await expect(start({ dataDir })).rejects.toThrow(
      `PostgreSQL may not write to ${dataDir}: set INTRECCIO_DATA_DIR to a folder that belongs to you, then start again.`,
    );
  });

  test('says so too where no folder can be made at all', async () => {
    await expect(start({ dataDir: '/proc/intreccio/home' })).rejects.toThrow(
      'PostgreSQL may not write to /proc/intreccio/home: set INTRECCIO_DATA_DIR to a folder that belongs to you',
    );
  });
});

const isRoot = process.getuid?.() === 0;
const maysMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0;

(isRoot ? describe : describe.skip)('as root', () => {
  test('a normal user runs it too, in a folder of theirs', async () => {
    const [uid, gid] = [65_534, 65_534];
    await chmod(folder, 0o777);
    const { child, said } = await startChild(join(folder, 'home'), { uid, gid });
    expect(said).toContain(`in ${join(folder, 'home')}`);
    expect((await stat(join(folder, 'home', 'cluster'))).uid).toBe(uid);
    child.kill('SIGINT');
    await once(child, 'exit');
  });

  test('a normal user hears what to do about a folder of somebody else', async () => {
    const { child, said } = await startChild(join(folder, 'home'), { uid: 65_534, gid: 65_534 });
    expect(said).toContain(`EmbeddedPostgresError: PostgreSQL may not write to ${join(folder, 'home')}`);
    expect(child.exitCode).toBe(1);
  });

  test('data wanted below a closed folder lies elsewhere, and that is said', async () => {
    await chmod(folder, 0o700);
    const postgres = await start();
    try {
      expect(postgres.folder).toMatch(/^\/var\/lib\/intreccio\/home-[0-9a-f]{8}$/);
      expect(postgres.said[0]).toContain(postgres.folder);
    } finally {
      await postgres.stop();
      await rm(postgres.folder, { recursive: true, force: true });
    }
  });
});

(maysMount ? describe : describe.skip)('on a disk', () => {
  test.each([
    ['full', 'size=20m', 'is full: free at least 300 MB there, then start again.'],
    ['read-only', 'size=300m,ro', 'lies on a read-only disk: set INTRECCIO_DATA_DIR'],
  ])('that is %s it does not start and says what to do', async (_what, options, sentence) => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
    expect(mounted.status).toBe(0);
    try {
      await expect(start()).rejects.toThrow(sentence);
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});
