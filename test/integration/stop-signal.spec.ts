import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';

/** Starts a process that takes `stopping_ms` to stop, and waits until it is up. */
async function start(stopping_ms: number) {
  const args = ['--import', './test/support/register-typescript.mjs', 'test/support/stoppable.ts'];
  const child = spawn(process.execPath, [...args, String(stopping_ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  await once(child.stdout, 'data');
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, said }));
  return { child, ended };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s asks to stop, and the work ends by itself',
  async (signal) => {
    const { child, ended } = await start(100);
    child.kill(signal);
    expect(await ended).toEqual({ code: 0, said: `up\nstopping on ${signal}\n` });
  },
);

test('a signal that npm doubles counts as one', async () => {
  const { child, ended } = await start(600);
  child.kill('SIGINT');
  await sleep(100);
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test('a second Ctrl-C later ends the process at once', async () => {
  const { child, ended } = await start(60_000);
  child.kill('SIGINT');
  await sleep(2_300);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});
