import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { emptyDatabase, type TestDatabase } from '../support/test-database.js';

const SMALL = ['--requests', '20', '--households', '20', '--helpers', '20'];
/** Seeding so many takes minutes. */
const ENDLESS = ['--requests', '100000', '--households', '30000', '--helpers', '30000'];

let database: TestDatabase;
let client: Client;
const children: ChildProcess[] = [];

beforeEach(async () => {
  database = await emptyDatabase();
  client = new Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await client?.end();
  await database?.drop();
});

/** The command as a process of its own, on the real server of the tests. */
function run(...argv: string[]) {
  return runWith({}, ...argv);
}

function runWith(environment: NodeJS.ProcessEnv, ...argv: string[]) {
  const child = spawn(
    process.execPath,
    ['--import', './test/support/register-typescript.mjs', 'apps/cli/src/main.ts', ...argv],
    { env: { PATH: process.env['PATH'], DATABASE_URL: database.url, PORT: '0', ...environment } },
  );
  children.push(child);
  const heard = { said: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (heard.said += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said: heard.said }));
  const saying = async (text: string) => {
    while (!heard.said.includes(text) && child.exitCode === null) await sleep(50);
    expect(heard.said).toContain(text);
  };
  return { child, ended, saying, heard };
}

const count = async (sql: string) => (await client.query<{ count: number }>(sql)).rows[0]!.count;
const seedings = () =>
  count(`SELECT count(*)::int FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'INSERT INTO%' AND xact_start IS NOT NULL`);
const demoDatabases = () =>
  count(`SELECT count(*)::int FROM pg_database WHERE starts_with(datname, 'intreccio_demo_')`);

describe('start', () => {
  it('seeds, matches and serves; stopped and started again it finds what it had', async () => {
    const first = run('start', ...SMALL);
    await first.saying('Ctrl-C stops it');
    const { said } = first.heard;
    expect(said).toMatch(/Seeded .+: 20 households, .+ 20 requests\. All of them invented\./);
    expect(said).toMatch(/open requests +\d+\n +visits ahead +\d+\n +proposals +\d+\n/);
    expect(said).toMatch(/visits that still miss somebody +\d+\n/);
    const address = /http:\/\/localhost:[1-9]\d*/.exec(said)![0];
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${address}/demo/state`)).json()).toMatchObject({ me: null });
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, said: expect.stringMatching(/Stopped\.\n$/) });

    const second = run('start', '--requests', '30');
    await second.saying('Ctrl-C stops it');
    expect(second.heard.said).toMatch(/Found .+ 20 requests\..+\nIt was there before, so its size stays: /);
    second.child.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
  }, 180_000);

  it('stopped before all is up it ends at once, and nothing half-seeded is left', async () => {
    const { child, saying, ended } = run('start', ...ENDLESS);
    await saying('Prepared the database');
    while ((await seedings()) === 0) await sleep(50);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Stopping\.\.\.\nStopped\.\n$/),
    });
    while ((await seedings()) > 0) await sleep(50);
    expect(await count('SELECT count(*)::int FROM community')).toBe(0);
  });

  it('says in one sentence that no Redis answers where one is wanted', async () => {
    const { code, said } = await runWith({ REDIS_URL: 'redis://127.0.0.1:1' }, 'start').ended;
    expect(said).toMatch(/^Stopped\.\nRedis at 127\.0\.0\.1:1 does not answer: start it, .+\n$/);
    expect(code).toBe(1);
  });

  it('refuses what it does not know before it begins anything', async () => {
    expect(await run('start', '--request', '20').ended).toEqual({
      code: 1,
      said: expect.stringMatching(/^"--request" is no option of start: .+\n$/),
    });
  });
});

describe('demo', () => {
  it('walks the whole chain, ends with 0 and takes its database away', async () => {
    const before = await demoDatabases();
    const { code, said } = await run('demo', ...SMALL).ended;
    expect(said).toMatch(/The whole chain held, in [\d.]+ s \(queue on postgres\)\.\n$/);
    expect(code).toBe(0);
    expect(await demoDatabases()).toBe(before);
  });

  it('stopped on its way it ends with another code, and takes its database away too', async () => {
    const before = await demoDatabases();
    const { child, saying, ended } = run('demo', ...SMALL);
    await saying('Seeded');
    child.kill('SIGTERM');
    const { code, said } = await ended;
    expect(said).toMatch(/The demonstration was stopped \(SIGTERM\)\.\n$/);
    expect(code).toBe(1);
    expect(await demoDatabases()).toBe(before);
  });
});
